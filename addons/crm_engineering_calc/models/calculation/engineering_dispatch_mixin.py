from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringDispatchMixin(models.AbstractModel):
    """Who is asked for a calculation, who has taken it, and who gets it instead."""

    _name = "engineering.dispatch.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Request and who takes it"

    team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        copy=False,
        domain="[('share', '=', False)]",
    )
    taken_on = fields.Datetime(readonly=True, copy=False)

    # === COMPUTE ===

    @api.depends("direction_id")
    def _compute_team_id(self):
        for calculation in self:
            calculation.team_id = (
                calculation.team_id or calculation.direction_id.team_id
            )

    # === CONSTRAINTS ===

    @api.constrains("team_id", "engineer_id")
    def _check_engineer_in_team(self):
        for calculation in self:
            engineer = calculation.engineer_id
            team = calculation.sudo().team_id
            if engineer and engineer not in team._get_people(calculation.company_id):
                raise ValidationError(
                    self.env._(
                        "%(engineer)s is not an engineer of “%(team)s”. Choose someone"
                        " of the team, or add them to it.",
                        engineer=engineer.name,
                        team=team.display_name,
                    )
                )

    @api.constrains("team_id", "state")
    def _check_team_has_engineers(self):
        for calculation in self:
            team = calculation.sudo().team_id
            active_states = calculation._get_workflow().active_states
            if (
                calculation.state not in active_states
                or calculation._get_team_engineers()
            ):
                continue
            if team._get_engineers():
                raise ValidationError(
                    self.env._(
                        "Nobody in the team “%(team)s” works for %(company)s, so that"
                        " nobody would see the request. Ask the administrator to add"
                        " an engineer of that company, or choose another team.",
                        team=team.display_name,
                        company=calculation.company_id.name,
                    )
                )
            raise ValidationError(
                self.env._(
                    "Nobody is in the team “%(team)s”, so that nobody would see the"
                    " request. Ask the administrator to add engineers, or choose"
                    " another team.",
                    team=team.display_name,
                )
            )

    @api.constrains("direction_id", "team_id")
    def _check_not_archived(self):
        for calculation in self.sudo():
            for addressee in (calculation.direction_id, calculation.team_id):
                if not addressee.active:
                    raise ValidationError(
                        self.env._(
                            "“%(addressee)s” is archived, and gets no requests any"
                            " more. Choose another direction or team, or ask the"
                            " administrator to restore it.",
                            addressee=addressee.display_name,
                        )
                    )

    # === WORKFLOW ===

    @api.model
    def _get_event_fields(self):
        return super()._get_event_fields() | {"engineer_id", "team_id"}

    def _get_possible_events(self):
        events = super()._get_possible_events()
        if self._is_with_another():
            events = [event for event in events if event != CalculationEvent.TAKE]
        return events

    def _is_with_another(self):
        """Return whether the request is an engineer's, and not the user's to take."""
        others = self.engineer_id and self.engineer_id != self.env.user
        return others and Role.LEADER not in self._get_workflow_roles()

    def _get_illegal_event_message(self, error):
        if error.event == CalculationEvent.TAKE and self.engineer_id:
            return self._get_with_another_message()
        return super()._get_illegal_event_message(error)

    def _get_with_another_message(self):
        return self.env._(
            "%(calculation)s is already with %(engineer)s.",
            calculation=self.display_name,
            engineer=self.engineer_id.name,
        )

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == CalculationEvent.TAKE:
            for calculation in self:
                if calculation._is_with_another():
                    raise UserError(calculation._get_with_another_message())
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        now = fields.Datetime.now()
        if event == CalculationEvent.TAKE:
            values |= {"engineer_id": self.env.uid, "taken_on": now}
        if event == CalculationEvent.REDIRECT:
            values |= {
                "team_id": details["team"].id,
                "engineer_id": (details.get("engineer") or self.env.user.browse()).id,
                "taken_on": False,
                "requested_on": now,
            }
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.TAKE:
            self._after_take()
        if event == CalculationEvent.REDIRECT:
            self.sudo()._after_redirect(**details)
        return result

    # === REQUEST ===

    def _get_team_engineers(self):
        """Return the engineers of the team who may see the card."""
        self.ensure_one()
        return self.sudo().team_id._get_engineers(self.company_id)

    def _get_addressees(self):
        """Return who is asked: the engineer, else all of the team."""
        self.ensure_one()
        return self.engineer_id or self._get_team_engineers()

    def _get_feed_reader(self):
        return self.engineer_id or self.team_id.leader_id

    # === TAKE ===

    def action_take(self):
        """Take the requests: the user calculates them from now on.

        :return: True
        :raises UserError: a request is taken already, or sent to another engineer
        :raises AccessError: the user is no engineer of its team
        """
        return self._send_event(CalculationEvent.TAKE.value)

    def _after_take(self):
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "%(engineer)s has taken %(link)s",
                    engineer=self.env.user.name,
                    link=calculation,
                )
            )

    # === REDIRECT ===

    def action_redirect(self):
        """Ask who is to calculate instead, and why.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.calculation.redirect", self.env._("Redirect")
        )

    def _get_told_of_redirection(self, former):
        """Return who hears whose the card is now: who had it, too, if he sees it."""
        told = self._get_addressees() | former & self._get_team_engineers()
        return told | self.team_id._get_leader()

    def _after_redirect(self, team, reason, declined, **details):
        self._notify_each(
            [
                (
                    card,
                    card._get_told_of_redirection(declined[card]),
                    _lt("Redirected to %(who)s", who=card.engineer_id or team),
                )
                for card in self
            ],
            note=reason,
        )
        self._create_activities(
            [
                card._prepare_activity_values(user, _lt("Calculate"), reason)
                for card in self
                for user in card._get_addressees()
            ]
        )
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "%(link)s is redirected to %(who)s: %(reason)s",
                    link=calculation,
                    who=calculation.engineer_id or team,
                    reason=reason,
                )
            )
