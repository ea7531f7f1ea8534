"""The working time of cards, read from the host's calendars all at once."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields

from ...domain.promise import UTC, WorkingTime

# Calendars are read day by day: nothing further away than that is waited for.
HORIZON = timedelta(days=5 * 365)


def to_near(moment):
    """Return a moment, or the horizon for one that is beyond it, as a typing error."""
    now = fields.Datetime.now()
    return min(max(moment, now - HORIZON), now + HORIZON)


def to_aware(moment):
    """Return a moment of a record as the calendars take it."""
    return moment.replace(tzinfo=UTC)


def to_stored(moment):
    """Return a moment as records have it, False for none."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else False


def get_calendar(card):
    """Return the working hours of who a card belongs to, none where none are set."""
    card = card.sudo()
    return card.team_id._get_calendar(card.company_id)


class TeamTimes:
    """When people work on cards: by the calendar of the team, else of the company.

    Holidays of the calendar do not count, and days off of an engineer do not where he
    has the card: a request that nobody has taken is the whole team's.
    """

    def __init__(self, cards, begin, end):
        """Read the time from `begin` to `end` of records that have teams."""
        # Who may send an event need not see the calendars of others.
        self._engineers = {card.sudo().engineer_id for card in cards}
        self._begin, self._end = to_aware(begin), to_aware(end)
        self._by_calendar = {}
        self._by_engineer = {}
        self._absences = self._read_absences()

    def of(self, card):
        """Return the `WorkingTime` of one of the records."""
        card = card.sudo()
        key = get_calendar(card), card.company_id, card.engineer_id
        if key not in self._by_engineer:
            absences = self._absences.get(card.engineer_id, ())
            self._by_engineer[key] = self.of_team(card).without(absences)
        return self._by_engineer[key]

    def of_team(self, card):
        """Return the `WorkingTime` of the team of one of the records."""
        card = card.sudo()
        key = get_calendar(card), card.company_id
        if key not in self._by_calendar:
            self._by_calendar[key] = WorkingTime(self._read_intervals(*key))
        return self._by_calendar[key]

    def _read_intervals(self, calendar, company):
        if not calendar:
            return [(self._begin, self._end)]
        holidays = [
            ("time_type", "=", "leave"),
            ("company_id", "in", (False, company.id)),
        ]
        intervals = calendar._work_intervals_batch(
            self._begin, self._end, domain=holidays
        )
        return [(start, stop) for start, stop, _attendance in intervals[False]]

    def _read_absences(self):
        """Return {engineer: when they are away}."""
        absences = defaultdict(list)
        engineers = [engineer for engineer in self._engineers if engineer]
        if not engineers:
            return absences
        leaves = (
            engineers[0]
            .env["resource.calendar.leaves"]
            .search(
                [
                    ("resource_id.user_id", "in", [user.id for user in engineers]),
                    ("time_type", "=", "leave"),
                    ("date_from", "<=", to_stored(self._end)),
                    ("date_to", ">=", to_stored(self._begin)),
                ]
            )
        )
        for leave in leaves:
            interval = to_aware(leave.date_from), to_aware(leave.date_to)
            absences[leave.resource_id.user_id].append(interval)
        return absences
