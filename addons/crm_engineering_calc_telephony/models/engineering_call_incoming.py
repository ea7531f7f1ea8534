from odoo import fields, models

from ..telephony.call import RESULT_ANSWERED
from ..telephony.events import INCOMING


class EngineeringCall(models.Model):
    """Calls of customers are in the feed of their deals, and calls to them answer."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    incoming_id = fields.Many2one(
        "engineering.incoming",
        readonly=True,
        copy=False,
        ondelete="set null",
        export_string_translation=False,
    )

    def _tell_deal(self):
        result = super()._tell_deal()
        for call in self.sudo().filtered("message_id"):
            call._follow_in_feed()
        return result

    def _follow_in_feed(self):
        if self.direction == INCOMING:
            self._add_incoming()
        if self.result == RESULT_ANSWERED:
            self.lead_id._be_answered(self.user_id, self.answered)

    def _add_incoming(self):
        """Keep the call in the feed of the deal that it belongs to now."""
        row, lead = self.incoming_id, self.lead_id
        if not row:
            self._as_machine().incoming_id = row._add(
                lead,
                "phone",
                came_on=self.started,
                sender=self.display_name,
                subject=self.env._("Telephone call"),
                res_model=self._name,
                res_id=self.id,
            )
        elif row.lead_id != lead:
            was = row.lead_id
            row._as_machine().write({"lead_id": lead.id})
            (was | lead)._update_answers()
