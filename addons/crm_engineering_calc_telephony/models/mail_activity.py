from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_engineering_calc.models.common.reader_texts import (
    as_read_by,
    to_text,
)

_lt = LazyTranslate(__name__)


class MailActivity(models.Model):
    """Who was to be called back is, by whoever has done it."""

    _name = "mail.activity"
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        calls = self.env["engineering.call"].sudo()
        missed = calls.search([("callback_activity_id", "in", self.ids)])
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        missed._be_called_back_otherwise()
        return result

    def _be_called_back(self, call):
        """Be done by a call, in the language of who was asked.

        Whoever has talked need have no right to the card, hence superuser.
        """
        self.ensure_one()
        reader = as_read_by(call, self.user_id)
        done = to_text(reader.env, _lt("Called back: %(call)s", call=call))
        doer = self.with_user(call.user_id) if call.user_id else self
        doer = doer.sudo().with_context(
            lang=reader.env.lang, tz=reader.env.context["tz"]
        )
        return doer.action_feedback(feedback=done)
