"""Make lines of a sheet's rows, or say by row and column why that can't be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..domain.estimate import (
    COLLAPSES,
    EstimateLine,
    EstimateMeasurement,
    EstimateVariant,
    LineKind,
)
from . import numbers, words
from .cells import Problem, ProblemKind, RowCells
from .grid import CellKind, Row
from .layout import LINE_PREFIX, TOTAL_ROW, VARIANT_ROW, ColumnField
from .sheet import Sheet

_NEW_VARIANT = "new"
_NUMBERS = (
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.COEFFICIENT,
    ColumnField.PRICE_UNIT,
)
_PRICED = (ColumnField.QUANTITY, ColumnField.BASE_PRICE)
# What makes a row a line.
_CONTENT = (
    ColumnField.PRODUCT_CODE,
    ColumnField.NAME,
    ColumnField.UNIT,
    ColumnField.FORMULA,
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.COEFFICIENTS,
    ColumnField.COEFFICIENT,
    ColumnField.COEFFICIENT_REASON,
)


class SkippedRow(NamedTuple):
    """A row that is no line: a total, or the numbers of the columns."""

    row: int
    text: str


@dataclass(frozen=True)
class ParsedSheet:
    """The variant of a sheet; it is whole where there are no `problems`.

    `rows` are the rows of its lines, and `columns` the letters of the fields, for
    problems that the caller finds. `skipped` are rows that are no lines.
    """

    variant: EstimateVariant
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def parse_lines(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> ParsedSheet:
    """Return the lines of `sheet`, by `mapping`: {field: header} of `MAPPED_FIELDS`.

    A sheet of ours maps itself, and `mapping` is not used. What a sheet does not say
    stays unset (`model_fields_set`), so that it can be kept, or computed: fields
    without a column, and an empty name, unit, quantity, price or coefficient. An empty
    formula, reason or list of coefficients of a column that there is, is cleared.

    A row that has a name alone is a section, unless a column says what kind it is.
    Rows of ours that are emptied are no lines. A line that is new, or copied with its
    hidden identity, gets a `ref` such as "row 17". Where a number was typed over the
    result of a formula of ours, the formula is cleared.
    """
    identity = sheet.identity
    if identity:
        mapping = {**identity.columns, ColumnField.REF: ColumnField.REF}
    columns, missing = _find_columns(sheet, mapping or {})
    rows = _Rows(sheet, columns)
    lines = {} if missing else dict(rows.lines())
    variant = EstimateVariant(**rows.variant_values(), lines=tuple(lines.values()))
    return ParsedSheet(
        variant, tuple(lines), (*missing, *rows.problems), tuple(rows.skipped), columns
    )


def parse_measurements(
    sheet: Sheet,
) -> tuple[tuple[EstimateMeasurement, ...], tuple[Problem, ...]]:
    """Return the measurements of a sheet of ours, and what is wrong in its cells."""
    columns = {
        name: letter
        for name, header in (sheet.identity.columns if sheet.identity else {}).items()
        if (letter := sheet.letter(header))
    }
    cells = RowCells(columns, groups_by_comma=False)
    found: dict[str, EstimateMeasurement] = {}
    for row in sheet.rows:
        if row.number >= sheet.first_row:
            code, name = cells.text(row, "code"), cells.text(row, "name")
            values = {
                "value": cells.number(row, "value") or Decimal(0),
                "unit": cells.text(row, "unit"),
                "formula": cells.text(row, "formula"),
            }
            if code in found:
                cells.report(row, "code", ProblemKind.DUPLICATE, code or "")
            elif code:
                found[code] = EstimateMeasurement(
                    code=code, name=name or code, **values
                )
            elif name or any(values.values()):
                cells.report(row, "code", ProblemKind.MISSING_NAME, name or "")
    return tuple(found.values()), tuple(cells.problems)


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


class _Rows(RowCells):
    """The rows of a sheet, as lines."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, str]) -> None:
        super().__init__(columns, _groups_by_comma(sheet, columns))
        self.skipped: list[SkippedRow] = []
        self._sheet = sheet
        self._is_ours = sheet.identity is not None
        own_words = sheet.identity.kinds if sheet.identity else {}
        self._kinds = {
            word.casefold(): kind
            for word, kind in (*words.KINDS.items(), *own_words.items())
        }
        self._known = {ref for row in sheet.rows if (ref := self._ref(row))}
        self._refs = set[str]()

    def lines(self) -> Iterator[tuple[int, EstimateLine]]:
        for row in self._sheet.rows:
            if row.number < self._sheet.first_row:
                continue
            ref = self._ref(row)
            if ref == TOTAL_ROW:
                continue
            if ref is None and self._is_no_line(row):
                self._skip(row)
            elif line := self._line(row, ref):
                yield row.number, line

    def variant_values(self) -> dict[str, Any]:
        """Return the values of the variant but its lines."""
        identity = self._sheet.identity
        ref = identity and identity.variant
        values: dict[str, Any] = {"ref": ref or _NEW_VARIANT, "name": self._sheet.name}
        for row in self._sheet.rows if self._is_ours else ():
            if row.number < self._sheet.header_row and self._ref(row) == VARIANT_ROW:
                values["name"] = self.text(row, ColumnField.NAME) or self._sheet.name
                values |= self._multipliers(row)
        return values

    def _ref(self, row: Row) -> str | None:
        cell = self.cell(row, ColumnField.REF)
        return cell.text if cell else None

    def _line(self, row: Row, ref: str | None) -> EstimateLine | None:
        has = {name for name in _CONTENT if self.cell(row, name)}
        found = len(self.problems)
        if has:
            values = self._values(row, ref, has)
        elif self._is_ours:
            return None
        else:
            values = self._lone_text(row) or {}
        if not values or len(self.problems) > found:
            return None
        try:
            return EstimateLine(ref=self._identity(row, ref), **values)
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            self.problems.append(Problem(row.number, None, ProblemKind.REFUSED, reason))
            return None

    def _values(
        self, row: Row, ref: str | None, has: set[ColumnField]
    ) -> dict[str, Any]:
        kind = self._kind(row, has)
        name = self.text(row, ColumnField.NAME)
        if kind is LineKind.PRODUCT:
            code = self.text(row, ColumnField.PRODUCT_CODE)
            values = self._product_values(row, ref)
            values |= {"name": name or code, "product_code": code or name}
        else:
            values = self._text_values(row, has) | {"kind": kind, "name": name}
        if not values["name"]:
            self.report(row, ColumnField.NAME, ProblemKind.MISSING_NAME)
        return values

    def _product_values(self, row: Row, ref: str | None) -> dict[str, Any]:
        known = {
            ColumnField.UNIT: self.text(row, ColumnField.UNIT),
            ColumnField.QUANTITY: self.number(row, ColumnField.QUANTITY),
            ColumnField.BASE_PRICE: self.number(row, ColumnField.BASE_PRICE),
            ColumnField.PRICE_UNIT: self._correction(row),
        }
        values: dict[str, Any] = {
            name: value for name, value in known.items() if value is not None
        }
        values |= self._multipliers(row)
        if ColumnField.FORMULA in self.columns:
            formula = self.text(row, ColumnField.FORMULA)
            values["formula"] = None if self._is_typed_over(row, formula) else formula
        return values

    def _text_values(self, row: Row, has: set[ColumnField]) -> dict[str, Any]:
        for name in sorted(has - {ColumnField.NAME}):
            text = self.text(row, name) or ""
            self.report(row, name, ProblemKind.TEXT_WITH_VALUE, text)
        hidden = (self.text(row, ColumnField.ORIGIN) or "").split()
        return {name: True for name in COLLAPSES if name in hidden}

    def _multipliers(self, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if ColumnField.COEFFICIENTS in self.columns:
            values["coefficients"] = self.coefficients(row, ColumnField.COEFFICIENTS)
        if ColumnField.COEFFICIENT_REASON in self.columns:
            reason = self.text(row, ColumnField.COEFFICIENT_REASON)
            values["coefficient_reason"] = reason
        coefficient = self.number(row, ColumnField.COEFFICIENT)
        if coefficient is not None:
            values["coefficient"] = coefficient
        return values

    def _is_typed_over(self, row: Row, formula: str | None) -> bool:
        cell = self.cell(row, ColumnField.QUANTITY)
        is_number = cell is not None and not cell.is_formula
        return is_number and formula == self.text(row, ColumnField.ORIGIN)

    def _lone_text(self, row: Row) -> dict[str, Any] | None:
        """Return the section that a lone text in any column is: cells are merged."""
        cells = list(row.cells.values())
        if len(cells) == 1 and cells[0].kind is CellKind.TEXT:
            return {"kind": LineKind.SECTION, "name": cells[0].text}
        self._skip(row)
        return None

    def _skip(self, row: Row) -> None:
        text = next(iter(row.cells.values())).text
        self.skipped.append(SkippedRow(row.number, text))

    def _kind(self, row: Row, has: set[ColumnField]) -> LineKind:
        word = self.text(row, ColumnField.KIND)
        if word and word.casefold() in self._kinds:
            return self._kinds[word.casefold()]
        if word:
            self.report(row, ColumnField.KIND, ProblemKind.UNKNOWN_KIND, word)
        return LineKind.SECTION if has == {ColumnField.NAME} else LineKind.PRODUCT

    def _identity(self, row: Row, ref: str | None) -> str:
        """Return the line's ref; a second row that has it is a copy, and new."""
        if ref is None or ref in self._refs or not ref.startswith(LINE_PREFIX):
            new = f"row {row.number}"
            while f"{LINE_PREFIX}{new}" in self._known:
                new += "+"
            return new
        self._refs.add(ref)
        return ref.removeprefix(LINE_PREFIX)

    def _correction(self, row: Row) -> Decimal | None:
        cell = self.cell(row, ColumnField.PRICE_UNIT)
        if cell is None or cell.is_formula:
            return None
        return self.number(row, ColumnField.PRICE_UNIT)

    def _is_no_line(self, row: Row) -> bool:
        texts = [cell.text for cell in row.cells.values()]
        if texts == [str(number + 1) for number in range(len(texts))]:
            return len(texts) > 2
        priced = all(self.cell(row, name) for name in _PRICED)
        return not priced and words.is_total(texts[0])


def _groups_by_comma(sheet: Sheet, columns: Mapping[str, str]) -> bool:
    letters = [columns[name] for name in _NUMBERS if name in columns]
    cells = (row.cells.get(letter) for row in sheet.rows for letter in letters)
    return any(
        cell and isinstance(cell.value, str) and numbers.shows_comma_groups(cell.value)
        for cell in cells
    )
