from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.concurrency import serialize


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
    known_agreement_id = fields.Many2one(
        "agreement",
        compute="_compute_agreement_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        export_string_translation=False,
        ondelete="set null",
        help="What the order had when the dialog was opened.",
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
            dialog.known_agreement_id = dialog.order_id.agreement_id

    def _check_same_agreement(self):
        """Refuse to go on where another one has given the order a contract meanwhile.

        :raises UserError: names the contract
        """
        order = self.order_id
        serialize(order)
        order.invalidate_recordset(["agreement_id"])
        given = order.sudo().agreement_id
        if given <= self.known_agreement_id | self.agreement_id:
            return
        raise UserError(
            self.env._(
                "%(order)s has the contract %(contract)s by now: somebody has given it"
                " that meanwhile. Open the dialog again.",
                order=order.display_name,
                contract=given.display_name,
            )
        )
