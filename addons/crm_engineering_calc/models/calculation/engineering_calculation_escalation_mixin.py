from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.promise import Milestones, get_level
from ...domain.workflows import CalculationState as State

_lt = LazyTranslate(__name__)

MILESTONES = ("due_soon", "due", "due_over")


class EngineeringCalculationEscalationMixin(models.AbstractModel):
    """Engineers are told before a deadline, leaders at it, and managers after it."""

    _name = "engineering.calculation.escalation.mixin"
    _inherit = ["engineering.deadline.mixin", "engineering.escalation.mixin"]
    _description = "Escalation of a calculation's deadlines"

    _escalated_field = "escalated"

    escalated = fields.Integer(
        compute="_compute_escalated",
        store=True,
        copy=False,
        export_string_translation=False,
        help="How many have been told of the deadline: engineer, leader, manager.",
    )

    @api.depends("due", "due_soon", "due_over")
    def _compute_escalated(self):
        """Let a deadline that has moved ahead be told of anew."""
        now = fields.Datetime.now()
        for card in self:
            told = card.escalated or 0
            is_going = card.state in self._get_urgent_states()
            card.escalated = (
                min(told, card._get_escalation_level(now)) if is_going else told
            )

    def _get_escalation_level(self, now):
        self.ensure_one()
        moments = (self[name] or None for name in MILESTONES)
        return get_level(now, Milestones(*moments))

    def _work_out_promises(self, before, work, now):
        values = super()._work_out_promises(before, work, now)
        is_taken = before == State.REQUESTED and self.state == State.IN_PROGRESS
        is_asked = before != State.HELD and self.state == State.REQUESTED
        # What the leader was told of is no news to him when he gives it to another.
        is_news = is_taken or (is_asked and self.escalated < 2)
        return values | {"escalated": 0} if is_news else values

    # === WHO IS TOLD ===

    @api.model
    def _get_escalation_domain(self, now):
        to_tell = Domain.OR(
            Domain(name, "<=", now) & Domain("escalated", "<", level)
            for level, name in enumerate(MILESTONES, start=1)
        )
        return Domain("state", "in", self._get_urgent_states()) & to_tell

    def _get_escalation_addressees(self, level):
        if level == 1:
            return {card: card._get_addressees() for card in self}
        if level == 2:
            leaders = {team: team._get_leader() for team in self.team_id}
            return {card: leaders[card.team_id] for card in self}
        return {card: card._get_manager().filtered("active") for card in self}

    def _get_deadlines_subject(self):
        return self.env._("Deadlines of calculations")

    def _get_deadline_text(self, now):
        self.ensure_one()
        is_late = self.due <= now
        who = self.engineer_id or self.team_id
        values = {
            "card": self,
            "deal": self.lead_id.name,
            "due": self.due,
            "who": who.name,
        }
        if self.state == State.REQUESTED:
            if is_late:
                return _lt(
                    "%(card)s, “%(deal)s”: %(who)s had to take it until %(due)s",
                    **values,
                )
            return _lt("%(card)s, “%(deal)s”: %(who)s takes it until %(due)s", **values)
        if is_late:
            return _lt(
                "%(card)s, “%(deal)s”: %(who)s had to calculate it until %(due)s",
                **values,
            )
        return _lt(
            "%(card)s, “%(deal)s”: %(who)s calculates it until %(due)s", **values
        )
