"""What of a prepayment an invoice deducts: at most what it comes to.

The rest is for later invoices, and the last one takes all that is left of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .acceptance import ZERO, Amounts, TaxAmount
from .rounding import EXACT, Number, round_to

Taxes = frozenset[int]


@dataclass(frozen=True)
class Prepayment:
    """What is left of a prepayment, and the taxes that it is made with."""

    taxes: Taxes
    rest: Amounts


def get_deductions(
    prepayments: Iterable[Prepayment],
    billed: Mapping[Taxes, Amounts],
    ordered: frozenset[Taxes],
    rounding: Number,
    is_last: bool,
) -> list[Amounts]:
    """Return what an invoice deducts of each prepayment, one after the other.

    :param billed: what the invoice comes to without prepayments, by taxes
    :param ordered: the taxes of all that the order has: a prepayment with others has no
        services of its own, and is deducted of any
    :param rounding: of the currency
    :param is_last: whether nothing of the order is billed later
    """
    room = dict(billed)
    prepaid = list(prepayments)
    deductions = [Amounts()] * len(prepaid)
    for index in sorted(
        range(len(prepaid)), key=lambda i: _is_free(prepaid[i], ordered)
    ):
        prepayment = prepaid[index]
        rest = prepayment.rest
        if is_last or rest.total < ZERO:
            deducted = rest
        else:
            total = sum((amounts.total for amounts in room.values()), ZERO)
            own = room.get(prepayment.taxes, Amounts())
            if _is_free(prepayment, ordered):
                own = Amounts(total)
            deducted = _get_within(rest, own, total, rounding)
        room[prepayment.taxes] = room.get(prepayment.taxes, Amounts()) - deducted
        deductions[index] = deducted
    return deductions


def _is_free(prepayment: Prepayment, ordered: frozenset[Taxes]) -> bool:
    """Return whether a prepayment is of no services of its own."""
    return prepayment.taxes not in ordered


def _get_within(
    rest: Amounts, own: Amounts, total: Decimal, rounding: Number
) -> Amounts:
    """Return the whole rest where there is room for it, else what there is room for.

    :param own: the room of its own services
    :param total: the room of the whole invoice
    """
    limit = max(min(own.total, total), ZERO)
    if rest.total <= limit:
        return rest
    if limit == own.total and own.taxes.keys() == rest.taxes.keys():
        return own
    return _get_part(rest, limit, rounding)


def _get_part(rest: Amounts, total: Decimal, rounding: Number) -> Amounts:
    """Return a part of the rest that comes to a total, each tax in proportion."""
    part = EXACT.divide(total, rest.total)
    taxes = {
        tax: TaxAmount(
            round_to(EXACT.multiply(amount.base, part), rounding),
            round_to(EXACT.multiply(amount.amount, part), rounding),
        )
        for tax, amount in rest.taxes.items()
    }
    return Amounts(total - sum((tax.amount for tax in taxes.values()), ZERO), taxes)
