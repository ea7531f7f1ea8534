from odoo import fields, models

from odoo.addons.crm_engineering_calc.models.common.finite_fields import FiniteFloat


class EngineeringUrgencyMixin(models.AbstractModel):
    """A line that says how urgent its service is."""

    _name = "engineering.urgency.mixin"
    _description = "Urgency of a line"

    _urgency_positive = models.Constraint(
        "CHECK(urgency > 0)", "Urgency multiplies the price: it is more than zero."
    )

    urgency = FiniteFloat(
        default=1.0,
        required=True,
        min_display_digits=2,
        help="Multiplies the price of the line: 1 is not urgent.",
    )
    urgency_reason = fields.Char("Why Urgent")
