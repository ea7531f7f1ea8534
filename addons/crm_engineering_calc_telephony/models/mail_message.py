from odoo import models

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """The message of a call has the recording, for who may hear it."""

    _name = "mail.message"
    _inherit = "mail.message"

    def _to_store_defaults(self, target):
        recordings = self._get_engineering_recordings(target)
        return [
            *super()._to_store_defaults(target),
            Store.Attr(
                "engineering_recording",
                value=lambda message: recordings[message.id],
                predicate=lambda message: message.id in recordings,
            ),
        ]

    def _get_engineering_recordings(self, target):
        """Return where the calls of messages are heard, {id of message: address}.

        Only for who asks himself: what others may hear is not known here.
        """
        told = self.filtered(lambda message: message.model == "crm.lead")
        if (
            not told
            or not target.is_current_user(self.env)
            or not self.env.user._is_internal()
        ):
            return {}
        calls = self.env["engineering.call"].with_user(self.env.user)
        found = calls.search(
            [("message_id", "in", told.ids), ("recording_url", "!=", False)]
        )
        return {call.message_id.id: call.recording for call in found.sudo()}
