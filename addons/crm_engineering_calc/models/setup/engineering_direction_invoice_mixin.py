from odoo import fields, models

from ..common.finite_fields import FiniteFloat
from ..common.selections import FIRST_INVOICES, IN_FULL, PREPAYMENT


class EngineeringDirectionInvoiceMixin(models.AbstractModel):
    """What the customer of a direction is asked to pay first, and who posts it."""

    _name = "engineering.direction.invoice.mixin"
    _description = "Invoices of a direction"

    _prepayment_percent = models.Constraint(
        "CHECK(prepayment_percent > 0 AND prepayment_percent <= 100)",
        "A prepayment is a percentage: more than 0, up to 100.",
    )

    first_invoice = fields.Selection(
        FIRST_INVOICES,
        default=IN_FULL,
        required=True,
        tracking=True,
        help="What the button “Invoice for payment” of a deal makes first. All later"
        " invoices have what is left to invoice, less the prepayment.",
    )
    prepayment_percent = FiniteFloat(
        "Prepayment (%)",
        default=50.0,
        tracking=True,
        help="Which part of the order's total the prepayment is.",
    )
    accountant_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("account.group_account_invoice").id)
        ],
        help="Is asked to confirm the invoices of managers who may not do it"
        " themselves.",
    )

    def _get_first_percent(self):
        """Return which part of what is ordered the first invoice has."""
        self.ensure_one()
        return self.prepayment_percent if self.first_invoice == PREPAYMENT else 100.0
