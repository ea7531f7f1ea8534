from odoo import api, models

from ...domain.promise import WaitingFor, get_waiting_for


class EngineeringIntervalMixin(models.AbstractModel):
    """Rows that events write: who had the card, in which state, waiting for whom."""

    _name = "engineering.interval.mixin"
    _description = "Intervals of a calculation"

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        values = [card._prepare_interval(card.state_since) for card in cards.sudo()]
        intervals = self.env["engineering.interval"].sudo()
        intervals.create([interval for interval in values if interval])
        return cards

    def _get_open_intervals(self):
        """Return {card: the interval that goes on}."""
        intervals = self.env["engineering.interval"].sudo()
        found = intervals.search(
            [("calculation_id", "in", self.ids), ("stop", "=", False)]
        )
        return found.grouped("calculation_id")

    def _follow_intervals(self, intervals, times, now):
        """End what is over, and begin what has begun.

        :param intervals: those that went on, by card
        :param times: the `TeamTimes` of both
        """
        begun = []
        for card in self:
            last = intervals.get(card)
            if last and last._is_over(now):
                last = last._end_wait(times.of(last))
            values = card._prepare_interval(now)
            if last and values and card._is_same_interval(last, values):
                last.planned_stop = values["planned_stop"]
                continue
            if last and values and last.start == now:
                last.write(values)
                continue
            if last:
                last._end(now, times.of(last))
            if values:
                begun.append(values)
        rows = self.env["engineering.interval"].sudo()
        # One interval of a card goes on: the database would see two.
        rows.flush_model(["stop"])
        rows.create(begun)

    def _is_same_interval(self, interval, values):
        return all(
            interval[name].id == values[name]
            if interval._fields[name].relational
            else interval[name] == values[name]
            for name in ("state", "team_id", "engineer_id", "waiting_for")
        )

    def _prepare_interval(self, start):
        """Return what a new interval of the card says, None of one that is not open."""
        self.ensure_one()
        if not self._is_open():
            return None
        visit_end = self._get_visit_end(start)
        waiting_for = get_waiting_for(self.state, bool(visit_end))
        is_visit = waiting_for == WaitingFor.CUSTOMER
        return {
            "calculation_id": self.id,
            "state": self.state,
            "direction_id": self.direction_id.id,
            "team_id": self.team_id.id,
            "engineer_id": self.engineer_id.id,
            "waiting_for": waiting_for.value,
            "start": start,
            "planned_stop": is_visit and visit_end,
            "company_id": self.company_id.id,
        }
