from odoo import fields, models

from ...domain.promise import WaitingFor, to_hours
from ..common.finite_fields import FiniteFloat
from .team_times import to_aware


class EngineeringInterval(models.Model):
    """Who had a card, in which state, waiting for whom, from when to when.

    Events write it, and nobody changes it later: sums over the rows are right for what
    happened before somebody changed team, or a calendar was changed.
    """

    _name = "engineering.interval"
    _description = "Where the Time Goes"
    _order = "start, id"
    _rec_name = "calculation_id"
    _log_access = False

    calculation_id = fields.Many2one(
        "engineering.calculation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(
        lambda self: self.env["engineering.calculation"]._get_state_selection(),
        required=True,
        readonly=True,
        copy=True,
    )
    direction_id = fields.Many2one(
        "engineering.direction", readonly=True, index=True, ondelete="restrict"
    )
    team_id = fields.Many2one(
        "engineering.team", readonly=True, index=True, ondelete="restrict"
    )
    engineer_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    waiting_for = fields.Selection(
        [
            (WaitingFor.NOBODY.value, "Nobody"),
            (WaitingFor.MANAGER.value, "The manager"),
            (WaitingFor.CUSTOMER.value, "The customer"),
        ],
        required=True,
        readonly=True,
    )
    start = fields.Datetime("From", required=True, readonly=True, index=True)
    stop = fields.Datetime("To", readonly=True, help="Empty: it goes on.")
    planned_stop = fields.Datetime(
        readonly=True,
        export_string_translation=False,
        help="When what is waited for is over by itself, as a visit is.",
    )
    working_hours = FiniteFloat(
        readonly=True, help="By the working hours of the team, when it was over."
    )
    calendar_hours = FiniteFloat("Hours", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    _one_open = models.UniqueIndex("(calculation_id) WHERE stop IS NULL")

    def _is_over(self, now):
        """Return whether what was waited for is over by itself."""
        return bool(self.planned_stop) and self.planned_stop <= now

    def _end_wait(self, work):
        """End a wait that is over by itself, and return the interval that follows."""
        self.ensure_one()
        rest = self.copy_data()[0] | {
            "start": self.planned_stop,
            "waiting_for": WaitingFor.NOBODY.value,
            "planned_stop": False,
        }
        self._end(self.planned_stop, work)
        # One interval of a card goes on: the database would see two.
        self.flush_recordset(["stop"])
        return self.create(rest)

    def _end(self, now, work):
        """End the interval.

        :param work: the `WorkingTime` of who had the card
        """
        self.ensure_one()
        stop = max(now, self.start)
        worked = work.measure(to_aware(self.start), to_aware(stop))
        self.write(
            {
                "stop": stop,
                "working_hours": to_hours(worked),
                "calendar_hours": to_hours(stop - self.start),
            }
        )
