"""The sheet of a variant."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from ..domain.estimate import (
    COLLAPSES,
    Estimate,
    EstimateLine,
    EstimateVariant,
    LinePrice,
)
from ..domain.outline import LineKind
from . import numbers
from .coefficients import format_coefficients
from .formulas import rounded, subtotal
from .labels import Labels
from .layout import (
    LINE_PREFIX,
    TOTAL_ROW,
    VARIANT_ROW,
    ColumnField,
    Identity,
    SheetKind,
)
from .sheet_writer import SheetWriter
from .styles import Styles

VARIANT_COEFFICIENT = "variant_coefficient"
# Rows for new lines, their formulas ready: an inserted row has none.
SPARE_ROWS = 10

_CALCULATED_PRICE, _AMOUNT = "calculated_price", "amount"
_PRICES = (ColumnField.BASE_PRICE, _CALCULATED_PRICE, ColumnField.PRICE_UNIT)
_SECTIONS = (LineKind.SECTION, LineKind.SUBSECTION)
_TITLE, _FACTS, _HINT, _VARIANT, _HEAD, _FIRST_ROW = range(6)
_LINE_HEIGHT, _HEAD_HEIGHT, _CLOSING_HEIGHT = 15, 32, 6
# A row is at most 409 points high.
_MAX_LINES = 27


class _Column(NamedTuple):
    field: str
    label: str
    width: int
    right: bool = False


def _columns(labels: Labels, currency: str) -> tuple[_Column, ...]:
    columns = (
        _Column(ColumnField.REF, "", 8),
        _Column(ColumnField.ORIGIN, "origin", 8),
        _Column(ColumnField.KIND, labels.kind, 15),
        _Column(ColumnField.PRODUCT_CODE, labels.product_code, 13),
        _Column(ColumnField.NAME, labels.name, 46),
        _Column(ColumnField.UNIT, labels.unit, 8),
        _Column(ColumnField.FORMULA, labels.formula, 16),
        _Column(ColumnField.QUANTITY, labels.quantity, 11, True),
        _Column(ColumnField.BASE_PRICE, labels.base_price, 13, True),
        _Column(ColumnField.COEFFICIENTS, labels.coefficients, 24),
        _Column(ColumnField.COEFFICIENT, labels.coefficient, 15, True),
        _Column(ColumnField.COEFFICIENT_REASON, labels.coefficient_reason, 18),
        _Column(_CALCULATED_PRICE, labels.calculated_price, 14, True),
        _Column(ColumnField.PRICE_UNIT, labels.price_unit, 14, True),
        _Column(_AMOUNT, f"{labels.amount}, {currency}", 17, True),
    )
    return tuple(_with_own_labels(columns))


def _with_own_labels(columns: Iterable[_Column]) -> Iterator[_Column]:
    """Tell headers apart that a translation made equal: the reader finds them by it."""
    seen = Counter[str]()
    for column in columns:
        seen[column.label.casefold()] += 1
        count = seen[column.label.casefold()]
        yield column if count == 1 else column._replace(label=f"{column.label} {count}")


class VariantSheet(SheetWriter):
    """A variant's lines: what was entered, and live formulas of what follows."""

    def __init__(
        self,
        workbook: Any,
        sheet: Any,
        styles: Styles,
        estimate: Estimate,
        variant: EstimateVariant,
        labels: Labels,
    ) -> None:
        super().__init__(sheet, styles, labels)
        self._workbook = workbook
        self._estimate = estimate
        self._variant = variant
        self._columns = _columns(labels, estimate.currency_code)
        self._at = {column.field: n for n, column in enumerate(self._columns)}
        self._letters = {
            name: xl_col_to_name(number) for name, number in self._at.items()
        }
        self._prices = [estimate.price_line(variant, line) for line in variant.lines]
        self._spare_row = _FIRST_ROW + len(variant.lines)
        self._closing_row = self._spare_row + SPARE_ROWS
        self._total_row = self._closing_row + 1

    def fill(self, facts: Sequence[tuple[str, str]], stamp: str | None) -> None:
        self._write_title(facts)
        self._write_variant_row()
        self._write_head(stamp)
        self._write_lines()
        self._write_spare_rows()
        self._write_total()
        self._set_up()

    def _write_title(self, facts: Sequence[tuple[str, str]]) -> None:
        labels, estimate = self.labels, self._estimate
        column = self._at[ColumnField.KIND]
        title = f"{labels.calculation} {estimate.calculation}"
        title += f" · {labels.revision} {estimate.revision}"
        self.title(column, title)
        facts = ((labels.currency, estimate.currency_code), *facts)
        text = "     ".join(f"{label}: {value}" for label, value in facts)
        self.text(_FACTS, column, text, "fact")
        self.text(_HINT, column, labels.hint, "hint")

    def _write_variant_row(self) -> None:
        variant, row = self._variant, _VARIANT
        self._key(row, VARIANT_ROW)
        self._write(row, ColumnField.KIND, self.labels.variant, "label")
        self._input(row, ColumnField.NAME, variant.name, "label")
        self._write_multipliers(row, variant)
        name = f"'{self.sheet.get_name()}'!{VARIANT_COEFFICIENT}"
        cell = f"${self._letters[ColumnField.COEFFICIENT]}${row + 1}"
        self._workbook.define_name(name, f"='{self.sheet.get_name()}'!{cell}")
        self._write(row, ColumnField.PRICE_UNIT, self.labels.total, "label")
        total = f"={self._letters[_AMOUNT]}{self._total_row + 1}"
        self._formula(row, _AMOUNT, total, self._total(), "label")

    def _write_head(self, stamp: str | None) -> None:
        identity = Identity(
            sheet=SheetKind.VARIANT,
            calculation=self._estimate.calculation,
            revision=self._estimate.revision,
            variant=self._variant.ref,
            stamp=stamp,
            columns={
                column.field: column.label
                for column in self._columns
                if column.label and column.field in set(ColumnField)
            },
            kinds=self._kind_words(),
        )
        self._key(_HEAD, identity.to_text())
        for column in self._columns[1:]:
            self._write(_HEAD, column.field, column.label, "head", right=column.right)

    def _write_lines(self) -> None:
        subtotals = self._subtotals()
        lines = zip(self._variant.lines, self._prices, strict=True)
        for row, (line, price) in enumerate(lines, _FIRST_ROW):
            self._key(row, f"{LINE_PREFIX}{line.ref}")
            self._set_height(row, line)
            if line.kind is LineKind.PRODUCT:
                self._write_product(row, line, price)
            else:
                self._write_text_line(row, line)
            if row in subtotals:
                last, amount = subtotals[row]
                formula = subtotal(self._letters[_AMOUNT], row + 1, last)
                self._formula(row, _AMOUNT, formula, amount, line.kind)

    def _write_product(self, row: int, line: EstimateLine, price: LinePrice) -> None:
        self._input(row, ColumnField.KIND, None)
        self._input(row, ColumnField.PRODUCT_CODE, line.product_code)
        self._input(row, ColumnField.NAME, line.name)
        self._input(row, ColumnField.UNIT, line.unit)
        self._input(row, ColumnField.FORMULA, line.formula)
        self._write_quantity(row, line)
        self._input(row, ColumnField.BASE_PRICE, line.base_price)
        self._write_multipliers(row, line)
        formula = self._price_formula(row)
        self._formula(row, _CALCULATED_PRICE, formula, price.calculated_price)
        if line.price_unit is None:
            formula = f"={self._letters[_CALCULATED_PRICE]}{row + 1}"
            self._formula(row, ColumnField.PRICE_UNIT, formula, price.price_unit)
        else:
            shape = self._shape(ColumnField.PRICE_UNIT, "corrected", computed=True)
            column = self._at[ColumnField.PRICE_UNIT]
            self.sheet.write_number(row, column, float(line.price_unit), shape)
        self._formula(row, _AMOUNT, self._amount_formula(row), price.price_subtotal)

    def _write_quantity(self, row: int, line: EstimateLine) -> None:
        """Write a formula's result as one, to see where a number is typed over it."""
        if line.formula is None:
            self._input(row, ColumnField.QUANTITY, line.quantity)
            return
        self._write(row, ColumnField.ORIGIN, line.formula, "cell")
        shape = self._shape(ColumnField.QUANTITY, "cell", computed=True, unlocked=True)
        self.sheet.write_formula(
            row,
            self._at[ColumnField.QUANTITY],
            f"={numbers.to_text(line.quantity)}",
            shape,
            float(line.quantity),
        )

    def _write_text_line(self, row: int, line: EstimateLine) -> None:
        for column in self._columns[2:]:
            shape = self._shape(column.field, line.kind)
            self.sheet.write_blank(row, self._at[column.field], None, shape)
        words = {kind: word for word, kind in self._kind_words().items()}
        self._input(row, ColumnField.KIND, words[line.kind], line.kind)
        self._input(row, ColumnField.NAME, line.name, line.kind)
        if hidden := [name for name in COLLAPSES if getattr(line, name)]:
            self._write(row, ColumnField.ORIGIN, " ".join(hidden), "cell")

    def _write_multipliers(self, row: int, of: EstimateLine | EstimateVariant) -> None:
        text = format_coefficients(of.coefficients) or None
        self._input(row, ColumnField.COEFFICIENTS, text)
        self._input(row, ColumnField.COEFFICIENT, of.coefficient)
        self._input(row, ColumnField.COEFFICIENT_REASON, of.coefficient_reason)

    def _write_spare_rows(self) -> None:
        for row in range(self._spare_row, self._closing_row):
            for column in self._columns[2:]:
                self._input(row, column.field, None)
            for name, formula in (
                (_CALCULATED_PRICE, self._price_formula(row, is_spare=True)),
                (
                    ColumnField.PRICE_UNIT,
                    f"={self._letters[_CALCULATED_PRICE]}{row + 1}",
                ),
                (_AMOUNT, self._amount_formula(row)),
            ):
                self._formula(row, name, formula, Decimal(0), without_zero=True)

    def _write_total(self) -> None:
        row = self._total_row
        self.sheet.set_row(self._closing_row, _CLOSING_HEIGHT)
        self._key(row, TOTAL_ROW)
        for column in self._columns[2:]:
            shape = self._shape(column.field, "total")
            self.sheet.write_blank(row, self._at[column.field], None, shape)
        self._write(row, ColumnField.NAME, self.labels.total, "total")
        formula = subtotal(self._letters[_AMOUNT], _FIRST_ROW, self._closing_row)
        self._formula(row, _AMOUNT, formula, self._total(), "total")

    def _set_up(self) -> None:
        sheet = self.sheet
        for number, column in enumerate(self._columns):
            hidden = column.field in (ColumnField.REF, ColumnField.ORIGIN)
            sheet.set_column(number, number, column.width, None, {"hidden": hidden})
        sheet.set_row(_HEAD, _HEAD_HEIGHT)
        letter = self._letters[ColumnField.KIND]
        sheet.data_validation(
            f"{letter}{_FIRST_ROW + 1}:{letter}{self._closing_row}",
            {"validate": "list", "source": list(self._kind_words())},
        )
        sheet.print_area(0, 0, self._total_row, len(self._columns) - 1)
        self.set_up(_FIRST_ROW, self._at[ColumnField.UNIT])

    def _kind_words(self) -> dict[str, LineKind]:
        labels = self.labels
        return {
            labels.section: LineKind.SECTION,
            labels.subsection: LineKind.SUBSECTION,
            labels.note: LineKind.NOTE,
        }

    def _set_height(self, row: int, line: EstimateLine) -> None:
        """Make room for a long name; programs often leave that to the person."""
        width = self._columns[self._at[ColumnField.NAME]].width
        texts = line.name.split("\n")
        count = sum(max(1, math.ceil(len(text) / width)) for text in texts)
        if count > 1:
            self.sheet.set_row(row, _LINE_HEIGHT * min(count, _MAX_LINES))

    # === FORMULAS ===

    def _price_formula(self, row: int, is_spare: bool = False) -> str:
        base = f"{self._letters[ColumnField.BASE_PRICE]}{row + 1}"
        coefficient = f"{self._letters[ColumnField.COEFFICIENT]}{row + 1}"
        if is_spare:
            coefficient = f'IF({coefficient}="",1,{coefficient})'
        product = f"{base}*{coefficient}*{VARIANT_COEFFICIENT}"
        return f"={rounded(product, Decimal(1).scaleb(-self._estimate.price_digits))}"

    def _amount_formula(self, row: int) -> str:
        quantity = f"{self._letters[ColumnField.QUANTITY]}{row + 1}"
        price = f"{self._letters[ColumnField.PRICE_UNIT]}{row + 1}"
        return f"={rounded(f'{quantity}*{price}', self._estimate.currency_rounding)}"

    def _subtotals(self) -> dict[int, tuple[int, Decimal]]:
        """Return of each section's row the last row that it sums, and the sum.

        That row is the one where the next section stands, which SUBTOTAL leaves out,
        or the one before the total: so lines inserted at the very end count, too.
        """
        found: dict[int, tuple[int, Decimal]] = {}
        ends = {kind: self._closing_row for kind in _SECTIONS}
        sums = {kind: Decimal(0) for kind in _SECTIONS}
        lines = zip(self._variant.lines, self._prices, strict=True)
        for row, (line, price) in reversed(list(enumerate(lines, _FIRST_ROW))):
            if line.kind is LineKind.PRODUCT:
                sums = {kind: sums[kind] + price.price_subtotal for kind in _SECTIONS}
            elif line.kind in _SECTIONS:
                found[row] = (ends[line.kind], sums[line.kind])
                for kind in _SECTIONS[_SECTIONS.index(line.kind) :]:
                    ends[kind], sums[kind] = row, Decimal(0)
        return found

    def _total(self) -> Decimal:
        return sum((price.price_subtotal for price in self._prices), Decimal(0))

    # === CELLS ===

    def _key(self, row: int, text: str) -> None:
        self.text(row, self._at[ColumnField.REF], text, "cell")

    def _write(self, row: int, name: str, text: str, look: str, **style: bool) -> None:
        self.text(row, self._at[name], text, look, **style)

    def _input(
        self, row: int, name: str, value: str | Decimal | None, look: str = "cell"
    ) -> None:
        style = self._number_style(name)
        self.value(row, self._at[name], value, look, unlocked=True, **style)

    def _formula(
        self,
        row: int,
        name: str,
        formula: str,
        value: Decimal,
        look: str = "cell",
        **style: bool,
    ) -> None:
        shape = self._shape(name, look, computed=look == "cell", **style)
        self.sheet.write_formula(row, self._at[name], formula, shape, float(value))

    def _shape(self, name: str, look: str, **style: bool) -> Any:
        return self.styles.get(look, **self._number_style(name), **style)

    def _number_style(self, name: str) -> dict[str, Any]:
        styles, right = self.styles, self._columns[self._at[name]].right
        if name == _AMOUNT:
            return {"number": styles.amount_format, "right": right}
        number = styles.price_format if name in _PRICES else None
        return {"number": number, "right": right}
