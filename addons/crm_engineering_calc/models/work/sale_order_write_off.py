from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """What is left of an order, and will not be done, is written off."""

    _name = "sale.order"
    _inherit = "sale.order"

    def action_write_off(self):
        """Ask what of the order will not be done, and why.

        :return: the action that opens the dialog
        :raises UserError: the order is none of a calculation or not confirmed, or
            nothing is left open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_can_reduce()
        if not self._get_workable_lines():
            raise UserError(
                self.env._(
                    "Nothing of %(order)s is open: all of it is in works, done or"
                    " written off. Cancel a work, or let it be done in part, first.",
                    order=self.display_name,
                )
            )
        return self._open_dialog("engineering.order.write.off", self.env._("Write off"))

    def _write_off(self, quantities, reason):
        """Write off what is open of the order's lines.

        :param quantities: {order line: how much of it}
        :return: the records of what is written off
        :raises UserError: more than is open, or no reason
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_can_reduce()
        lines = self.order_line.browse().concat(*quantities)
        serialize(lines)
        lines.invalidate_recordset(
            ["engineering_work_quantity", "engineering_written_off_quantity"]
        )
        if not reason.strip() or not quantities:
            raise UserError(
                self.env._(
                    "Write what of %(order)s will not be done, and why.",
                    order=self.display_name,
                )
            )
        for line, quantity in quantities.items():
            line._check_open(quantity)
        write_offs = self.env["engineering.write.off"].sudo()
        write_offs = write_offs._as_machine().create(
            [
                {"order_line_id": line.id, "quantity": quantity, "reason": reason}
                for line, quantity in quantities.items()
            ]
        )
        self._tell_written_off(write_offs, reason)
        self.opportunity_id._update_engineering_state()
        return write_offs.with_env(self.env)

    def _tell_written_off(self, write_offs, reason):
        self.opportunity_id._notify_deal(
            _lt(
                "%(order)s, written off: %(what)s. %(reason)s",
                order=self,
                what=write_offs._get_quantities_text(),
                reason=reason,
            )
        )

    def _reduce(self, quantities, reason):
        """Order less: what was written off of it is the first that is ordered no more.

        :raises UserError: some of it is done already
        """
        lines = self.order_line.browse().concat(*quantities)
        serialize(lines)
        lines.invalidate_recordset(["engineering_written_off_quantity"])
        for line, quantity in quantities.items():
            line._check_not_done(quantity)
            line._restore_beyond(quantity, reason)
        return super()._reduce(quantities, reason)
