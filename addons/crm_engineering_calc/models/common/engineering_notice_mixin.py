from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from .activity_types import CALCULATE
from .reader_texts import as_read_by, to_html, to_text


class EngineeringNoticeMixin(models.AbstractModel):
    """A card that tells people what they are to do, each in his own language.

    Texts are lazy, as `reader_texts` says.
    """

    _name = "engineering.notice.mixin"
    _description = "Notices of a card"

    _activity_type = CALCULATE

    def _notify_users(self, users, text, activity=None, note=None):
        """Put `text` into the inbox of users and, if asked, an activity on the card."""
        self.ensure_one()
        self._notify_each([(self, users, text)], activity, note)

    def _notify_each(self, notices, activity=None, note=None):
        """Tell what each of `notices` says: (card, users, text)."""
        for card, users, text in notices:
            card.sudo()._post_notice(users, text, note, bool(activity))
        if activity:
            self._create_activities(
                [
                    card._prepare_activity_values(user, activity, note or text)
                    for card, users, text in notices
                    for user in users
                ]
            )

    def _ask_users(self, users, activity, note=None):
        """Put an activity on the lists of users who are told in another way."""
        self.ensure_one()
        self._create_activities(
            [self._prepare_activity_values(user, activity, note) for user in users]
        )

    @api.model
    def _create_activities(self, vals_list):
        # Who is told by a message needs no second one that it is assigned.
        activities = self.env["mail.activity"].sudo()
        if self.env.user.share:
            # Colleagues read who asks, and may not read customers of other companies.
            activities = activities.with_user(SUPERUSER_ID)
        activities.with_context(mail_activity_quick_update=True).create(vals_list)

    def _get_feed_reader(self):
        """Return the user in whose language the feed is kept; none: the company's.

        To be extended.
        """
        return self.env["res.users"]

    def _mail_track(self, tracked_fields, initial_values):
        """Write what has changed in the language of who reads the feed, too."""
        has_changed = any(self[name] != was for name, was in initial_values.items())
        reader = has_changed and self._get_feed_reader()
        if not reader:
            return super()._mail_track(tracked_fields, initial_values)
        card = as_read_by(self, reader)
        attributes = {name for info in tracked_fields.values() for name in info}
        before = {
            name: value.with_env(card.env)
            if isinstance(value, models.BaseModel)
            else value
            for name, value in initial_values.items()
        }
        return super(EngineeringNoticeMixin, card)._mail_track(
            card.fields_get(list(tracked_fields), attributes), before
        )

    def _post_notice(self, users, text, note=None, asks=False):
        """Leave a notice in the feed, and bring it to users.

        Who reads another language than the feed gets it in his own, beside the feed.

        :param asks: whether it asks for something, and is read when that is done
        """
        author = self.env.user.partner_id
        asked = {"mail_activity_type_id": self._get_activity_type_id()} if asks else {}
        told = (users - self.env.user).grouped(
            lambda user: as_read_by(self, user).env.lang
        )
        card = as_read_by(self, self._get_feed_reader())
        here = told.pop(card.env.lang, users.browse())
        card._post_in_feed(text, note, partner_ids=here.partner_id.ids, **asked)
        for others in told.values():
            card = as_read_by(self, others[0])
            card.message_notify(
                body=card._get_notice(text, note),
                author_id=author.id,
                partner_ids=others.partner_id.ids,
                **asked,
            )

    def _post_in_feed(self, text, note=None, **values):
        """Leave a notice in the feed, in the name of the user."""
        card = as_read_by(self, self._get_feed_reader())
        card.message_post(
            body=card._get_notice(text, note),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
            **values,
        )

    def _get_notice(self, text, note=None):
        body = to_html(self.env, text)
        return body + Markup("<br/>") + to_html(self.env, note) if note else body

    def _prepare_activity_values(self, user, summary, note):
        card = as_read_by(self, user)
        return {
            "activity_type_id": self._get_activity_type_id(),
            "automated": True,
            "date_deadline": card._get_activity_deadline(),
            "note": note and to_html(card.env, note),
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "summary": to_text(card.env, summary),
            "user_id": user.id,
        }

    @api.model
    def _get_activity_type_id(self):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            self._activity_type, raise_if_not_found=False
        )

    def _get_activity_deadline(self):
        """Return until when it is to be done, by the reader's clock. Extensible."""
        return fields.Date.context_today(self)

    def _drop_activities(self):
        """Take what this addon asked of people off their lists.

        The feed tells what was done, and by whom: that an activity is done would only
        repeat it, and in one language.
        """
        self.sudo().activity_unlink([self._activity_type])
        self._mark_asked_read()

    def _mark_asked_read(self):
        """Take the notices that asked for what is done out of everybody's inbox."""
        asked = (
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("mail_activity_type_id", "=", self._get_activity_type_id())
            & Domain("mail_activity_type_id", "!=", False)
        )
        unread = (
            self.env["mail.notification"]
            .sudo()
            .search(
                Domain("mail_message_id", "any", asked)
                & Domain("notification_type", "=", "inbox")
                & Domain("is_read", "=", False)
            )
        )
        unread.is_read = True
        for partner, notifications in unread.grouped("res_partner_id").items():
            partner._bus_send(
                "mail.message/mark_as_read",
                {
                    "message_ids": notifications.mail_message_id.ids,
                    "needaction_inbox_counter": partner._get_needaction_count(),
                },
            )
