"""The sheet of a variant."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..domain.column_words import ColumnField
from ..domain.estimate import (
    COLLAPSES,
    Estimate,
    EstimateLine,
    EstimateVariant,
    LinePrice,
)
from ..domain.outline import LineKind, Outline
from .coefficients import format_coefficients
from .formulas import subtotal
from .labels import Labels
from .layout import LINE_PREFIX, TOTAL_ROW, VARIANT_ROW, Identity, SheetKind
from .line_openings import pack_origin
from .spreadsheet_cells import Cells
from .styles import Styles
from .table_writer import TableWriter
from .variant_columns import AMOUNT, CALCULATED_PRICE, TAXES, get_columns, get_services
from .variant_formulas import VARIANT_COEFFICIENT_NAME, LineFormulas
from .variant_totals import VariantTotals

# Rows for new lines, their formulas ready: an inserted row has none.
SPARE_ROWS = 10

_TITLE, _FACTS, _HINT, _VARIANT, _HEAD, _FIRST_ROW = range(6)
_HEAD_HEIGHT, _CLOSING_HEIGHT = 32, 6
_TEXTS = (ColumnField.PRODUCT_CODE, ColumnField.NAME, ColumnField.UNIT)


class VariantSheet(TableWriter):
    """A variant's lines: what was entered, and live formulas of what follows."""

    def __init__(
        self,
        workbook: Any,
        sheet: Any,
        styles: Styles,
        estimate: Estimate,
        variant: EstimateVariant,
        labels: Labels,
        cells: Cells,
    ) -> None:
        columns = get_columns(estimate, variant, labels)
        super().__init__(sheet, styles, labels, columns)
        self._workbook = workbook
        self._estimate = estimate
        self._variant = variant
        self._formulas = LineFormulas(estimate, self._letters, cells)
        self._openings = {one.ref: one for one in estimate.openings}
        self._offered = cells.names if estimate.openings else ""
        self._prices = [estimate.price_line(variant, line) for line in variant.lines]
        self._spare_row = _FIRST_ROW + len(variant.lines)
        self._closing_row = self._spare_row + SPARE_ROWS
        rows = _FIRST_ROW, self._closing_row
        totals = VariantTotals(estimate, variant, labels, self._letters, rows)
        self._totals = totals.get_rows()
        self._total_row = self._closing_row + len(self._totals)

    def fill(self, facts: Sequence[tuple[str, str]], stamp: str | None) -> None:
        self._write_title(facts)
        self._write_variant_row()
        self._write_head(stamp)
        self._write_lines()
        self._write_subtotals()
        self._write_spare_rows()
        self._write_totals()
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
        name = f"'{self.sheet.get_name()}'!{VARIANT_COEFFICIENT_NAME}"
        cell = f"${self._letters[ColumnField.COEFFICIENT]}${row + 1}"
        self._workbook.define_name(name, f"='{self.sheet.get_name()}'!{cell}")
        self._write(row, ColumnField.PRICE_UNIT, self.labels.total, "label")
        total = f"={self._letters[AMOUNT]}{self._total_row + 1}"
        self._formula(row, AMOUNT, total, self._totals[-1].amount, "label")

    def _write_head(self, stamp: str | None) -> None:
        identity = Identity(
            sheet=SheetKind.VARIANT,
            calculation=self._estimate.calculation,
            revision=self._estimate.revision,
            variant=self._variant.ref,
            stamp=stamp,
            columns={
                column.field: column.label for column in self._columns if column.is_read
            },
            kinds=self.labels.kinds,
        )
        self._key(_HEAD, identity.to_text())
        for column in self._columns[1:]:
            self._write(_HEAD, column.field, column.label, "head", right=column.right)

    def _write_lines(self) -> None:
        lines = zip(self._variant.lines, self._prices, strict=True)
        for row, (line, price) in enumerate(lines, _FIRST_ROW):
            self._key(row, f"{LINE_PREFIX}{line.ref}")
            self._set_height(row, {name: line.get(name) for name in _TEXTS})
            if line.kind is LineKind.PRODUCT:
                self._write_product(row, line, price)
            else:
                self._write_text_line(row, line)

    def _write_subtotals(self) -> None:
        """Sum up each section as far as the row where the next one stands.

        SUBTOTAL leaves that one out. The last one goes as far as the totals, so that
        lines inserted at the very end count, too.
        """
        lines = self._variant.lines
        outline = Outline(lines)
        sums = outline.get_sums([price.price_subtotal for price in self._prices])
        for place, line in enumerate(lines):
            if outline.is_head(place):
                row, end = _FIRST_ROW + place, outline.ends[place]
                last = self._closing_row if end == len(lines) else _FIRST_ROW + end
                formula = subtotal(self._letters[AMOUNT], row + 1, last)
                self._formula(row, AMOUNT, formula, sums[place], line.kind)

    def _write_product(self, row: int, line: EstimateLine, price: LinePrice) -> None:
        self._input(row, ColumnField.KIND, None)
        self._input(row, ColumnField.PRODUCT_CODE, line.product_code)
        self._input(row, ColumnField.NAME, line.name)
        self._input(row, ColumnField.UNIT, line.unit)
        self._input(row, ColumnField.FORMULA, line.formula)
        self._write_opening(row, line)
        self._write_quantity(row, line)
        self._input(row, ColumnField.BASE_PRICE, line.base_price)
        self._write_multipliers(row, line)
        for column in self._columns:
            if column.extra:
                self._input(row, column.field, column.get_value(line))
        formula = self._formulas.price(row)
        self._formula(row, CALCULATED_PRICE, formula, price.calculated_price)
        if line.price_unit is None:
            formula = f"={self._formulas.cell(CALCULATED_PRICE, row)}"
            self._formula(row, ColumnField.PRICE_UNIT, formula, price.price_unit)
        else:
            self._number(
                row, ColumnField.PRICE_UNIT, line.price_unit, "corrected", computed=True
            )
        formula = self._formulas.amount(row, line.included_tax)
        self._formula(row, AMOUNT, formula, price.price_subtotal)
        if line.taxes:
            self._write(row, TAXES, line.taxes, "cell", wrap=True, computed=True)
        elif TAXES in self._at:
            self._blank(row, TAXES, "cell", computed=True)

    def _write_opening(self, row: int, line: EstimateLine) -> None:
        opening = self._openings.get(line.opening or "")
        if self._offered:
            self._input(row, ColumnField.OPENING, opening.name if opening else None)
        if self._offered and opening:
            self._write(row, ColumnField.OPENING_ORIGIN, pack_origin(opening), "cell")

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
            self._formulas.quantity(line, row),
            shape,
            float(line.quantity),
        )

    def _write_text_line(self, row: int, line: EstimateLine) -> None:
        for column in self._shown:
            self._blank(row, column.field, line.kind)
        words = {kind: word for word, kind in self.labels.kinds.items()}
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
        included = {line.included_tax for line in get_services(self._variant)}
        included_tax = included.pop() if len(included) == 1 else Decimal(0)
        for row in range(self._spare_row, self._closing_row):
            for column in self._shown:
                self._input(row, column.field, None)
            for name, formula in (
                (CALCULATED_PRICE, self._formulas.price(row, is_spare=True)),
                (
                    ColumnField.PRICE_UNIT,
                    f"={self._formulas.cell(CALCULATED_PRICE, row)}",
                ),
                (AMOUNT, self._formulas.amount(row, included_tax)),
            ):
                self._formula(row, name, formula, Decimal(0), without_zero=True)

    def _write_totals(self) -> None:
        self.sheet.set_row(self._closing_row, _CLOSING_HEIGHT)
        for row, total in enumerate(self._totals, self._closing_row + 1):
            look = "total" if row == self._total_row else "sum"
            self._key(row, TOTAL_ROW)
            for column in self._shown:
                self._blank(row, column.field, look)
            self._write(row, ColumnField.NAME, total.label, look)
            if total.formula:
                self._formula(row, AMOUNT, total.formula, total.amount, look)
            else:
                self._number(row, AMOUNT, total.amount, look)

    def _set_up(self) -> None:
        sheet = self.sheet
        for number, column in enumerate(self._columns):
            hidden = {"hidden": column.is_hidden}
            sheet.set_column(number, number, column.width, None, hidden)
        sheet.set_row(_HEAD, _HEAD_HEIGHT)
        rows = _FIRST_ROW, self._closing_row - 1
        self._offer(rows, ColumnField.KIND, self.labels.kinds)
        if self._offered:
            self._offer_range(rows, ColumnField.OPENING, self._offered)
        for column in self._columns:
            if column.extra and column.extra.choices:
                self._offer(rows, column.field, dict(column.extra.choices).values())
        sheet.print_area(0, 0, self._total_row, len(self._columns) - 1)
        self.set_up(_FIRST_ROW, self._at[ColumnField.UNIT])
