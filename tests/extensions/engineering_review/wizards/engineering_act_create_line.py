from odoo import fields, models


class EngineeringActCreateLine(models.TransientModel):
    _inherit = "engineering.act.create.line"

    guarantee = fields.Integer("Guarantee (months)")

    def _prepare_act_line_values(self):
        return {**super()._prepare_act_line_values(), "guarantee": self.guarantee}
