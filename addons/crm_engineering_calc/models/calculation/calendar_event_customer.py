from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.engineering_paper_mail_mixin import FRAMED, OWN_LAYOUT
from ..common.field_groups import ENGINEERING


class CalendarEvent(models.Model):
    """What who goes needs to know of the customer, who is invited only if asked.

    The host sends him the invitation, with a file for his calendar.
    """

    _name = "calendar.event"
    _inherit = "calendar.event"

    engineering_contact_name = fields.Char(
        "Contact", compute="_compute_engineering_contact", groups=ENGINEERING
    )
    engineering_contact_phone = fields.Char(
        "Phone", compute="_compute_engineering_contact", groups=ENGINEERING
    )
    engineering_map_url = fields.Char(
        "Map", compute="_compute_engineering_map_url", groups=ENGINEERING
    )
    engineering_invite_customer = fields.Boolean(
        "Invite the Customer",
        copy=False,
        groups=ENGINEERING,
        help="He gets a mail with the name, time, place and description of the visit,"
        " and a file for his calendar. Taken back, he is told that it is off for him.",
    )

    @api.depends(
        "engineering_is_hidden",
        "engineering_calculation_id.contact_name",
        "engineering_calculation_id.contact_phone",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engineering_contact(self):
        shown = self.filtered(lambda event: not event.engineering_is_hidden)
        (self - shown).engineering_contact_name = False
        (self - shown).engineering_contact_phone = False
        for event in shown:
            # Who is invited need not see the calculation, hence superuser.
            card = event.sudo().engineering_calculation_id
            event.engineering_contact_name = card.contact_name
            event.engineering_contact_phone = card.contact_phone

    @api.depends("location")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engineering_map_url(self):
        for event in self:
            event.engineering_map_url = self._get_map_url(event.location)

    @api.model
    def _get_map_url(self, address):
        """Return the page of a map that shows an address. To be extended."""
        if not address:
            return False
        return f"https://www.openstreetmap.org/search?query={quote_plus(address)}"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        if any(vals.get("engineering_invite_customer") for vals in vals_list):
            events.filtered("engineering_invite_customer")._invite_customers()
        return events

    def write(self, vals):
        others = self.browse()
        if "active" in vals:
            others = self._get_invitations().filtered(
                lambda visit: visit.active != vals["active"]
            )
        uninvited = self.browse()
        if not vals.get("engineering_invite_customer", True):
            uninvited = self._get_invitations().filtered("active")
        if vals.get("active", True):
            uninvited._tell_customers_of_cancellation()
        else:
            others._tell_customers_of_cancellation()
        result = super().write(vals)
        uninvited._uninvite_customers()
        if vals.get("active"):
            others._get_attendees_of_customers()._send_invitation_emails()
        if vals.get("engineering_invite_customer"):
            self._invite_customers()
        return result

    def unlink(self):
        visits = self._get_invitations().filtered("active")
        visits._tell_customers_of_cancellation()
        return super().unlink()

    # === CUSTOMERS ===

    def _get_invitations(self):
        """Return the visits ahead that customers are invited to, as superuser."""
        now = fields.Datetime.now()
        return self._get_visits().filtered(
            lambda visit: visit.engineering_invite_customer and visit.start > now
        )

    def _get_attendees_of_customers(self):
        return self.attendee_ids._filter_customers()

    def _tell_customers_of_cancellation(self):
        """Send customers a mail, by the host's queue: nothing leaves in vain."""
        attendees = self._get_attendees_of_customers()
        if not attendees:
            return
        template = self.env.ref(
            "crm_engineering_calc.mail_template_visit_cancelled",
            raise_if_not_found=False,
        )
        if not template or self.env.context.get("no_mail_to_attendees"):
            return
        for attendee in attendees:
            customer = attendee.partner_id
            of_customer = template.sudo().with_context(
                lang=customer.lang,
                template_preview_lang=customer.lang,
                engineering_zone=attendee.mail_tz,
                **FRAMED,
            )
            of_customer.send_mail(
                attendee.event_id.id,
                email_layout_xmlid=OWN_LAYOUT,
                email_values={
                    "email_to": False,
                    "recipient_ids": [Command.set(customer.ids)],
                    # With the event, the host deletes the mails about it.
                    "model": False,
                    "res_id": False,
                },
            )
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _uninvite_customers(self):
        for attendee in self._get_attendees_of_customers():
            visit = attendee.event_id
            visit.write({"partner_ids": [Command.unlink(attendee.partner_id.id)]})

    def _invite_customers(self):
        for visit in self:
            customer = visit.sudo().engineering_calculation_id.lead_id.partner_id
            if not customer.email:
                raise UserError(
                    self.env._(
                        "“%(customer)s” can't be invited: there is no e-mail address."
                        " Write it on the contact of the deal, or leave the invitation"
                        " out.",
                        customer=customer.name or visit.name,
                    )
                )
            visit.write({"partner_ids": [Command.link(customer.id)]})
