from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.quantities import get_given_back
from ...domain.workflows import WorkEvent
from ..common.concurrency import serialize
from ..common.field_groups import ENGINEERING
from ..common.reader_texts import changes_text

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """A completed work holds what was done, and a returned one what it was given.

    What is not done is free for other works. A returned work has it again, as far as
    nobody else has it by now.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_is_less_done = fields.Boolean(
        compute="_compute_engineering_is_less_done",
        groups=ENGINEERING,
        export_string_translation=False,
        help="Less of some service is done than was given out.",
    )

    @api.depends("engineering_work_line_ids.is_less_done")
    def _compute_engineering_is_less_done(self):
        for task in self:
            lines = task.engineering_work_line_ids
            task.engineering_is_less_done = any(lines.mapped("is_less_done"))

    # === WORKFLOW ===

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.RETURN:
            # What is free is decided here, whoever hands it out just now.
            serialize(self.sudo().engineering_work_line_ids.order_line_id)
            self._check_something_to_return_to()
        return result

    def _after_event(self, event, details):
        if event == WorkEvent.COMPLETE:
            self._keep_what_is_done()
        if event == WorkEvent.RETURN:
            self._give_out_again()
        return super()._after_event(event, details)

    # === COMPLETE ===

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        for line in self.engineering_work_line_ids:
            if line.is_less_done and not (line.done_reason or "").strip():
                texts.append(
                    self.env._(
                        "“%(service)s”: less is done than was given out. Write why in"
                        " its line.",
                        service=line.product_id.display_name,
                    )
                )
        return texts

    def _keep_what_is_done(self):
        """Free what is not done."""
        lines = self.sudo().engineering_work_line_ids
        less = lines.filtered("is_less_done")
        for quantity, alike in less.grouped("done_quantity").items():
            alike._as_machine().write({"quantity": quantity})

    def _get_completion_texts(self):
        texts = super()._get_completion_texts()
        less = self.sudo().engineering_work_line_ids.filtered("is_less_done")
        for line in less:
            change = [(line.product_id, line.planned_quantity, line.done_quantity)]
            texts.append(
                _lt(
                    "Less is done: %(change)s. Reason: %(reason)s",
                    change=changes_text(change),
                    reason=line.done_reason,
                )
            )
        if less:
            texts.append(
                _lt("What is left can go into another work, or is written off.")
            )
        return texts

    # === RETURN ===

    def _get_quantities_given_back(self):
        """Return {line done in part: what it has once the work is returned}."""
        back, free = {}, {}
        for line in self.sudo().engineering_work_line_ids:
            if line._compare_with_planned(line.quantity) < 0:
                if line.is_free:
                    back[line] = line.planned_quantity
                    continue
                ordered = line.order_line_id
                left = free.setdefault(ordered, ordered._get_quantity_open())
                back[line] = line.product_uom_id.round(
                    get_given_back(line.planned_quantity, line.quantity, left)
                )
                free[ordered] = left - (back[line] - line.quantity)
        return back

    def _check_something_to_return_to(self):
        for work in self:
            back = work._get_quantities_given_back()
            lines = work.sudo().engineering_work_line_ids
            if lines and not any(back.get(line, line.quantity) for line in lines):
                raise UserError(
                    self.env._(
                        "“%(work)s” has done nothing, and what was given out to it is"
                        " in other works or written off by now. Create a work of what"
                        " is left instead.",
                        work=work.display_name,
                    )
                )

    def _give_out_again(self):
        """Let returned works do again what was given out to them and is still free."""
        back = {}
        for work in self:
            back |= work._get_quantities_given_back()
        missing = {}
        for line, quantity in back.items():
            if line._compare_with_planned(quantity) < 0:
                missing.setdefault(line.task_id, []).append(
                    (line.product_id, line.planned_quantity, quantity)
                )
            line._as_machine().write({"quantity": quantity})
        for work, changes in missing.items():
            work._notify_deal(
                lambda link, changes=changes: _lt(
                    "Work %(link)s has less than before: the rest is in other works, or"
                    " written off. %(changes)s",
                    link=link,
                    changes=changes_text(changes),
                )
            )
