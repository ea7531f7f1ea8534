from datetime import timezone

from odoo import api, fields, models

from ..telephony.signature import is_signed, is_timely


class EngineeringExchange(models.Model):
    """What an exchange that asks is known by, and told."""

    _name = "engineering.exchange"
    _inherit = "engineering.exchange"

    @api.model
    def _find_by_signature(self, mark, moment, body, signature):
        """Return the exchange that has signed what is sent, as superuser, or none."""
        # What the database can't keep is nobody's mark, and no error either.
        marks = [] if "\0" in mark else [mark]
        exchange = self.sudo().search([("mark", "in", marks)], limit=1)
        signed = is_signed(exchange.secret or "", moment, body, signature)
        timely = is_timely(moment, fields.Datetime.now().replace(tzinfo=timezone.utc))
        return exchange if signed and timely else exchange.browse()

    def _get_extension_for(self, number):
        """Return the extension of who should be rung first; nobody: an empty one."""
        self.ensure_one()
        exchange = self.sudo()
        leads = (
            self.env["crm.lead"]
            .sudo()
            ._search_open_of_number(exchange._normalize(number), exchange.company_id)
        )
        for lead in leads:
            manager = lead._get_engineering_manager()
            for extension in exchange.extension_ids:
                if manager and extension.user_id == manager:
                    return extension.number
        return ""
