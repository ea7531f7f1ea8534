from odoo import api, fields, models

from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringCalculationPartMixin(models.AbstractModel):
    """What is of one calculation, and stays there: its formulas build on it."""

    _name = "engineering.calculation.part.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Part of a calculation"

    calculation_id = fields.Many2one(
        "engineering.calculation", required=True, index=True, ondelete="cascade"
    )

    @api.model
    def _get_event_fields(self):
        """Return what is given once: what formulas use is not taken from them."""
        return super()._get_event_fields() | {"calculation_id"}

    def write(self, vals):
        # The list of a variant gives its rows the calculation that they have.
        if self.calculation_id.ids == [vals.get("calculation_id")]:
            vals = {name: vals[name] for name in vals if name != "calculation_id"}
        return super().write(vals)

    def _check_can_edit(self):
        if not is_moved_by_machine(self.env):
            self.calculation_id._check_can_edit()
