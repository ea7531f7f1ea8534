import re

from odoo import api, models
from odoo.tools.mail import email_normalize, parse_contact_from_email

from ..common.field_groups import SALES

# What the host makes of a mail without markup, and shows as it shows code.
WITHOUT_MARKUP = re.compile(r"(?s)\s*<pre>((?:(?!<pre>).)*)</pre>\s*")
# A picture inside a mail is among the files of the deal; here it would show nothing.
# A tag is found first, and looked at then: a mail full of its beginnings takes no time.
PICTURE = re.compile(r"(?i)<img\b[^<>]*>")
INSIDE = re.compile(r"(?i)\bsrc\s*=\s*[\"']?cid:")


class CrmLead(models.Model):
    """A mail to the address of a direction becomes a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Return the deal that a mail becomes: with its direction, customer and need.

        What is not written to a direction, or to a sales team of one, becomes what the
        host makes of it.
        """
        values = custom_values or {}
        direction = self.env["engineering.direction"].sudo()
        direction = direction.browse(values.get("engineering_direction_id")).exists()
        mailroom = self.env["engineering.mailroom"]
        if not direction and not mailroom._is_served(values.get("team_id")):
            return super().message_new(msg_dict, custom_values)
        values = {**self._prepare_mail_values(msg_dict, direction), **values}
        if direction and not direction.active:
            values["engineering_direction_id"] = False
        # The name that stands before an address is the contact's.
        sender = msg_dict.get("email_from") or ""
        sender = email_normalize(sender) or sender
        if colleague := self._get_colleague(msg_dict):
            values |= self._prepare_colleague_values(colleague)
            sender = ""
        msg_dict = {**msg_dict, "email_from": sender, "from": sender}
        lead = super().message_new(msg_dict, values)
        lead._offer_joining(mailroom._find_paper(msg_dict))
        self.env.context.get("engineering_taken", []).append(lead)
        return lead

    @api.model
    def _prepare_mail_values(self, msg_dict, direction):
        """Return what a deal takes over of a mail. To be extended."""
        values = {
            "description": self._get_need(msg_dict),
            "medium_id": self.env["utm.medium"]._fetch_or_create_utm_medium("email").id,
            **direction._prepare_intake_values(),
        }
        customer = self.env["res.partner"].sudo().browse(msg_dict.get("author_id"))
        company_id = values.get("company_id")
        if customer.company_id and customer.company_id.id != (
            company_id or customer.company_id.id
        ):
            customer = customer.browse()
        values["partner_id"] = customer.id
        if not customer:
            values["contact_name"] = parse_contact_from_email(
                msg_dict.get("email_from") or ""
            )[0]
            values["lang_id"] = self._get_language_of_mail().id
        return values

    @api.model
    def _prepare_colleague_values(self, colleague):
        """Return what a deal gets of who has passed it on: he is no customer."""
        values = {"partner_id": False, "contact_name": False, "lang_id": False}
        if colleague.has_group(SALES):
            values["user_id"] = colleague.id
        return values

    @api.model
    def _get_need(self, msg_dict):
        body = str(msg_dict.get("body") or "")
        if found := WITHOUT_MARKUP.fullmatch(body):
            body = f"<p>{found[1].strip()}</p>".replace("\n", "<br>")
        return PICTURE.sub(
            lambda found: "" if INSIDE.search(found[0]) else found[0], body
        )

    @api.model
    def _get_language_of_mail(self):
        """Return the language that a mail says it is in, if people here use it."""
        told = self.env.context.get("engineering_content_language", "")
        code = told.partition(",")[0].strip().replace("-", "_")
        languages = self.env["res.lang"].search([("active", "=", True)])
        return (
            languages.filtered(lambda lang: lang.code == code)[:1]
            or (languages.filtered(lambda lang: code and lang.iso_code == code[:2])[:1])
        )

    @api.model
    def _get_colleague(self, msg_dict):
        """Return who of the company has written, or passed on, a mail himself."""
        author = self.env["res.partner"].sudo().browse(msg_dict.get("author_id"))
        users = author.user_ids.filtered(lambda user: user._is_internal())
        return users.filtered(lambda user: user.has_group(SALES))[:1] or users[:1]
