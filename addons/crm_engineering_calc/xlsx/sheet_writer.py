"""What writing any sheet of ours takes."""

from datetime import date
from typing import Any

from ..domain.extra import Value
from .labels import Labels
from .styles import Styles

_FORMULA_STARTS = ("=", "+", "-", "@")
_TITLE_HEIGHT = 24
_A4 = 9
# As the reader's own program writes days.
_DAY = "m/d/yy"
_FIRST_YEAR = 1900
_PROTECTION = {
    "autofilter": True,
    "delete_rows": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
}


class SheetWriter:
    """A sheet that is being written; rows and columns count from 0."""

    def __init__(self, sheet: Any, styles: Styles, labels: Labels) -> None:
        self.sheet = sheet
        self.styles = styles
        self.labels = labels

    def text(self, row: int, column: int, text: str, look: str, **style: bool) -> None:
        """Write a text that stays one, also when somebody edits it."""
        quoted = text.startswith(_FORMULA_STARTS)
        # The library takes such a text for markup of its own; the reader strips texts.
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "
        shape = self.styles.get(look, quoted=quoted, **style)
        self.sheet.write_string(row, column, text, shape)

    def value(
        self,
        row: int,
        column: int,
        value: Value,
        look: str,
        **style: Any,
    ) -> None:
        """Write a text, a number, a day, yes or no, or a cell to fill in."""
        if isinstance(value, date) and value.year < _FIRST_YEAR:
            value = value.isoformat()
        if isinstance(value, str):
            self.text(row, column, value, look, wrap=True, unlocked=style["unlocked"])
            return
        if isinstance(value, date):
            style["number"] = _DAY
        shape = self.styles.get(look, **style)
        if value is None:
            self.sheet.write_blank(row, column, None, shape)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, shape)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, shape)
        else:
            self.sheet.write_number(row, column, float(value), shape)

    def title(self, column: int, text: str) -> None:
        self.sheet.set_row(0, _TITLE_HEIGHT)
        self.text(0, column, text, "title")

    def set_up(self, frozen_rows: int, frozen_columns: int) -> None:
        """Protect what is locked, keep the head in sight, and print across a page."""
        sheet = self.sheet
        sheet.protect("", _PROTECTION)
        sheet.freeze_panes(frozen_rows, frozen_columns)
        sheet.repeat_rows(frozen_rows - 1)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R" + self.labels.page.format(page="&P", pages="&N"))
