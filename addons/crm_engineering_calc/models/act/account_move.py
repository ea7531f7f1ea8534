from odoo import api, fields, models

from ..common.field_groups import SALES


class AccountMove(models.Model):
    """An invoice knows the acts that it bills."""

    _name = "account.move"
    _inherit = ["account.move", "engineering.own.fields.mixin"]

    engineering_act_ids = fields.Many2many(
        "engineering.act",
        "engineering_act_invoice_rel",
        "move_id",
        "act_id",
        "Acts of Completed Works",
        readonly=True,
        copy=False,
        groups=SALES,
    )
    engineering_act_count = fields.Integer(
        "Act Count", compute="_compute_engineering_act_count", groups=SALES
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_act_ids"}

    @api.depends("engineering_act_ids")
    @api.depends_context("uid")
    def _compute_engineering_act_count(self):
        for move in self:
            move.engineering_act_count = len(move._get_engineering_acts())

    def _get_engineering_acts(self):
        """Return the acts that the invoices bill, as far as the user may read them."""
        acts = self.sudo().engineering_act_ids.sudo(self.env.su)
        return acts._filtered_access("read")

    def action_view_engineering_acts(self):
        """Return the action that opens the act of the invoice, or their list."""
        acts = self._get_engineering_acts()
        if len(acts) == 1:
            return acts._get_records_action(name=self.env._("Act"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_act_action"
        )
        return {**action, "domain": [("id", "in", acts.ids)], "context": {}}

    def _bills_acts(self):
        """Return whether the invoice stands: neither cancelled nor credited in full.

        A credit note that is not posted has taken nothing back yet.
        """
        self.ensure_one()
        credits = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        credited = sum(credits.mapped("amount_total"))
        return self.state != "cancel" and not (
            credits
            and self.currency_id.compare_amounts(credited, self.amount_total) >= 0
        )
