from odoo import api, models
from odoo.exceptions import UserError

from ...domain import comparison, pricing
from ...domain.extra import PREFIX
from ...xlsx.comparison import write_comparison
from ...xlsx.comparison_words import ComparisonWords
from .estimate_words import describe_value


class EngineeringComparisonOutputMixin(models.AbstractModel):
    """A comparison as the screen, the paper and the workbook show it."""

    _name = "engineering.comparison.output.mixin"
    _description = "Comparison as it is shown"

    @api.model
    def _prepare_compared_variant(self, variant):
        calculation = variant.calculation_id
        return {
            "id": variant.id,
            "name": variant.name,
            "calculation": calculation.display_name,
            "revision": calculation.revision,
            "coefficient": variant.coefficient,
        }

    @api.model
    def _get_compared_totals(self, variants):
        """Return the labels of the amounts below the lines, by their fields' names."""
        totals = {
            "amount_untaxed": self.env._("Untaxed Amount"),
            "amount_tax": self.env._("Taxes"),
            "amount_total": self.env._("Total"),
        }
        if any(variants.mapped("amount_rounding")):
            return {"amount_rounding": self.env._("Rounding"), **totals}
        return totals

    @api.model
    def _prepare_total(self, amounts, references):
        return {
            "amounts": amounts,
            "changes": [
                amount - amounts[reference]
                for amount, reference in zip(amounts, references, strict=True)
            ],
        }

    @api.model
    def _prepare_compared_section(self, section):
        return {
            "is_section": True,
            "label": section.section[-1],
            "depth": len(section.section),
            "amounts": section.amounts(),
            "changes": section.changes(),
        }

    @api.model
    def _prepare_compared_row(self, row):
        return {
            "is_section": False,
            "section": list(row.section),
            "label": row.label,
            "unit": row.unit,
            "amounts": row.amounts(),
            "changes": row.changes(),
            "size": row.size(),
            "cells": [
                cell
                and {**self._prepare_compared_cell(cell), "differs": sorted(differs)}
                for cell, differs in zip(row.cells, row.differences(), strict=True)
            ],
        }

    @api.model
    def _prepare_compared_cell(self, cell):
        names = cell.get_compared() + comparison.PLACED
        lines = self.env["engineering.variant.line"]
        return {name: cell.get(name) for name in names} | {
            "tax": cell.tax,
            "extra": {
                key: describe_value(
                    self.env, lines._fields[key.removeprefix(PREFIX)], value
                )
                for key, value in cell.extra.items()
            },
        }

    @api.model
    def _get_compared_fields(self):
        """Return the `ExtraField`s that lines have besides the factors of prices."""
        lines = self.env["engineering.variant.line"]
        factors = {factor.name for factor in lines._get_price_factors()}
        fields = lines._get_extra_fields().values()
        return [field for field in fields if field.name not in factors]

    @api.model
    def _prepare_compared_factors(self):
        """Return the names and labels of what multiplies the base prices of lines."""
        return [
            {"name": name, "label": self._get_factor_label(name)}
            for name in self._get_compared_factors()
        ]

    @api.model
    def _get_compared_factors(self):
        lines = self.env["engineering.variant.line"]
        return pricing.get_multipliers(lines._get_price_factors())

    @api.model
    def _get_factor_label(self, name):
        if name == pricing.COEFFICIENT.name:
            return self.env._("Coeff.")
        field = self.env["engineering.variant.line"]._fields[name]
        return field._description_string(self.env)

    @api.model
    def _get_compared_digits(self):
        """Return how many digits lines show of quantities and prices."""
        lines = self.env["engineering.variant.line"]
        return {
            name: lines._fields[name].get_digits(self.env)[1]
            for name in ("quantity", "price_unit")
        }

    # === WORKBOOK ===

    def _export_comparison(
        self, variant_ids=None, only_differences=False, by_size=False
    ):
        """Return what `get_comparison` returns as a workbook.

        :raises UserError: see `get_comparison`; there is nothing to compare
        """
        _choices, variants, references = self._get_compared(variant_ids)
        if not variants:
            raise UserError(
                self.env._(
                    "%(calculation)s has no variants to compare yet.",
                    calculation=self.display_name,
                )
            )
        return write_comparison(
            [f"{one.name} ({one.calculation_id.display_name})" for one in variants],
            references,
            self._arrange(
                self._compare(variants, references),
                variants,
                only_differences,
                by_size,
            ),
            {
                label: variants.mapped(name)
                for name, label in self._get_compared_totals(variants).items()
            },
            self._get_comparison_words(),
            variants.currency_id.decimal_places,
            self._get_compared_measured(variants, references),
        )

    def _get_comparison_words(self):
        return ComparisonWords(
            title=self.env._(
                "%(calculation)s: %(deal)s",
                calculation=self.display_name,
                deal=self.lead_id.name,
            ),
            sheet=self.env._("Comparison"),
            service=self.env._("Service"),
            unit=self.env._("Unit"),
            quantity=self.env._("Quantity"),
            factors={
                factor["name"]: factor["label"]
                for factor in self._prepare_compared_factors()
            },
            extra=self._get_compared_fields(),
            price=self.env._("Price"),
            amount=self.env._("Amount"),
            difference=self.env._("Difference"),
            measured=self.env._("Measurements and openings that differ"),
        )
