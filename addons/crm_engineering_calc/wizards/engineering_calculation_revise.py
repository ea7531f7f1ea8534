from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationRevise(models.TransientModel):
    _name = "engineering.calculation.revise"
    _description = "Revise a Calculation"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.REVISE.value

    reason = fields.Char(required=True)

    def action_confirm(self):
        """Revise the calculation, and return the action that opens the revision.

        :raises UserError: it is not completed, or its direction is calculated already
        :raises AccessError: the user may not revise it
        """
        self.ensure_one()
        revision = self.calculation_id._revise(self.reason)
        return revision._get_records_action(name=self.env._("Calculation"))
