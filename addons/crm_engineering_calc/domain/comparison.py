"""What differs between variants of a calculation, or between its revisions."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from types import MappingProxyType
from typing import Any, NamedTuple

from . import outline, pricing
from .extra import PREFIX, Value
from .outline import Path as Section


class ComparedLine(NamedTuple):
    """A service of one alternative; `section` names its section and subsection.

    `service` identifies what is sold; amounts are in the currency of the alternative.
    `factors` are by name what multiplies the base price, and `extra` other fields of
    other addons by their `ExtraField.key`. `tax` says that the price includes tax.
    """

    section: Section
    service: Hashable
    label: str
    unit: str
    quantity: float
    factors: Mapping[str, float]
    price_unit: float
    amount: float
    extra: Mapping[str, Value] = MappingProxyType({})
    tax: str = ""

    def get(self, name: str) -> Any:
        """Return a fact of COMPARED or PLACED, a factor, or a field by its key."""
        for facts in (self.factors, self.extra):
            if name in facts:
                return facts[name]
        return None if name.startswith(PREFIX) else getattr(self, name)

    def get_compared(self) -> tuple[str, ...]:
        """Return the names of the facts that differ in price or quantity."""
        return (*COMPARED, *self.factors)


COMPARED = ("quantity", "price_unit", "amount")
# What a line may have in one alternative otherwise than in another, at no cost.
PLACED = ("section", "unit")


@dataclass(eq=False)
class ComparedAmounts:
    """Amounts by alternative; each has a reference, the alternative it is compared to.

    A reference is its own: it differs from nothing.
    """

    section: Section
    references: Sequence[int]

    def amounts(self) -> list[float]:
        """Return the amount in each alternative, 0 where there is none."""
        raise NotImplementedError

    def changes(self) -> list[float]:
        """Return for each alternative by how much its amount is above the reference."""
        amounts = self.amounts()
        return [
            amount - amounts[reference]
            for amount, reference in zip(amounts, self.references, strict=True)
        ]


@dataclass(eq=False)
class ComparedSection(ComparedAmounts):
    """A section or subsection, the last name of its path, with its subtotals."""

    subtotals: list[float]

    def amounts(self) -> list[float]:
        return self.subtotals


@dataclass(eq=False)
class ComparedRow(ComparedAmounts):
    """One service beside itself in each alternative; None where it is missing.

    `section` is where it stands in the first alternative that has it.
    """

    label: str
    unit: str
    cells: list[ComparedLine | None]

    def amounts(self) -> list[float]:
        return [cell.amount if cell else 0.0 for cell in self.cells]

    def differences(self) -> list[frozenset[str]]:
        """Return for each alternative what differs: facts, factors, places, fields.

        Where the service is in one of the two only, all but its place differs.
        """
        return [
            _differences(self.cells[reference], cell)
            for cell, reference in zip(self.cells, self.references, strict=True)
        ]

    def differs(self) -> bool:
        return any(self.differences())

    def size(self) -> float:
        """Return the greatest distance of an amount from its reference."""
        return max(map(abs, self.changes()), default=0.0)


def compare(
    alternatives: Sequence[Iterable[ComparedLine]],
    references: Sequence[int] | None = None,
) -> list[ComparedRow]:
    """Return the services of all alternatives, row by row, in the documents' order.

    A service is matched within its section, one that is there several times in its
    order. What is left is matched with the same service in another section, where it
    was moved from. Services of a section stand together. Time is linear.

    :param references: the index of the alternative that each is compared to; without
        them, the first
    """
    documents = [list(lines) for lines in alternatives]
    if references is None:
        references = [0] * len(documents)
    rows: list[ComparedRow] = []
    following: dict[int, list[ComparedRow]] = defaultdict(list)
    for index, lines in enumerate(documents):
        matched = _match(rows, lines)
        previous = 0
        for line, row in zip(lines, matched, strict=True):
            if row is None:
                cells: list[ComparedLine | None] = [None] * len(documents)
                row = ComparedRow(
                    line.section, references, line.label, line.unit, cells
                )
                rows.append(row)
                following[previous].append(row)
            row.cells[index] = line
            previous = id(row)
    return outline.gather(_in_order(following), lambda row: row.section)


def arrange(
    rows: Sequence[ComparedRow],
    *,
    rounding: float = 0.01,
    only_differences: bool = False,
    by_size: bool = False,
) -> list[ComparedSection | ComparedRow]:
    """Return what a reader sees of the rows, each section above its services.

    Subtotals are of all services, also of those that are not shown.

    :param rounding: the least step of an amount
    :param only_differences: leave out what is the same everywhere
    :param by_size: the greatest difference first; then there are no sections
    """
    shown = [row for row in rows if row.differs()] if only_differences else rows
    if by_size:
        return [*sorted(shown, key=ComparedRow.size, reverse=True)]
    return list(_with_sections(shown, section_amounts(rows, rounding)))


def section_amounts(
    rows: Iterable[ComparedRow], rounding: float = 0.01
) -> dict[Section, list[float]]:
    """Return the subtotals of each section, by alternative, in the order of the rows.

    A service counts where its row stands, also in an alternative that has it elsewhere.
    """
    amounts: dict[Section, list[list[float]]] = defaultdict(list)
    for row in rows:
        for path in outline.get_sections(row.section):
            amounts[path].append(row.amounts())
    return {
        path: [
            pricing.round_amount(fsum(each), rounding)
            for each in zip(*parts, strict=True)
        ]
        for path, parts in amounts.items()
    }


def _with_sections(
    rows: Sequence[ComparedRow], subtotals: Mapping[Section, list[float]]
) -> Iterator[ComparedSection | ComparedRow]:
    begun = outline.get_begun(row.section for row in rows)
    for row, sections in zip(rows, begun, strict=True):
        for section in sections:
            yield ComparedSection(section, row.references, subtotals[section])
        yield row


def _match(
    rows: Sequence[ComparedRow], lines: Sequence[ComparedLine]
) -> list[ComparedRow | None]:
    """Return the row of each line: of its section first, then of any other."""
    matched: list[ComparedRow | None] = [None] * len(lines)
    taken: set[int] = set()
    for in_section in (True, False):
        free: dict[Hashable, list[ComparedRow]] = defaultdict(list)
        for row in reversed(rows):
            if id(row) not in taken:
                free[_key(row.section, _service(row), in_section)].append(row)
        for position, line in enumerate(lines):
            candidates = free.get(_key(line.section, line.service, in_section))
            if matched[position] is None and candidates:
                row = candidates.pop()
                matched[position] = row
                taken.add(id(row))
    return matched


def _key(section: Section, service: Hashable, in_section: bool) -> Hashable:
    return (section if in_section else None, service)


def _service(row: ComparedRow) -> Hashable:
    return next(cell.service for cell in row.cells if cell)


def _in_order(following: dict[int, list[ComparedRow]]) -> list[ComparedRow]:
    """Return the rows, each at once after the one that it was added after."""
    ordered: list[ComparedRow] = []
    stack = list(following[0])
    while stack:
        row = stack.pop()
        ordered.append(row)
        stack.extend(following.get(id(row), ()))
    return ordered


def _differences(
    reference: ComparedLine | None, other: ComparedLine | None
) -> frozenset[str]:
    if reference and other:
        names = {*reference.get_compared(), *other.get_compared(), *PLACED}
        names |= {*reference.extra, *other.extra}
        return frozenset(
            name for name in names if reference.get(name) != other.get(name)
        )
    present = reference or other
    return frozenset(present.get_compared() if present else ())
