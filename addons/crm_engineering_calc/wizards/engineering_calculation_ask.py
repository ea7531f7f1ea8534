from odoo import fields, models


class EngineeringCalculationAsk(models.TransientModel):
    _name = "engineering.calculation.ask"
    _description = "Ask the Manager"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = "ask"

    question = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.calculation_id._ask(self.question)
        return self._close()
