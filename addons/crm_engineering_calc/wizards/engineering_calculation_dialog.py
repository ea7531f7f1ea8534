from odoo import api, fields, models


class EngineeringCalculationDialog(models.AbstractModel):
    _name = "engineering.calculation.dialog"
    _description = "Dialog about Calculations"

    calculation_id = fields.Many2one(
        "engineering.calculation", required=True, ondelete="cascade", readonly=True
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        context = self.env.context
        if (
            not values.get("calculation_id")
            and context.get("active_model", "engineering.calculation")
            == "engineering.calculation"
        ):
            ids = context.get("active_ids") or [context.get("active_id")]
            values["calculation_id"] = ids[0]
        return values
