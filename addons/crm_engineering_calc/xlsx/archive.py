"""What a file is, told from its bytes before any library unpacks or parses it.

Sizes come from the zip directory, and zipfile never unpacks more than it says: where
the directory lies, the part ends there and its checksum fails.
"""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from ..domain.text_enum import TextEnum
from . import errors
from .open_document import CONTENT, TYPE, check_open

MEGABYTE = 1 << 20

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPES = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
_BINARY_WORKBOOK_TYPE = b"application/vnd.ms-excel.sheet.binary"
_TEXTS = "xl/sharedStrings.xml"
_ENCRYPTED = 1
_CHUNK = 1 << 16


class FileKind(TextEnum):
    """What a file is, whatever it is called."""

    WORKBOOK = "xlsx"
    OPEN_DOCUMENT = "ods"
    OLD_WORKBOOK = "xls"
    TEXT = "csv"


@dataclass(frozen=True)
class Limits:
    """The most that is read of a file; more is refused, and never unpacked.

    A workbook of 20,000 lines has a third of it. `ratio` is of parts that unpack to
    more than a megabyte: those of honest sheets stay below 50, and deflate's reaches
    1,032. The parts are sheets, the table of texts, and others, such as styles, that
    take much more memory than they have bytes.
    """

    file_size: int = 20 * MEGABYTE
    unpacked_size: int = 64 * MEGABYTE
    sheet_size: int = 32 * MEGABYTE
    texts_size: int = 16 * MEGABYTE
    part_size: int = 4 * MEGABYTE
    ratio: int = 200
    parts: int = 2_000
    rows: int = 20_000

    def of_part(self, part: zipfile.ZipInfo) -> int:
        """Return how much this part may unpack to."""
        if part.filename.startswith("xl/worksheets/") or part.filename == CONTENT:
            limit = self.sheet_size
        elif part.filename == _TEXTS:
            limit = self.texts_size
        elif part.filename.endswith((".xml", ".rels")):
            limit = self.part_size
        else:
            limit = self.unpacked_size
        return max(min(limit, part.compress_size * self.ratio), MEGABYTE)


def check_file(data: bytes, limits: Limits) -> FileKind:
    """Return what `data` is: a table without macros that is safe to parse.

    :raises errors.WorkbookError: it is something else, or more than the limits
    """
    if len(data) > limits.file_size:
        raise errors.FileTooLarge(len(data), limits.file_size)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_PACKAGE in data:
            raise errors.EncryptedWorkbook
        return FileKind.OLD_WORKBOOK
    if not data.startswith(_ZIP):
        return FileKind.TEXT
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, limits)
            kind = _check_content(archive)
            for part in archive.infolist():
                _check_no_doctype(archive, part)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise errors.DamagedWorkbook from error


def _check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise errors.TooManyParts(len(parts), limits.parts)
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise errors.EncryptedWorkbook
        limit = limits.of_part(part)
        if part.file_size > limit:
            raise errors.UnpacksTooLarge(part.filename, part.file_size, limit)
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked_size:
        raise errors.UnpacksTooLarge(None, total, limits.unpacked_size)


def _check_content(archive: zipfile.ZipFile) -> FileKind:
    names = archive.namelist()
    if "mimetype" in names and archive.read("mimetype").strip() == TYPE:
        check_open(archive)
        return FileKind.OPEN_DOCUMENT
    if _CONTENT_TYPES not in names:
        raise errors.NotAWorkbook
    types = archive.read(_CONTENT_TYPES)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_macros or b"macroEnabled" in types:
        raise errors.MacroWorkbook
    if _BINARY_WORKBOOK_TYPE in types:
        raise errors.OldWorkbook
    if not any(workbook in types for workbook in _WORKBOOK_TYPES):
        raise errors.NotAWorkbook
    return FileKind.WORKBOOK


class _PrologEnds(Exception):
    """The document's first element begins."""


def _check_no_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a document type: no part needs one, and entities attack by it.

    openpyxl expands entities: expat, which it parses sheets with, stops them at a
    hundred times the size of a part, which is much too late.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _leave_prolog
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except (_PrologEnds, expat.ExpatError):
        # What is no XML, or not well-formed, declares nothing.
        return


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise errors.DamagedWorkbook


def _leave_prolog(*_element: object) -> NoReturn:
    raise _PrologEnds
