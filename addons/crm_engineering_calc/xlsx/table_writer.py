"""A sheet whose columns have names."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from ..domain.column_words import ColumnField
from ..domain.extra import Value
from .labels import Labels
from .sheet_writer import SheetWriter
from .styles import Styles
from .variant_columns import Column

_LINE_HEIGHT = 15
# A row is at most 409 points high.
_MAX_LINES = 27
# Characters of a list to choose from.
_MAX_LIST = 255


class TableWriter(SheetWriter):
    """A sheet of columns, called by what they hold; the first one holds the keys."""

    def __init__(
        self, sheet: Any, styles: Styles, labels: Labels, columns: tuple[Column, ...]
    ) -> None:
        super().__init__(sheet, styles, labels)
        self._columns = columns
        self._shown = [column for column in columns if not column.is_hidden]
        self._at = {column.field: n for n, column in enumerate(columns)}
        self._letters = {
            name: xl_col_to_name(number) for name, number in self._at.items()
        }

    def _key(self, row: int, text: str) -> None:
        self.text(row, self._at[ColumnField.REF], text, "cell")

    def _write(self, row: int, name: str, text: str, look: str, **style: bool) -> None:
        self.text(row, self._at[name], text, look, **style)

    def _input(self, row: int, name: str, value: Value, look: str = "cell") -> None:
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

    def _number(
        self, row: int, name: str, value: Decimal, look: str, **style: bool
    ) -> None:
        shape = self._shape(name, look, **style)
        self.sheet.write_number(row, self._at[name], float(value), shape)

    def _blank(self, row: int, name: str, look: str, **style: bool) -> None:
        self.sheet.write_blank(
            row, self._at[name], None, self._shape(name, look, **style)
        )

    def _number_style(self, name: str) -> dict[str, Any]:
        return self._columns[self._at[name]].get_number_style(self.styles)

    def _offer(self, rows: tuple[int, int], name: str, words: Iterable[str]) -> None:
        """Let people choose a word in a column, if the format holds that many."""
        first, last = rows
        source = list(words)
        if len(",".join(source)) <= _MAX_LIST:
            column = self._at[name]
            rule = {"validate": "list", "source": source}
            self.sheet.data_validation(first, column, last, column, rule)

    def _offer_range(self, rows: tuple[int, int], name: str, cells: str) -> None:
        """Let people choose in a column what stands in other cells."""
        first, last = rows
        column = self._at[name]
        rule = {"validate": "list", "source": f"={cells}"}
        self.sheet.data_validation(first, column, last, column, rule)

    def _set_height(self, row: int, texts: Mapping[str, str | None]) -> None:
        """Make room for the texts of columns; programs often leave that to people."""
        count = max(self._count_rows(*item) for item in texts.items())
        if count > 1:
            self.sheet.set_row(row, _LINE_HEIGHT * min(count, _MAX_LINES))

    def _count_rows(self, name: str, text: str | None) -> int:
        width = self._columns[self._at[name]].width
        parts = (text or "").split("\n")
        return sum(max(1, math.ceil(len(part) / width)) for part in parts)
