from odoo import api, fields, models

from ...domain.promise import WaitingFor
from ...domain.workflows import CalculationState as State
from .team_times import to_aware, to_stored


class EngineeringClockMixin(models.AbstractModel):
    """A clock that stands while others are waited for, and moves what was promised.

    Deadlines are stored when something happens to the card.
    """

    _name = "engineering.clock.mixin"
    _inherit = ["engineering.visit.mixin", "engineering.promise.mixin"]
    _description = "Clock of a calculation"

    state_since = fields.Datetime(
        "In This State Since", default=fields.Datetime.now, readonly=True, copy=False
    )
    clock_from = fields.Datetime(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Since when the clock stands, or the end of the visit that it stands for.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"clock_from", "state_since"}

    # === WHAT HAPPENS ===

    def write(self, vals):
        if {"state", "state_before", "team_id", "engineer_id", "priority"}.isdisjoint(
            vals
        ):
            return super().write(vals)
        before = {card: (card.state, card.priority) for card in self.sudo()}
        result = super().write(vals)
        if "state" not in vals and vals.get("state_before") == State.REQUESTED:
            # They go back to the team when they go on, and it promises anew.
            self._as_machine().write({"response_deadline": False})
        self._follow_clock(before, is_moved="state" in vals)
        return result

    def _on_visit_planned(self, event):
        result = super()._on_visit_planned(event)
        self._follow_visits()
        return result

    def _on_visit_moved(self, event):
        result = super()._on_visit_moved(event)
        self._follow_visits()
        return result

    def _on_visit_end_moved(self):
        result = super()._on_visit_end_moved()
        self._follow_visits()
        return result

    def _on_visit_dropped(self, start, is_allday):
        result = super()._on_visit_dropped(start, is_allday)
        self._follow_visits()
        return result

    def _follow_visits(self):
        """Let the clocks stand until the visits are over that are ahead now."""
        cards = self.sudo()
        before = {card: (card.state, card.priority) for card in cards}
        cards._follow_clock(before, is_visit=True)

    @api.model
    def _cron_follow_visits(self):
        """Keep when the waiting for a visit was over, too."""
        result = super()._cron_follow_visits()
        over = self.env["engineering.interval"].search(
            [("stop", "=", False), ("planned_stop", "<=", fields.Datetime.now())]
        )
        cards = over.calculation_id
        cards._follow_clock({card: (card.state, card.priority) for card in cards})
        return result

    def _follow_clock(self, before, is_moved=False, is_visit=False):
        """Let deadlines and intervals follow what has happened to the cards.

        :param before: {card: (its state, its priority)} as it was
        :param is_moved: whether an event has moved them
        :param is_visit: whether their visits are others
        """
        cards = self.sudo()
        now = fields.Datetime.now()
        intervals = cards._get_open_intervals()
        times = cards._read_times(
            [
                *(card[name] for card in cards for name in cards._get_clock_fields()),
                *(card._get_visit_end(now) for card in cards),
                *(
                    card.first_requested_on
                    for card in cards
                    if card.priority != before[card][1]
                ),
                *(interval.start for interval in intervals.values()),
            ],
            intervals.values(),
        )
        cards._follow_intervals(intervals, times, now)
        for card in cards:
            state, priority = before[card]
            work = times.of(card)
            values = {}
            if is_moved or is_visit:
                values = card._work_out_clock(state, work, now)
            if is_moved:
                values |= card._work_out_promises(state, work, now)
            if card.priority != priority:
                values |= card._work_out_priority(priority, work, values)
            if values:
                card._as_machine().write(values)

    @api.model
    def _get_clock_fields(self):
        return [
            "answer_deadline",
            "clock_from",
            "promise_deadline",
            "requested_on",
            "response_deadline",
            "state_since",
        ]

    def _work_out_clock(self, before, work, now):
        """Return until when the clock stands, and the promise that moves by it."""
        went_on = self._get_urgent_states()
        since = self.clock_from or now
        begin = max(since, now) if before in went_on else since
        go_on = begin
        if self.state in went_on:
            go_on = now
            if self.state == State.IN_PROGRESS:
                go_on = self._get_visit_end(now) or now
        promised = self._move(self.promise_deadline, work, begin, go_on)
        return {"clock_from": go_on, "promise_deadline": promised}

    def _work_out_promises(self, before, work, now):
        """Return what is promised of the state that an event has led to."""
        values, is_resumed = {"state_since": now}, before == State.HELD
        if self.state == State.REQUESTED:
            values["response_deadline"] = (
                self._move(self.response_deadline, work, self.state_since, now)
                if is_resumed and self.response_deadline
                else self._promise("response", work, now)
            )
        if self.state == State.WAITING:
            values["answer_deadline"] = (
                self._move(self.answer_deadline, work, self.state_since, now)
                if is_resumed
                else self._promise("answer", work, now)
            )
        return values

    def _promise_late(self, promise, work, begin):
        """Move what is promised by the time that the clock has stood since."""
        deadline = super()._promise_late(promise, work, begin)
        waits = self.env["engineering.interval"].search(
            [
                ("calculation_id", "=", self.id),
                ("waiting_for", "!=", WaitingFor.NOBODY.value),
                ("start", ">=", begin),
            ]
        )
        for wait in waits:
            # What goes on is counted when it is over.
            end = wait.stop or wait.planned_stop or wait.start
            deadline = self._move(deadline, work, wait.start, end)
        return deadline

    def _get_visit_end(self, now):
        """Return when the last visit is over that is ahead, False: none is."""
        visits = self.sudo().event_ids.filtered("active")
        ends = (visit._get_end() for visit in visits)
        return max((end for end in ends if end > now), default=False)

    def _move(self, deadline, work, begin, end):
        """Return a deadline later by the working time from `begin` to `end`."""
        if not deadline:
            return deadline
        time = work.measure(to_aware(begin), to_aware(end))
        return to_stored(work.shift(to_aware(deadline), time)) or deadline
