from odoo import api, models

from ..common.signed_texts import (
    Told,
    get_name,
    get_tax_text,
    number_text,
    plain_text,
)

SIGNED_FIELDS_OF_LINES = frozenset(
    {
        "collapse_composition",
        "collapse_prices",
        "discount",
        "display_type",
        "name",
        "order_id",
        "price_unit",
        "product_uom_id",
        "product_uom_qty",
        "sequence",
        "tax_ids",
    }
)


class SaleOrderLine(models.Model):
    """A line as the customer signs it."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._watch_signature()
        return lines

    def write(self, vals):
        touched = not SIGNED_FIELDS_OF_LINES.isdisjoint(vals)
        orders = self.order_id if touched else self.order_id.browse()
        result = super().write(vals)
        if touched:
            (orders | self.order_id)._watch_signature()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._watch_signature()
        return result

    def _get_signed_texts(self):
        """Return what the line says, by key: a text, or what is `Told` of others."""
        self.ensure_one()
        name = plain_text(self.name)
        if self.display_type:
            hidden = [
                key for key in ("collapse_prices", "collapse_composition") if self[key]
            ]
            return {"name": name, "kind": self.display_type, "shown": ", ".join(hidden)}
        return {
            "name": name,
            "quantity": number_text(self.product_uom_qty),
            "unit": Told(self.product_uom_id, get_name),
            "price_unit": number_text(self.price_unit),
            "discount": number_text(self.discount),
            "taxes": Told(self.tax_ids.sorted("id"), get_tax_text),
        }
