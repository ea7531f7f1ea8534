from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Date, Domain

from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEER
from .team_times import to_stored


class EngineeringDeskCalculationMixin(models.AbstractModel):
    """What an engineer's desk counts: his own, and what his teams have to take."""

    _name = "engineering.desk.calculation.mixin"
    _inherit = ["engineering.desk.mixin"]
    _description = "Counters of the engineer's desk"

    @api.model
    def _get_desk_domains(self):
        mine = Domain("engineer_id", "=", self.env.uid)
        queue = Domain("engineer_id", "=", False) & (
            Domain("team_id", "in", self._get_teams_of_user().ids)
            | self._get_led_domain()
        )
        requested = Domain("state", "=", CalculationState.REQUESTED.value)
        visits = Domain("event_ids", "any", self._get_visits_today_domain())
        late = Domain("is_late", "=", True)
        is_open = Domain("state", "in", list(self._get_workflow().open_states))
        return super()._get_desk_domains() | {
            "today": is_open & mine & (late | visits | self._get_due_today_domain()),
            "new_for_me": mine & requested,
            "queue": queue & requested,
            "waiting_mine": mine & Domain("state", "=", CalculationState.WAITING.value),
            "late_mine": late & (mine | queue | self._get_led_domain()),
            "visits_today": visits,
        }

    @api.model
    def _is_desk_of_user(self):
        return self.env.user.has_group(ENGINEER)

    @api.model
    def _get_desk_links(self):
        works = self.env["project.task"].search_count(
            [("user_ids", "in", self.env.uid), ("engineering_is_open", "=", True)]
        )
        return [
            *super()._get_desk_links(),
            {
                "name": "works",
                "label": self.env._("My works"),
                "count": works,
                "action": "crm_engineering_calc.engineering_work_action_mine",
            },
        ]

    @api.model
    def _get_teams_of_user(self):
        return self.env["engineering.team"].search([("member_ids", "in", self.env.uid)])

    @api.model
    def _get_led_domain(self):
        """Return what a leader looks after."""
        led = self.env["engineering.team"].search([("leader_id", "=", self.env.uid)])
        return Domain("team_id", "in", led.ids)

    @api.model
    def _get_due_today_domain(self):
        return self._in_day("due")

    @api.model
    def _get_visits_today_domain(self):
        """Return the visits of today that the user goes to."""
        return self._in_day("start") & Domain(
            "partner_ids", "in", self.env.user.partner_id.ids
        )

    @api.model
    def _in_day(self, field):
        """Return the domain of today by the user's clock."""
        today = Date.context_today(self)
        begin, end = (
            to_stored(self.env.tz.localize(datetime.combine(day, time.min)))
            for day in (today, today + timedelta(days=1))
        )
        return Domain(field, ">=", begin) & Domain(field, "<", end)
