from datetime import timedelta

from odoo import api, fields, models

from ...domain.promise import to_time
from ...domain.workflows import CalculationState as State
from .team_times import HORIZON, TeamTimes, to_aware, to_stored

PROMISES = ("response", "calculation", "answer")


class EngineeringPromiseMixin(models.AbstractModel):
    """What is promised: to take a request, to calculate it, to answer its question."""

    _name = "engineering.promise.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Promises of a calculation"

    response_deadline = fields.Datetime(
        "Take Until",
        compute="_compute_promises",
        store=True,
        readonly=False,
        copy=False,
        help="Until then somebody has promised to take the request.",
    )
    promise_deadline = fields.Datetime(
        "Calculate Until",
        compute="_compute_promises",
        store=True,
        readonly=False,
        copy=False,
        help="Until then the prices are promised. It moves by the time in which the"
        " manager, or the visit to the customer, was waited for.",
    )
    answer_deadline = fields.Datetime(
        "Answer Until",
        readonly=True,
        copy=False,
        help="Until then the manager has promised to answer the question.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "answer_deadline",
            "promise_deadline",
            "response_deadline",
        }

    # === COMPUTE ===

    @api.depends("first_requested_on")
    def _compute_promises(self):
        """Say until when a new request is taken, and calculated: events move that."""
        self.response_deadline = self.promise_deadline = False
        cards = self.filtered("first_requested_on")
        times = cards._read_times(cards.mapped("first_requested_on"))
        for card in cards:
            work, begin = times.of(card), card.first_requested_on
            card.promise_deadline = card._promise("calculation", work, begin)
            if card.state == State.REQUESTED:
                card.response_deadline = card._promise("response", work, begin)

    def _promise(self, promise, work, begin):
        """Return until when a promise is kept that is made at `begin`, False: none."""
        hours = self.sudo().direction_id._get_promised_hours(promise, self.priority)
        return hours and to_stored(work.shift(to_aware(begin), to_time(hours)))

    def _promise_late(self, promise, work, begin):
        """Return what `_promise` does of a promise that is made after it began.

        To be extended.
        """
        return self._promise(promise, work, begin)

    def _read_times(self, moments, intervals=()):
        """Return the working time around `moments`, as long as what is promised.

        :param intervals: others whose engineers are to be known, too
        """
        moments = [*filter(None, moments), fields.Datetime.now()]
        hours = [
            card.direction_id._get_promised_hours(promise, card.priority)
            for card in self.sudo()
            for promise in PROMISES
        ]
        # Who works less than eight hours a week promises nothing.
        # No direction promises more than the horizon has hours.
        longest = timedelta(weeks=4) + min(to_time(max(hours, default=0)) * 21, HORIZON)
        return TeamTimes(
            [*self, *intervals], min(moments) - longest, max(moments) + longest
        )

    # === PRIORITY ===

    def _work_out_priority(self, before, work, values):
        """Return the deadlines that are others by the promises of another priority.

        :param values: what they are by the former one
        """
        changed = {}
        for promise, name, begin in self._get_promises_in_force():
            direction = self.direction_id
            was = direction._get_promised_hours(promise, before)
            hours = direction._get_promised_hours(promise, self.priority)
            deadline = values.get(name, self[name])
            if hours == was:
                continue
            if not (deadline and hours):
                changed[name] = self._promise_late(promise, work, begin)
                continue
            moved = work.shift(to_aware(deadline), to_time(hours) - to_time(was))
            changed[name] = to_stored(moved) or deadline
        return changed

    def _get_promises_in_force(self):
        """Return (promise, its deadline, since when) of where it is or goes on."""
        is_held = self.state == State.HELD
        state = self._get_state_before() if is_held else self.state
        promises = [("calculation", "promise_deadline", self.first_requested_on)]
        if state == State.REQUESTED:
            promises.append(("response", "response_deadline", self.state_since))
        if state == State.WAITING:
            promises.append(("answer", "answer_deadline", self.state_since))
        return promises
