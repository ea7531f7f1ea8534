"""The comparison of variants as a workbook."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from ..domain.comparison import ComparedLine, ComparedRow, ComparedSection
from ..domain.measured_comparison import MeasuredRow
from .comparison_words import ComparisonWords
from .measured_rows import LABEL_WIDTH, NUMBER_WIDTH, MeasuredFormats, write_measured

DIFFERENCE_WIDTH = 18
HEADING_ROWS = 3
MAX_SHEET_NAME = 31
# Without the decimal point that a pattern of optional digits leaves behind a whole.
QUANTITY_FORMAT = "General"


def write_comparison(
    names: Sequence[str],
    references: Sequence[int],
    items: Iterable[ComparedSection | ComparedRow],
    totals: Mapping[str, Sequence[float]],
    words: ComparisonWords,
    amount_digits: int = 2,
    measured: Sequence[MeasuredRow] = (),
) -> bytes:
    """Return a workbook of one sheet: see `add_comparison`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = _Sheet(workbook, names, references, words, amount_digits)
        sheet.fill(items, totals, measured)
    return buffer.getvalue()


def add_comparison(
    workbook: xlsxwriter.Workbook,
    names: Sequence[str],
    references: Sequence[int],
    items: Iterable[ComparedSection | ComparedRow],
    totals: Mapping[str, Sequence[float]],
    words: ComparisonWords,
    amount_digits: int = 2,
) -> None:
    """Add the sheet of a comparison to a workbook that is being written.

    Differences are live formulas. Texts are never taken for formulas.

    :param names: of the alternatives, each a block of columns
    :param references: the index of what each alternative is compared to
    :param items: sections and services, as the domain arranges them
    :param totals: amounts of the alternatives, by what they are called
    """
    sheet = _Sheet(workbook, names, references, words, amount_digits)
    sheet.fill(items, totals)


class _Sheet:
    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        names: Sequence[str],
        references: Sequence[int],
        words: ComparisonWords,
        amount_digits: int,
    ) -> None:
        self.names = names
        self.references = references
        self.words = words
        self.sheet = workbook.add_worksheet(words.sheet[:MAX_SHEET_NAME])
        # Columns of an alternative: quantity, factors, price, amount, difference.
        self.amount = 2 + len(words.factors)
        self.columns = self._place_columns()
        self._add_formats(workbook, amount_digits)

    def _place_columns(self) -> list[int]:
        """Return each alternative's first column; a reference has no difference."""
        columns, column = [], 2
        for index in range(len(self.names)):
            columns.append(column)
            column += self.amount + 1 + self._is_compared(index)
        return columns

    def _is_compared(self, index: int) -> bool:
        return self.references[index] != index

    def _get_blocks(self) -> list[tuple[int, int]]:
        """Return the first and last column of each alternative."""
        ends = [self.amount + self._is_compared(one) for one in range(len(self.names))]
        return [(at, at + end) for at, end in zip(self.columns, ends, strict=True)]

    def _add_formats(self, workbook: xlsxwriter.Workbook, amount_digits: int) -> None:
        money = "#,##0" + ("." + "0" * amount_digits if amount_digits else "")
        price = f"{money}####" if amount_digits else "General"
        signed = f"▲ +{money};▼ -{money};"
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        shaded = {"bold": True, "bg_color": "#E9ECEF"}
        total = {"bold": True, "top": 1}
        changed = {"bold": True, "bg_color": "#FFF3CD"}
        add = workbook.add_format
        self.title = add({"bold": True, "font_size": 14})
        self.label_heading = add(heading)
        self.heading = add({**heading, "align": "right"})
        self.name = add({**heading, "align": "center", "left": 1})
        self.section = add(shaded)
        self.section_money = add({**shaded, "num_format": money})
        self.section_difference = add({**shaded, "num_format": signed})
        self.total = add(total)
        self.total_money = add({**total, "num_format": money})
        self.total_difference = add({**total, "num_format": signed})
        self.quantity = add({"num_format": QUANTITY_FORMAT})
        self.money = add({"num_format": money})
        self.price = add({"num_format": price})
        self.changed_quantity = add({"num_format": QUANTITY_FORMAT, **changed})
        self.changed_price = add({"num_format": price, **changed})
        self.changed_money = add({"num_format": money, **changed})
        self.difference = add({"num_format": signed})
        self.measured = MeasuredFormats.add(workbook, shaded, changed)

    def fill(
        self,
        items: Iterable[ComparedSection | ComparedRow],
        totals: Mapping[str, Sequence[float]],
        measured: Sequence[MeasuredRow] = (),
    ) -> None:
        self._write_heading()
        line = HEADING_ROWS
        for item in items:
            if isinstance(item, ComparedRow):
                self._write_row(line, item)
            else:
                self._write_section(line, item)
            line += 1
        if measured:
            line = write_measured(
                self.sheet,
                line,
                self.words.measured,
                measured,
                self._get_blocks(),
                self.measured,
            )
        for label, amounts in totals.items():
            self._write_total(line, label, amounts)
            line += 1
        self.sheet.freeze_panes(HEADING_ROWS, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(1, HEADING_ROWS - 1)

    def _write_heading(self) -> None:
        words = self.words
        last = self.columns[-1] + self.amount + 1
        self.sheet.write_string(0, 0, words.title, self.title)
        self.sheet.set_column(0, 0, LABEL_WIDTH)
        self.sheet.set_column(2, last, NUMBER_WIDTH)
        self.sheet.write_string(2, 0, words.service, self.label_heading)
        self.sheet.write_string(2, 1, words.unit, self.label_heading)
        for index, (name, first) in enumerate(
            zip(self.names, self.columns, strict=True)
        ):
            texts = [words.quantity, *words.factors.values(), words.price]
            texts.append(words.amount)
            if self._is_compared(index):
                texts.append(words.difference)
                column = first + self.amount + 1
                self.sheet.set_column(column, column, DIFFERENCE_WIDTH)
            self.sheet.merge_range(1, first, 1, first + len(texts) - 1, "", self.name)
            self.sheet.write_string(1, first, name, self.name)
            for offset, text in enumerate(texts):
                self.sheet.write_string(2, first + offset, text, self.heading)

    def _write_section(self, line: int, section: ComparedSection) -> None:
        self.sheet.set_row(line, None, self.section)
        indent = "  " * (len(section.section) - 1)
        self.sheet.write_string(line, 0, indent + section.section[-1], self.section)
        self._write_amounts(
            line, section.amounts(), self.section_money, self.section_difference
        )

    def _write_total(self, line: int, label: str, amounts: Sequence[float]) -> None:
        self.sheet.set_row(line, None, self.total)
        self.sheet.write_string(line, 0, label, self.total)
        self._write_amounts(line, amounts, self.total_money, self.total_difference)

    def _write_amounts(
        self, line: int, amounts: Sequence[float], money: Format, difference: Format
    ) -> None:
        for index, amount in enumerate(amounts):
            self.sheet.write_number(
                line, self.columns[index] + self.amount, amount, money
            )
            self._write_difference(line, index, amounts, difference)

    def _write_row(self, line: int, row: ComparedRow) -> None:
        self.sheet.write_string(line, 0, row.label)
        self.sheet.write_string(line, 1, row.unit)
        formats = {
            "quantity": (self.quantity, self.changed_quantity),
            **dict.fromkeys(self.words.factors, (self.quantity, self.changed_quantity)),
            "price_unit": (self.price, self.changed_price),
            "amount": (self.money, self.changed_money),
        }
        amounts = row.amounts()
        for index, (cell, differs) in enumerate(
            zip(row.cells, row.differences(), strict=True)
        ):
            if cell:
                for offset, (name, (plain, changed)) in enumerate(formats.items()):
                    self.sheet.write_number(
                        line,
                        self.columns[index] + offset,
                        cell.get(name),
                        changed if name in differs else plain,
                    )
                self._write_place(line, index, cell, differs)
            self._write_difference(line, index, amounts, self.difference)

    def _write_place(
        self, line: int, index: int, cell: ComparedLine, differs: frozenset[str]
    ) -> None:
        """Tell in a comment where the service stands, its unit, and other fields."""
        places = []
        if "section" in differs:
            places.append(" › ".join(cell.section) or "—")
        if "unit" in differs:
            places.append(cell.unit)
        for field_ in self.words.extra:
            if field_.key in differs:
                value = field_.write(cell.get(field_.key)) or "—"
                places.append(f"{field_.label}: {value}")
        if places:
            self.sheet.write_comment(line, self.columns[index], "\n".join(places))

    def _write_difference(
        self, line: int, index: int, amounts: Sequence[float], style: Format
    ) -> None:
        if not self._is_compared(index):
            return
        reference = self.references[index]
        column = self.columns[index] + self.amount
        own = xl_rowcol_to_cell(line, column)
        other = xl_rowcol_to_cell(line, self.columns[reference] + self.amount)
        formula = f"={own}-{other}"
        value = amounts[index] - amounts[reference]
        self.sheet.write_formula(line, column + 1, formula, style, value)
