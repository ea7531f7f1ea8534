from odoo import models
from odoo.tools.misc import format_date, format_datetime, format_time

from ..common.engineering_paper_mail_mixin import FRAMED, OWN_LAYOUT

OF_HOST = "mail.mail_notification_light"


class CalendarEvent(models.Model):
    """Mails to customers about visits are framed as those about their papers."""

    _name = "calendar.event"
    _inherit = "calendar.event"

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        layout = (msg_vals or {}).get("email_layout_xmlid", message.email_layout_xmlid)
        is_of_customer = recipients_group["notification_group_name"] != "user"
        is_visit = bool(self.sudo().engineering_calculation_id)
        if is_visit and is_of_customer and layout == OF_HOST:
            msg_vals = {**(msg_vals or {}), "email_layout_xmlid": OWN_LAYOUT}
            render_values = {
                **(render_values or {}),
                **FRAMED,
                # The mail is signed, and it is no note among colleagues.
                "email_add_signature": False,
                "subtype": self.env["mail.message.subtype"],
            }
        return super()._notify_by_email_render_layout(
            message,
            recipients_group,
            msg_vals=msg_vals,
            render_values=render_values,
        )

    def _get_time_text(self, zone):
        """Return when it is, in the language of `env` and by the clock of a zone."""
        self.ensure_one()
        env = self.env
        if self.allday:
            return format_date(env, self.start_date)
        day = format_datetime(env, self.start, tz=zone, dt_format="EEEE, d MMMM y")
        start, stop = (
            format_time(env, moment, tz=zone, time_format="short")
            for moment in (self.start, self.stop)
        )
        return f"{day}, {start} – {stop}"
