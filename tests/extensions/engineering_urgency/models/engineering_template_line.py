from odoo import models


class EngineeringTemplateLine(models.Model):
    _name = "engineering.template.line"
    _inherit = ["engineering.template.line", "engineering.urgency.mixin"]

    def _prepare_variant_line_values(self):
        values = super()._prepare_variant_line_values()
        return {**values, **self._prepare_urgency_values()}
