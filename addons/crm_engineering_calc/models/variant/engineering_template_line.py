from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.finite_fields import FiniteFloat
from ..common.formula_words import check_syntax


class EngineeringTemplateLine(models.Model):
    """A service without its price: that is of the day when the template is used."""

    _name = "engineering.template.line"
    _description = "Line of a Template"
    _inherit = ["engineering.reference.mixin"]
    _order = "template_id, sequence, id"
    _check_company_auto = True

    _product_line = models.Constraint(
        "CHECK(display_type IS NOT NULL"
        " OR (product_id IS NOT NULL AND product_uom_id IS NOT NULL))",
        "A line of a template needs a service and its unit.",
    )
    _text_line = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0"
        " AND formula IS NULL AND name IS NOT NULL))",
        "A section or note has a text, and no service, quantity and formula.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "A quantity can't be negative."
    )

    template_id = fields.Many2one(
        "engineering.template", required=True, index=True, ondelete="cascade"
    )
    direction_id = fields.Many2one(related="template_id.direction_id")
    company_id = fields.Many2one(related="template_id.company_id")
    sequence = fields.Integer(default=10)
    display_type = fields.Selection(
        [
            ("line_section", "Section"),
            ("line_subsection", "Subsection"),
            ("line_note", "Note"),
        ],
        default=False,
    )
    collapse_prices = fields.Boolean("Hide Prices")
    collapse_composition = fields.Boolean("Hide Composition")
    product_id = fields.Many2one(
        "product.product",
        "Service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Text(
        "Description", help="Empty: the description of the service in its catalog."
    )
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        copy=True,
    )
    formula = fields.Char(
        help="Computes the quantity from the measurements, such as ceil(W * H / 6)."
    )
    quantity = FiniteFloat(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        required=True,
        digits="Product Unit",
    )
    coefficient_ids = fields.Many2many(
        "engineering.coefficient",
        "engineering_template_line_coefficient_rel",
        "line_id",
        "coefficient_id",
        string="Coefficients",
        check_company=True,
    )

    # === COMPUTE ===

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            allowed = line.product_id._get_engineering_uoms()
            if line.product_uom_id not in allowed:
                line.product_uom_id = line.product_id.uom_id

    @api.depends("display_type")
    def _compute_quantity(self):
        for line in self:
            line.quantity = 0.0 if line.display_type else line.quantity or 1.0

    @api.depends("name", "product_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or line.product_id.display_name

    # === CONSTRAINTS ===

    @api.constrains("formula")
    def _check_formula(self):
        for line in self.filtered("formula"):
            check_syntax(self.env, line.display_name, line.formula)

    @api.constrains("product_id", "template_id")
    def _check_product_in_direction(self):
        for direction, lines in self.grouped("direction_id").items():
            products = lines.product_id
            offered = products.filtered_domain(direction._get_product_domain())
            if foreign := products - offered:
                raise ValidationError(
                    self.env._(
                        "The direction “%(direction)s” does not offer %(services)s."
                        " Choose its own services, or let the administrator add these"
                        " to it.",
                        direction=direction.display_name,
                        services=", ".join(foreign.mapped("display_name")),
                    )
                )

    # === BUSINESS ===

    def _prepare_taken_values(self, variant, keep_prices=False):
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
        }
        if self.name:
            values["name"] = self.name
        if self.coefficient_ids:
            values["coefficient_ids"] = [fields.Command.set(self.coefficient_ids.ids)]
        return values
