"""What the columns of somebody's sheet hold, told from their headers and their cells.

A header proposes, and the cells under it may object: positions such as 1.1 are no
names, and texts no prices. What no header tells, the cells tell alone: units by their
spellings, and quantity, price and amount by being factors and product.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from .column_factors import get_share, settle_price
from .column_samples import MANY, MOST, ColumnFacts, ColumnSample
from .column_words import COSTS, PATTERNS, REMARKS, ColumnField, get_plain

_FACTORS = (ColumnField.QUANTITY, ColumnField.BASE_PRICE, ColumnField.AMOUNT)
# Letters of a cell that says what something is.
_WORDS = 6
# Columns of numbers among which factors are sought: each three of them is tried.
_MOST_NUMERIC = 12


def guess_headers(headers: Sequence[str]) -> dict[str, str]:
    """Return which header is likely to head which field: {field: header}."""
    found = _guess_by_headers([ColumnSample(header, ()) for header in headers])
    return {field: headers[index] for field, index in found.items()}


def guess_columns(samples: Sequence[ColumnSample]) -> dict[ColumnField, int]:
    """Return which column is likely to hold which field: {field: its index}.

    The cells of all columns belong to the same rows.
    """
    found = _guess_by_headers(samples)
    facts = [ColumnFacts(sample) for sample in samples]
    for field, index in _guess_by_cells(facts, found):
        found[field] = index
    settle_price(facts, found)
    if not {ColumnField.QUANTITY, ColumnField.AMOUNT}.intersection(found):
        _take_costs_as_amounts(samples, found)
    return found


def are_of_estimate(found: Iterable[ColumnField]) -> bool:
    """Tell whether columns that hold these fields make an estimate.

    A list of prices counts nothing, and a list of rooms costs nothing.
    """
    fields = set(found)
    if not fields & {ColumnField.NAME, ColumnField.PRODUCT_CODE}:
        return False
    if ColumnField.AMOUNT in fields:
        return True
    return ColumnField.QUANTITY in fields and bool(
        fields & {ColumnField.BASE_PRICE, ColumnField.UNIT}
    )


def _take_costs_as_amounts(
    samples: Sequence[ColumnSample], found: dict[ColumnField, int]
) -> None:
    """Where nothing is counted, what things cost is their amount, and no price."""
    price = found.get(ColumnField.BASE_PRICE)
    if price is not None and get_plain(samples[price].header).startswith(COSTS):
        found[ColumnField.AMOUNT] = found.pop(ColumnField.BASE_PRICE)


def _guess_by_headers(samples: Sequence[ColumnSample]) -> dict[ColumnField, int]:
    words = {index: get_plain(sample.header) for index, sample in enumerate(samples)}
    facts = [ColumnFacts(sample) for sample in samples]
    found: dict[ColumnField, int] = {}
    for field, pattern in PATTERNS:
        if field in found:
            continue
        for index, header in words.items():
            if header and pattern.fullmatch(header) and facts[index].may_hold(field):
                found[field] = index
                del words[index]
                break
    return found


def _guess_by_cells(
    facts: Sequence[ColumnFacts], found: Mapping[ColumnField, int]
) -> Iterator[tuple[ColumnField, int]]:
    """Yield what the columns hold that no header has told of."""
    left = {n: one for n, one in enumerate(facts) if n not in found.values()}
    taken = set(found)

    def take(
        field: ColumnField, fits: dict[int, float]
    ) -> Iterator[tuple[ColumnField, int]]:
        if field not in taken and fits:
            index = max(fits, key=lambda number: (fits[number], -number))
            taken.add(field)
            del left[index]
            yield field, index

    yield from take(
        ColumnField.UNIT, {n: one.units for n, one in left.items() if one.units > MANY}
    )
    yield from take(
        ColumnField.PRODUCT_CODE,
        {n: one.book_codes for n, one in left.items() if one.book_codes > MANY},
    )
    yield from take(
        ColumnField.NAME,
        {
            n: one.length
            for n, one in left.items()
            if not one.header and one.length > 2 and one.may_hold(ColumnField.NAME)
        },
    )
    if ColumnField.PRODUCT_CODE not in taken:
        # Without names there are no lines: any texts but remarks may be these.
        yield from take(
            ColumnField.NAME,
            {
                n: one.length
                for n, one in left.items()
                if one.length > _WORDS
                and one.may_hold(ColumnField.NAME)
                and not REMARKS.fullmatch(get_plain(one.header))
            },
        )
    for field, index in _guess_factors(facts, found, left):
        del left[index]
        yield field, index
    # Positions stand before what they number: elsewhere whole numbers are others.
    name = found.get(ColumnField.NAME, len(facts))
    yield from take(
        ColumnField.POSITION,
        {
            n: one.positions
            for n, one in left.items()
            if one.positions >= MOST and n < name
        },
    )


def _guess_factors(
    facts: Sequence[ColumnFacts],
    found: Mapping[ColumnField, int],
    left: Mapping[int, ColumnFacts],
) -> list[tuple[ColumnField, int]]:
    """Return the missing ones of quantity, price and amount, if products show them."""
    missing = [field for field in _FACTORS if field not in found]
    numeric = [n for n, one in left.items() if one.numbers > MANY][:_MOST_NUMERIC]
    best: list[tuple[ColumnField, int]] = []
    most = MOST
    for choice in permutations(numeric, len(missing)):
        chosen = list(zip(missing, choice, strict=True))
        places = {**found, **dict(chosen)}
        quantity, price, amount = (facts[places[field]].cells for field in _FACTORS)
        right = get_share(quantity, price, amount)
        # Of factors that may change places the quantity stands first.
        if right > most:
            best, most = chosen, right
    return best if missing else []
