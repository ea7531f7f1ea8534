"""Write an estimate as a workbook: live formulas, and text that stays text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ..domain.comparison import ComparedLine, arrange, compare
from ..domain.estimate import (
    COLLAPSES,
    Estimate,
    EstimateLine,
    EstimateVariant,
    LineKind,
)
from . import numbers
from .coefficients import format_coefficients
from .comparison import ComparisonWords, add_comparison
from .labels import Labels
from .layout import (
    LINE_PREFIX,
    TOTAL_ROW,
    VARIANT_ROW,
    ColumnField,
    Identity,
    SheetKind,
)
from .styles import Styles

VARIANT_COEFFICIENT = "variant_coefficient"
# Rows for new lines, their formulas ready: an inserted row has none.
SPARE_ROWS = 10
MAX_SHEET_NAME = 31

_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
_FORMULA_STARTS = ("=", "+", "-", "@")

_CALCULATED_PRICE, _AMOUNT = "calculated_price", "amount"
_PRICES = (ColumnField.BASE_PRICE, _CALCULATED_PRICE, ColumnField.PRICE_UNIT)
_SECTIONS = (LineKind.SECTION, LineKind.SUBSECTION)
_NOTHING = Decimal(0)
_TITLE, _FACTS, _HINT, _VARIANT, _HEAD, _FIRST_ROW = range(6)

_CLOSING_HEIGHT = 6
_A4 = 9

_PROTECTION = {
    "autofilter": True,
    "delete_rows": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
}


def write_workbook(
    estimate: Estimate,
    labels: Labels | None = None,
    *,
    facts: Sequence[tuple[str, str]] = (),
    stamps: Mapping[str, str] | None = None,
) -> bytes:
    """Return the workbook of `estimate`: a sheet for each of its variants.

    Several variants are compared on a sheet of their own, and measurements have one,
    too. `facts` are labels and values that the caller wants under the title, such as
    the direction and the date; `stamps` tell the caller, by the variant's ref, what
    state of it was written (`Identity.stamp`).
    """
    labels = labels or Labels()
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": estimate.calculation})
        styles = Styles(workbook, estimate)
        names = _SheetNames()
        for variant in estimate.variants:
            sheet = workbook.add_worksheet(names.take(variant.name))
            stamp = (stamps or {}).get(variant.ref)
            page = _VariantSheet(workbook, sheet, styles, estimate, variant, labels)
            page.fill(facts, stamp)
        if len(estimate.variants) > 1:
            _add_comparison(workbook, names.take(labels.comparison), estimate, labels)
        if estimate.measurements:
            sheet = workbook.add_worksheet(names.take(labels.measurements))
            _write_measurements(sheet, styles, estimate, labels)
    return stream.getvalue()


class _SheetNames:
    """Names of sheets as Excel allows them: short, plain, and each once."""

    def __init__(self) -> None:
        self._taken = {"history"}

    def take(self, wanted: str) -> str:
        plain = " ".join(_FORBIDDEN_IN_SHEET_NAME.sub(" ", wanted).split()) or "1"
        number = 1
        name = plain[:MAX_SHEET_NAME].strip()
        while name.casefold() in self._taken:
            number += 1
            tail = f" ({number})"
            name = plain[: MAX_SHEET_NAME - len(tail)].strip() + tail
        self._taken.add(name.casefold())
        return name


class _Column(NamedTuple):
    field: str
    label: str
    width: int
    right: bool = False


def _columns(labels: Labels, currency: str) -> tuple[_Column, ...]:
    return (
        _Column(ColumnField.REF, "", 8),
        _Column(ColumnField.ORIGIN, "origin", 8),
        _Column(ColumnField.KIND, labels.kind, 11),
        _Column(ColumnField.PRODUCT_CODE, labels.product_code, 13),
        _Column(ColumnField.NAME, labels.name, 46),
        _Column(ColumnField.UNIT, labels.unit, 8),
        _Column(ColumnField.FORMULA, labels.formula, 16),
        _Column(ColumnField.QUANTITY, labels.quantity, 11, True),
        _Column(ColumnField.BASE_PRICE, labels.base_price, 13, True),
        _Column(ColumnField.COEFFICIENTS, labels.coefficients, 24),
        _Column(ColumnField.COEFFICIENT, labels.coefficient, 12, True),
        _Column(ColumnField.COEFFICIENT_REASON, labels.coefficient_reason, 18),
        _Column(_CALCULATED_PRICE, labels.calculated_price, 14, True),
        _Column(ColumnField.PRICE_UNIT, labels.price_unit, 14, True),
        _Column(_AMOUNT, f"{labels.amount}, {currency}", 17, True),
    )


class _Writer:
    """What sheets of lines and of measurements have in common."""

    def __init__(self, sheet: Any, styles: Styles) -> None:
        self._sheet = sheet
        self._styles = styles

    def text(self, row: int, column: int, text: str, look: str, **style: bool) -> None:
        """Write a text that stays one, also when somebody edits it."""
        quoted = text.startswith(_FORMULA_STARTS)
        # The library takes such a text for markup of its own; the reader strips texts.
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "
        shape = self._styles.get(look, quoted=quoted, **style)
        self._sheet.write_string(row, column, text, shape)


class _VariantSheet(_Writer):
    def __init__(
        self,
        workbook: Any,
        sheet: Any,
        styles: Styles,
        estimate: Estimate,
        variant: EstimateVariant,
        labels: Labels,
    ) -> None:
        super().__init__(sheet, styles)
        self._workbook = workbook
        self._estimate = estimate
        self._variant = variant
        self._labels = labels
        self._columns = _columns(labels, estimate.currency_code)
        self._at = {column.field: n for n, column in enumerate(self._columns)}
        self._letters = {
            name: xl_col_to_name(number) for name, number in self._at.items()
        }
        lines = len(variant.lines)
        self._spare_row = _FIRST_ROW + lines
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
        labels, estimate = self._labels, self._estimate
        column = self._at[ColumnField.KIND]
        title = f"{labels.calculation} {estimate.calculation}"
        title += f" · {labels.revision} {estimate.revision}"
        self.text(_TITLE, column, title, "title")
        facts = ((labels.currency, estimate.currency_code), *facts)
        text = "     ".join(f"{label}: {value}" for label, value in facts)
        self.text(_FACTS, column, text, "fact")
        self.text(_HINT, column, labels.hint, "hint")

    def _write_variant_row(self) -> None:
        variant, row = self._variant, _VARIANT
        self._key(row, VARIANT_ROW)
        self._write(row, ColumnField.KIND, self._labels.variant, "label")
        self._input(row, ColumnField.NAME, variant.name, "label")
        self._write_multipliers(row, variant)
        name = f"'{self._sheet.get_name()}'!{VARIANT_COEFFICIENT}"
        cell = f"${self._letters[ColumnField.COEFFICIENT]}${row + 1}"
        self._workbook.define_name(name, f"='{self._sheet.get_name()}'!{cell}")
        self._write(row, ColumnField.PRICE_UNIT, self._labels.total, "label")
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
        for row, line in enumerate(self._variant.lines, _FIRST_ROW):
            self._key(row, f"{LINE_PREFIX}{line.ref}")
            if line.kind is LineKind.PRODUCT:
                self._write_product(row, line)
            else:
                self._write_text_line(row, line)
            if row in subtotals:
                last, amount = subtotals[row]
                formula = self._subtotal_formula(row + 1, last)
                self._formula(row, _AMOUNT, formula, amount, line.kind)

    def _write_product(self, row: int, line: EstimateLine) -> None:
        price = self._estimate.price_line(self._variant, line)
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
            self._sheet.write_number(row, column, float(line.price_unit), shape)
        self._formula(row, _AMOUNT, self._amount_formula(row), price.price_subtotal)

    def _write_quantity(self, row: int, line: EstimateLine) -> None:
        """Write a formula's result as one, to see where a number is typed over it."""
        if line.formula is None:
            self._input(row, ColumnField.QUANTITY, line.quantity)
            return
        self._write(row, ColumnField.ORIGIN, line.formula, "cell")
        shape = self._shape(ColumnField.QUANTITY, "cell", computed=True, unlocked=True)
        self._sheet.write_formula(
            row,
            self._at[ColumnField.QUANTITY],
            f"={numbers.to_text(line.quantity)}",
            shape,
            float(line.quantity),
        )

    def _write_text_line(self, row: int, line: EstimateLine) -> None:
        for column in self._columns[2:]:
            shape = self._shape(column.field, line.kind)
            self._sheet.write_blank(row, self._at[column.field], None, shape)
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
            formula = self._price_formula(row, is_spare=True)
            self._formula(row, _CALCULATED_PRICE, formula, _NOTHING)
            formula = f"={self._letters[_CALCULATED_PRICE]}{row + 1}"
            self._formula(row, ColumnField.PRICE_UNIT, formula, _NOTHING)
            self._formula(row, _AMOUNT, self._amount_formula(row), _NOTHING)

    def _write_total(self) -> None:
        row = self._total_row
        self._sheet.set_row(self._closing_row, _CLOSING_HEIGHT)
        self._key(row, TOTAL_ROW)
        for column in self._columns[2:]:
            shape = self._shape(column.field, "total")
            self._sheet.write_blank(row, self._at[column.field], None, shape)
        self._write(row, ColumnField.NAME, self._labels.total, "total")
        formula = self._subtotal_formula(_FIRST_ROW, self._closing_row)
        self._formula(row, _AMOUNT, formula, self._total(), "total")

    def _set_up(self) -> None:
        sheet, last = self._sheet, len(self._columns) - 1
        for number, column in enumerate(self._columns):
            hidden = column.field in (ColumnField.REF, ColumnField.ORIGIN)
            sheet.set_column(number, number, column.width, None, {"hidden": hidden})
        sheet.set_row(_TITLE, 24)
        sheet.set_row(_HEAD, 32)
        sheet.freeze_panes(_FIRST_ROW, self._at[ColumnField.UNIT])
        letter = self._letters[ColumnField.KIND]
        sheet.data_validation(
            f"{letter}{_FIRST_ROW + 1}:{letter}{self._closing_row}",
            {"validate": "list", "source": list(self._kind_words())},
        )
        sheet.protect("", _PROTECTION)
        _set_up_page(sheet, self._labels)
        sheet.repeat_rows(_HEAD)
        sheet.print_area(0, 0, self._total_row, last)

    def _kind_words(self) -> dict[str, str]:
        labels = self._labels
        return {
            labels.section: LineKind.SECTION,
            labels.subsection: LineKind.SUBSECTION,
            labels.note: LineKind.NOTE,
        }

    # === FORMULAS ===

    def _price_formula(self, row: int, is_spare: bool = False) -> str:
        base = f"{self._letters[ColumnField.BASE_PRICE]}{row + 1}"
        coefficient = f"{self._letters[ColumnField.COEFFICIENT]}{row + 1}"
        if is_spare:
            coefficient = f'IF({coefficient}="",1,{coefficient})'
        product = f"{base}*{coefficient}*{VARIANT_COEFFICIENT}"
        return f"=ROUND({product},{self._estimate.price_digits})"

    def _amount_formula(self, row: int) -> str:
        quantity = f"{self._letters[ColumnField.QUANTITY]}{row + 1}"
        price = f"{self._letters[ColumnField.PRICE_UNIT]}{row + 1}"
        return f"={_rounded(f'{quantity}*{price}', self._estimate.currency_rounding)}"

    def _subtotal_formula(self, first: int, last: int) -> str:
        letter = self._letters[_AMOUNT]
        return f"=SUBTOTAL(9,{letter}{first + 1}:{letter}{last + 1})"

    def _subtotals(self) -> dict[int, tuple[int, Decimal]]:
        """Return of each section's row the last row that it sums, and the sum.

        That row is the one where the next section stands, which SUBTOTAL leaves out,
        or the one before the total: so lines inserted at the very end count, too.
        """
        found: dict[int, tuple[int, Decimal]] = {}
        ends = {kind: self._closing_row for kind in _SECTIONS}
        sums = {kind: Decimal(0) for kind in _SECTIONS}
        lines = list(enumerate(self._variant.lines, _FIRST_ROW))
        for row, line in reversed(lines):
            if line.kind is LineKind.PRODUCT:
                amount = self._estimate.price_line(self._variant, line).price_subtotal
                sums = {kind: total + amount for kind, total in sums.items()}
            elif line.kind in _SECTIONS:
                found[row] = (ends[line.kind], sums[line.kind])
                for kind in _SECTIONS[_SECTIONS.index(line.kind) :]:
                    ends[kind], sums[kind] = row, Decimal(0)
        return found

    def _total(self) -> Decimal:
        return self._estimate.amount_untaxed(self._variant)

    # === CELLS ===

    def _key(self, row: int, text: str) -> None:
        self.text(row, self._at[ColumnField.REF], text, "cell")

    def _write(self, row: int, name: str, text: str, look: str, **style: bool) -> None:
        self.text(row, self._at[name], text, look, **style)

    def _input(
        self, row: int, name: str, value: str | Decimal | None, look: str = "cell"
    ) -> None:
        column = self._at[name]
        if isinstance(value, str):
            self.text(row, column, value, look, unlocked=True, wrap=True)
            return
        shape = self._shape(name, look, unlocked=True)
        if value is None:
            self._sheet.write_blank(row, column, None, shape)
        else:
            self._sheet.write_number(row, column, float(value), shape)

    def _formula(
        self, row: int, name: str, formula: str, value: Decimal, look: str = "cell"
    ) -> None:
        shape = self._shape(name, look, computed=look == "cell")
        self._sheet.write_formula(row, self._at[name], formula, shape, float(value))

    def _shape(self, name: str, look: str, **style: bool) -> Any:
        return self._styles.get(look, number=self._number_format(name), **style)

    def _number_format(self, name: str) -> str | None:
        if name == _AMOUNT:
            return self._styles.amount_format
        is_price = name in _PRICES
        return self._styles.price_format if is_price else None


def _rounded(expression: str, rounding: Decimal) -> str:
    """Return the formula that rounds to steps of a currency, half away from zero."""
    step = rounding.normalize()
    _sign, digits, exponent = step.as_tuple()
    if digits == (1,):
        return f"ROUND({expression},{-int(exponent)})"
    per_unit = 1 / step
    if step < 1 and per_unit == per_unit.to_integral_value():
        return f"ROUND({expression}*{per_unit:f},0)/{per_unit:f}"
    return f"ROUND({expression}/{step:f},0)*{step:f}"


def _set_up_page(sheet: Any, labels: Labels) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.hide_gridlines(2)
    sheet.set_footer("&L&A&R" + labels.page.format(page="&P", pages="&N"))


def _write_measurements(
    sheet: Any, styles: Styles, estimate: Estimate, labels: Labels
) -> None:
    writer = _Writer(sheet, styles)
    columns = {
        "code": (labels.measurement_code, 12),
        "name": (labels.measurement_name, 40),
        "value": (labels.measurement_value, 14),
        "unit": (labels.unit, 10),
        "formula": (labels.formula, 34),
    }
    identity = Identity(
        sheet=SheetKind.MEASUREMENTS,
        calculation=estimate.calculation,
        revision=estimate.revision,
        columns={name: label for name, (label, _width) in columns.items()},
    )
    title = f"{labels.measurements} · {estimate.calculation}"
    writer.text(0, 1, title, "title")
    sheet.set_column(0, 0, 8, None, {"hidden": True})
    writer.text(1, 0, identity.to_text(), "cell")
    for number, (label, width) in enumerate(columns.values(), 1):
        sheet.set_column(number, number, width)
        writer.text(1, number, label, "head", right=number == 3)
    for row, measurement in enumerate(estimate.measurements, 2):
        for number, name in enumerate(columns, 1):
            value = getattr(measurement, name)
            shape = styles.get("cell", unlocked=True)
            if isinstance(value, str):
                writer.text(row, number, value, "cell", unlocked=True, wrap=True)
            elif value is None:
                sheet.write_blank(row, number, None, shape)
            else:
                sheet.write_number(row, number, float(value), shape)
    sheet.freeze_panes(2, 0)
    sheet.protect("", _PROTECTION)
    _set_up_page(sheet, labels)


def _add_comparison(
    workbook: Any, name: str, estimate: Estimate, labels: Labels
) -> None:
    words = ComparisonWords(
        title=f"{labels.comparison} · {estimate.calculation}",
        sheet=name,
        service=labels.name,
        unit=labels.unit,
        quantity=labels.quantity,
        coefficient=labels.coefficient,
        price=labels.price_unit,
        amount=labels.amount,
        difference=labels.difference,
    )
    variants = estimate.variants
    rounding = estimate.currency_rounding
    exponent = rounding.normalize().as_tuple().exponent
    rows = compare([_compared_lines(estimate, variant) for variant in variants])
    add_comparison(
        workbook,
        [variant.name for variant in variants],
        [0] * len(variants),
        arrange(rows, rounding=float(rounding)),
        {labels.total: [float(estimate.amount_untaxed(one)) for one in variants]},
        words,
        max(-int(exponent), 0),
    )


def _compared_lines(
    estimate: Estimate, variant: EstimateVariant
) -> Iterator[ComparedLine]:
    section: tuple[str, ...] = ()
    for line in variant.lines:
        if line.kind is LineKind.SECTION:
            section = (line.name,)
        elif line.kind is LineKind.SUBSECTION:
            section = (*section[:1], line.name)
        elif line.kind is LineKind.PRODUCT:
            price = estimate.price_line(variant, line)
            yield ComparedLine(
                section,
                line.product_code,
                line.name.partition("\n")[0],
                line.unit or "",
                float(line.quantity),
                float(line.coefficient),
                float(price.price_unit),
                float(price.price_subtotal),
            )
