from odoo import models


class EngineeringTemplateLine(models.Model):
    _name = "engineering.template.line"
    _inherit = ["engineering.template.line", "engineering.urgency.mixin"]

    def _prepare_variant_line_values(self):
        return {**super()._prepare_variant_line_values(), "urgency": self.urgency}
