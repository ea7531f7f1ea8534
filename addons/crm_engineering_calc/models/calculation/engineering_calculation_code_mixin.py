from odoo import api, models

from ..common.concurrency import serialize
from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringCalculationCodeMixin(models.AbstractModel):
    """What formulas of one calculation call by a code."""

    _name = "engineering.calculation.code.mixin"
    _inherit = ["engineering.calculation.part.mixin"]
    _description = "Code of a calculation"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_can_edit()
        if not is_moved_by_machine(self.env):
            serialize(records.calculation_id)
        records.calculation_id._recompute_measured(records.mapped("code"))
        return records

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_can_edit()
        if not is_moved_by_machine(self.env):
            self._check_unused_code()

    def _check_unused_code(self, code=None):
        """Refuse to take a code from formulas that use it, for another or none."""
        for calculation, records in self.grouped("calculation_id").items():
            calculation._check_codes_unused(records, code)
