from odoo import models

from ...domain.outline import HEADS
from ..common.line_kinds import get_kind


class SaleOrderLine(models.Model):
    """A line of a proposal beside what was calculated, for who approves it."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _prepare_approval_line(self):
        self.ensure_one()
        if get_kind(self) in HEADS:
            return {"is_section": True, "name": self.name}
        calculated = self._is_calculated_service() and self.engineering_variant_line_id
        return {
            "is_section": False,
            "name": self._get_first_line(),
            "quantity": self.product_uom_qty,
            "unit": self.product_uom_id.name or "",
            "is_calculated": bool(calculated),
            "calculated": calculated.calculated_price if calculated else 0.0,
            "sold": float(self._get_net_price()),
            "subtotal": self.price_subtotal,
        }

    def _get_engineering_cost(self):
        """Return what the line costs the company, by the variant, else the product."""
        self.ensure_one()
        return self.product_uom_qty * self._get_unit_cost() if self.product_id else 0.0
