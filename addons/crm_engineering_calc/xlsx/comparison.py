"""The comparison of variants as a workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ..domain.comparison import ComparedRow, section_amounts

LABEL_WIDTH, NUMBER_WIDTH = 44, 13
HEADING_ROWS = 3


@dataclass(frozen=True)
class ComparisonWords:
    """What stands on the sheet, in the reader's language."""

    title: str
    sheet: str = "Comparison"
    service: str = "Service"
    unit: str = "Unit"
    quantity: str = "Quantity"
    coefficient: str = "Coeff."
    price: str = "Price"
    amount: str = "Amount"
    difference: str = "Difference"
    total: str = "Untaxed Amount"


def write_comparison(
    names: Sequence[str],
    rows: Sequence[ComparedRow],
    words: ComparisonWords,
    amount_digits: int = 2,
) -> bytes:
    """Return a workbook of one sheet: a block of columns for each of `names`.

    Differences and totals are live formulas. Texts are never taken for formulas.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        add_comparison(workbook, names, rows, words, amount_digits)
    return buffer.getvalue()


def add_comparison(
    workbook: xlsxwriter.Workbook,
    names: Sequence[str],
    rows: Sequence[ComparedRow],
    words: ComparisonWords,
    amount_digits: int = 2,
) -> None:
    """Add the sheet of a comparison to a workbook that is being written."""
    _Sheet(workbook, names, words, amount_digits).fill(rows)


class _Sheet:
    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        names: Sequence[str],
        words: ComparisonWords,
        amount_digits: int,
    ) -> None:
        self.names = names
        self.words = words
        self.sheet = workbook.add_worksheet(words.sheet[:31])
        money = "#,##0" + ("." + "0" * amount_digits if amount_digits else "")
        bold = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        shade = {"bold": True, "bg_color": "#E9ECEF"}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.heading = workbook.add_format({**bold, "align": "right"})
        self.name = workbook.add_format({**bold, "align": "center", "left": 1})
        self.section = workbook.add_format(shade)
        self.section_money = workbook.add_format({**shade, "num_format": money})
        self.total = workbook.add_format({"bold": True, "top": 1})
        self.total_money = workbook.add_format(
            {"bold": True, "top": 1, "num_format": money}
        )
        self.number = workbook.add_format({"num_format": "#,##0.######"})
        self.money = workbook.add_format({"num_format": money})
        change = {"bg_color": "#FFF3CD", "bold": True}
        self.changed_number = workbook.add_format(
            {"num_format": "#,##0.######", **change}
        )
        self.changed_money = workbook.add_format({"num_format": money, **change})
        self.difference = workbook.add_format({"num_format": f"+{money};-{money};"})

    def fill(self, rows: Sequence[ComparedRow]) -> None:
        self._write_heading()
        amounts = section_amounts(rows)
        line = HEADING_ROWS
        section: tuple[str, ...] = ()
        for row in rows:
            if row.section != section:
                section = row.section
                for path in (section[:1], section[:2]):
                    if path and path in amounts:
                        self._write_section(line, path, amounts.pop(path))
                        line += 1
            self._write_row(line, row)
            line += 1
        self._write_total(line, rows)
        self.sheet.freeze_panes(HEADING_ROWS, 2)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(1, HEADING_ROWS - 1)

    def _first_column(self, index: int) -> int:
        return 2 + 5 * index - (1 if index else 0)

    def _write_heading(self) -> None:
        words = self.words
        self.sheet.write_string(0, 0, words.title, self.title)
        self.sheet.set_column(0, 0, LABEL_WIDTH)
        self.sheet.set_column(2, 2 + 5 * len(self.names), NUMBER_WIDTH)
        self.sheet.write_string(2, 0, words.service, self.heading)
        self.sheet.write_string(2, 1, words.unit, self.heading)
        for index, name in enumerate(self.names):
            first = self._first_column(index)
            texts = [words.quantity, words.coefficient, words.price, words.amount]
            if index:
                texts.append(words.difference)
            self.sheet.merge_range(1, first, 1, first + len(texts) - 1, "", self.name)
            self.sheet.write_string(1, first, name, self.name)
            for offset, text in enumerate(texts):
                self.sheet.write_string(2, first + offset, text, self.heading)

    def _write_section(
        self, line: int, path: tuple[str, ...], amounts: Sequence[float]
    ) -> None:
        self.sheet.set_row(line, None, self.section)
        self.sheet.write_string(
            line, 0, "  " * (len(path) - 1) + path[-1], self.section
        )
        for index, amount in enumerate(amounts):
            column = self._first_column(index) + 3
            self.sheet.write_number(line, column, amount, self.section_money)

    def _write_row(self, line: int, row: ComparedRow) -> None:
        self.sheet.write_string(line, 0, row.label)
        self.sheet.write_string(line, 1, row.unit)
        amounts = row.amounts()
        for index, (cell, differs) in enumerate(
            zip(row.cells, row.differences(), strict=True)
        ):
            first = self._first_column(index)
            if cell:
                for offset, name in enumerate(("quantity", "coefficient")):
                    style = self.changed_number if name in differs else self.number
                    self.sheet.write_number(
                        line, first + offset, getattr(cell, name), style
                    )
                for offset, name in enumerate(("price_unit", "amount"), start=2):
                    style = self.changed_money if name in differs else self.money
                    self.sheet.write_number(
                        line, first + offset, getattr(cell, name), style
                    )
            if index:
                self._write_difference(line, index, amounts[index] - amounts[0])

    def _write_difference(self, line: int, index: int, value: float) -> None:
        column = self._first_column(index) + 3
        formula = f"={_cell(line, column)}-{_cell(line, 5)}"
        self.sheet.write_formula(line, column + 1, formula, self.difference, value)

    def _write_total(self, line: int, rows: Sequence[ComparedRow]) -> None:
        self.sheet.set_row(line, None, self.total)
        self.sheet.write_string(line, 0, self.words.total, self.total)
        totals = [
            sum(row.amounts()[index] for row in rows)
            for index in range(len(self.names))
        ]
        for index, total in enumerate(totals):
            column = self._first_column(index) + 3
            # Sections have no unit: so their sums are not counted twice.
            formula = (
                f'=SUMIF({_cell(HEADING_ROWS, 1)}:{_cell(line - 1, 1)},"<>",'
                f"{_cell(HEADING_ROWS, column)}:{_cell(line - 1, column)})"
            )
            self.sheet.write_formula(line, column, formula, self.total_money, total)
            if index:
                self._write_difference(line, index, total - totals[0])


def _cell(line: int, column: int) -> str:
    return str(xl_rowcol_to_cell(line, column))
