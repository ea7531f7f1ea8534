from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.field_groups import SALES


class CrmLead(models.Model):
    """The contracts that what a deal sells is done under."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_agreement_ids = fields.Many2many(
        "agreement",
        string="Contracts",
        compute="_compute_engineering_agreement_ids",
        groups=SALES,
    )
    engineering_agreement_count = fields.Integer(
        "Contract Count", compute="_compute_engineering_agreement_ids", groups=SALES
    )

    engineering_may_have_contract = fields.Boolean(
        "Has Orders for a Contract",
        compute="_compute_engineering_agreement_ids",
        groups=SALES,
    )

    @api.depends(
        "engineering_work_ids.engineering_agreement_id",
        "order_ids.agreement_id",
        "order_ids.engineering_superseded_by_id",
        "order_ids.state",
    )
    def _compute_engineering_agreement_ids(self):
        for lead in self:
            orders = lead._origin.sudo().order_ids
            works = lead._origin.sudo().engineering_work_ids
            contracts = orders.agreement_id | works.engineering_agreement_id
            contracts = contracts.with_env(self.env)
            lead.engineering_agreement_ids = contracts
            lead.engineering_agreement_count = len(contracts)
            lead.engineering_may_have_contract = bool(
                lead._origin.sudo()._get_orders_for_contract()
            )

    def _get_orders_for_contract(self):
        """Return the proposals and orders of the deal that a contract may be for."""
        return self._get_engineering_orders()._filter_for_contract()

    def action_choose_contract(self):
        """Ask for the contract of an order, to choose or to make one.

        :return: the action that opens the dialog
        :raises UserError: nothing is proposed or ordered yet
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        if not self._get_orders_for_contract():
            raise UserError(
                self.env._(
                    "“%(deal)s” has no order made from a calculation. Create a proposal"
                    " first.",
                    deal=self.name,
                )
            )
        return self._open_dialog("engineering.agreement.choose", self.env._("Contract"))

    def action_view_agreements(self):
        """Return the action that opens the deal's contract, or their list."""
        self.ensure_one()
        contracts = self.engineering_agreement_ids
        if len(contracts) == 1:
            return contracts._get_records_action(name=self.env._("Contract"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_agreement_action"
        )
        return {**action, "domain": [("id", "in", contracts.ids)], "context": {}}
