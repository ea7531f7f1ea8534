"""What a customer accepts of an order, part by part: the parts sum up to the whole.

A part has the rounded amount of all that is accepted by now, less what was accepted
before it: whatever is split, taken back and accepted again, nothing is left over.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from .rounding import EXACT, Number, round_to, to_decimal

_Line = TypeVar("_Line", bound=Hashable)

ZERO = Decimal(0)


@dataclass(frozen=True)
class TaxAmount:
    """A tax, and what it is of."""

    base: Decimal = ZERO
    amount: Decimal = ZERO

    def __add__(self, other: "TaxAmount") -> "TaxAmount":
        return TaxAmount(self.base + other.base, self.amount + other.amount)

    def __neg__(self) -> "TaxAmount":
        return TaxAmount(-self.base, -self.amount)


@dataclass(frozen=True)
class Amounts:
    """What something costs, and its taxes by their ids."""

    untaxed: Decimal = ZERO
    taxes: Mapping[int, TaxAmount] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        untaxed: Number,
        taxes: Mapping[int, tuple[Number, Number]],
        rounding: Number,
    ) -> "Amounts":
        """Return amounts in whole steps of a currency.

        :param taxes: {id: (what the tax is of, the tax)}
        """
        return cls(
            _in_steps(untaxed, rounding),
            {
                tax: TaxAmount(_in_steps(base, rounding), _in_steps(amount, rounding))
                for tax, (base, amount) in taxes.items()
            },
        )

    @property
    def tax(self) -> Decimal:
        return sum((tax.amount for tax in self.taxes.values()), ZERO)

    @property
    def total(self) -> Decimal:
        return self.untaxed + self.tax

    def __add__(self, other: "Amounts") -> "Amounts":
        taxes = dict(self.taxes)
        for tax, amount in other.taxes.items():
            taxes[tax] = taxes.get(tax, TaxAmount()) + amount
        return Amounts(self.untaxed + other.untaxed, taxes)

    def __neg__(self) -> "Amounts":
        taxes = {tax: -amount for tax, amount in self.taxes.items()}
        return Amounts(-self.untaxed, taxes)

    def __sub__(self, other: "Amounts") -> "Amounts":
        return self + -other


@dataclass(frozen=True)
class Ordered:
    """A line of an order: its quantity, and what it comes to.

    :param rounding: of the currency
    :param is_tax_included: whether people agree on prices that have all taxes in them
    """

    quantity: Decimal
    amounts: Amounts
    rounding: Number
    is_tax_included: bool = False

    def get_cumulative(self, quantity: Number) -> Amounts:
        """Return what a quantity of the line comes to, all together.

        Where prices include taxes, the sum with taxes is rounded, else that without.
        """
        accepted = to_decimal(quantity)
        if accepted == self.quantity:
            return self.amounts
        taxes = {
            tax: self._get_part(amount.amount, accepted)
            for tax, amount in self.amounts.taxes.items()
        }
        if self.is_tax_included:
            total = self._get_part(self.amounts.total, accepted)
            untaxed = total - sum(taxes.values(), ZERO)
        else:
            untaxed = self._get_part(self.amounts.untaxed, accepted)
        return Amounts(
            untaxed,
            {
                tax: TaxAmount(
                    untaxed
                    + self._get_part(amount.base - self.amounts.untaxed, accepted),
                    taxes[tax],
                )
                for tax, amount in self.amounts.taxes.items()
            },
        )

    def is_whole(self, quantity: Number) -> bool:
        return to_decimal(quantity) == self.quantity

    def is_rounding(self, difference: Amounts, lines: int) -> bool:
        """Return whether amounts differ by no more than the rounding of so many."""
        most = to_decimal(self.rounding) * lines
        taxes = difference.taxes.values()
        return all(
            abs(part) <= most
            for part in (difference.untaxed, *(tax.amount for tax in taxes))
        )

    def _get_part(self, amount: Decimal, accepted: Decimal) -> Decimal:
        if not self.quantity:
            return ZERO
        part = EXACT.divide(EXACT.multiply(amount, accepted), self.quantity)
        return round_to(part, self.rounding)


def get_accepted(
    ordered: Ordered,
    standing: Iterable[tuple[Number, Amounts]],
    quantities: Iterable[Number],
) -> list[Amounts]:
    """Return what each of the quantities comes to, accepted one after the other.

    :param standing: quantities and amounts of what was accepted before, and stands
    """
    quantity, amounts = ZERO, Amounts()
    for stood, of_stood in standing:
        quantity += to_decimal(stood)
        amounts += of_stood
    accepted = []
    for part in quantities:
        quantity += to_decimal(part)
        cumulative = ordered.get_cumulative(quantity)
        accepted.append(cumulative - amounts)
        amounts = cumulative
    return accepted


def carry_over(
    ordered: Mapping[_Line, Ordered],
    issued: Mapping[_Line, tuple[Number, Amounts]],
) -> dict[_Line, Ordered]:
    """Return the lines of an order, with the roundings of others that are settled.

    Where an order is rounded as a whole, its roundings move from line to line when it
    grows. A line that is wholly issued keeps its amounts: what it would have more or
    less by now stands with the dearest line that is not, each tax with one of its own.

    :param issued: what is issued of each line, and for how much
    """
    settled = {
        line: ordered[line].amounts - amounts
        for line, (quantity, amounts) in issued.items()
        if ordered[line].is_whole(quantity)
    }
    if not settled:
        return dict(ordered)
    rest = sorted(
        (line for line in ordered if line not in settled),
        key=lambda line: abs(ordered[line].amounts.total),
        reverse=True,
    )
    carried = dict(ordered)
    moved = sum(
        (
            difference
            for line, difference in settled.items()
            if ordered[line].is_rounding(difference, len(ordered))
        ),
        Amounts(),
    )
    if rest:
        _carry(carried, rest[0], Amounts(moved.untaxed))
    for tax, amount in moved.taxes.items():
        taxed = (line for line in rest if tax in ordered[line].amounts.taxes)
        if (line := next(taxed, None)) is not None:
            _carry(carried, line, Amounts(taxes={tax: amount}))
    return carried


def _carry(lines: dict[_Line, Ordered], line: _Line, difference: Amounts) -> None:
    lines[line] = replace(lines[line], amounts=lines[line].amounts + difference)


def _in_steps(value: Number, rounding: Number) -> Decimal:
    return round_to(to_decimal(value), rounding)
