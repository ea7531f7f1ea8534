from textwrap import shorten

from odoo import fields, models

from odoo.addons.crm_engineering_calc.models.common.reader_texts import (
    as_read_by,
)
from odoo.addons.crm_engineering_calc.models.intake.engineering_incoming import (
    MOST_TEXT,
)

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
        reader = as_read_by(lead, lead._get_engineering_manager())
        values = self.with_env(reader.env)._prepare_incoming_values()
        if not row:
            self._as_machine().incoming_id = row._add(
                lead, "phone", came_on=self.started, **values
            )
            return
        was = row.lead_id
        row._as_machine().write({**values, "lead_id": lead.id})
        if was != lead:
            (was | lead)._update_answers()

    def _prepare_incoming_values(self):
        """Return what the feed tells of the call, to its reader. To be extended."""
        results = dict(self._fields["result"]._description_selection(self.env))
        told = [results.get(self.result), self.talk, self.summary]
        return {
            "sender": self.display_name,
            "subject": self.env._("Telephone call"),
            "text": shorten(" · ".join(filter(None, told)), MOST_TEXT, placeholder="…"),
            "res_model": self._name,
            "res_id": self.id,
        }
