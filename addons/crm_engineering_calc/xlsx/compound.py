"""What an .xls says before any library parses it: macros, passwords, hidden rows,
and which cells are formulas.

A library makes room for all cells between the first and the last one of a sheet, so
that two cells far apart take all memory there is. Here they are looked for first.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from . import errors
from .grid import MOST_FORMULAS

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_SMALL = 4096
_MACROS = ("_vba_project_cur", "vba")
_STREAMS = ("workbook", "book")
_BOF, _BOUNDSHEET, _FILEPASS, _ROW = 0x0809, 0x0085, 0x002F, 0x0208
_FORMULA = 0x0006
# Numbers, texts, truths and formulas; empty cells with a format take no room.
_CELLS = frozenset({0x0203, 0x00FD, 0x027E, 0x00BD, _FORMULA, 0x0204, 0x0205, 0x00D6})
_HIDDEN_ROW = 0x20
_WORKSHEET = 0


@dataclass
class OldSheet:
    """A sheet's rows that are hidden, from 1, and the cells from the first to last.

    `formulas` are rows, from 1, and columns, from 0, of cells with a formula.
    """

    hidden: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    rows: list[int] = field(default_factory=lambda: [1 << 16, 0])
    columns: list[int] = field(default_factory=lambda: [1 << 16, 0])

    def add(self, row: int, column: int) -> None:
        self.rows = [min(self.rows[0], row), max(self.rows[1], row)]
        self.columns = [min(self.columns[0], column), max(self.columns[1], column)]

    @property
    def area(self) -> int:
        return max(self.rows[1] - self.rows[0] + 1, 0) * max(
            self.columns[1] - self.columns[0] + 1, 0
        )


class _Entry(NamedTuple):
    name: str
    start: int
    size: int


def scan_old(data: bytes) -> dict[str, OldSheet]:
    """Return what is known of each sheet by its name.

    :raises errors.WorkbookError: it has macros or a password, or is cut short
    """
    try:
        entries = list(_entries(data))
        if any(entry.name in _MACROS for entry in entries):
            raise errors.MacroWorkbook
        found = {entry.name: entry for entry in entries}
        name = next((one for one in _STREAMS if one in found), None)
        if name is None:
            raise errors.NotAWorkbook
        stream = _Compound(data).get_stream(found[name], found["root entry"])
        return _scan(stream)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError) as error:
        raise errors.DamagedWorkbook from error


def _entries(data: bytes) -> Iterator[_Entry]:
    compound = _Compound(data)
    directory = compound.chain(compound.first_of_directory)
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        if 2 <= length <= 64:
            name = directory[place : place + length - 2].decode("utf-16-le")
            start, size = struct.unpack_from("<II", directory, place + 116)
            yield _Entry(name.casefold(), start, size)


class _Compound:
    """The streams of a compound file: chains of sectors, the small ones in one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        self._small = 1 << min(struct.unpack_from("<H", data, 32)[0], 16)
        self.first_of_directory = struct.unpack_from("<I", data, 48)[0]
        self._first_of_small, _count, difat, _difats = struct.unpack_from(
            "<IIII", data, 60
        )
        sectors = list(struct.unpack_from("<109I", data, 76))
        while difat < _END_OF_CHAIN and len(sectors) < len(data) // self._sector:
            more = self._numbers(self._get(difat))
            sectors += more[:-1]
            difat = more[-1]
        self._next = [
            number
            for sector in sectors
            if sector < _END_OF_CHAIN
            for number in self._numbers(self._get(sector))
        ]

    def get_stream(self, entry: _Entry, root: _Entry) -> bytes:
        if entry.size >= _SMALL:
            return self.chain(entry.start)[: entry.size]
        following = self._numbers(self.chain(self._first_of_small))
        inside = self.chain(root.start)
        parts = [
            inside[place * self._small : (place + 1) * self._small]
            for place in self._walk(entry.start, following)
        ]
        return b"".join(parts)[: entry.size]

    def chain(self, start: int) -> bytes:
        return b"".join(map(self._get, self._walk(start, self._next)))

    def _walk(self, start: int, following: list[int]) -> Iterator[int]:
        for _step in range(len(following) + 1):
            if start >= _END_OF_CHAIN:
                return
            yield start
            start = following[start]
        raise errors.DamagedWorkbook

    def _get(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._data[begin : begin + self._sector]

    @staticmethod
    def _numbers(part: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))


def _scan(stream: bytes) -> dict[str, OldSheet]:
    sheets: dict[str, OldSheet] = {}
    by_place: dict[int, str] = {}
    sheet: OldSheet | None = None
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = place + 4
        if kind == _FILEPASS:
            raise errors.EncryptedWorkbook
        if kind == _BOUNDSHEET:
            offset, _visible, sort = struct.unpack_from("<IBB", stream, body)
            if sort != _WORKSHEET and sort != 2:
                raise errors.MacroWorkbook
            by_place[offset] = _get_name(stream[body + 6 : body + size])
        elif kind == _BOF and place in by_place:
            sheet = sheets.setdefault(by_place[place], OldSheet())
        elif sheet and kind == _ROW and size >= 16:
            row, flags = struct.unpack_from("<H10xH", stream, body)
            if flags & _HIDDEN_ROW:
                sheet.hidden.add(row + 1)
        elif sheet and kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, body)
            sheet.add(row, column)
            if kind == _FORMULA and len(sheet.formulas) < MOST_FORMULAS:
                sheet.formulas.add((row + 1, column))
        place = body + size
    return sheets


def _get_name(body: bytes) -> str:
    if body[1] & 1:
        return body[2 : 2 + body[0] * 2].decode("utf-16-le")
    return body[2 : 2 + body[0]].decode("latin-1")
