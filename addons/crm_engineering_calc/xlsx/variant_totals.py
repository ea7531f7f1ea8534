"""The rows under a variant's lines: rounding, the untaxed amount, taxes, the total."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..domain import pricing
from ..domain.estimate import Estimate, EstimateTax, EstimateVariant
from . import numbers
from .formulas import rounded, subtotal
from .labels import Labels
from .variant_columns import AMOUNT, TAXES, get_services


class TotalRow(NamedTuple):
    """A label, an amount, and the formula that gives it, unless it is carried."""

    label: str
    amount: Decimal
    formula: str | None = None


class VariantTotals:
    """The totals of a variant whose lines stand between two rows, counted from 0.

    As exported, they are the carried ones to the last cent. When somebody changes a
    line, a tax that is a part of the amounts follows them; what rounding makes stays.
    """

    def __init__(
        self,
        estimate: Estimate,
        variant: EstimateVariant,
        labels: Labels,
        letters: Mapping[str, str],
        rows: tuple[int, int],
    ) -> None:
        self._estimate = estimate
        self._variant = variant
        self._labels = labels
        self._letters = letters
        self._first, self._last = rows
        self._untaxed = estimate.amount_untaxed(variant)
        # The row of the untaxed amount, as a formula calls it.
        self._untaxed_number = self._last + 2 + bool(variant.rounding)

    def get_rows(self) -> list[TotalRow]:
        """Return the rows, which follow the lines; the last one is the total."""
        variant, labels, letter = self._variant, self._labels, self._letters[AMOUNT]
        rows = []
        formula = subtotal(letter, self._first, self._last)
        if variant.rounding:
            rows.append(TotalRow(labels.rounding, variant.rounding))
            formula += f"+{letter}{self._untaxed_number - 1}"
        if not variant.taxes:
            return [*rows, TotalRow(labels.total, self._untaxed, formula)]
        rows.append(TotalRow(labels.untaxed, self._untaxed, formula))
        rows.extend(map(self._get_tax_row, variant.taxes))
        last = self._untaxed_number + len(variant.taxes)
        formula = f"=SUM({letter}{self._untaxed_number}:{letter}{last})"
        total = self._estimate.amount_total(variant)
        return [*rows, TotalRow(labels.total, total, formula)]

    def _get_tax_row(self, tax: EstimateTax) -> TotalRow:
        parts = list(self._get_parts(tax))
        if not parts:
            return TotalRow(f"{tax.name} ({self._labels.carried})", tax.amount)
        step = self._estimate.currency_rounding
        terms = "+".join(
            f"{base}*{numbers.to_text(rate)}" for base, _sum, rate in parts
        )
        amount = sum(float(amount) * float(rate) for _base, amount, rate in parts)
        found = pricing.to_decimal(pricing.round_amount(amount, float(step)))
        formula = f"={rounded(f'({terms})', step)}"
        if rest := tax.amount - found:
            formula += f"{rest:+f}"
        return TotalRow(tax.name, tax.amount, formula)

    def _get_parts(self, tax: EstimateTax) -> Iterator[tuple[str, Decimal, Decimal]]:
        """Return what the tax is part of: as a formula, as an amount, and the rate."""
        sums = self._get_sums()
        letter = self._letters[AMOUNT]
        if len(sums) == 1:
            for rate in filter(None, tax.rates.values()):
                yield f"{letter}{self._untaxed_number}", self._untaxed, rate
            return
        amounts, taxes = self._get_range(AMOUNT), self._get_range(TAXES)
        for text, rate in tax.rates.items():
            if rate and text in sums:
                quoted = text.replace('"', '""')
                base = f'SUMPRODUCT(--({taxes}="{quoted}"),{amounts})'
                yield base, sums[text], rate

    def _get_sums(self) -> dict[str | None, Decimal]:
        """Return the amount of the lines that are taxed alike, by what they say."""
        sums: dict[str | None, Decimal] = {}
        for line in get_services(self._variant):
            amount = self._estimate.price_line(self._variant, line).price_subtotal
            sums[line.taxes] = sums.get(line.taxes, Decimal(0)) + amount
        return sums

    def _get_range(self, name: str) -> str:
        letter = self._letters[name]
        return f"{letter}{self._first + 1}:{letter}{self._last + 1}"
