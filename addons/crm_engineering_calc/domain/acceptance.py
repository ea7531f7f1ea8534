"""What a customer accepts of an order, part by part: the parts sum up to the whole.

A part has the rounded amount of all that is accepted by now, less what was accepted
before it: whatever is split, taken back and accepted again, nothing is left over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .rounding import EXACT, Number, round_to, to_decimal

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
        accepted.append(ordered.get_cumulative(quantity) - amounts)
        amounts += accepted[-1]
    return accepted


def _in_steps(value: Number, rounding: Number) -> Decimal:
    return round_to(to_decimal(value), rounding)
