from odoo import api, fields, models


class EngineeringCoefficient(models.Model):
    _name = "engineering.coefficient"
    _description = "Coefficient"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another coefficient has this code. Choose a code of its own.",
    )
    _bounds = models.Constraint(
        "CHECK(value_min > 0 AND value_min <= value AND value <= value_max)",
        "A coefficient needs 0 < minimum ≤ value ≤ maximum.",
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    value = fields.Float(
        default=1.0,
        required=True,
        min_display_digits=2,
        tracking=True,
        help="Multiplies the price of a line that has this coefficient.",
    )
    value_min = fields.Float(
        "Minimum",
        compute="_compute_bounds",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits=2,
        tracking=True,
    )
    value_max = fields.Float(
        "Maximum",
        compute="_compute_bounds",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits=2,
        tracking=True,
    )
    direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_coefficient_direction_rel",
        "coefficient_id",
        "direction_id",
        string="Directions",
        check_company=True,
        help="Directions whose engineers may choose it, with their children."
        " Empty: all directions.",
    )
    company_id = fields.Many2one("res.company")

    @api.depends("value")
    def _compute_bounds(self):
        """Keep the value within its bounds: a new one has no play."""
        for coefficient in self:
            coefficient.value_min = min(
                coefficient.value_min or coefficient.value, coefficient.value
            )
            coefficient.value_max = max(coefficient.value_max, coefficient.value)

    @api.depends("name", "value")
    def _compute_display_name(self):
        for coefficient in self:
            coefficient.display_name = (
                f"{coefficient.name or ''} ×{coefficient.value:g}"
            )
