from odoo import api, fields, models


class EngineeringAgreementDialog(models.AbstractModel):
    """A dialog about an order that asks for its contract."""

    _name = "engineering.agreement.dialog"
    _description = "Dialog about the contract of an order"
    _inherit = ["engineering.order.dialog"]

    partner_id = fields.Many2one(related="order_id.partner_id", related_sudo=False)
    available_agreement_ids = fields.Many2many(
        "agreement", compute="_compute_available_agreement_ids"
    )
    agreement_id = fields.Many2one(
        "agreement",
        "Contract",
        compute="_compute_agreement_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', available_agreement_ids)]",
        help="One of those in force with the customer.",
    )
    create_agreement = fields.Boolean(
        "New Contract",
        compute="_compute_agreement_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    def _get_available_agreements(self):
        """Return the contracts to choose from. To be extended."""
        return self.order_id._get_running_agreements()

    @api.depends("order_id")
    def _compute_available_agreement_ids(self):
        self.available_agreement_ids = False
        for dialog in self.filtered("order_id"):
            dialog.available_agreement_ids = dialog._get_available_agreements()

    @api.depends("order_id")
    def _compute_agreement_id(self):
        for dialog in self:
            agreements = dialog.available_agreement_ids._origin
            chosen = dialog.order_id.agreement_id or dialog.agreement_id
            only = agreements if len(agreements) == 1 else agreements[:0]
            dialog.agreement_id = (chosen._origin & agreements) or only
            dialog.create_agreement = not agreements
