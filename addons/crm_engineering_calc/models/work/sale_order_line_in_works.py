from odoo import api, models
from odoo.exceptions import UserError, ValidationError

# What a service is, whose works count it in its unit.
FIXED_BY_WORKS = frozenset(
    {"display_type", "is_downpayment", "order_id", "product_id", "product_uom_id"}
)


class SaleOrderLine(models.Model):
    """A service that works do stays what it is while they have something of it.

    As a discount, a down payment or a line of another order it would have no works,
    and they would have something that nobody has ordered.
    """

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.constrains("discount", "price_unit", "product_uom_qty")
    def _check_stays_a_service(self):
        for line in self._filter_in_works():
            if not line._is_done_by_works():
                raise ValidationError(line._get_stays_message())

    def write(self, vals):
        fixed = FIXED_BY_WORKS.intersection(vals)
        if fixed:
            for line in self._filter_in_works():
                now = line._convert_to_write({name: line[name] for name in fixed})
                if any((now[name] or False) != (vals[name] or False) for name in fixed):
                    self.check_access("write")
                    raise UserError(line._get_stays_message())
        return super().write(vals)

    def _filter_in_works(self):
        """Return the lines, as superuser, that works, claims or write-offs are of.

        Who may change an order need not see its works.
        """
        lines = self.sudo().filtered("order_id.engineering_calculated")
        return lines.filtered(
            lambda line: (
                line.engineering_work_line_ids or line.engineering_write_off_ids
            )
        )

    def _get_stays_message(self):
        works = self.engineering_work_line_ids.task_id
        return self.env._(
            "“%(service)s” of %(order)s is handed out or written off (%(works)s): it"
            " stays this service of this order, in its unit, and worth no less than"
            " nothing. Reduce the order, and add another line to it.",
            service=self.product_id.display_name,
            order=self.order_id.name,
            works=", ".join(works.mapped("display_name")) or self.env._("written off"),
        )
