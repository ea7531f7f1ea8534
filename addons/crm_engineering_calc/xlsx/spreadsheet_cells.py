"""Where what formulas name stands in a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..domain.formula.spelling import fold


@dataclass(frozen=True)
class Cells:
    """Where values stand: cells of measurements, and of columns their rows.

    :param names: the range of the openings' names; empty where there are none
    """

    measurements: Mapping[str, str] = field(default_factory=dict)
    # {code: (what stands before the row, such as 'Openings'!$C$, whether it is text)}
    columns: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    # {ref of an opening: its row}
    rows: Mapping[str, int] = field(default_factory=dict)
    first_row: int = 0
    last_row: int = 0
    names: str = ""

    def find(self, name: str) -> str | None:
        """Return the cell of a measurement, called so in whatever case."""
        return _find(self.measurements, name)

    def find_column(self, name: str) -> str | None:
        """Return the code of a column, called so in whatever case."""
        return name if name in self.columns else self._folded.get(fold(name))

    @property
    def _folded(self) -> dict[str, str]:
        return {fold(code): code for code in reversed(tuple(self.columns))}

    def get_range(self, code: str) -> str:
        place = self.columns[code][0]
        sheet, bang, column = place.rpartition("!")
        return f"{sheet}{bang}{column}{self.first_row}:{column}{self.last_row}"

    def get_cell(self, code: str, row: int, chosen: str | None = None) -> str:
        """Return the cell of a column in the row of an opening.

        :param chosen: the cell that names the opening: where it names another one
            that is known, the cell of that one
        """
        if chosen is None:
            return f"{self.columns[code][0]}{row}"
        place = f"IFERROR(MATCH({chosen},{self.names},0),{row - self.first_row + 1})"
        return f"INDEX({self.get_range(code)},{place})"


def _find(places: Mapping[str, str], name: str) -> str | None:
    if name in places:
        return places[name]
    folded = {fold(code): place for code, place in reversed(tuple(places.items()))}
    return folded.get(fold(name))
