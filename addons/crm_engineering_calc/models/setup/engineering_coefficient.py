from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number

# What no longer shows a record must go on limiting to it.
WITH_ARCHIVED = {"active_test": False}

# Between the name of a coefficient and its value.
VALUE_SIGN = " ×"


class EngineeringCoefficient(models.Model):
    _name = "engineering.coefficient"
    _description = "Coefficient"
    _inherit = ["mail.thread"]
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
    _dates = models.Constraint(
        "CHECK(date_from <= date_to)",
        "A coefficient can't end before it begins to apply.",
    )

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        [("choice", "Engineer's choice"), ("always", "Always applied")],
        default="choice",
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
    direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_coefficient_direction_rel",
        "coefficient_id",
        "direction_id",
        string="Directions",
        context=WITH_ARCHIVED,
        check_company=True,
        tracking=True,
        help="Directions whose calculations may have it, with their children."
        " Empty: all directions.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        "engineering_coefficient_category_rel",
        "coefficient_id",
        "categ_id",
        string="Product Categories",
        ondelete="restrict",
        tracking=True,
        help="Only for lines with a service of these categories, or of categories"
        " under them. Empty: of any category.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "engineering_coefficient_product_rel",
        "coefficient_id",
        "product_tmpl_id",
        string="Services",
        context=WITH_ARCHIVED,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
        help="Only for lines with one of these services. Empty: with any service.",
    )
    date_from = fields.Date(
        "Valid From",
        tracking=True,
        help="For calculations that are requested on this day or later.",
    )
    date_to = fields.Date(
        "Valid To",
        tracking=True,
        help="For calculations that are requested on this day or earlier.",
    )
    company_id = fields.Many2one("res.company", tracking=True)
    offered_direction_id = fields.Many2one(
        "engineering.direction",
        store=False,
        search="_search_offered_direction_id",
        export_string_translation=False,
    )
    offered_variant_id = fields.Many2one(
        "engineering.variant",
        store=False,
        search="_search_offered_variant_id",
        export_string_translation=False,
    )
    offered_product_id = fields.Many2one(
        "product.product",
        "Service in Scope",
        store=False,
        search="_search_offered_product_id",
    )

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

    def _search_offered_direction_id(self, operator, value):
        """Find what a direction offers, whatever the service."""
        if operator != "in":
            return NotImplemented
        directions = self.env["engineering.direction"].browse(filter(None, value))
        return Domain.OR(one._get_coefficient_domain() for one in directions)

    def _search_offered_variant_id(self, operator, value):
        """Find what lines of a variant may have, whatever their service."""
        if operator != "in":
            return NotImplemented
        variants = self.env["engineering.variant"].browse(filter(None, value))
        return Domain.OR(variant._get_coefficient_domain() for variant in variants)

    def _search_offered_product_id(self, operator, value):
        """Find what fits a service; without a service, what fits a whole variant."""
        product = self.env["product.product"]
        if operator == "any":
            products = list(product.search(value))
        elif operator == "in":
            products = [product.browse(id_ or ()) for id_ in value]
        else:
            return NotImplemented
        limited = self.with_context(**WITH_ARCHIVED).search(
            Domain("kind", "=", "always")
            | Domain("categ_ids", "!=", False)
            | Domain("product_tmpl_ids", "!=", False)
        )
        fitting = self.browse().union(*map(limited._filter_for_service, products))
        return Domain("id", "not in", (limited - fitting).ids)

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered(lambda coefficient: coefficient._is_used()):
            raise UserError(
                self.env._(
                    "%(coefficients)s stands in calculations. Archive it instead:"
                    " nobody can choose it then, and the calculations keep it.",
                    coefficients=", ".join(used.mapped("display_name")),
                )
            )

    def _is_used(self):
        return any(
            self.env[model]
            .sudo()
            .search_count([("coefficient_ids", "in", self.ids)], 1)
            for model in ("engineering.variant", "engineering.variant.line")
        )

    # === BUSINESS ===

    def _get_valid_domain(self, date):
        """Return the domain of the coefficients that are valid on `date`."""
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", date)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        )

    def _filter_for_service(self, product):
        """Return those that may multiply a line with `product`.

        Without a product, those that may multiply a whole variant: not what is on each
        line already, nor what belongs to some services only.
        """
        if not product:
            return self.filtered(
                lambda coefficient: (
                    coefficient.kind == "choice"
                    and not coefficient.categ_ids
                    and not coefficient.product_tmpl_ids
                )
            )
        template = product.product_tmpl_id
        path = product.categ_id.parent_path or ""
        categ_ids = {int(categ_id) for categ_id in path.split("/")[:-1]}
        return self.filtered(
            lambda coefficient: (
                (
                    not coefficient.categ_ids
                    or not categ_ids.isdisjoint(coefficient.categ_ids._ids)
                )
                and (
                    not coefficient.product_tmpl_ids
                    or template in coefficient.product_tmpl_ids
                )
            )
        )

    def _prepare_taken_values(self):
        """Return what a line keeps of the coefficient from when it is chosen."""
        self.ensure_one()
        return {"value": self.value, "min": self.value_min, "max": self.value_max}
