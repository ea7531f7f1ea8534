from odoo import api, fields, models


class EngineeringProposalReplace(models.TransientModel):
    _name = "engineering.proposal.replace"
    _description = "Replace a Proposal"
    _inherit = ["engineering.dialog"]

    _target = "lead_id"
    _target_operation = "write"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    order_id = fields.Many2one(
        "sale.order",
        "Proposal or Order",
        compute="_compute_order_id",
        compute_sudo=False,
        help="What is out, or ordered, of the same calculations.",
    )
    order_state = fields.Selection(related="order_id.state", related_sudo=False)

    signed_by = fields.Char(related="order_id.signed_by", related_sudo=False)

    @api.depends("lead_id")
    def _compute_order_id(self):
        for dialog in self:
            lead = dialog.lead_id._origin
            dialog.order_id = lead and lead._get_standing_order(
                lead._get_variants_to_propose()
            )._filtered_access("read")

    def action_open(self):
        """Return the action that opens what is made already."""
        self.ensure_one()
        return self.lead_id._open_proposal(self.order_id)

    def action_confirm(self):
        """Make a proposal that replaces it, and return the action that opens it.

        :raises UserError: nothing is left to propose
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        return self.lead_id._replace_proposal()
