"""What an .ods says before any library parses it: macros, passwords, hidden rows,
and which cells are formulas.

A row or cell is written once and repeated a million times: what that would unpack to
is counted first.
"""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from . import errors
from .grid import MOST_FORMULAS

TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MACRO_FOLDERS = ("Basic/", "Scripts/")
_CHUNK = 1 << 16
_HIDDEN = ("collapse", "filter")


@dataclass
class OpenSheet:
    """A sheet's rows that are hidden, from 1, and where its last cell stands.

    `formulas` are rows, from 1, and columns, from 0, of cells with a formula.
    """

    hidden: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0

    @property
    def area(self) -> int:
        return self.last_row * self.last_column


def check_open(archive: zipfile.ZipFile) -> None:
    """Check that an open document has neither macros nor a password.

    :raises errors.WorkbookError: it has
    """
    names = archive.namelist()
    if any(name.startswith(_MACRO_FOLDERS) for name in names):
        raise errors.MacroWorkbook
    if CONTENT not in names:
        raise errors.DamagedWorkbook
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        raise errors.EncryptedWorkbook


def scan_open(archive: zipfile.ZipFile, most_rows: int) -> dict[str, OpenSheet]:
    """Return what is known of each sheet by its name.

    :param most_rows: more rows than these that are hidden are not listed
    :raises errors.DamagedWorkbook: it is no XML
    """
    scan = _Scan(most_rows)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.say
    try:
        with archive.open(CONTENT) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except (expat.ExpatError, ValueError) as error:
        raise errors.DamagedWorkbook from error
    return scan.sheets


class _Scan:
    def __init__(self, most_rows: int) -> None:
        self.sheets: dict[str, OpenSheet] = {}
        self._most_rows = most_rows
        self._sheet = OpenSheet()
        self._row = self._rows = 0
        self._column = self._columns = 0
        self._is_filled = self._is_hidden = self._is_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._sheet = OpenSheet()
            self.sheets[attributes.get("table:name", "")] = self._sheet
            self._row = 0
        elif name == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._column = 0
            self._is_filled = False
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            self._is_cell = True
            is_formula = "table:formula" in attributes
            if is_formula and len(self._sheet.formulas) < MOST_FORMULAS:
                self._sheet.formulas.add((self._row + 1, self._column))
            if is_formula or "office:value-type" in attributes:
                self._fill()

    def _fill(self) -> None:
        self._is_filled = True
        last = self._column + self._columns
        self._sheet.last_column = max(self._sheet.last_column, last)

    def say(self, text: str) -> None:
        if self._is_cell and text.strip():
            self._fill()

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns
            self._is_cell = False
        elif name == "table:table-row":
            if self._is_filled:
                self._sheet.last_row = self._row + self._rows
                if self._is_hidden and len(self._sheet.hidden) < self._most_rows:
                    rows = range(self._row + 1, self._row + min(self._rows, 1000) + 1)
                    self._sheet.hidden.update(rows)
            self._row += self._rows
