import logging
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import LazyTranslate

from ...domain.promise import Milestones, get_level
from ...domain.workflows import CalculationState as State
from ..common.reader_texts import as_read_by, to_html

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

MILESTONES = ("due_soon", "due", "due_over")
# As many are listed as somebody reads.
LISTED = 30


class EngineeringEscalationMixin(models.AbstractModel):
    """Who is told of a deadline: the engineer before, the leader at, the manager after.

    Each is told once of it, in one message that lists all that is so urgent for him.
    """

    _name = "engineering.escalation.mixin"
    _inherit = ["engineering.deadline.mixin"]
    _description = "Escalation of deadlines"

    escalated = fields.Integer(
        compute="_compute_escalated",
        store=True,
        copy=False,
        export_string_translation=False,
        help="How many have been told of the deadline: engineer, leader, manager.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"escalated"}

    @api.depends("due", "due_soon", "due_over")
    def _compute_escalated(self):
        """Let a deadline that has moved ahead be told of anew."""
        now = fields.Datetime.now()
        for card in self:
            told = card.escalated or 0
            is_going = card.state in self._get_urgent_states()
            card.escalated = min(told, card._get_level(now)) if is_going else told

    def _get_level(self, now):
        """Return how many of the milestones of the deadline are behind."""
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

    # === CRON ===

    @api.model
    def _cron_escalate(self, limit=1000):
        """Tell who is to know of deadlines that are near, over, and over for long."""
        now = fields.Datetime.now()
        to_tell = self._get_escalation_domain(now)
        cards = self.search(to_tell, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(cards))
        for start in range(0, len(cards), limit):
            batch = cards[start : start + limit]
            # Others go on while the first are told, and another run may tell of these.
            batch = batch.try_lock_for_update(allow_referencing=True)
            batch.filtered_domain(to_tell)._escalate_each(now)
            if not cron._commit_progress(min(limit, len(cards) - start)):
                break

    @api.model
    def _get_escalation_domain(self, now):
        to_tell = Domain.OR(
            Domain(name, "<=", now) & Domain("escalated", "<", level)
            for level, name in enumerate(MILESTONES, start=1)
        )
        return Domain("state", "in", self._get_urgent_states()) & to_tell

    def _escalate_each(self, now):
        """Tell of all cards but those that fail, which hold up no others."""
        try:
            with self.env.cr.savepoint():
                self._escalate(now)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # No part of the batch fares better in this transaction: the next run tells.
            raise
        except Exception:
            if len(self) <= 1:
                _logger.exception("Nobody is told that %s is due", self.display_name)
                return
            middle = len(self) // 2
            self[:middle]._escalate_each(now)
            self[middle:]._escalate_each(now)

    def _escalate(self, now):
        """Tell each addressee once, of all that is new to him."""
        told = defaultdict(set)
        levels = {card: card._get_level(now) for card in self}
        for missed in range(1, len(MILESTONES) + 1):
            cards = self.filtered(
                lambda card, missed=missed: card.escalated < missed <= levels[card]
            )
            for card, users in cards._get_escalation_addressees(missed).items():
                for user in users:
                    told[user].add(card)
        for user, cards in told.items():
            self.filtered(cards.__contains__)._notify_of_deadlines(user, now)
        for level, cards in self.grouped(levels.get).items():
            # Nothing of it is for the feed, where the host would look for changes.
            cards = cards.with_context(mail_notrack=True)
            cards._as_machine().write({"escalated": level})

    def _get_escalation_addressees(self, level):
        """Return {card: whom a milestone is told}: 1 before, 2 at, 3 after.

        To be extended.
        """
        if level == 1:
            return {card: card._get_addressees() for card in self}
        if level == 2:
            leaders = {team: team._get_leader() for team in self.team_id}
            return {card: leaders[card.team_id] for card in self}
        return {card: card._get_manager().filtered("active") for card in self}

    def _notify_of_deadlines(self, user, now):
        """Tell a user of the deadlines of the cards, in his language."""
        cards = as_read_by(self, user)
        env = cards.env
        lines = [to_html(env, card._get_deadline_text(now)) for card in cards[:LISTED]]
        if len(cards) > LISTED:
            more = _lt("and %(count)s more", count=len(cards) - LISTED)
            lines.append(to_html(env, more))
        thread = cards if len(cards) == 1 else env["mail.thread"]
        thread.message_notify(
            subject=env._("Deadlines of calculations"),
            body=Markup("<ul>%s</ul>")
            % Markup().join(Markup("<li>%s</li>") % line for line in lines),
            partner_ids=user.partner_id.ids,
            email_add_signature=False,
        )

    def _get_deadline_text(self, now):
        """Return what is said of the deadline of one card."""
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
