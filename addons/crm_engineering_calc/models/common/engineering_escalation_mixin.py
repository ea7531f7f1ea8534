from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from .batches import do_in_batches
from .reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)

LEVELS = (1, 2, 3)
# As many are listed as somebody reads.
LISTED = 30


class EngineeringEscalationMixin(models.AbstractModel):
    """Cards whose deadlines people are told of: engineer, then leader, then manager.

    Each is told once, in one message that lists all that is new to him. The model names
    in `_escalated_field` the number that says how many of them have been told.
    """

    _name = "engineering.escalation.mixin"
    _inherit = ["engineering.notice.mixin"]
    _description = "Escalation of deadlines"

    _escalated_field = None

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {self._escalated_field}

    @api.model
    def _cron_escalate(self, limit=1000):
        """Tell who is to know of deadlines, a batch at a time."""
        now = fields.Datetime.now()
        to_tell = self._get_escalation_domain(now)
        cards = self.search(to_tell, order="id")
        do_in_batches(
            cards, lambda batch: batch.filtered_domain(to_tell)._escalate(now), limit
        )

    def _escalate(self, now):
        """Tell each addressee once, of all that is new to him."""
        told = defaultdict(set)
        going_on = self._filter_going_on()
        levels = {card: card._get_escalation_level(now) for card in going_on}
        for level in LEVELS:
            cards = going_on.filtered(
                lambda card, level=level: (
                    card[self._escalated_field] < level <= levels[card]
                )
            )
            for card, users in cards._get_escalation_addressees(level).items():
                for user in users:
                    told[user].add(card)
        for user, cards in told.items():
            going_on.filtered(cards.__contains__)._notify_of_deadlines(user, now)
        for level, cards in going_on.grouped(levels.get).items():
            # Nothing of it is for the feed, where the host would look for changes.
            cards = cards.with_context(mail_notrack=True)
            cards._as_machine().write({self._escalated_field: level})

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
            subject=cards._get_deadlines_subject(),
            body=Markup("<ul>%s</ul>")
            % Markup().join(Markup("<li>%s</li>") % line for line in lines),
            partner_ids=user.partner_id.ids,
            email_add_signature=False,
        )

    # === EACH CARD'S OWN ===

    @api.model
    def _get_escalation_domain(self, now):
        """Return the cards of whose deadlines somebody is to be told."""
        raise NotImplementedError

    def _get_escalation_level(self, now):
        """Return how many are to know by now: none, engineer, leader, manager."""
        raise NotImplementedError

    def _filter_going_on(self):
        """Return the cards that are told of now; others are when they go on."""
        return self

    def _get_escalation_addressees(self, level):
        """Return {card: whom it is told}, at first, second and third.

        To be extended.
        """
        raise NotImplementedError

    def _get_deadlines_subject(self):
        """Return what a message about deadlines of such cards is called."""
        raise NotImplementedError

    def _get_deadline_text(self, now):
        """Return what is said of the deadline of one card."""
        raise NotImplementedError
