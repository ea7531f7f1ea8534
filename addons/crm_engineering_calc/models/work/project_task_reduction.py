from odoo import models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent
from ..common.reader_texts import changes_text

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """Works of which a part is not ordered any more."""

    _name = "project.task"
    _inherit = "project.task"

    def _reduce_work(self, kept, order, reason):
        """Do less, or nothing, of an open work whose order is reduced.

        :param kept: {line: the quantity that it keeps}
        """
        self.ensure_one()
        lines = self.sudo().engineering_work_line_ids
        left = {line: kept.get(line, line.quantity) for line in lines}
        if not any(left.values()):
            self._send_event(WorkEvent.CANCEL.value)
            return
        reduced = lines.filtered(lambda line: left[line] < line.quantity)
        changes = changes_text(
            [(line.product_id, line.quantity, left[line]) for line in reduced]
        )
        # Engineers have accepted what they are told here to do less of.
        gone = reduced.filtered(lambda line: not left[line])
        for line in reduced - gone:
            line._as_machine().quantity = left[line]
        gone._as_machine().unlink()
        self._notify_users(
            self._get_addressees(),
            _lt(
                "The customer has ordered less, and the work is reduced. %(changes)s",
                changes=changes,
            ),
            note=reason,
        )
