"""The sheets of a workbook that was read."""

from dataclasses import dataclass, replace

from .grid import Column, Row
from .header import get_columns
from .layout import Identity, SheetKind


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that are not empty; the lines begin at `first_row`.

    `header_row` is 0 where nothing looks like a header. `identity` is None unless the
    sheet is one of ours.
    """

    name: str
    rows: tuple[Row, ...]
    header_row: int = 0
    first_row: int = 1
    columns: tuple[Column, ...] = ()
    identity: Identity | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def with_header(self, number: int) -> "Sheet":
        """Return the sheet as headed by row `number`, 0 for no header."""
        first, columns = get_columns(self.rows, number)
        return replace(self, header_row=number, first_row=first, columns=columns)

    def letter(self, header: str) -> str | None:
        """Return the letter of the column with this header, None if there is none."""
        wanted = header.casefold()
        for column in self.columns:
            if column.header.casefold() == wanted:
                return column.letter
        return None


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file that are not hidden and not empty, in their order."""

    sheets: tuple[Sheet, ...]

    @property
    def variants(self) -> tuple[Sheet, ...]:
        """The sheets of ours that hold a variant each; none in another's workbook."""
        return self._of_kind(SheetKind.VARIANT)

    @property
    def measurements(self) -> Sheet | None:
        """The sheet of ours that holds the measurements."""
        return next(iter(self._of_kind(SheetKind.MEASUREMENTS)), None)

    @property
    def openings(self) -> Sheet | None:
        """The sheet of ours that holds the openings."""
        return next(iter(self._of_kind(SheetKind.OPENINGS)), None)

    def _of_kind(self, kind: SheetKind) -> tuple[Sheet, ...]:
        return tuple(
            sheet
            for sheet in self.sheets
            if sheet.identity and sheet.identity.sheet is kind
        )
