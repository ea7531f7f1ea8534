from odoo import api, models

from odoo.addons.crm_engineering_calc.models.common.field_groups import ENGINEERING
from odoo.addons.crm_engineering_calc.models.common.finite_fields import FiniteFloat


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    engineering_urgency = FiniteFloat(
        "Urgency", default=1.0, copy=False, min_display_digits=2, groups=ENGINEERING
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_urgency"}
