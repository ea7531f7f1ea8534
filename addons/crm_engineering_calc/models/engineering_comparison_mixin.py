from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain import comparison
from ..xlsx.comparison import ComparisonWords, write_comparison


class EngineeringComparisonMixin(models.AbstractModel):
    """Variants of a calculation and of its revisions, side by side."""

    _name = "engineering.comparison.mixin"
    _description = "Comparison of variants and revisions"

    def _get_revisions(self):
        """Return all revisions of the calculation that the user may see, in order."""
        self.ensure_one()
        return self.search(
            [("name", "=", self.name), ("company_id", "=", self.company_id.id)],
            order="revision",
        )

    def action_compare(self):
        """Open the calculation's variants side by side, or its last two revisions."""
        self.ensure_one()
        variants = self.variant_ids
        return self._open_comparison(
            variants if len(variants) > 1 else self.revised_id.variant_ids | variants
        )

    def action_view_changes(self):
        """Open what the revision has changed: its variants beside those before."""
        self.ensure_one()
        return self._open_comparison(self.revised_id.variant_ids | self.variant_ids)

    def _open_comparison(self, variants):
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "engineering_comparison",
            "name": self.env._(
                "Comparison: %(calculation)s", calculation=self.display_name
            ),
            "context": {"active_id": self.id, "variant_ids": variants.ids},
        }

    def get_comparison(self, variant_ids=None):
        """Return variants of the calculation and its revisions side by side.

        The first variant is what the others are compared with. Amounts are untaxed,
        in the currency of the calculation.

        :param variant_ids: those to compare; all of the calculation if there are none
        :return: a dict of `choices` (all that can be compared), `variants`, and
            `rows`: sections with their amounts, and services with a cell a variant
        :raises UserError: the variants belong to another calculation, or have
            different currencies
        """
        choices, variants, rows = self._compare(variant_ids)
        return {
            "calculation": self.display_name,
            "deal": self.lead_id.name,
            "currency_id": variants.currency_id.id,
            "choices": [self._prepare_compared_variant(one) for one in choices],
            "variants": [self._prepare_compared_variant(one) for one in variants],
            "rows": self._prepare_compared_rows(rows),
        }

    def _compare(self, variant_ids=None):
        """Return all variants that can be compared, those that are, and their rows."""
        self.ensure_one()
        self.check_access("read")
        choices = self._get_revisions().variant_ids
        variants = choices.browse(variant_ids) if variant_ids else self.variant_ids
        self._check_comparable(variants, choices)
        return choices, variants, comparison.compare(self._get_compared_lines(variants))

    def action_print_comparison(self, variant_ids=None):
        """Return the action that prints the comparison of variants."""
        self.ensure_one()
        report = self.env.ref("crm_engineering_calc.action_report_comparison")
        return report.report_action(self, data={"variant_ids": variant_ids or []})

    def _export_comparison(self, variant_ids=None):
        """Return the comparison of variants as a workbook."""
        _choices, variants, rows = self._compare(variant_ids)
        return write_comparison(
            [f"{one.name} ({one.calculation_id.display_name})" for one in variants],
            rows,
            ComparisonWords(
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
                total=self.env._("Untaxed Amount"),
            ),
            variants.currency_id.decimal_places,
        )

    def _check_comparable(self, variants, choices):
        if foreign := variants - choices:
            raise UserError(
                self.env._(
                    "%(variants)s: only variants of %(calculation)s and of its"
                    " revisions are compared.",
                    variants=", ".join(foreign.sudo().mapped("name")),
                    calculation=self.name,
                )
            )
        if len(variants.currency_id) > 1:
            raise UserError(
                self.env._(
                    "%(calculation)s has revisions in %(currencies)s: amounts of"
                    " different currencies are not compared.",
                    calculation=self.name,
                    currencies=", ".join(variants.currency_id.mapped("name")),
                )
            )

    def _get_compared_lines(self, variants):
        """Return the services of each variant as the domain compares them."""
        lines = self.env["engineering.variant.line"].search(
            Domain("variant_id", "in", variants.ids)
            & Domain("display_type", "!=", "line_note")
        )
        by_variant = lines.grouped("variant_id")
        return [
            list(_walk(by_variant.get(variant, lines.browse()))) for variant in variants
        ]

    def _prepare_compared_variant(self, variant):
        calculation = variant.calculation_id
        return {
            "id": variant.id,
            "name": variant.name,
            "calculation": calculation.display_name,
            "revision": calculation.revision,
            "coefficient": variant.coefficient,
            "amount_untaxed": variant.amount_untaxed,
            "amount_total": variant.amount_total,
        }

    @api.model
    def _prepare_compared_rows(self, rows):
        amounts = comparison.section_amounts(rows)
        result, section = [], ()
        for row in rows:
            if row.section != section:
                section = row.section
                result += [
                    {
                        "is_section": True,
                        "section": list(path),
                        "label": path[-1],
                        "depth": len(path),
                        "amounts": amounts.pop(path),
                    }
                    for path in (section[:1], section[:2])
                    if path and path in amounts
                ]
            result.append(
                {
                    "is_section": False,
                    "section": list(section),
                    "label": row.label,
                    "unit": row.unit,
                    "size": row.size(),
                    "cells": [
                        cell
                        and {
                            **{
                                name: getattr(cell, name)
                                for name in comparison.COMPARED
                            },
                            "differs": sorted(differs),
                        }
                        for cell, differs in zip(
                            row.cells, row.differences(), strict=True
                        )
                    ],
                }
            )
        return result


def _walk(lines):
    """Return the services among the lines of a variant, with their sections."""
    section, subsection = (), ()
    for line in lines:
        if line.display_type == "line_section":
            section, subsection = (line.name,), ()
        elif line.display_type == "line_subsection":
            subsection = (line.name,)
        else:
            yield comparison.ComparedLine(
                section + subsection,
                line.product_id.id,
                line.name.splitlines()[0],
                line.product_uom_id.name,
                line.quantity,
                line.coefficient,
                line.price_unit,
                line.price_subtotal,
            )
