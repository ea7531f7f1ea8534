from odoo import api, models

# The host's mails to attendees, and what customers get instead of them.
MAILS = {
    "calendar.calendar_template_meeting_invitation": "mail_template_visit_invitation",
    "calendar.calendar_template_meeting_changedate": "mail_template_visit_moved",
}


class CalendarAttendee(models.Model):
    """The customer who is invited to a visit gets mails that are written for him.

    Everybody else, and every other meeting, has the host's.
    """

    _name = "calendar.attendee"
    _inherit = "calendar.attendee"

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        own = self._get_mail_to_customers(mail_template)
        customers = self._filter_customers() if own else self.browse()
        if customers:
            super(CalendarAttendee, customers)._notify_attendees(
                own, notify_author=notify_author, force_send=force_send
            )
        if customers and customers == self:
            return None
        return super(CalendarAttendee, self - customers)._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )

    @api.model
    def _get_mail_to_customers(self, template):
        """Return the template that customers get instead of the host's, or none."""
        for host, own in MAILS.items():
            if template and template == self.env.ref(host, raise_if_not_found=False):
                name = f"crm_engineering_calc.{own}"
                return self.env.ref(name, raise_if_not_found=False)
        return None

    def _filter_customers(self):
        """Return the customers of the deals that the visits are for."""
        return self.filtered(lambda attendee: attendee._is_of_customer())

    def _is_of_customer(self):
        lead = self.sudo().event_id.engineering_calculation_id.lead_id
        return bool(lead) and self.partner_id == lead.partner_id

    def _get_visit_time(self):
        """Return when the visit is, by the clock and in the words of who is invited."""
        event = self.event_id
        return event._get_time_text(self.mail_tz or event.user_id.tz)
