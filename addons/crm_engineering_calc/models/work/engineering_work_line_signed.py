from odoo import models

from ..common.signed_texts import number_text, plain_text


class EngineeringWorkLine(models.Model):
    _name = "engineering.work.line"
    _inherit = "engineering.work.line"

    def _get_signed_facts(self):
        """Return what the customer confirms of a service. To be extended."""
        self.ensure_one()
        return {
            "name": plain_text(self.name),
            "quantity": number_text(self.done_quantity),
        }
