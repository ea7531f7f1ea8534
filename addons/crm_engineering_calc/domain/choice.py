"""What a customer sees of the variants that he may choose from, side by side.

What is hidden from him is left out here, before anything is compared or shown.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from . import comparison, outline, pricing
from .comparison import ComparedLine, ComparedRow
from .extra import PREFIX
from .outline import LineKind, Outline
from .outline import Path as Section

DESCRIPTION: Final = f"{PREFIX}description"
PRICED: Final = f"{PREFIX}priced"
# Where a line stands tells nothing of what is done, nor that its price is hidden.
_NEVER_MARKED: Final = frozenset({PRICED, "section"})
_PRICES: Final = frozenset({"price_unit", "amount"})


class OfferedLine(NamedTuple):
    """A line of a variant, and what of it, as a section, is hidden."""

    kind: str
    name: str
    service: Hashable = None
    unit: str = ""
    quantity: float = 0.0
    price_unit: float = 0.0
    amount: float = 0.0
    hides_prices: bool = False
    hides_composition: bool = False


class ShownVariant(NamedTuple):
    """The lines that are shown of a variant, and the amounts of its sections.

    Of a section in `closed`, only its name and amount are shown.
    """

    lines: list[ComparedLine]
    amounts: dict[Section, float]
    closed: set[Section]


@dataclass(eq=False)
class ShownSection:
    """A section in each variant; an amount is None where there is none to show."""

    section: Section
    amounts: list[float | None]
    is_same: bool

    is_section = True

    @property
    def label(self) -> str:
        return self.section[-1]


@dataclass(eq=False)
class ShownRow:
    """A line beside itself in each variant, None where the variant is without it.

    `differences` are what each has otherwise than the reference; `unknown` says of
    which variants it is not shown whether they have the line.
    """

    label: str
    cells: list[ComparedLine | None]
    differences: list[frozenset[str]]
    unknown: list[bool]

    is_section = False

    @property
    def is_same(self) -> bool:
        return not any(self.differences)

    @property
    def is_note(self) -> bool:
        return any(_get_kind(cell) == LineKind.NOTE for cell in self.cells if cell)


ShownItem = ShownSection | ShownRow


def show(lines: Iterable[OfferedLine]) -> ShownVariant:
    """Return what the customer sees of a variant with these lines."""
    document = Outline(lines)
    sums = document.get_sums([line.amount for line in document.lines])
    shown = ShownVariant([], {}, set())
    for place, line in enumerate(document.lines):
        heads = document.get_path(place)
        if any(head.hides_composition for head in heads):
            continue
        path = tuple(head.name for head in heads)
        is_priced = not any(head.hides_prices for head in heads)
        if not document.is_head(place):
            shown.lines.append(_compared(line, path, is_priced=is_priced))
            continue
        path += (line.name,)
        if is_priced:
            shown.amounts[path] = shown.amounts.get(path, 0.0) + sums[place]
        if line.hides_composition:
            shown.closed.add(path)
            shown.lines.append(_compared(line, path, is_priced=False))
    return shown


def lay_side_by_side(
    variants: Sequence[ShownVariant], reference: int = 0, rounding: float = 0.01
) -> list[ShownItem]:
    """Return the sections and lines of variants, each beside itself in the others.

    :param reference: the index of the variant that the others are compared to
    :param rounding: the least step of an amount
    """
    rows = comparison.compare(
        [variant.lines for variant in variants], [reference] * len(variants)
    )
    shown = [_show_row(row, variants, reference) for row in rows]
    differing = {
        section
        for row, item in zip(rows, shown, strict=True)
        if not item.is_same
        for section in outline.get_sections(row.section)
    }
    items: list[ShownItem] = []
    begun = outline.get_begun(row.section for row in rows)
    for row, item, sections in zip(rows, shown, begun, strict=True):
        for section in sections:
            amounts = _get_amounts(section, variants, rounding)
            is_same = section not in differing and len({*amounts}) == 1
            items.append(ShownSection(section, amounts, is_same))
        if not _is_head(row):
            items.append(item)
    return items


def _compared(line: OfferedLine, section: Section, *, is_priced: bool) -> ComparedLine:
    is_product = line.kind == LineKind.PRODUCT
    service = line.service if is_product else section
    return ComparedLine(
        section,
        (line.kind, service),
        line.name.partition("\n")[0],
        line.unit,
        line.quantity,
        {},
        line.price_unit if is_priced else 0.0,
        line.amount if is_priced else 0.0,
        {DESCRIPTION: line.name, PRICED: is_priced},
    )


def _show_row(
    row: ComparedRow, variants: Sequence[ShownVariant], reference: int
) -> ShownRow:
    sections = outline.get_sections(row.section)
    unknown = [not variant.closed.isdisjoint(sections) for variant in variants]
    differences = [
        frozenset() if any(unknown) else _get_seen(names, row.cells[reference], cell)
        for cell, names in zip(row.cells, row.differences(), strict=True)
    ]
    return ShownRow(row.label, row.cells, differences, unknown)


def _get_seen(names: frozenset[str], *cells: ComparedLine | None) -> frozenset[str]:
    """Return what of the differences between two lines the customer may see."""
    is_priced = all(cell.get(PRICED) for cell in cells if cell)
    return names - _NEVER_MARKED - (frozenset() if is_priced else _PRICES)


def _get_amounts(
    section: Section, variants: Sequence[ShownVariant], rounding: float
) -> list[float | None]:
    amounts = [variant.amounts.get(section) for variant in variants]
    return [
        None if amount is None else pricing.round_amount(amount, rounding)
        for amount in amounts
    ]


def _is_head(row: ComparedRow) -> bool:
    """Return whether the row stands for a section that is told in one line."""
    return any(_get_kind(cell) in outline.HEADS for cell in row.cells if cell)


def _get_kind(line: ComparedLine) -> str:
    kind, _service = cast(tuple[str, Hashable], line.service)
    return kind
