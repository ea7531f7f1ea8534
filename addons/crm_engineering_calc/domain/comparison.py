"""What differs between variants of a calculation, or between its revisions."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Section = tuple[str, ...]


class ComparedLine(NamedTuple):
    """A service of one alternative; `section` names its section and subsection.

    `service` identifies what is sold; amounts are in the currency of the alternative.
    """

    section: Section
    service: Hashable
    label: str
    unit: str
    quantity: float
    coefficient: float
    price_unit: float
    amount: float


COMPARED = ("quantity", "coefficient", "price_unit", "amount")


@dataclass(eq=False)
class ComparedRow:
    """One service beside itself in each alternative; None where it is missing."""

    section: Section
    label: str
    unit: str
    cells: list[ComparedLine | None] = field(default_factory=list)

    def amounts(self) -> list[float]:
        """Return the amount in each alternative, 0 where it is missing."""
        return [cell.amount if cell else 0.0 for cell in self.cells]

    def differences(self) -> list[frozenset[str]]:
        """Return for each alternative what differs from the first: of COMPARED.

        Where the service is in one of the two only, all of it differs.
        """
        first = self.cells[0]
        return [_differences(first, cell) for cell in self.cells]

    def size(self) -> float:
        """Return the greatest distance of an amount from the first alternative's."""
        first, *others = self.amounts()
        return max((abs(amount - first) for amount in others), default=0.0)


def compare(alternatives: Sequence[Iterable[ComparedLine]]) -> list[ComparedRow]:
    """Return the services of all alternatives, row by row, in the documents' order.

    A service is matched within its section, one that is there several times in its
    order. What is left is matched with the same service in another section, where it
    was moved from. Time and memory are linear.
    """
    documents = [list(lines) for lines in alternatives]
    rows: list[ComparedRow] = []
    following: dict[int, list[ComparedRow]] = defaultdict(list)
    for index, lines in enumerate(documents):
        matched = _match(rows, lines)
        previous = 0
        for line, row in zip(lines, matched, strict=True):
            if row is None:
                row = ComparedRow(
                    line.section, line.label, line.unit, [None] * len(documents)
                )
                rows.append(row)
                following[previous].append(row)
            row.cells[index] = line
            previous = id(row)
    return _in_order(following)


def section_amounts(rows: Iterable[ComparedRow]) -> dict[Section, list[float]]:
    """Return the amounts of each section, by alternative, in the order of the rows."""
    sections: dict[Section, list[float]] = {}
    for row in rows:
        for depth in range(1, len(row.section) + 1):
            totals = sections.setdefault(row.section[:depth], [0.0] * len(row.cells))
            for index, amount in enumerate(row.amounts()):
                totals[index] += amount
    return sections


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
    first: ComparedLine | None, other: ComparedLine | None
) -> frozenset[str]:
    if first is None and other is None:
        return frozenset()
    if first is None or other is None:
        return frozenset(COMPARED)
    return frozenset(
        name for name in COMPARED if getattr(first, name) != getattr(other, name)
    )
