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

    def _end(self, now, work):
        """End the interval, and begin what follows a visit that was over before.

        :param work: the `WorkingTime` of who had the card
        """
        self.ensure_one()
        until = self.planned_stop
        stop = max(min(now, until or now), self.start)
        self.write(self._prepare_end(self.start, stop, work))
        if stop < now:
            rest = self.copy_data()[0] | self._prepare_end(stop, now, work)
            rest |= {
                "start": stop,
                "waiting_for": WaitingFor.NOBODY.value,
                "planned_stop": False,
            }
            self.create(rest)

    def _prepare_end(self, start, stop, work):
        worked = work.measure(to_aware(start), to_aware(stop))
        return {
            "stop": stop,
            "working_hours": to_hours(worked),
            "calendar_hours": to_hours(stop - start),
        }
