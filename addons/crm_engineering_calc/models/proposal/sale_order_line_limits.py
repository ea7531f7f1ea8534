from odoo import api, models

from ...domain.limits import discounted

# What a change of may make of an approved line another one.
LIMITED_FIELDS_OF_LINES = frozenset(
    {
        "discount",
        "price_unit",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
    }
)


class SaleOrderLine(models.Model):
    """A line of a proposal beside what the engineer has calculated."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._void_changed_approvals()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if LIMITED_FIELDS_OF_LINES.intersection(vals):
            self.order_id._void_changed_approvals()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._void_changed_approvals()
        return result

    # === LIMITS ===

    def _get_net_price(self):
        """Return what a unit costs less the line's discount, as a decimal."""
        self.ensure_one()
        return discounted(self.price_unit, self.discount)

    def _is_calculated_service(self):
        """Return whether the line sells the service that was calculated, as counted."""
        self.ensure_one()
        calculated = self.engineering_variant_line_id
        return (
            bool(calculated)
            and calculated.product_id == self.product_id
            and calculated.product_uom_id == self.product_uom_id
        )

    def _get_first_line(self):
        return (self.name or self.product_id.display_name).splitlines()[0]
