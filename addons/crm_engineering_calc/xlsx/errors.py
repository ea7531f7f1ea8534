"""Why a file is refused before anything of it is used: facts, and no sentences."""

from dataclasses import dataclass


class WorkbookError(Exception):
    """Root of what makes a file unusable as a workbook."""


@dataclass(eq=False)
class FileTooLarge(WorkbookError):
    """The file has more bytes than are read."""

    size: int
    limit: int


@dataclass(eq=False)
class UnpacksTooLarge(WorkbookError):
    """A part of the file, or the whole of it, unpacks to more than is read.

    `part` is None for the whole. A zip bomb is refused as this, by what its directory
    says and, where that lies, by what comes out.
    """

    part: str | None
    size: int
    limit: int


@dataclass(eq=False)
class TooManyParts(WorkbookError):
    """The file packs more parts than a workbook has."""

    count: int
    limit: int


@dataclass(eq=False)
class TooManyRows(WorkbookError):
    """A sheet has more rows that are not empty than are read."""

    sheet: str
    limit: int


class NotAWorkbook(WorkbookError):
    """The file is something else: text, a picture, another kind of archive."""


class OldWorkbook(WorkbookError):
    """The file is an .xls or .xlsb; saved as .xlsx it can be read."""


class EncryptedWorkbook(WorkbookError):
    """The file is protected by a password that opens it."""


class MacroWorkbook(WorkbookError):
    """The workbook carries macros; saved as .xlsx it has none."""


class DamagedWorkbook(WorkbookError):
    """The file begins as a workbook, and is cut short or makes no sense."""
