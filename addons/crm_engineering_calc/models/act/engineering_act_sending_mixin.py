from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import ActEvent, ActState
from ..common.engineering_sending_mixin import LAYOUT

_lt = LazyTranslate(__name__)

# How an act goes out if it is not mailed at once.
COMPOSER = "composer"
PAPER = "paper"
SITE = "site"


class EngineeringActSendingMixin(models.AbstractModel):
    """An act goes out: by mail, at once or from the composer, or on paper."""

    _name = "engineering.act.sending.mixin"
    _inherit = ["engineering.sending.mixin", "engineering.workflow.mixin"]
    _description = "Sending of an act"

    # === BUTTONS ===

    def action_send(self):
        """Send the acts to their customers, each with its PDF and a link to sign it.

        :return: True
        :raises UserError: an act is no draft, has no works, or would reach nobody
        :raises AccessError: the deal is another manager's
        """
        return self._send_event(ActEvent.SEND.value)

    def action_compose(self):
        """Open the mail with the act, which is sent with it; again, if it was before.

        :return: the action that opens the host's composer
        :raises UserError: the act has no works, or is cancelled
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        if self._was_sent():
            self.lead_id._check_managed_by_user()
        else:
            self._get_next_state(ActEvent.SEND.value)
            self._check_complete()
            # The mail that opens has it in its subject, and on the paper.
            self._give_numbers()
        return self._open_composer(self._get_mail_template())

    def action_hand_over(self):
        """Mark the acts as sent, which the customers get on paper.

        :return: True
        :raises UserError: an act is no draft, or has no works
        :raises AccessError: the deal is another manager's
        """
        return self._send_event(ActEvent.SEND.value, way=PAPER)

    # === EVENT ===

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == ActEvent.SEND:
            self._check_complete()
            if not details.get("way"):
                for act in self:
                    act._check_reaches(act.partner_id)
                    act._check_has_mail()
        return result

    def _check_has_mail(self):
        if not self._get_mail_template():
            raise UserError(
                self.env._(
                    "There is no mail to send act %(act)s with. Write it yourself with"
                    " “Send”, or choose a mail in the act's direction.",
                    act=self.name,
                )
            )

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == ActEvent.SEND:
            for act in self:
                act._portal_ensure_token()
                act._after_send(details.get("way"))
        return result

    def _after_send(self, way):
        if not way:
            self.message_subscribe(self.partner_id.ids)
            act = self.with_context(
                lang=self.partner_id.lang, email_notification_allow_footer=True
            )
            message = act.message_post_with_source(
                self._get_mail_template(),
                email_layout_xmlid=LAYOUT,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            act._keep_sent(message)
        self.lead_id._notify_deal(
            _lt("Act %(link)s is handed over on paper", link=self)
            if way == PAPER
            else _lt("Act %(link)s is shown to the customer at the site", link=self)
            if way == SITE
            else _lt("Act %(link)s is sent", link=self)
        )

    # === MAIL ===

    def _get_mail_template(self):
        directions = self.sudo().work_ids.engineering_direction_id
        return directions.with_env(self.env)._get_mail_template("act")

    def _get_preview_url(self):
        return self.get_portal_url()

    def _get_page_title(self):
        if self.state == ActState.SENT:
            return self.env._("Read and sign the act")
        return self.env._("View the act")

    def _was_sent(self):
        return self.state in (ActState.SENT, ActState.SIGNED)

    def _check_mailed(self):
        """Refuse to mail acts that are neither out nor can be sent.

        What a mail written in the chatter prints is made before a number is given.
        """
        for act in self:
            if not act._was_sent():
                act._get_next_state(ActEvent.SEND.value)
            if not act._is_numbered():
                raise UserError(
                    self.env._(
                        "There is no number yet for the %(act)s: its paper would go out"
                        " without one. Send it with “Send” in its card.",
                        act=act.display_name,
                    )
                )
        return super()._check_mailed()

    def _get_unaddressed_remedy(self):
        return self.env._(
            "An act that the customer gets on paper is marked with “Handed over”."
        )

    def message_post(self, **kwargs):
        if not self._is_posted_to_send(kwargs):
            return super().message_post(**kwargs)
        act = self.with_context(**{self._sent_key: False})
        partners = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        act._check_reaches(partners)
        is_again = act._was_sent()
        if not is_again:
            act._send_event(ActEvent.SEND.value, way=COMPOSER)
        message = act.message_post(**kwargs)
        act._keep_composed(message, is_again)
        return message

    def _prepare_for_mails(self):
        result = super()._prepare_for_mails()
        self._give_numbers()
        return result

    def _message_mail_after_hook(self, mails):
        result = super()._message_mail_after_hook(mails)
        self._keep_mails(mails)
        return result

    def _after_mailed(self, message):
        is_again = self._was_sent()
        if not is_again:
            self._send_event(ActEvent.SEND.value, way=COMPOSER)
        self._keep_composed(message, is_again)
        return super()._after_mailed(message)

    def _keep_composed(self, message, is_again):
        self._keep_sent(message)
        if is_again:
            self._tell_sent_again(message)
        else:
            self.message_subscribe(self.partner_id.ids)

    def _tell_sent_again(self, message):
        self.lead_id._notify_deal(
            _lt(
                "Act %(link)s is sent again to %(whom)s: %(files)s",
                **self._get_sent_facts(message),
            )
        )
