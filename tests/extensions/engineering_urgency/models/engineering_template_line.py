from odoo import models


class EngineeringTemplateLine(models.Model):
    _name = "engineering.template.line"
    _inherit = ["engineering.template.line", "engineering.urgency.mixin"]
