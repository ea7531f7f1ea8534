from odoo import models


class EngineeringReplyMixin(models.AbstractModel):
    """A colleague who replies by mail to a notice of the card is in the conversation.

    Its people read the reply there. What replies to a person's message stays with that
    message, and what a customer writes stays on the card.
    """

    _name = "engineering.reply.mixin"
    _inherit = ["mail.thread"]
    _description = "Card whose notices are replied to by mail"

    def message_post(self, **kwargs):
        card = self._get_card_of_reply(**kwargs).sudo(self.env.su)
        return card.message_post(**kwargs) if card else super().message_post(**kwargs)

    def _get_card_of_reply(
        self, message_type="notification", parent_id=False, author_id=False, **kwargs
    ):
        """Return the calculation in whose conversation a colleague's mail belongs.

        Mails come from the host's gateway alone: no client names their author.
        """
        cards = self.env["engineering.calculation"].sudo()
        is_mail = message_type == "email" and self.env.user._is_superuser()
        if not is_mail or not parent_id:
            return cards
        parent = self.env["mail.message"].sudo().browse(parent_id)
        author = self.env["res.partner"].sudo().browse(author_id or ())
        if self._is_notice(parent):
            cards = self.sudo()._get_conversation_card(parent)
        return cards.filtered(
            lambda card: any(card._is_readable_by(user) for user in author.user_ids)
        )

    def _is_notice(self, message):
        """Return whether the addon or the host tells something, and not a person."""
        return message.message_type in ("notification", "user_notification")

    def _get_conversation_card(self, notice=None):
        """Return the calculation that the card is about, as superuser.

        What is said about a work is no answer to a question of its calculation.
        """
        cards = self._get_calculations().sorted("id")
        return cards[-1:].with_context(engineering_only_said=True)

    def _get_calculations(self):
        """Return the calculations that the card is made of. To be extended."""
        return self.env["engineering.calculation"]
