from odoo import api, fields, models
from odoo.fields import Domain


class Agreement(models.Model):
    _inherit = "agreement"

    engineering_work_ids = fields.One2many(
        "project.task", "engineering_agreement_id", "Works"
    )
    engineering_act_ids = fields.One2many("engineering.act", "agreement_id", "Acts")
    engineering_work_count = fields.Integer(
        compute="_compute_engineering_counts", string="Work Count"
    )
    engineering_act_count = fields.Integer(
        compute="_compute_engineering_counts", string="Act Count"
    )

    def _compute_engineering_counts(self):
        works = dict(
            self.env["project.task"]._read_group(
                [("engineering_agreement_id", "in", self.ids)],
                ["engineering_agreement_id"],
                ["__count"],
            )
        )
        acts = dict(
            self.env["engineering.act"]._read_group(
                [("agreement_id", "in", self.ids)], ["agreement_id"], ["__count"]
            )
        )
        for agreement in self:
            agreement.engineering_work_count = works.get(agreement, 0)
            agreement.engineering_act_count = acts.get(agreement, 0)

    @api.model
    def _get_running_domain(self, partner, company):
        """Return the domain of sale contracts in force with a customer today."""
        today = fields.Date.context_today(self)
        return Domain.AND(
            [
                Domain("commercial_partner_id", "=", partner.commercial_partner_id.id),
                Domain("company_id", "in", [False, company.id]),
                Domain("is_template", "=", False),
                Domain("domain", "=", "sale"),
                Domain("start_date", "=", False) | Domain("start_date", "<=", today),
                Domain("end_date", "=", False) | Domain("end_date", ">=", today),
            ]
        )

    @api.model
    def _prepare_from_order_values(self, order):
        """Return the values of a new contract for the works of `order`."""
        return {
            "name": self.env._("Contract for works"),
            "code": self.env["ir.sequence"]
            .with_company(order.company_id)
            .next_by_code("engineering.agreement"),
            "partner_id": order.partner_id.id,
            "company_id": order.company_id.id,
            "domain": "sale",
            "start_date": fields.Date.context_today(self),
        }

    def action_view_works(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_work_action"
        )
        domain = [("engineering_agreement_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def action_view_acts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_act_action"
        )
        return {**action, "domain": [("agreement_id", "=", self.id)], "context": {}}
