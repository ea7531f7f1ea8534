import itertools
from collections import defaultdict
from math import fsum

from odoo import api, fields, models
from odoo.tools import SQL

from ...domain import pricing
from ..common.field_groups import COST_GROUP
from ..common.finite_fields import FiniteMonetary
from ..common.rows import get_values


class EngineeringTotalsMixin(models.AbstractModel):
    """Margin, amounts and taxes of a variant: those that its order would have."""

    _name = "engineering.totals.mixin"
    _description = "Totals of a variant"

    currency_id = fields.Many2one("res.currency")
    amount_untaxed = FiniteMonetary(
        "Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = FiniteMonetary("Total", compute="_compute_amounts", store=True)
    amount_rounding = fields.Monetary(
        "Rounding",
        compute="_compute_amount_rounding",
        help="What the untaxed amount has on top of the amounts of the lines.",
    )
    has_included_taxes = fields.Boolean(compute="_compute_has_included_taxes")
    margin = fields.Monetary(
        compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )
    margin_percent = fields.Float(
        "Margin (%)", compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )

    # === COMPUTE ===

    @api.depends("line_ids.price_subtotal", "line_ids.tax_ids", "line_ids.price_unit")
    def _compute_amounts(self):
        for variant in self:
            variant.amount_untaxed, variant.amount_tax = variant._get_amounts()
            variant.amount_total = variant.amount_untaxed + variant.amount_tax

    @api.depends("amount_untaxed", "line_ids.price_subtotal")
    def _compute_amount_rounding(self):
        for variant in self:
            amounts = fsum(filter(None, get_values(variant.line_ids, "price_subtotal")))
            variant.amount_rounding = pricing.round_amount(
                variant.amount_untaxed - amounts,
                variant.currency_id.rounding or 0.01,
            )

    @api.depends("line_ids.tax_ids")
    def _compute_has_included_taxes(self):
        for variant in self:
            taxes = variant.line_ids.tax_ids.flatten_taxes_hierarchy()
            variant.has_included_taxes = any(taxes.mapped("price_include"))

    @api.depends("line_ids.margin", "amount_untaxed")
    def _compute_margin(self):
        for variant in self:
            variant.margin = sum(variant.line_ids.mapped("margin"))
            variant.margin_percent = (
                variant.margin / variant.amount_untaxed if variant.amount_untaxed else 0
            )

    def _get_amounts(self):
        """Return the untaxed amount and the taxes that the host's order would have.

        Of several variants: an order of them all.
        """
        untaxed, taxes = self._get_taxed_amounts()
        return untaxed, sum(taxes.values())

    def _get_taxed_amounts(self):
        """Return the untaxed amount and {tax group: its taxes} of the host's order."""
        priced = [one for variant in self for one in variant._get_priced_lines()]
        examples = {key: line for line, _base, key in reversed(priced)}
        taxes_of = {key: line._get_applied_taxes() for key, line in examples.items()}
        if all(map(_is_percent_of_untaxed, itertools.chain(*taxes_of.values()))):
            return self._sum_percent_taxes(priced, taxes_of)
        lines = self.line_ids.filtered(lambda line: not line.display_type)
        return self._get_tax_engine_amounts(lines)

    def _get_priced_lines(self):
        """Return (line, quantity × price, what tells its taxes) of each service.

        Of stored lines it asks the database: a cell that is edited must not cost that
        all others are read as records.
        """
        self.ensure_one()
        if not isinstance(self.id, int):
            return [
                (line, line.quantity * line.price_unit, line.tax_ids)
                for line in self.line_ids
                if not line.display_type
            ]
        model = self.env["engineering.variant.line"]
        model.flush_model(
            ["display_type", "price_unit", "quantity", "sequence", "tax_ids"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.quantity::float8 * line.price_unit::float8,
                       (SELECT string_agg(rel.tax_id::text, ',' ORDER BY rel.tax_id)
                          FROM engineering_variant_line_tax_rel rel
                         WHERE rel.line_id = line.id)
                  FROM engineering_variant_line line
                 WHERE line.variant_id = %s AND line.display_type IS NULL
                 ORDER BY line.sequence, line.id
                """,
                self.id,
            )
        )
        ids = {key: line_id for line_id, _base, key in reversed(rows)}
        lines = {key: model.browse(line_id) for key, line_id in ids.items()}
        return [(lines[key], base, key) for _line_id, base, key in rows]

    def _sum_percent_taxes(self, priced, taxes_of):
        """Return the amounts where each tax is a percent of the untaxed line.

        It repeats the host's additions in the host's order, and rounds when the host
        does, without the dozens of values that its engine keeps of each line.
        """
        rounding = self.currency_id.rounding or 0.01
        company = self.company_id or self.env.company
        per_line = company.tax_calculation_rounding_method == "round_per_line"
        percents = {
            key: [(tax, tax.amount) for tax in taxes] for key, taxes in taxes_of.items()
        }
        untaxed, by_tax = 0.0, defaultdict(float)
        for _line, base, key in priced:
            if per_line:
                base = pricing.round_amount(base, rounding)
            untaxed += base
            for tax, percent in percents[key]:
                amount = base * percent / 100.0
                if per_line:
                    amount = pricing.round_amount(amount, rounding)
                by_tax[tax] += amount
        by_group = defaultdict(float)
        for tax, amount in by_tax.items():
            by_group[tax.tax_group_id] += pricing.round_amount(amount, rounding)
        return pricing.round_amount(untaxed, rounding), by_group

    def _get_tax_engine_amounts(self, lines):
        tax_engine = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = lines._prepare_base_lines()
        tax_engine._add_tax_details_in_base_lines(base_lines, company)
        tax_engine._round_base_lines_tax_details(base_lines, company)
        totals = tax_engine._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id, company=company
        )
        groups = self.env["account.tax.group"]
        return totals["base_amount_currency"], {
            groups.browse(values["id"]): values["tax_amount_currency"]
            for subtotal in totals["subtotals"]
            for values in subtotal["tax_groups"]
        }


def _is_percent_of_untaxed(tax):
    return (
        tax.amount_type == "percent"
        and not tax.price_include
        and not tax.include_base_amount
        and not tax.has_negative_factor
    )
