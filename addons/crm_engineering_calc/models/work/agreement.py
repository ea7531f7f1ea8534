from odoo import api, fields, models

from ..common.field_groups import ACTS, ENGINEERING, SALES


class Agreement(models.Model):
    _name = "agreement"
    _inherit = [
        "agreement",
        "engineering.card.mixin",
        "engineering.deletion.mixin",
    ]

    engineering_order_ids = fields.One2many(
        "sale.order", "agreement_id", "Orders", groups=SALES
    )
    engineering_work_ids = fields.One2many(
        "project.task", "engineering_agreement_id", "Works", groups=ENGINEERING
    )
    engineering_act_ids = fields.One2many(
        "engineering.act", "agreement_id", "Acts", groups=ACTS
    )
    engineering_work_count = fields.Integer(
        "Work Count", compute="_compute_engineering_work_count", groups=ENGINEERING
    )
    engineering_act_count = fields.Integer(
        "Act Count", compute="_compute_engineering_act_count", groups=ACTS
    )

    @api.model
    def _domain_selection(self):
        """Say with whom a contract is, in words that are translated here."""
        labels = {
            "sale": self.env._("With a Customer"),
            "purchase": self.env._("With a Supplier"),
        }
        return [
            (value, labels.get(value, label))
            for value, label in super()._domain_selection()
        ]

    @api.depends_context("uid")
    def _compute_engineering_work_count(self):
        counts = self._count_by_agreement("project.task", "engineering_agreement_id")
        for agreement in self:
            agreement.engineering_work_count = counts.get(agreement, 0)

    @api.depends_context("uid")
    def _compute_engineering_act_count(self):
        counts = self._count_by_agreement("engineering.act", "agreement_id")
        for agreement in self:
            agreement.engineering_act_count = counts.get(agreement, 0)

    @api.depends_context("uid")
    def _compute_sale_order_count(self):
        # An engineer opens the contract of a work, and reads no orders.
        counts = {}
        if self.env["sale.order"].has_access("read"):
            counts = self._count_by_agreement("sale.order", "agreement_id")
        for agreement in self:
            agreement.sale_order_count = counts.get(agreement, 0)

    def _count_by_agreement(self, model, field):
        return dict(
            self.env[model]._read_group([(field, "in", self.ids)], [field], ["__count"])
        )

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("works"), "project.task", "engineering_agreement_id"),
            (self.env._("acts"), "engineering.act", "agreement_id"),
        ]

    def action_view_works(self):
        """Return the action that lists the works under the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_work_action"
        )
        domain = [("engineering_agreement_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def action_view_acts(self):
        """Return the action that lists the acts under the contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_act_action"
        )
        return {**action, "domain": [("agreement_id", "=", self.id)], "context": {}}
