from odoo import api, fields, models
from odoo.fields import Domain

from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number
from ..common.selections import CHOICE, COEFFICIENT_KINDS

# Between the name of a coefficient and its value.
VALUE_SIGN = " ×"


class EngineeringCoefficient(models.Model):
    _name = "engineering.coefficient"
    _description = "Coefficient"
    _inherit = [
        "engineering.coefficient.scope.mixin",
        "engineering.deletion.mixin",
        "engineering.plain.text.mixin",
        "mail.thread",
    ]
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another coefficient has this code. Choose a code of its own.",
    )
    _bounds = models.Constraint(
        "CHECK(value_min > 0 AND value_min <= value AND value <= value_max)",
        "A coefficient needs 0 < minimum ≤ value ≤ maximum.",
    )

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        COEFFICIENT_KINDS,
        default=CHOICE,
        required=True,
        tracking=True,
        help="Engineer's choice: the engineer adds it where it fits. Always applied:"
        " a line has it from the moment its service is chosen, and can't do without.",
    )
    value = FiniteFloat(
        default=1.0,
        required=True,
        min_display_digits=2,
        tracking=True,
        help="Multiplies the price of a line that has this coefficient.",
    )
    value_min = FiniteFloat(
        "Minimum",
        compute="_compute_bounds",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits=2,
        tracking=True,
    )
    value_max = FiniteFloat(
        "Maximum",
        compute="_compute_bounds",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        min_display_digits=2,
        tracking=True,
    )
    company_id = fields.Many2one("res.company", tracking=True)

    # === COMPUTE ===

    @api.depends("value")
    def _compute_bounds(self):
        """Keep the value within its bounds: a new one has no play."""
        for coefficient in self:
            coefficient.value_min = min(
                coefficient.value_min or coefficient.value, coefficient.value
            )
            coefficient.value_max = max(coefficient.value_max, coefficient.value)

    @api.depends("name", "value")
    @api.depends_context("lang", "import_compat")
    def _compute_display_name(self):
        # What goes into a file to come back has no value, which may have a comma.
        comes_back = self.env.context.get("import_compat")
        for coefficient in self:
            name = coefficient.name or ""
            value = format_number(self.env, coefficient.value)
            shown = name if comes_back else f"{name}{VALUE_SIGN}{value}"
            coefficient.display_name = shown

    # === SEARCH ===

    def _search_display_name(self, operator, value):
        """Find a coefficient as it is shown and exported too: with its value."""
        domain = super()._search_display_name(operator, value)
        if operator != "in":
            return domain
        return Domain.OR([domain, *(self._search_shown(str(name)) for name in value)])

    def _search_shown(self, shown):
        """Return the domain of those shown like this, else of those of that name."""
        name, sign, _value = shown.rpartition(VALUE_SIGN)
        if not sign:
            return Domain.FALSE
        named = self.search([("name", "=", name)])
        same = named.filtered(lambda coefficient: coefficient.display_name == shown)
        return Domain("id", "in", (same or named).ids)

    # === CRUD ===

    @api.model
    def _get_needs(self):
        own, of_lines = "coefficient_ids", "line_ids.coefficient_ids"
        return [
            *super()._get_needs(),
            (
                self.env._("calculations"),
                "engineering.calculation",
                f"variant_ids.{own}",
                f"variant_ids.{of_lines}",
            ),
            (self.env._("templates"), "engineering.template", own, of_lines),
        ]

    # === BUSINESS ===

    def _prepare_taken_values(self):
        """Return what a line keeps of the coefficient from when it is chosen."""
        self.ensure_one()
        return {"value": self.value, "min": self.value_min, "max": self.value_max}
