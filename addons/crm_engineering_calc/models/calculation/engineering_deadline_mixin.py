from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.promise import Milestones, Urgency, get_urgency
from ...domain.workflows import CalculationState as State
from ..common.selections import URGENCIES
from .team_times import TeamTimes, get_calendar, to_aware, to_near, to_stored


class EngineeringDeadlineMixin(models.AbstractModel):
    """Until when a card is to be acted upon, and how urgent that is.

    What is due is stored when something happens to the card. A calendar, or a promise,
    that is changed later rewrites nothing.
    """

    _name = "engineering.deadline.mixin"
    _inherit = ["engineering.clock.mixin", "engineering.notice.mixin"]
    _description = "Deadlines of a calculation"

    deadline = fields.Date(
        "Needed By", tracking=True, help="Until then the manager needs the prices."
    )
    needed_until = fields.Datetime(
        compute="_compute_needed_until",
        store=True,
        export_string_translation=False,
        help="When the work of the day is over by which the prices are needed.",
    )
    due = fields.Datetime(
        compute="_compute_due",
        store=True,
        index="btree_not_null",
        help="The next deadline: to take the request, to calculate, or, while a"
        " question waits, to answer it.",
    )
    due_soon = fields.Datetime(
        compute="_compute_due", store=True, export_string_translation=False
    )
    due_over = fields.Datetime(
        compute="_compute_due", store=True, export_string_translation=False
    )
    urgency = fields.Selection(
        URGENCIES,
        compute="_compute_urgency",
        search="_search_urgency",
        help="Due soon: less than a quarter is left of the time that there was when the"
        " clock last started. While the manager or the customer is waited for, the"
        " engineer is in time.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    # === COMPUTE ===

    @api.depends("deadline", "team_id", "company_id")
    def _compute_needed_until(self):
        dated = self.filtered("deadline")
        (self - dated).needed_until = False
        if not dated:
            return
        days = {
            card: to_near(datetime.combine(card.deadline, time.min)).date()
            for card in dated
        }
        margin = timedelta(days=2)
        begin = datetime.combine(min(days.values()), time.min) - margin
        end = datetime.combine(max(days.values()), time.max) + margin
        times = TeamTimes(dated, begin, end)
        for card, day in days.items():
            zone = card._get_zone()
            first = zone.localize(datetime.combine(day, time.min))
            last = zone.localize(datetime.combine(day, time(23, 59, 59)))
            end = times.of_team(card).get_end(first, last)
            card.needed_until = to_stored(end)

    @api.depends(
        "answer_deadline",
        "clock_from",
        "needed_until",
        "promise_deadline",
        "response_deadline",
        "state",
        "state_since",
    )
    def _compute_due(self):
        dues = {card: due for card in self if (due := card._get_due())}
        cards = self.browse().concat(*dues)
        for card in self - cards:
            card.due = card.due_soon = card.due_over = False
        if not cards:
            return
        begins = {card: card._get_clock_start() for card in cards}
        longest = max(abs(dues[card] - begins[card]) for card in cards)
        times = TeamTimes(
            cards,
            min(*begins.values(), *dues.values()) - timedelta(days=1),
            max(*begins.values(), *dues.values()) + longest + timedelta(weeks=2),
        )
        for card in cards:
            milestones = times.of(card).get_milestones(
                to_aware(begins[card]), to_aware(dues[card])
            )
            card.due_soon, card.due, card.due_over = map(to_stored, milestones)

    def _get_due(self):
        """Return the earliest of the deadlines that stand in the card's state."""
        return min(
            filter(None, (self[name] for name in self._get_due_fields())), default=False
        )

    def _get_due_fields(self):
        """Return the names of the deadlines of the card's state. To be extended."""
        self.ensure_one()
        return {
            State.REQUESTED: ["response_deadline", "promise_deadline", "needed_until"],
            State.IN_PROGRESS: ["promise_deadline", "needed_until"],
            State.WAITING: ["answer_deadline"],
        }.get(self.state, [])

    def _get_clock_start(self):
        """Return when the clock of the next deadline last began to go."""
        self.ensure_one()
        moments = (self.state_since, self.clock_from, self.requested_on)
        return max(filter(None, moments), default=fields.Datetime.now())

    def _get_zone(self):
        """Return the time zone in which people work on the card."""
        return timezone(get_calendar(self).tz or "UTC")

    def _get_activity_deadline(self):
        """Return the day of the next deadline, by the clock of the team."""
        if not self.due:
            return self.deadline or super()._get_activity_deadline()
        return to_aware(self.due).astimezone(self._get_zone()).date()

    # === URGENCY ===

    @api.depends("due", "due_soon", "state")
    def _compute_urgency(self):
        now = fields.Datetime.now()
        states = self._get_urgent_states()
        for urgency, cards in self.grouped(
            lambda card: card._get_urgency(now, states)
        ).items():
            cards.urgency = urgency

    def _get_urgency(self, now, states):
        """Return how urgent the card is, where clocks go in `states`."""
        self.ensure_one()
        if not self._is_open():
            return False
        if self.state not in states:
            return Urgency.SAFE.value
        milestones = Milestones(self.due_soon or None, self.due or None)
        return get_urgency(now, milestones).value

    def _search_urgency(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("state", "in", list(self._get_workflow().open_states))
        found = Domain.OR(
            is_open & self._get_urgency_domain(urgency, self._get_urgent_states())
            for urgency in value
            if urgency
        )
        return found | ~is_open if False in value else found

    @api.model
    def _get_urgent_states(self):
        """Return the states in which the engineer's own clock goes."""
        return [State.REQUESTED.value, State.IN_PROGRESS.value]

    @api.model
    def _get_urgency_domain(self, urgency, states):
        """Return which cards are of an urgency, where clocks go in `states`."""
        now = fields.Datetime.now()
        going = Domain("state", "in", states)
        is_late = Domain("due", "<=", now)
        is_warned = Domain("due_soon", "<=", now)
        is_calm = Domain("due", "=", False) | Domain("due_soon", ">", now)
        return {
            Urgency.LATE: going & is_late,
            Urgency.SOON: going & is_warned & Domain("due", ">", now),
            Urgency.SAFE: is_calm | Domain("state", "not in", states),
        }.get(urgency, Domain.FALSE)

    @api.depends("urgency")
    def _compute_is_late(self):
        late = self.filtered(lambda card: card.urgency == Urgency.LATE)
        late.is_late = True
        (self - late).is_late = False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_urgency_domain(Urgency.LATE, self._get_urgent_states())
