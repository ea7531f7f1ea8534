from odoo import models
from odoo.fields import Command

from ...domain.excesses import SoldLine


class EngineeringLineOfferMixin(models.AbstractModel):
    """A line as the proposal sells it."""

    _name = "engineering.line.offer.mixin"
    _description = "Proposal of a line"

    def _notify_corrections(self, previous):
        result = super()._notify_corrections(previous)
        self.variant_id.lead_id._follow_revenue()
        return result

    def _prepare_order_line_values(self):
        """Return the values of the order line that sells this line."""
        self.ensure_one()
        values = {
            "sequence": self.sequence,
            "display_type": self.display_type,
            "name": self.name,
            "collapse_prices": self.collapse_prices,
            "collapse_composition": self.collapse_composition,
            "engineering_variant_line_id": self.id,
        }
        if self.display_type:
            return values
        return {
            **values,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "product_uom_qty": self.quantity,
            "price_unit": self.price_unit,
            # The host takes a price that differs from this one for one set by hand,
            # and keeps it: in duplicates, and where this addon is gone.
            "technical_price_unit": -1.0 - abs(self.price_unit),
            "discount": 0.0,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }

    def _prepare_sold_line(self, order_line, taxes=""):
        """Return the `SoldLine` of an order line; of none, it was left out.

        :param taxes: which were chosen instead of which, in words
        """
        self.ensure_one()
        values = {
            "name": self.name.splitlines()[0],
            "calculated_price": self.calculated_price,
            "calculated_quantity": self.quantity,
            "agreed_price": self.price_unit,
            "unit_cost": self.unit_cost,
        }
        if order_line:
            values["quantity"] = order_line.product_uom_qty
            values["price"] = order_line._get_net_price()
            values["untaxed"] = order_line.price_subtotal
            values["taxes"] = taxes
        return SoldLine(**values)
