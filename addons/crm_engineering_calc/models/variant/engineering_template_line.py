from odoo import api, fields, models
from odoo.fields import Command

from ..exchange.extra_fields import carry_fields


class EngineeringTemplateLine(models.Model):
    """A service without its price: that is of the day when the template is used."""

    _name = "engineering.template.line"
    _description = "Line of a Template"
    _inherit = ["engineering.reference.mixin", "engineering.line.mixin"]
    _order = "template_id, sequence, id"
    _check_company_auto = True

    _text_line = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0"
        " AND formula IS NULL AND name IS NOT NULL))",
        "A section or note has a text, and no service, quantity and formula.",
    )

    _opening_has_formula = models.Constraint(
        "CHECK(NOT for_each_opening OR formula IS NOT NULL)",
        "A line for each opening needs a formula over its columns, such as W * H.",
    )

    template_id = fields.Many2one(
        "engineering.template", required=True, index=True, ondelete="cascade"
    )
    direction_id = fields.Many2one(related="template_id.direction_id")
    company_id = fields.Many2one(related="template_id.company_id")
    name = fields.Text(help="Empty: the description of the service in its catalog.")
    coefficient_ids = fields.Many2many(
        "engineering.coefficient",
        "engineering_template_line_coefficient_rel",
        "line_id",
        "coefficient_id",
        string="Coefficients",
        check_company=True,
    )

    for_each_opening = fields.Boolean(
        help="A calculation that takes the template over gets a line for each of its"
        " openings; the formula names the columns of that opening.",
    )

    # === COMPUTE ===

    @api.depends("display_type")
    def _compute_quantity(self):
        for line in self:
            line.quantity = 0.0 if line.display_type else line.quantity or 1.0

    @api.depends("name", "product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or line.product_id.display_name

    def _get_label(self):
        self.ensure_one()
        return self.display_name

    # === CONSTRAINTS ===

    @api.constrains("product_id", "template_id")
    def _check_product_in_direction(self):
        for direction, lines in self.grouped("direction_id").items():
            lines._check_offered(direction, direction._get_product_domain())

    # === BUSINESS ===

    def _prepare_taken_over_values(self, variant, keep_prices=False):
        """Return the values of the lines that `variant` takes over.

        A template has no prices to keep: they come from the pricelist.
        """
        return [line._prepare_variant_line_values() for line in self]

    def _prepare_variant_line_values(self):
        self.ensure_one()
        if self.display_type:
            return {
                "display_type": self.display_type,
                "name": self.name,
                "collapse_prices": self.collapse_prices,
                "collapse_composition": self.collapse_composition,
            }
        values = {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "formula": self.formula,
            "quantity": self.quantity,
            **carry_fields(self, "engineering.variant.line"),
        }
        if self.name:
            values["name"] = self.name
        if self.coefficient_ids:
            values["coefficient_ids"] = [Command.set(self.coefficient_ids.ids)]
        return values
