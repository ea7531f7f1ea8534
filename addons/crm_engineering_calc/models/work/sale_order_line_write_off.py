from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.quantities import get_restored
from ..common.field_groups import ENGINEERING
from ..common.format_number import format_number


class SaleOrderLine(models.Model):
    """What of an ordered service is written off: it is neither open nor billed."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    engineering_write_off_ids = fields.One2many(
        "engineering.write.off", "order_line_id", "Write-offs", groups=ENGINEERING
    )
    engineering_written_off_quantity = fields.Float(
        "Written off",
        compute="_compute_engineering_written_off_quantity",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
    )

    @api.depends(
        "engineering_write_off_ids.quantity", "engineering_write_off_ids.undone_on"
    )
    def _compute_engineering_written_off_quantity(self):
        quantities = dict(
            self.env["engineering.write.off"]._read_group(
                [("order_line_id", "in", self.ids), ("undone_on", "=", False)],
                ["order_line_id"],
                ["quantity:sum"],
            )
        )
        for line in self:
            line.engineering_written_off_quantity = quantities.get(line._origin, 0.0)

    def _get_quantity_taken(self):
        return super()._get_quantity_taken() + self.engineering_written_off_quantity

    def _get_quantity_to_do(self):
        """Take what is written off for not ordered: nobody does or accepts it."""
        left = super()._get_quantity_to_do() - self.engineering_written_off_quantity
        return self.product_uom_id.round(left)

    def _get_ordered_service(self, works, acts):
        service = super()._get_ordered_service(works, acts)
        return service._replace(written_off=self.engineering_written_off_quantity)

    def _check_open(self, quantity):
        """Refuse to take more of the line than is open, or nothing.

        :raises UserError: says how much is open
        """
        self.ensure_one()
        unit, left = self.product_uom_id, self._get_quantity_open()
        if (
            not self._is_done_by_works()
            or unit.compare(quantity, 0) <= 0
            or unit.compare(quantity, left) > 0
        ):
            raise UserError(
                self.env._(
                    "“%(service)s” of %(order)s: %(open)s %(unit)s are in no work and"
                    " not written off. Choose a quantity up to that.",
                    service=self.product_id.display_name,
                    order=self.order_id.name,
                    open=format_number(self.env, left),
                    unit=unit.name,
                )
            )

    def _restore_beyond(self, ordered, reason):
        """Undo write-offs of what is not ordered any more, the newest first.

        What is left of one is written off anew, in the name of who has done it.
        """
        self.ensure_one()
        unit = self.product_uom_id
        left = get_restored(
            self.engineering_written_off_quantity,
            self.engineering_work_quantity,
            ordered,
        )
        standing = self.sudo().engineering_write_off_ids.filtered(
            lambda write_off: not write_off.undone_on
        )
        for write_off in standing.sorted("id", reverse=True):
            if unit.compare(left, 0) <= 0:
                break
            taken = min(left, write_off.quantity)
            write_off.with_env(self.env)._let_go(reason)
            kept = unit.round(write_off.quantity - taken)
            if unit.compare(kept, 0) > 0:
                values = write_off._prepare_rest_values(kept)
                write_off._as_machine().create(values)
            left -= taken
