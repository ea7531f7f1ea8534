"""What differs in measurements and openings, below the services of a comparison."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..domain.measured_comparison import MeasuredRow

LABEL_WIDTH, NUMBER_WIDTH = 44, 13
_LINE_HEIGHT = 15
_MAX_LINES = 27


class MeasuredFormats(NamedTuple):
    heading: Format
    label: Format
    plain: Format
    changed: Format

    @classmethod
    def add(
        cls, workbook: Workbook, heading: Mapping[str, Any], changed: Mapping[str, Any]
    ) -> "MeasuredFormats":
        """Return formats of a workbook, with those of its other rows in them."""
        wrapped = {"text_wrap": True, "valign": "top"}
        text = {**wrapped, "align": "right"}
        return cls(
            workbook.add_format(heading),
            workbook.add_format(wrapped),
            workbook.add_format(text),
            workbook.add_format({**text, **changed}),
        )


def write_measured(
    sheet: Worksheet,
    line: int,
    title: str,
    rows: Sequence[MeasuredRow],
    blocks: Sequence[tuple[int, int]],
    formats: MeasuredFormats,
) -> int:
    """Write a heading and a row for each thing that is measured otherwise.

    :param blocks: the first and last column of each alternative
    :return: the first line that is free below
    """
    sheet.set_row(line, None, formats.heading)
    sheet.write_string(line, 0, title, formats.heading)
    for line_, row in enumerate(rows, line + 1):
        sheet.write_string(line_, 0, row.label, formats.label)
        height = _count_lines(row.label, LABEL_WIDTH)
        for text, differs, (first, last) in zip(
            row.texts, row.differs, blocks, strict=True
        ):
            style = formats.changed if differs else formats.plain
            shown = "—" if text is None else text
            sheet.merge_range(line_, first, line_, last, "", style)
            sheet.write_string(line_, first, shown, style)
            height = max(height, _count_lines(shown, NUMBER_WIDTH * (last - first + 1)))
        # Programs find no height for cells that are merged.
        sheet.set_row(line_, _LINE_HEIGHT * min(height, _MAX_LINES))
    return line + 1 + len(rows)


def _count_lines(text: str, width: int) -> int:
    return sum(math.ceil(len(part) / width) or 1 for part in text.split("\n"))
