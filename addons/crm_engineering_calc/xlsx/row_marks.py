"""Which rows of a workbook's sheet are hidden, and which have merged cells.

openpyxl tells neither while it reads row by row.
"""

import re
import zipfile
from io import BytesIO
from typing import Any, NamedTuple

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})\d{1,7}"'
)


class RowMarks(NamedTuple):
    hidden: frozenset[int]
    merged: frozenset[int]


def get_marks(data: bytes, sheet: Any) -> RowMarks:
    """Return the numbers of the rows of a sheet that openpyxl has opened."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.read(sheet._worksheet_path)
    hidden, number = set(), 0
    for row in _ROW.finditer(part):
        said = _NUMBER.search(row[1])
        number = int(said[1]) if said else number + 1
        if _HIDDEN.search(row[1]):
            hidden.add(number)
    merged = {
        int(number) for first, number, last in _MERGED.findall(part) if first != last
    }
    return RowMarks(frozenset(hidden), frozenset(merged))
