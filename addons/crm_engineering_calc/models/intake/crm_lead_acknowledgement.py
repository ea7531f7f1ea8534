import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.fields import Domain

from ...domain.incoming import is_read_by_nobody
from ..common.field_groups import SALES

_logger = logging.getLogger(__name__)

# Who writes several mails in a day is answered once, and two machines can't go on.
ONCE_IN = timedelta(days=1)
HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class CrmLead(models.Model):
    """A customer is told once that his mail has come."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_acknowledged = fields.Datetime(
        "Mail Acknowledged", copy=False, readonly=True, groups=SALES
    )

    def _acknowledge(self):
        """Tell the customer that his mail has come; what fails must not lose it."""
        self.ensure_one()
        lead = self.sudo()
        template = lead._get_acknowledgement()
        if not template:
            return
        try:
            with self.env.cr.savepoint():
                lead._send_acknowledgement(template)
        except Exception:
            _logger.warning("The mail of %s can't be acknowledged", lead, exc_info=True)

    def _get_acknowledgement(self):
        """Return the mail template of the acknowledgement, none: it is not sent."""
        address = self.email_normalized
        template = self.engineering_direction_id._get_acknowledgement()
        if not address or not template or self.is_blacklisted:
            return template.browse()
        aliases = self.env["mail.alias.domain"].sudo()._find_aliases([address])
        if aliases or is_read_by_nobody(address) or self._was_acknowledged(address):
            return template.browse()
        return template

    def _was_acknowledged(self, address):
        since = fields.Datetime.now() - ONCE_IN
        return bool(
            self.with_context(active_test=False).search_count(
                Domain("engineering_acknowledged", ">=", since)
                & Domain("email_normalized", "=", address),
                limit=1,
            )
        )

    def _send_acknowledgement(self, template):
        """Write to the customer in the deal's thread, so that his reply lands in it."""
        mail = template._generate_template(
            self.ids, ("attachment_ids", "body_html", "email_from", "subject")
        )[self.id]
        # The gateway may work in the name of a portal user, who may not set headers.
        thread = self.with_user(SUPERUSER_ID).with_context(
            lang=template._render_lang(self.ids)[self.id] or self.env.lang
        )
        thread.message_post(
            attachment_ids=mail.get("attachment_ids", []),
            author_id=(self.user_id.partner_id or thread.env.user.partner_id).id,
            body=mail["body_html"],
            email_add_signature=False,
            email_from=mail.get("email_from") or self.env.company.email_formatted,
            email_layout_xmlid="mail.mail_notification_layout",
            mail_headers=HEADERS,
            message_type="auto_comment",
            notify_author=True,
            notify_skip_followers=True,
            outgoing_email_to=False if self.partner_id else self.email_from,
            partner_ids=self.partner_id.ids,
            subject=mail["subject"],
            subtype_xmlid="mail.mt_comment",
        )
        self.engineering_acknowledged = fields.Datetime.now()

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Let what is answered come back to the address of the deal's direction."""
        leads = self.sudo()
        directions = leads.engineering_direction_id.filtered("alias_email")
        own = leads.filtered(lambda lead: lead.engineering_direction_id in directions)
        others = self.browse((leads - own).ids)
        if not own:
            return super()._notify_get_reply_to(default=default, author_id=author_id)
        found = (
            super(CrmLead, others)._notify_get_reply_to(default, author_id)
            if others
            else {}
        )
        addresses = directions._notify_get_reply_to(default=None, author_id=author_id)
        return found | {
            lead.id: addresses[lead.engineering_direction_id.id] for lead in own
        }
