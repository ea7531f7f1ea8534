from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.quantities import ServiceQuantities
from ...domain.workflows import WorkState
from ..common.field_groups import ENGINEERING
from .sale_order_delivery import STANDING


class SaleOrderLine(models.Model):
    """How far an ordered service has come: ordered is what all of these add up to."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    engineering_in_work_quantity = fields.Float(
        "In Work",
        compute="_compute_engineering_progress",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
        help="In works that are given out, and not completed.",
    )
    engineering_done_quantity = fields.Float(
        "Done, No Act",
        compute="_compute_engineering_progress",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
    )
    engineering_acted_quantity = fields.Float(
        "In Acts",
        compute="_compute_engineering_progress",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
    )
    engineering_open_quantity = fields.Float(
        "Left to Do",
        compute="_compute_engineering_progress",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
        help="In no work, and not written off.",
    )

    @api.depends(
        "engineering_act_line_ids.act_id.state",
        "engineering_act_line_ids.quantity",
        "engineering_work_quantity",
        "engineering_written_off_quantity",
        "product_uom_qty",
    )
    def _compute_engineering_progress(self):
        progress = self._get_service_quantities()
        for line in self:
            quantities = progress[line]
            amount = line.product_uom_id.round if line.product_uom_id else float
            line.engineering_in_work_quantity = amount(quantities.in_work)
            line.engineering_done_quantity = amount(quantities.done)
            line.engineering_acted_quantity = amount(quantities.acted)
            line.engineering_open_quantity = amount(quantities.open)

    def _get_service_quantities(self):
        """Return {line: `ServiceQuantities`}, for all lines at once.

        Nothing is open of what no works do. To be called as superuser: works and acts
        of colleagues count, too.
        """
        works = self.env["engineering.work.line"]
        completed = WorkState.COMPLETED.value
        of_lines = Domain("order_line_id", "in", self.ids)
        in_works = works._read_group(
            of_lines & works._get_ordered_domain(),
            ["order_line_id", "task_id.engineering_state"],
            ["quantity:sum"],
        )
        done, in_work = {}, {}
        for line, state, quantity in in_works:
            holder = done if state == completed else in_work
            holder[line] = holder.get(line, 0.0) + quantity
        acted = self._get_act_quantities([STANDING])
        return {
            line: ServiceQuantities(
                ordered=line.product_uom_qty,
                in_work=in_work.get(line._origin, 0.0),
                done=done.get(line._origin, 0.0) - acted.get(line._origin, 0.0),
                acted=acted.get(line._origin, 0.0),
                written_off=line.engineering_written_off_quantity,
            )
            if line._is_done_by_works()
            else ServiceQuantities()
            for line in self
        }
