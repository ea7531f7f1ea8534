from collections import defaultdict
from textwrap import shorten

from odoo import api, fields, models

from ...domain import pricing
from ..common.finite_fields import FiniteFloat

# No tax of a fixed sum is a part of it that matters.
GREAT_AMOUNT = 1e12
# A formula of a workbook compares it.
MAX_TAXES_TEXT = 120


class EngineeringLineTaxMixin(models.AbstractModel):
    """Amount and taxes of a line: those that the customer's order line would have."""

    _name = "engineering.line.tax.mixin"
    _description = "Amount and taxes of a line"

    tax_ids = fields.Many2many(
        "account.tax",
        "engineering_variant_line_tax_rel",
        "line_id",
        "tax_id",
        compute="_compute_tax_ids",
        store=True,
        precompute=True,
        string="Taxes",
        check_company=True,
        # What is ordered keeps taxes that are archived since.
        context={"active_test": False},
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

    tax_hint = fields.Char("Tax in the Price", compute="_compute_tax_hint")

    # === COMPUTE ===

    @api.depends("product_id")
    def _compute_tax_ids(self):
        proposals = self.variant_id._get_open_proposals()
        self._take_taxes(proposals)

    def _take_taxes(self, proposals):
        """Take the taxes of {variant: its proposal}, else those of the deal."""
        positions = self.variant_id._get_fiscal_positions(proposals)
        ordered = self.variant_id._get_ordered_taxes(proposals)
        for variant, variant_lines in self._by_variant():
            taxes = variant._get_taxes(variant_lines.product_id, positions.get(variant))
            for tax_ids, lines in variant_lines.grouped(
                lambda line, taxes=taxes: ordered.get(line, taxes[line.product_id])
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

    @api.depends("tax_ids")
    @api.depends_context("lang")
    def _compute_tax_hint(self):
        included = self._filter_with_included_taxes()
        (self - included).tax_hint = False
        included.tax_hint = self.env._("incl. tax")

    def _get_applied_taxes(self):
        """Return the taxes that the host's engine applies to the line."""
        self.ensure_one()
        [base_line] = self._prepare_base_lines()
        company = self.company_id or self.env.company
        self.env["account.tax"]._add_tax_details_in_base_line(base_line, company)
        return [data["tax"] for data in base_line["tax_details"]["taxes_data"]]

    def _get_tax_rates(self):
        """Return what a price of the line includes as tax, and {tax group: its rate}.

        Both are parts of the amount without tax, as the host's engine has them of a
        great amount: so what is a sum, and no part, vanishes.
        """
        self.ensure_one()
        [base_line] = self._prepare_base_lines()
        base_line |= {"quantity": 1.0, "price_unit": GREAT_AMOUNT}
        company = self.company_id or self.env.company
        self.env["account.tax"]._add_tax_details_in_base_line(base_line, company)
        details = base_line["tax_details"]
        untaxed = details["raw_total_excluded_currency"]
        rates = defaultdict(float)
        for data in details["taxes_data"]:
            rates[data["tax"].tax_group_id] += data["raw_tax_amount_currency"]
        return round(GREAT_AMOUNT / untaxed - 1.0, 12), {
            group: round(amount / untaxed, 8) for group, amount in rates.items()
        }

    def _get_included_tax(self, rate):
        """Return the tax in the price: `rate`, unless the amount belies it."""
        self.ensure_one()
        amount = pricing.subtotal(
            self.quantity, self.price_unit, self.currency_id.rounding or 0.01, rate
        )
        if amount == self.price_subtotal:
            return rate
        return pricing.included_tax(self.quantity, self.price_unit, self.price_subtotal)

    def _get_calculated_subtotal(self):
        """Return the untaxed amount at the engineer's price."""
        self.ensure_one()
        rounding = self.currency_id.rounding or 0.01
        rate = self._get_tax_rates()[0] if self._filter_with_included_taxes() else 0.0
        return pricing.subtotal(self.quantity, self.calculated_price, rounding, rate)

    def _get_taxes_text(self, included_tax):
        """Return how a workbook names the taxes of the line."""
        self.ensure_one()
        text = shorten(", ".join(self.tax_ids.mapped("name")), MAX_TAXES_TEXT)
        if included_tax:
            return self.env._("%(taxes)s, in the price", taxes=text)
        return text

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
