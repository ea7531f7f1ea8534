from odoo import api, models

from ..common.signed_texts import (
    Told,
    get_name,
    get_note,
    get_party_facts,
    get_terms,
    number_text,
    plain_text,
)
from .sale_order_line_signed import SIGNED_FIELDS_OF_LINES


class SaleOrder(models.Model):
    """What the customer signs with an order: parties, services, prices, terms.

    What becomes of it later changes nothing of it: down payments, deliveries, invoices.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    @api.model
    def _get_signed_fields(self):
        """Return the fields whose change may change what is said. To be extended."""
        return frozenset(
            {
                "company_id",
                "currency_id",
                "fiscal_position_id",
                "name",
                "note",
                "order_line",
                "partner_id",
                "partner_invoice_id",
                "partner_shipping_id",
                "payment_term_id",
                "prepayment_percent",
                "pricelist_id",
                "require_payment",
            }
        )

    @api.model
    def _get_signed_dependencies(self):
        return [
            *super()._get_signed_dependencies(),
            *self._get_signed_fields(),
            *(f"order_line.{name}" for name in SIGNED_FIELDS_OF_LINES - {"order_id"}),
        ]

    def _get_signed_facts(self):
        return {
            **super()._get_signed_facts(),
            "number": self.name,
            **get_party_facts("company", self.company_id.partner_id),
            **get_party_facts("customer", self.partner_id),
            **get_party_facts("invoice", self.partner_invoice_id),
            **get_party_facts("delivery", self.partner_shipping_id),
            "currency": Told(self.currency_id, get_name),
            "payment_terms": Told(self.payment_term_id, get_terms),
            "prepayment": number_text(
                self.require_payment and self.prepayment_percent * 100
            ),
            "terms": plain_text(self.note),
            "fiscal_note": Told(self.fiscal_position_id, get_note),
            "untaxed": number_text(self.amount_untaxed),
            "tax": number_text(self.amount_tax),
            "total": number_text(self.amount_total),
        }

    def _get_signed_lines(self):
        lines = self.order_line.filtered(
            lambda line: line.product_uom_qty or not line.is_downpayment
        )
        return [line._get_signed_texts() for line in lines.sorted()]

    @api.model
    def _get_signed_labels(self):
        return {
            **super()._get_signed_labels(),
            "fiscal_note": self.env._("Note on taxes"),
            "payment_terms": self.env._("Payment terms"),
            "prepayment": self.env._("Prepayment (%)"),
            "shown": self.env._("What is hidden"),
        }

    @api.model
    def _get_signed_roles(self):
        return {
            **super()._get_signed_roles(),
            "invoice": self.env._("Invoice address"),
            "delivery": self.env._("Delivery address"),
        }
