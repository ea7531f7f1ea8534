"""Make lines of a sheet's rows, or say by row and column why that can't be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from ..domain.column_words import ColumnField
from ..domain.estimate import EstimateLine, EstimateVariant
from ..domain.estimate_openings import EstimateOpening
from ..domain.extra import ExtraField
from ..domain.sums import SheetDiscount, SheetTotal
from . import numbers
from .cells import Problem, ProblemKind
from .grid import Row
from .layout import LINE_PREFIX, TOTAL_ROW, VARIANT_ROW
from .line_cells import LineCells
from .plain_rows import PlainRows, SkippedRow, SkipReason
from .sheet import Sheet

_NEW_VARIANT = "new"
_NUMBERS = (
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.COEFFICIENT,
    ColumnField.PRICE_UNIT,
)


@dataclass(frozen=True)
class ParsedSheet:
    """The variant of a sheet; it is whole where there are no `problems`.

    `rows` are the rows of its lines, and `columns` the letters of the fields, for
    problems that the caller finds. `skipped` are rows that are no lines; of these the
    `totals`, which its own `amounts` by row sum up to, and what is taken off them.
    `unpriced` are rows of lines whose price is a word, and so 0, `unmeasured` those
    whose quantity is.
    `hidden` are rows of lines that the file does not show, `reckoned` those with
    results that it has not saved.
    """

    variant: EstimateVariant
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    totals: tuple[SheetTotal | SheetDiscount, ...] = ()
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    reckoned: tuple[int, ...] = ()
    unpriced: tuple[int, ...] = ()
    unmeasured: tuple[int, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def parse_lines(
    sheet: Sheet,
    mapping: Mapping[str, str] | None = None,
    extra: Iterable[ExtraField] = (),
    openings: Iterable[EstimateOpening] = (),
) -> ParsedSheet:
    """Return the lines of `sheet`, by `mapping`: {field: header} of `MAPPED_FIELDS`.

    `extra` are fields of other addons; a mapping names them by their keys. `openings`
    are those of a workbook of ours, which its lines name.

    A sheet of ours maps itself, and `mapping` is not used. What a sheet does not say
    stays unset (`model_fields_set`), so that it can be kept, or computed: fields
    without a column, and an empty name, unit, quantity, price or coefficient. An empty
    formula, reason or list of coefficients of a column that there is, is cleared.

    A row that has a name alone is a section, unless a column says what kind it is.
    Amounts and positions of somebody's sheet are looked at: a row without quantity and
    price that has an amount is one piece at that price.
    Rows of ours that are emptied are no lines. A line that is new, or copied with its
    hidden identity, gets a `ref` such as "row 17". Where a number was typed over the
    result of a formula of ours, the formula is cleared.
    """
    identity = sheet.identity
    if identity:
        mapping = {**identity.columns, ColumnField.REF: ColumnField.REF}
    columns, missing = _find_columns(sheet, mapping or {})
    rows = _Rows(sheet, columns, extra, openings)
    lines = {} if missing else dict(rows.lines())
    variant = EstimateVariant(**rows.variant_values(), lines=tuple(lines.values()))
    below = [row for row in sheet.rows if row.number in lines]
    return ParsedSheet(
        variant,
        tuple(lines),
        (*missing, *rows.problems),
        tuple(rows.skipped),
        tuple(rows.totals),
        rows.amounts,
        tuple(one.number for one in below if one.is_hidden),
        tuple(one.number for one in below if one.is_reckoned),
        tuple(rows.unpriced),
        tuple(rows.unmeasured),
        columns,
    )


def _find_columns(
    sheet: Sheet, mapping: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    columns, missing = {}, []
    for name, header in mapping.items():
        if letter := sheet.letter(header):
            columns[name] = letter
        else:
            missing.append(header)
    if not missing and not {ColumnField.NAME, ColumnField.PRODUCT_CODE} & set(columns):
        missing.append("")
    return columns, tuple(
        Problem(sheet.header_row, None, ProblemKind.MISSING_COLUMN, header)
        for header in missing
    )


class _Rows(LineCells):
    """The rows of a sheet, as lines."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Mapping[str, str],
        extra: Iterable[ExtraField],
        openings: Iterable[EstimateOpening],
    ) -> None:
        kinds = sheet.identity.kinds if sheet.identity else {}
        by_comma = _groups_by_comma(sheet, columns)
        super().__init__(columns, by_comma, kinds, extra, openings)
        self.skipped: list[SkippedRow] = []
        self.totals: list[SheetTotal | SheetDiscount] = []
        self._sheet = sheet
        self._plain = PlainRows(sheet, self)
        self._is_ours = sheet.identity is not None
        self._known = {ref for row in sheet.rows if (ref := self._ref(row))}
        self._refs = set[str]()

    def lines(self) -> Iterator[tuple[int, EstimateLine]]:
        found = self._own_lines() if self._is_ours else self._plain_lines()
        return iter(found)

    def _own_lines(self) -> Iterator[tuple[int, EstimateLine]]:
        for row in self._rows_below():
            ref = self._ref(row)
            if ref == TOTAL_ROW:
                continue
            if ref is None and (skipped := self._plain.get_skipped(row)):
                self.skipped.append(skipped)
            elif line := self._line(row, ref):
                yield row.number, line

    def _plain_lines(self) -> list[tuple[int, EstimateLine]]:
        lines: list[tuple[int, EstimateLine]] = []
        self.positions = self._plain.find_positions()
        last = 0
        for row in self._rows_below():
            if skipped := self._plain.get_skipped(row):
                self.skipped.append(skipped)
                if skipped.reason == SkipReason.TOTAL:
                    self.totals.append(self._plain.get_total(skipped, row))
                elif skipped.reason == SkipReason.DISCOUNT:
                    self.totals.append(self._plain.get_discount(skipped, row))
            elif heading := self._plain.get_heading(row):
                values = {"kind": heading.kind, "name": heading.text}
                if line := self._make_line(row, None, values):
                    lines.append((row.number, line))
            else:
                last = row.number
                if line := self._line(row, None):
                    lines.append((row.number, line))
        while lines and lines[-1][0] > last:
            number, line = lines.pop()
            self.skipped.append(SkippedRow(number, line.name, SkipReason.TEXT))
        self.skipped.sort()
        return lines

    def _rows_below(self) -> Iterator[Row]:
        return (row for row in self._sheet.rows if row.number >= self._sheet.first_row)

    def variant_values(self) -> dict[str, Any]:
        """Return the values of the variant but its lines."""
        identity = self._sheet.identity
        ref = identity and identity.variant
        values: dict[str, Any] = {"ref": ref or _NEW_VARIANT, "name": self._sheet.name}
        for row in self._sheet.rows if self._is_ours else ():
            if row.number < self._sheet.header_row and self._ref(row) == VARIANT_ROW:
                values["name"] = self.text(row, ColumnField.NAME) or self._sheet.name
                values |= self.multipliers(row)
        return values

    def _ref(self, row: Row) -> str | None:
        cell = self.cell(row, ColumnField.REF)
        return cell.text if cell else None

    def _line(self, row: Row, ref: str | None) -> EstimateLine | None:
        has = self.content(row)
        found = len(self.problems)
        if not has:
            self._skip(row)
            return None
        values = self.line_values(row, has)
        return None if len(self.problems) > found else self._make_line(row, ref, values)

    def _make_line(
        self, row: Row, ref: str | None, values: dict[str, Any]
    ) -> EstimateLine | None:
        try:
            return EstimateLine(ref=self._identity(row, ref), **values)
        except ValidationError as error:
            self.problems.append(
                Problem(row.number, None, ProblemKind.REFUSED, detail=error.errors()[0])
            )
            return None

    def _skip(self, row: Row) -> None:
        """Tell of a row that says something, and nothing that a line has."""
        if not self._is_ours:
            text = next(iter(row.cells.values())).text
            self.skipped.append(SkippedRow(row.number, text, SkipReason.TEXT))

    def _identity(self, row: Row, ref: str | None) -> str:
        """Return the line's ref; a second row that has it is a copy, and new."""
        if ref is None or ref in self._refs or not ref.startswith(LINE_PREFIX):
            new = f"row {row.number}"
            while f"{LINE_PREFIX}{new}" in self._known:
                new += "+"
            return new
        self._refs.add(ref)
        return ref.removeprefix(LINE_PREFIX)


def _groups_by_comma(sheet: Sheet, columns: Mapping[str, str]) -> bool:
    letters = [columns[name] for name in _NUMBERS if name in columns]
    cells = (row.cells.get(letter) for row in sheet.rows for letter in letters)
    return any(
        cell and isinstance(cell.value, str) and numbers.shows_comma_groups(cell.value)
        for cell in cells
    )
