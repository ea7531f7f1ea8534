from odoo import api, models

from odoo.addons.crm_engineering_calc.models.common.finite_fields import FiniteFloat


class EngineeringActLine(models.Model):
    _inherit = "engineering.act.line"

    urgency = FiniteFloat(
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        min_display_digits=2,
    )

    def _compute_from_order_line(self):
        result = super()._compute_from_order_line()
        for line in self:
            line.urgency = line.order_line_id.sudo().engineering_urgency
        return result

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"urgency"}
