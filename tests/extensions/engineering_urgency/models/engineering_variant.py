from odoo import api, models


class EngineeringVariant(models.Model):
    _inherit = "engineering.variant"

    @api.model
    def _get_quick_fields(self):
        return super()._get_quick_fields() | {"urgency", "urgency_reason"}
