from odoo import api, models

from ...domain import comparison
from ...xlsx.comparison import ComparisonWords, write_comparison


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
        names = comparison.COMPARED + comparison.PLACED
        return {name: getattr(cell, name) for name in names}

    # === WORKBOOK ===

    def _export_comparison(
        self, variant_ids=None, only_differences=False, by_size=False
    ):
        """Return what `get_comparison` returns as a workbook."""
        _choices, variants, references = self._get_compared(variant_ids)
        return write_comparison(
            [f"{one.name} ({one.calculation_id.display_name})" for one in variants],
            references,
            self._arrange(variants, references, only_differences, by_size),
            {
                self.env._("Untaxed Amount"): variants.mapped("amount_untaxed"),
                self.env._("Total"): variants.mapped("amount_total"),
            },
            self._get_comparison_words(),
            variants.currency_id.decimal_places,
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
            coefficient=self.env._("Coeff."),
            price=self.env._("Price"),
            amount=self.env._("Amount"),
            difference=self.env._("Difference"),
        )
