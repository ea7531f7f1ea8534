import itertools
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import float_round

from ...domain import pricing
from ...domain.estimate import EstimateVariant
from ...domain.workflows import CalculationState
from ..common.concurrency import hold, serialize
from ..common.field_groups import COST_GROUP
from ..common.finite_fields import FiniteMonetary
from ..common.own_fields_mixin import is_moved_by_machine
from .engineering_coefficient_mixin import TakenValues


class EngineeringVariant(models.Model):
    _name = "engineering.variant"
    _description = "Variant of a Calculation"
    _inherit = [
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.coefficient.mixin",
        "engineering.catalog.mixin",
        "engineering.offer.mixin",
    ]
    _order = "calculation_id, sequence, id"
    _rec_names_search = ["name", "calculation_id.name", "lead_id.name"]
    _check_company_auto = True

    calculation_id = fields.Many2one(
        "engineering.calculation",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    lead_id = fields.Many2one(
        related="calculation_id.lead_id", store=True, index=True, precompute=True
    )
    direction_id = fields.Many2one(related="calculation_id.direction_id")
    partner_id = fields.Many2one(related="calculation_id.partner_id")
    state = fields.Selection(related="calculation_id.state")
    can_edit = fields.Boolean(compute="_compute_can_edit")
    locked = fields.Boolean(compute="_compute_can_edit")
    can_correct = fields.Boolean(compute="_compute_can_correct")
    can_compare = fields.Boolean(
        related="calculation_id.can_compare", related_sudo=False
    )
    company_id = fields.Many2one(related="calculation_id.company_id")
    currency_id = fields.Many2one(related="calculation_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=True,
    )
    revised_id = fields.Many2one(
        "engineering.variant",
        "Revision Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The variant of the earlier revision that this one is made from.",
    )
    coefficient_ids = fields.Many2many(
        relation="engineering_variant_coefficient_rel",
        column1="variant_id",
        column2="coefficient_id",
        check_company=True,
        help="Multiply every line of the variant.",
    )
    line_ids = fields.One2many(
        "engineering.variant.line", "variant_id", "Lines", copy=True
    )
    line_count = fields.Integer(compute="_compute_line_count")
    measurement_ids = fields.One2many(
        related="calculation_id.measurement_ids", readonly=False
    )
    has_formula_errors = fields.Boolean(compute="_compute_has_formula_errors")
    has_corrected_coefficients = fields.Boolean(
        compute="_compute_has_corrected_coefficients"
    )
    amount_untaxed = FiniteMonetary(
        "Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = FiniteMonetary("Total", compute="_compute_amounts", store=True)
    margin = fields.Monetary(
        compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )
    margin_percent = fields.Float(
        "Margin (%)", compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )

    # === COMPUTE ===

    @api.depends("calculation_id")
    def _compute_name(self):
        for variant in self:
            if not variant.name:
                siblings = variant.calculation_id.variant_ids - variant
                variant.name = self.env._(
                    "Variant %(number)s", number=len(siblings) + 1
                )

    @api.depends(
        "name", "calculation_id.display_name", "direction_id.name", "lead_id.name"
    )
    @api.depends_context("show_calculation", "show_direction")
    def _compute_display_name(self):
        """Tell variants of several calculations apart where the context asks to."""
        for variant in self:
            if self.env.context.get("show_calculation"):
                variant.display_name = (
                    f"{variant.calculation_id.display_name}, {variant.lead_id.name}"
                    f" › {variant.name}"
                )
            elif self.env.context.get("show_direction"):
                variant.display_name = variant._get_title()
            else:
                variant.display_name = variant.name

    @api.depends("calculation_id.can_edit")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for variant in self:
            variant.can_edit = variant.calculation_id.can_edit
            variant.locked = not variant.can_edit

    @api.depends("calculation_id.state")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        for variant in self:
            variant.can_correct = (
                variant.state == CalculationState.COMPLETED
                and variant.lead_id._is_managed_by_user()
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        for variant in self:
            variant.line_count = len(variant.line_ids.filtered("product_id"))

    @api.depends("line_ids.formula_error")
    def _compute_has_formula_errors(self):
        for variant in self:
            variant.has_formula_errors = any(variant.line_ids.mapped("formula_error"))

    @api.depends("line_ids.coefficient_corrected")
    def _compute_has_corrected_coefficients(self):
        for variant in self:
            variant.has_corrected_coefficients = any(
                variant.line_ids.mapped("coefficient_corrected")
            )

    @api.depends("line_ids.price_subtotal", "line_ids.tax_ids", "line_ids.price_unit")
    def _compute_amounts(self):
        for variant in self:
            variant.amount_untaxed, variant.amount_tax = variant._get_amounts()
            variant.amount_total = variant.amount_untaxed + variant.amount_tax

    def _get_amounts(self):
        """Return the untaxed amount and the taxes that the host's order would have.

        Of several variants: an order of them all.
        """
        lines = self.line_ids.filtered(lambda line: not line.display_type)
        taxes_of = {
            tax_ids: same[0]._get_applied_taxes()
            for tax_ids, same in lines.grouped("tax_ids").items()
        }
        if all(map(_is_percent_of_untaxed, itertools.chain(*taxes_of.values()))):
            return self._sum_percent_taxes(lines, taxes_of)
        return self._get_tax_engine_amounts(lines)

    def _sum_percent_taxes(self, lines, taxes_of):
        """Return the amounts where each tax is a percent of the untaxed line.

        It repeats the host's additions in the host's order, and rounds when the host
        does, without the dozens of values that its engine keeps of each line.
        """
        rounding = self.currency_id.rounding or 0.01
        company = self.company_id or self.env.company
        per_line = company.tax_calculation_rounding_method == "round_per_line"
        percents = {
            tax_ids: [(tax.id, tax.amount) for tax in taxes]
            for tax_ids, taxes in taxes_of.items()
        }
        untaxed, by_tax = 0.0, defaultdict(float)
        for line in lines:
            base = line.quantity * line.price_unit
            if per_line:
                base = pricing.round_amount(base, rounding)
            untaxed += base
            for tax_id, percent in percents[line.tax_ids]:
                tax = base * percent / 100.0
                if per_line:
                    tax = pricing.round_amount(tax, rounding)
                by_tax[tax_id] += tax
        return (
            pricing.round_amount(untaxed, rounding),
            sum(pricing.round_amount(tax, rounding) for tax in by_tax.values()),
        )

    def _get_tax_engine_amounts(self, lines):
        tax_engine = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = lines._prepare_base_lines()
        tax_engine._add_tax_details_in_base_lines(base_lines, company)
        tax_engine._round_base_lines_tax_details(base_lines, company)
        totals = tax_engine._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id, company=company
        )
        return totals["base_amount_currency"], totals["tax_amount_currency"]

    def _get_fiscal_position(self):
        """Return the fiscal position that the customer's order would have."""
        partner = self.partner_id
        return (
            self.env["account.fiscal.position"]
            .with_company(self.company_id)
            ._get_fiscal_position(partner)
        )

    def _get_taxes(self, products):
        """Return {product: the taxes of its order line}; of no product, no taxes."""
        company = self.company_id or self.env.company
        fiscal_position = self._get_fiscal_position()
        taxes = {products.browse(): self.env["account.tax"]}
        for tax_ids, taxed_alike in products.sudo().grouped("taxes_id").items():
            own = tax_ids._filter_taxes_by_company(company)
            taxes.update(dict.fromkeys(taxed_alike, fiscal_position.map_tax(own)))
        return taxes

    @api.depends("line_ids.margin", "amount_untaxed")
    def _compute_margin(self):
        for variant in self:
            variant.margin = sum(variant.line_ids.mapped("margin"))
            variant.margin_percent = (
                variant.margin / variant.amount_untaxed if variant.amount_untaxed else 0
            )

    def _get_label(self):
        """Return how messages name the variant."""
        self.ensure_one()
        return self.name

    # === SERVICES AND COEFFICIENTS ===

    def _get_product_domain(self):
        """Return the domain of services that lines may have."""
        self.ensure_one()
        company_domain = self.env["product.product"]._check_company_domain(
            self.company_id
        )
        return self.direction_id._get_product_domain() & Domain(company_domain)

    def _get_coefficient_domain(self):
        """Return the domain of what the direction offers on the day of the request."""
        self.ensure_one()
        coefficient = self.env["engineering.coefficient"]
        calculation = self.calculation_id
        return (
            Domain("active", "=", True)
            & self.direction_id._get_coefficient_domain()
            & coefficient._get_valid_domain(calculation._get_request_date())
            & Domain(coefficient._check_company_domain(self.company_id))
        )

    def _get_always_coefficients(self, products):
        """Return {product: the coefficients that its new line has by itself}."""
        self.ensure_one()
        always = self.env["engineering.coefficient"].search(
            self._get_coefficient_domain() & Domain("kind", "=", "always")
        )
        return {product: always._filter_for_service(product) for product in products}

    def _by_variant(self):
        return [(variant, variant) for variant in self]

    def _get_variant(self):
        return self

    def _get_coefficient_product(self):
        return self.env["product.product"]

    def _get_base_prices(self, products, uom=None):
        """Return {product id: price of one `uom`} in the calculation's currency.

        The prices are those of the direction's pricelist at the day of the request,
        without a pricelist the products' own.
        """
        calculation = self.calculation_id
        pricelist = self.direction_id.pricelist_id.with_company(self.company_id)
        return pricelist._get_products_price(
            products.with_company(self.company_id),
            quantity=1.0,
            uom=uom,
            currency=self.currency_id,
            date=calculation.requested_on or fields.Datetime.now(),
        )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        made_with_calculation = is_moved_by_machine(self.env)
        variants = super().create(vals_list)
        variants.calculation_id._check_can_edit()
        if not made_with_calculation:
            serialize(variants.calculation_id)
        return variants

    def _add_precomputed_values(self, vals_list):
        """Spare a virtual record of each line: what is computed here needs none."""
        without_lines = [
            {name: value for name, value in vals.items() if name != "line_ids"}
            for vals in vals_list
        ]
        result = super()._add_precomputed_values(without_lines)
        for vals, computed in zip(vals_list, without_lines, strict=True):
            vals.update(computed)
        return result

    def write(self, vals):
        hold(self.calculation_id)
        self._check_write(vals)
        if "line_ids" in vals:
            vals = {**vals, "line_ids": self._update_lines(vals["line_ids"])}
        result = super().write(vals)
        if "calculation_id" in vals:
            self._check_write(vals)
        return result

    @api.model
    def _get_quick_fields(self):
        """Return what engineers write in many lines at once, with no right of its own.

        To be extended.
        """
        return {"base_price", "formula", "name", "quantity", "sequence"}

    def _update_lines(self, commands):
        """Write what the form changed in lines, and return the other commands.

        The rights are checked once for all: line by line they cost more than to write.
        """
        quick = self._get_quick_fields()
        updates = {}
        for command in commands:
            if command[0] == Command.UPDATE:
                updates.setdefault(command[1], {}).update(command[2])
        updates = {
            line_id: vals for line_id, vals in updates.items() if quick.issuperset(vals)
        }
        lines = self.env["engineering.variant.line"].browse(updates)
        if len(lines) < 2 or lines.variant_id != self:
            return commands
        lines.check_access("write")
        self.calculation_id._check_can_edit()
        for line in lines.sudo():
            line.write(updates[line.id])
        return [
            command
            for command in commands
            if command[0] != Command.UPDATE or command[1] not in updates
        ]

    def _check_write(self, vals):
        """Let managers through to the lines, which check what may be corrected."""
        if set(vals) - {"line_ids", "selected"}:
            self.calculation_id._check_can_edit()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.calculation_id._check_can_edit()

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for variant, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=variant.name)
        return vals_list

    # === ACTIONS ===

    def action_compare(self):
        """Open the variants of the calculation side by side."""
        self.ensure_one()
        return self.calculation_id.action_compare()

    def action_open(self):
        self.ensure_one()
        return self._get_records_action(name=self.env._("Variant"))

    def action_duplicate(self):
        """Copy the variant inside its calculation, and open the copy.

        Services that are no longer offered stay out, and the user is told.
        """
        self.ensure_one()
        duplicate = self.copy({"line_ids": []})
        wizard = self.env["engineering.variant.fill"].create(
            {
                "variant_id": duplicate.id,
                "source": "variant",
                "source_variant_id": self.id,
                "prices": "kept",
            }
        )
        missing = wizard.missing
        wizard.action_confirm()
        action = duplicate.action_open()
        return self._warn_of_missing(missing, action) if missing else action

    def _warn_of_missing(self, missing, action):
        """Return the action, with a warning of what could not be taken over."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Left out, for it is no longer offered"),
                "message": missing,
                "next": action,
            },
        }

    # === SECTIONS ===

    def action_arrange(self):
        """Open the lines in a list where many are selected, to group them."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "crm_engineering_calc.engineering_variant_line_action_arrange"
            ),
            "domain": [("variant_id", "=", self.id)],
            "context": {"default_variant_id": self.id},
        }

    def _arrange(self, lines):
        """Put the lines into this order."""
        self.ensure_one()
        self.write(
            {
                "line_ids": [
                    Command.update(line.id, {"sequence": number})
                    for number, line in enumerate(lines, start=1)
                    if line.sequence != number
                ]
            }
        )
        self.invalidate_recordset(["line_ids"])
        self.line_ids.invalidate_recordset(["parent_id"])

    # === TEMPLATES ===

    def action_apply_template(self):
        """Ask for a template, or another variant, whose lines to take over."""
        self.ensure_one()
        self.calculation_id._check_can_edit()
        return self._open_dialog(
            "engineering.variant.fill", self.env._("Take over lines")
        )

    def action_save_as_template(self):
        """Make a template of the variant, and open it to be named."""
        self.ensure_one()
        template = self.env["engineering.template"].create(
            self._prepare_template_values()
        )
        return template._get_records_action(name=self.env._("Template"))

    def _prepare_template_values(self):
        lines = self.line_ids
        offered = lines.product_id.filtered_domain(self._get_product_domain())
        kept = lines.filtered(
            lambda line: line.display_type or line.product_id in offered
        )
        values = {
            "name": self.env._(
                "%(variant)s: %(deal)s", variant=self.name, deal=self.lead_id.name
            ),
            "direction_id": self.direction_id.id,
            "company_id": self.company_id.id,
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            "line_ids": [
                Command.create(line._prepare_template_line_values()) for line in kept
            ],
        }
        if missing := lines - kept:
            values["note"] = self.env._(
                "Without services that are no longer offered: %(services)s",
                services=", ".join(missing.product_id.mapped("display_name")),
            )
        return values

    def _get_template_domain(self):
        """Return the domain of the templates that are offered to the variant."""
        self.ensure_one()
        company_domain = self.env["engineering.template"]._check_company_domain(
            self.company_id
        )
        return self.direction_id._get_template_domain() & Domain(company_domain)

    def _prepare_taken_coefficients(self):
        """Return the coefficients of all lines as another variant takes them over."""
        self.ensure_one()
        return {
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            "coefficient_values": TakenValues(self.coefficient_values or {}),
            "coefficient": self.coefficient,
            "coefficient_reason": self.coefficient_reason,
        }

    def _convert_base_prices(self, vals_list, currency):
        """Convert base prices from `currency`, at the rate of the request's day."""
        if not vals_list or currency == self.currency_id:
            return
        rate = currency._get_conversion_rate(
            currency,
            self.currency_id,
            self.company_id,
            self.calculation_id._get_request_date(),
        )
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for vals in vals_list:
            vals["base_price"] = float_round(vals["base_price"] * rate, digits)

    def _append_lines(self, vals_list):
        """Add lines below those that are there, in this order."""
        self.ensure_one()
        last = max(self.line_ids.mapped("sequence"), default=0)
        return self.env["engineering.variant.line"].create(
            [
                {**vals, "variant_id": self.id, "sequence": last + number}
                for number, vals in enumerate(vals_list, start=1)
            ]
        )

    # === EXCHANGE ===

    def action_export_xlsx(self):
        """Let the browser download the variant as a workbook."""
        self.ensure_one()
        return self.calculation_id._download_workbook(self)

    def action_import_xlsx(self):
        """Open the dialog that takes a workbook into the variant."""
        self.ensure_one()
        self.calculation_id._check_can_edit()
        return self.calculation_id._open_import(self)

    def _get_estimate_variant(self):
        """Return the variant with its lines as the exchange schema has them."""
        return EstimateVariant(
            **self._prepare_estimate_values(),
            lines=tuple(line._prepare_estimate_values() for line in self.line_ids),
        )

    def _prepare_estimate_values(self):
        self.ensure_one()
        return {
            "ref": str(self.id),
            "name": self.name,
            **self._prepare_estimate_coefficients(),
        }


def _is_percent_of_untaxed(tax):
    return (
        tax.amount_type == "percent"
        and not tax.price_include
        and not tax.include_base_amount
        and not tax.has_negative_factor
    )
