"""What a sheet of ours says of itself, as both its writer and its reader know it."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..domain.column_words import ColumnField
from ..domain.outline import LineKind
from ..domain.schema import Text
from ..domain.text_enum import TextEnum

LINE_PREFIX = "line:"
OPENING_PREFIX = "opening:"
# Of the fields of a sheet of openings that are columns.
CELL_PREFIX = "cell:"
VARIANT_ROW = "variant"
TOTAL_ROW = "total"


# What somebody else's sheet may have, too: a column mapping names these.
MAPPED_FIELDS = tuple(
    field
    for field in ColumnField
    if field
    not in (
        ColumnField.REF,
        ColumnField.ORIGIN,
        ColumnField.OPENING,
        ColumnField.OPENING_ORIGIN,
        ColumnField.PRICE_UNIT,
    )
)


# What a column of somebody's sheet says that is looked at, and not read.
UNREAD_FIELDS = (ColumnField.POSITION, ColumnField.AMOUNT)


class SheetKind(TextEnum):
    """What a sheet of ours is about."""

    VARIANT = "variant"
    MEASUREMENTS = "measurements"
    OPENINGS = "openings"


class Identity(BaseModel):
    """What a sheet of ours is, hidden in the header of its hidden column.

    So it moves with the sheet and its columns, whatever people do to the workbook.
    `columns` are the headers of the fields, `kinds` the kinds of lines by word, and
    `stamp` is what the caller had written, to know the state that was exported.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    engineering_estimate: Literal[1] = 1
    sheet: SheetKind
    calculation: str
    revision: int
    variant: Text | None = None
    stamp: str | None = None
    columns: Mapping[str, str] = Field(default_factory=dict)
    kinds: Mapping[str, LineKind] = Field(default_factory=dict)

    def to_text(self) -> str:
        """Return the text of the cell that holds the identity."""
        return self.model_dump_json()

    @classmethod
    def from_text(cls, text: str) -> "Identity | None":
        """Return the identity that a cell holds, None where it holds something else."""
        if not text.startswith('{"engineering_estimate":'):
            return None
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return None
