from odoo import models


class CalendarPopoverDeleteWizard(models.TransientModel):
    """Whoever tells all attendees that a visit is off has told the customer too."""

    _inherit = "calendar.popover.delete.wizard"

    def action_send_mail_and_delete(self):
        wizard = self
        if self.calendar_event_id.sudo().engineering_calculation_id:
            wizard = self.with_context(no_mail_to_attendees=True)
        return super(CalendarPopoverDeleteWizard, wizard).action_send_mail_and_delete()
