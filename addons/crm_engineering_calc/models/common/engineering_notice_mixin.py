from markupsafe import Markup

from odoo import fields, models

from .activity_types import CALCULATE


class EngineeringNoticeMixin(models.AbstractModel):
    """A card that tells people what they are to do, all of them at once."""

    _name = "engineering.notice.mixin"
    _description = "Notices of a card"

    _activity_type = CALCULATE

    def _notify_users(self, users, text, activity=None, note=None):
        """Put `text` into the inbox of users and, if asked, an activity on the card."""
        self.ensure_one()
        self._notify_each([(self, users, text)], activity, note)

    def _notify_each(self, notices, activity=None, note=None):
        """Tell what each of `notices` says: (card, users, text)."""
        author = self.env.user.partner_id
        for card, users, text in notices:
            body = Markup("%s%s") % (text, Markup("<br/>%s") % note if note else "")
            card.sudo().message_post(
                body=body,
                author_id=author.id,
                partner_ids=(users.partner_id - author).ids,
                subtype_xmlid="mail.mt_note",
            )
        if activity:
            # Who is told by the message above needs no second one that it is assigned.
            activities = self.env["mail.activity"].sudo()
            activities.with_context(mail_activity_quick_update=True).create(
                [
                    card._prepare_activity_values(user, activity, note or text)
                    for card, users, text in notices
                    for user in users
                ]
            )

    def _prepare_activity_values(self, user, summary, note):
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                self._activity_type, raise_if_not_found=False
            ),
            "automated": True,
            "date_deadline": self.deadline or fields.Date.context_today(self),
            "note": note,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "summary": summary,
            "user_id": user.id,
        }

    def _close_activities(self, feedback=None):
        """Take what this addon asked of people off their lists."""
        types = [self._activity_type]
        self.sudo().activity_feedback(types, user_id=self.env.uid, feedback=feedback)
        self._drop_activities()

    def _drop_activities(self):
        """Take off people's lists what is not to be done any more."""
        self.sudo().activity_unlink([self._activity_type])
