from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...domain import formula, pricing
from ..common.concurrency import serialize
from ..common.field_groups import COST_GROUP
from ..common.finite_fields import FiniteFloat
from ..common.format_number import to_number
from ..common.formula_words import check_syntax, explain
from ..common.own_fields_mixin import is_moved_by_machine
from ..exchange.estimate_plan import LINE_KINDS

# What may belong to another company.
COMPANY_FIELDS = frozenset({"coefficient_ids", "product_id", "tax_ids", "variant_id"})


class EngineeringVariantLine(models.Model):
    _name = "engineering.variant.line"
    _description = "Line of a Variant"
    _inherit = [
        "engineering.reference.mixin",
        "engineering.correction.mixin",
        "engineering.line.coefficient.mixin",
        "engineering.section.mixin",
    ]
    _order = "variant_id, sequence, id"
    _check_company_auto = True

    _product_line = models.Constraint(
        "CHECK(display_type IS NOT NULL"
        " OR (product_id IS NOT NULL AND product_uom_id IS NOT NULL))",
        "A line of a variant needs a service and its unit.",
    )
    _text_line = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0"
        " AND base_price = 0 AND product_uom_id IS NULL AND formula IS NULL))",
        "A section or note has no service, quantity and price.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "A quantity can't be negative."
    )
    _price_positive = models.Constraint(
        "CHECK(base_price >= 0 AND price_unit >= 0)", "A price can't be negative."
    )

    variant_id = fields.Many2one(
        "engineering.variant",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="variant_id.company_id")
    # No related field: the host would look it up anew for each amount that it writes.
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    direction_id = fields.Many2one(related="variant_id.direction_id")
    can_edit = fields.Boolean(compute="_compute_rights")
    can_correct = fields.Boolean(compute="_compute_rights")
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
    product_type = fields.Selection(related="product_id.type")
    name = fields.Text(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=True,
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
    formula_error = fields.Char("Error", compute="_compute_formula_error")
    quantity = FiniteFloat(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        required=True,
        digits="Product Unit",
    )
    base_price = FiniteFloat(
        compute="_compute_base_price",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        digits="Product Price",
        help="The engineer's fixed price; it starts from the direction's pricelist.",
    )
    coefficient_ids = fields.Many2many(
        relation="engineering_variant_line_coefficient_rel",
        column1="line_id",
        column2="coefficient_id",
        check_company=True,
    )
    calculated_price = FiniteFloat(
        "Engineer's Price",
        compute="_compute_calculated_price",
        store=True,
        precompute=True,
        digits="Product Price",
        help="Base price × coefficient × the variant's coefficient.",
    )
    price_unit = FiniteFloat(
        "Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        digits="Product Price",
        help="The engineer's price, or the manager's correction of it.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "engineering_variant_line_tax_rel",
        "line_id",
        "tax_id",
        compute="_compute_tax_ids",
        store=True,
        precompute=True,
        copy=True,
        string="Taxes",
        check_company=True,
    )
    # It is rounded to the currency when computed: a monetary field would look the
    # currency up and round thrice more for each line that is written.
    price_subtotal = FiniteFloat(
        "Subtotal",
        compute="_compute_price_subtotal",
        store=True,
        precompute=True,
        digits=0,
    )
    unit_cost = FiniteFloat(
        compute="_compute_unit_cost",
        store=True,
        precompute=True,
        copy=True,
        digits="Product Price",
        groups=COST_GROUP,
    )
    margin = fields.Monetary(
        compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )

    # === COMPUTE ===

    @api.depends("variant_id.can_edit", "variant_id.can_correct")
    @api.depends_context("uid")
    def _compute_rights(self):
        for variant, lines in self._by_variant():
            lines.can_edit = variant.can_edit
            lines.can_correct = variant.can_correct

    @api.depends("variant_id.currency_id")
    def _compute_currency_id(self):
        for variant, lines in self._by_variant():
            lines.currency_id = variant.currency_id

    def _get_label(self):
        """Return how messages name the line: its variant, and what it sells."""
        self.ensure_one()
        return f"{self.variant_id.name} › {self.name.splitlines()[0]}"

    @api.depends("product_id")
    def _compute_name(self):
        for _variant, lines in self.filtered("product_id")._by_variant():
            names = {
                product: same[0]._get_catalog_description()
                for product, same in lines.grouped("product_id").items()
            }
            for line in lines:
                line.name = names[line.product_id]

    def _get_catalog_description(self):
        """Return how the catalog describes the service in the customer's language."""
        self.ensure_one()
        lang = self.variant_id.partner_id.lang or self.env.lang
        product = self.product_id.with_context(lang=lang)
        return product.get_product_multiline_description_sale()

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for product, lines in self.grouped("product_id").items():
            allowed = product._get_engineering_uoms()
            lines.filtered(
                lambda line, allowed=allowed: line.product_uom_id not in allowed
            ).product_uom_id = product.uom_id

    # The calculation tells when measurements change: see _recompute_measured.
    @api.depends("formula")
    def _compute_quantity(self):
        with_formula = self.filtered("formula")
        for line in self - with_formula:
            line.quantity = line.quantity or (0.0 if line.display_type else 1.0)
        for line, quantity, _error in with_formula._evaluate_formulas():
            line.quantity = quantity

    @api.depends("formula", "quantity")
    @api.depends_context("lang")
    def _compute_formula_error(self):
        with_formula = self.filtered("formula")
        (self - with_formula).formula_error = False
        for line, _quantity, error in with_formula._evaluate_formulas():
            line.formula_error = error

    def _evaluate_formulas(self):
        """Return (line, quantity, what is wrong in words) of lines with a formula."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return [
            (line, *line._evaluate_formula(measurements, digits))
            for variant, lines in self._by_variant()
            for measurements in [variant.calculation_id._get_measured()]
            for line in lines
        ]

    def _evaluate_formula(self, measurements, digits):
        try:
            quantity = measurements.evaluate(self.formula)
        except formula.FormulaError as error:
            return 0.0, explain(self.env, error)
        if quantity < 0:
            return 0.0, self.env._("The formula gives a negative quantity.")
        return float(pricing.round_half_up(quantity, digits)), False

    @api.depends("product_id", "product_uom_id")
    def _compute_base_price(self):
        for variant, variant_lines in self._by_variant():
            for uom, lines in variant_lines.grouped("product_uom_id").items():
                prices = variant._get_base_prices(lines.product_id, uom) if uom else {}
                for line in lines:
                    line.base_price = prices.get(line.product_id.id, 0.0)

    @api.depends("base_price", "coefficient", "variant_id.coefficient")
    def _compute_calculated_price(self):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for variant, lines in self._by_variant():
            variant_coefficient = variant.coefficient or 1.0
            for line in lines:
                line.calculated_price = pricing.calculated_price(
                    line.base_price, line.coefficient, variant_coefficient, digits
                )

    @api.depends("calculated_price")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.calculated_price

    @api.depends("product_id")
    def _compute_tax_ids(self):
        for variant, variant_lines in self._by_variant():
            taxes = variant._get_taxes(variant_lines.product_id)
            for tax_ids, lines in variant_lines.grouped(
                lambda line, taxes=taxes: taxes[line.product_id]
            ).items():
                lines.tax_ids = tax_ids

    @api.depends("quantity", "price_unit", "tax_ids", "variant_id.currency_id")
    def _compute_price_subtotal(self):
        for variant, lines in self._by_variant():
            included = lines._filter_with_included_taxes()
            rounding = variant.currency_id.rounding or 0.01
            for line in lines - included:
                line.price_subtotal = pricing.subtotal(
                    line.quantity, line.price_unit, rounding
                )
            included._compute_price_subtotal_without_tax()

    def _get_applied_taxes(self):
        """Return the taxes that the host's engine applies to the line."""
        self.ensure_one()
        [base_line] = self._prepare_base_lines()
        company = self.company_id or self.env.company
        self.env["account.tax"]._add_tax_details_in_base_line(base_line, company)
        return [data["tax"] for data in base_line["tax_details"]["taxes_data"]]

    def _filter_with_included_taxes(self):
        if not any(self.tax_ids.flatten_taxes_hierarchy().mapped("price_include")):
            return self.browse()
        return self.filtered(
            lambda line: any(
                line.tax_ids.flatten_taxes_hierarchy().mapped("price_include")
            )
        )

    def _compute_price_subtotal_without_tax(self):
        """Take included taxes out of the amount, as the host does for an order."""
        tax_engine = self.env["account.tax"]
        for line, base_line in zip(self, self._prepare_base_lines(), strict=True):
            company = line.company_id or self.env.company
            tax_engine._add_tax_details_in_base_line(base_line, company)
            tax_engine._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line["tax_details"]["total_excluded_currency"]

    @api.depends("product_id", "product_uom_id")
    def _compute_unit_cost(self):
        services = self.filtered("product_id")
        (self - services).unit_cost = 0.0
        date = fields.Date.context_today(self)
        for variant, variant_lines in services._by_variant():
            company = variant.company_id or self.env.company
            for (product, uom), lines in variant_lines.grouped(
                lambda line: (line.product_id, line.product_uom_id)
            ).items():
                cost = product.uom_id._compute_price(
                    product.with_company(company).standard_price, uom
                )
                lines.unit_cost = company.currency_id._convert(
                    cost, variant.currency_id, company, date, round=False
                )

    @api.depends("price_subtotal", "quantity", "unit_cost")
    def _compute_margin(self):
        for variant, lines in self._by_variant():
            rounding = variant.currency_id.rounding or 0.01
            for line in lines:
                line.margin = pricing.margin(
                    line.price_subtotal, line.quantity, line.unit_cost, rounding
                )

    def _get_variant(self):
        return self.variant_id

    def _get_coefficient_product(self):
        return self.product_id

    def _by_variant(self):
        """Return (variant, its lines): most often one pair, made at no cost a line."""
        variants = self.variant_id
        if len(variants) > 1:
            return self.grouped("variant_id").items()
        return [(variants, self)]

    def _prepare_base_lines(self):
        """Return what the host's tax engine asks of each line with a service."""
        tax_engine = self.env["account.tax"]
        return [
            tax_engine._prepare_base_line_for_taxes_computation(
                line,
                tax_ids=line.tax_ids,
                quantity=line.quantity,
                price_unit=line.price_unit,
                partner_id=line.variant_id.partner_id,
                currency_id=line.currency_id,
                product_id=line.product_id,
                rate=1.0,
            )
            for line in self
            if not line.display_type
        ]

    # === CONSTRAINTS ===

    @api.constrains("product_id", "variant_id")
    def _check_product_in_direction(self):
        if is_moved_by_machine(self.env):
            return
        for variant, lines in self._by_variant():
            products = lines.product_id
            offered = products.filtered_domain(variant._get_product_domain())
            if foreign := products - offered:
                raise ValidationError(
                    self.env._(
                        "The direction “%(direction)s” does not offer %(services)s."
                        " Choose its own services, or let the administrator add these"
                        " to it.",
                        direction=variant.direction_id.display_name,
                        services=", ".join(
                            self.env._("“%(service)s”", service=name)
                            for name in foreign.mapped("display_name")
                        ),
                    )
                )

    @api.constrains("formula")
    def _check_formula(self):
        if is_moved_by_machine(self.env):
            return
        for line in self.filtered("formula"):
            check_syntax(self.env, line._get_label(), line.formula)

    @api.constrains("product_id", "product_uom_id")
    def _check_product_uom_id(self):
        services = self.filtered("product_id")
        for product, uom in {
            (line.product_id, line.product_uom_id) for line in services
        }:
            if not uom:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” has no unit. Choose %(unit)s, or one that"
                        " converts into it.",
                        service=product.display_name,
                        unit=product.uom_id.name,
                    )
                )
            if not uom._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "“%(service)s” is sold in %(unit)s, which can't be converted"
                        " into %(other)s.",
                        service=product.display_name,
                        unit=product.uom_id.name,
                        other=uom.name,
                    )
                )

    def _check_company(self, fnames=None):
        """Spare the check line by line where only one company can take part."""
        if fnames and not COMPANY_FIELDS.intersection(fnames):
            return None
        lines = self.sudo()
        companies = (
            lines.variant_id.company_id
            | lines.product_id.company_id
            | lines.tax_ids.company_id
            | lines.coefficient_ids.company_id
        )
        return super()._check_company(fnames) if len(companies) > 1 else None

    # === CRUD ===

    @api.model
    def _get_event_fields(self):
        """Return what is computed, or carried over by a copy."""
        return super()._get_event_fields() | {
            "calculated_price",
            "price_subtotal",
            "tax_ids",
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_correction(vals)
            if vals.get("display_type"):
                vals.update(
                    quantity=0.0, base_price=0.0, product_uom_id=False, formula=False
                )
            elif vals.get("formula"):
                vals.pop("quantity", None)
        context = dict(self.env.context)
        for name in self._get_correction_fields():
            context.pop(f"default_{name}", None)
        lines = self.with_context(context)  # pylint: disable=context-overridden
        lines = super(EngineeringVariantLine, lines).create(vals_list)
        lines.variant_id.calculation_id._check_can_edit()
        # An event that has not seen them yet must not miss them.
        serialize(lines.variant_id)
        return lines

    def _add_precomputed_values(self, vals_list):
        # As superuser, for the cost too; so are stored fields always computed.
        lines = super(EngineeringVariantLine, self.sudo())
        return lines._add_precomputed_values(vals_list)

    def write(self, vals):
        if not vals:
            return True
        if not self._get_correction_fields().issuperset(vals):
            self._check_no_correction(vals)
            self.variant_id.calculation_id._check_can_edit()
            result = super().write(self._prepare_quantity_values(vals))
            if "variant_id" in vals:
                self.variant_id.calculation_id._check_can_edit()
            return result
        self._check_can_correct()
        if "price_unit" not in vals:
            return super().write(vals)
        previous = {line: line.price_unit for line in self}
        price_unit = self._fields["price_unit"].convert_to_cache(
            vals["price_unit"], self
        )
        for line in self:
            line._check_correction_limits(price_unit)
        values = {**vals, **self._prepare_correction_values()}
        result = super(EngineeringVariantLine, self._as_machine()).write(values)
        self._post_corrections(previous)
        return result

    def _prepare_quantity_values(self, vals):
        """A quantity that is written replaces the formula, as in a spreadsheet."""
        if "quantity" not in vals:
            return vals
        if not vals.get("formula"):
            return {**vals, "formula": False}
        return {name: value for name, value in vals.items() if name != "quantity"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.variant_id.calculation_id._check_can_edit()

    def copy_data(self, default=None):
        self.check_access("read")
        vals_list = super(EngineeringVariantLine, self.sudo()).copy_data(default)
        # Who may not see a cost can't carry it over: it is computed anew.
        has_cost = self._has_field_access(self._fields["unit_cost"], "write")
        for vals in vals_list:
            if not has_cost:
                del vals["unit_cost"]
        return vals_list

    # === TEMPLATES AND COPIES ===

    def _prepare_taken_values(self, variant, keep_prices=False):
        """Return the values of the lines that `variant` takes over.

        Coefficients stay as they were taken. Taxes are those of the customer, and
        costs of the day, so that they are kept inside of a calculation only.
        """
        anew = {"variant_id"}
        if self.variant_id.calculation_id != variant.calculation_id:
            anew |= {"tax_ids", "unit_cost"}
        if not keep_prices:
            anew |= {"base_price", "unit_cost"}
        vals_list = [
            {name: value for name, value in vals.items() if name not in anew}
            for vals in self.copy_data()
        ]
        if keep_prices:
            variant._convert_base_prices(vals_list, self.variant_id.currency_id)
        return vals_list

    def _prepare_template_line_values(self):
        """Return the values of the template's line that keeps this line."""
        self.ensure_one()
        values = {
            "sequence": self.sequence,
            "display_type": self.display_type,
            "collapse_prices": self.collapse_prices,
            "collapse_composition": self.collapse_composition,
        }
        if self.display_type:
            return {**values, "name": self.name}
        values |= {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "formula": self.formula,
            "quantity": self.quantity,
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
        }
        if self.name != self._get_catalog_description():
            values["name"] = self.name
        return values

    # === PROPOSAL ===

    def _prepare_order_line_values(self):
        """Return the values of the order line that sells this line."""
        self.ensure_one()
        values = {
            "sequence": self.sequence,
            "display_type": self.display_type,
            "name": self.name,
            "collapse_prices": self.collapse_prices,
            "collapse_composition": self.collapse_composition,
            "engineering_variant_line_id": self.id,
        }
        if self.display_type:
            return values
        return {
            **values,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "product_uom_qty": self.quantity,
            "price_unit": self.price_unit,
            # The host takes a price that differs from this one for one set by hand,
            # and keeps it: in duplicates, and where this addon is gone.
            "technical_price_unit": -1.0 - abs(self.price_unit),
            "discount": 0.0,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }

    # === EXCHANGE ===

    def _prepare_estimate_values(self):
        """Return the line as the exchange schema has it."""
        self.ensure_one()
        values = {
            "ref": str(self.id),
            "name": self.name,
            "kind": LINE_KINDS[self.display_type],
        }
        if self.display_type == "line_note":
            return values
        if self.display_type:
            return {
                **values,
                "collapse_prices": self.collapse_prices,
                "collapse_composition": self.collapse_composition,
            }
        corrected = self.price_unit != self.calculated_price
        return {
            **values,
            "product_code": self._get_estimate_product_code(),
            "unit": self.product_uom_id.name,
            "formula": self.formula or None,
            "quantity": to_number(self.quantity),
            "base_price": to_number(self.base_price),
            "price_unit": to_number(self.price_unit) if corrected else None,
            **self._prepare_estimate_coefficients(),
        }

    def _get_estimate_product_code(self):
        product = self.product_id.with_context(display_default_code=False)
        return product.default_code or product.display_name

    # === CATALOG ===

    def _get_top_section(self):
        """Return the section that the line is in, or is itself."""
        return (
            self
            if self.display_type == "line_section"
            else self.get_parent_section_line()
        )

    def _has_no_quantity_of_catalog(self):
        """Return whether plus and minus can't tell what they would change."""
        return len(self) > 1 or bool(self.formula)

    def _check_catalog(self):
        if self._has_no_quantity_of_catalog():
            raise UserError(
                self.env._(
                    "“%(service)s” stands here more than once, or has a formula. Change"
                    " its quantity in the list of services.",
                    service=self.product_id.display_name,
                )
            )

    def _get_product_catalog_lines_data(self, **kwargs):
        """Return what the catalog shows of one service's lines in a section."""
        if not self:
            return {"quantity": 0}
        line = self[0]
        return {
            "quantity": sum(self.mapped("quantity")),
            "price": line.price_unit,
            "readOnly": not line.can_edit or self._has_no_quantity_of_catalog(),
            "uomDisplayName": line.product_uom_id.display_name,
        }

    def action_add_from_catalog(self):
        variant = self.env["engineering.variant"].browse(
            self.env.context.get("order_id")
        )
        return variant.action_add_from_catalog()
