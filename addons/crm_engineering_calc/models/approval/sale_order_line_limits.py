from odoo import api, models

from ...domain.limits import discounted

# What makes a line cheaper, or dearer.
PRICE_FIELDS_OF_LINES = frozenset(
    {
        "discount",
        "is_downpayment",
        "order_id",
        "price_unit",
        "product_id",
        "product_uom_id",
        "tax_ids",
    }
)
# What a change of may make of an approved line another one.
LIMITED_FIELDS_OF_LINES = PRICE_FIELDS_OF_LINES | {"product_uom_qty"}


class SaleOrderLine(models.Model):
    """A line of a proposal beside what the engineer has calculated."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(
            vals["order_id"]
            for vals in vals_list
            if vals.get("order_id") and not _is_paid_in_advance(vals)
        )
        with orders._keeping_ordered_prices():
            lines = super().create(vals_list)
        lines.order_id._void_changed_approvals()
        return lines

    def write(self, vals):
        orders = self.env["sale.order"]
        if not PRICE_FIELDS_OF_LINES.isdisjoint(vals) or _takes_off(vals):
            orders = self.order_id | orders.browse(vals.get("order_id"))
        with orders._keeping_ordered_prices():
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

    def _get_limited_quantity(self):
        """Return the quantity that limits are about.

        Of an optional service, where the host has such, one: how many of them, if any,
        the customer says on his page.
        """
        self.ensure_one()
        is_optional = "is_optional" in self._fields and self._is_line_optional()
        return 1.0 if is_optional else self.product_uom_qty

    def _get_net_price(self):
        """Return what a unit costs less the line's discount, as a decimal."""
        self.ensure_one()
        return discounted(self.price_unit, self.discount)

    def _get_unit_cost(self):
        """Return what a unit costs the company: as calculated, else as its product."""
        self.ensure_one()
        if calculated := self.engineering_variant_line_id:
            return calculated.unit_cost
        return self.product_id._get_engineering_cost(
            self.product_uom_id, self.company_id, self.currency_id
        )

    def _is_limited(self):
        """Return whether limits are about the line: it is a service that is sold.

        What the host adds to an order as it goes on, goods and expenses, is none. What
        was calculated stays a service, however little it is sold for.
        """
        self.ensure_one()
        if self.product_uom_qty >= 0 and self._is_calculated_service():
            return self._is_sold()
        by_host = self.state == "sale" and not self._is_delivered_by_acts()
        return self._is_sold() and not self._goes_along() and not by_host

    def _is_sold(self):
        """Return whether the line counts in the total: no text, no down payment.

        The host's lines of down payments have no quantity.
        """
        self.ensure_one()
        is_paid_in_advance = self.is_downpayment and not self.product_uom_qty
        return not self.display_type and not is_paid_in_advance

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


def _is_paid_in_advance(vals):
    return vals.get("is_downpayment") and not vals.get("product_uom_qty")


def _takes_off(vals):
    """Return whether a quantity makes a discount of what was a service."""
    return float(vals.get("product_uom_qty") or 0) < 0
