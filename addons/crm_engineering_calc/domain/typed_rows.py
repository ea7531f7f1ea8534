"""Rows as they are typed on site: what a page, or a program, may send of them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

Typed = str | int | float | bool | None
Text = str | Literal[False] | None
Cells = dict[str, Typed] | Literal[False] | None


class TypedOver(BaseModel):
    """What was stored when something was typed over it."""

    model_config = ConfigDict(strict=True)

    value: Typed = None
    name: Text = None
    cells: Cells = None


class TypedRow(BaseModel):
    """An opening or a measurement: which it is, and what is typed of it."""

    model_config = ConfigDict(strict=True)

    id: int | Literal[False] | None = None
    key: Text = None
    name: Text = None
    value: Typed = None
    cells: Cells = None
    over: TypedOver | None = None
    delete: bool = False
    # Files are judged one by one, by what they hold.
    photos: list[object] = []


_ROWS = TypeAdapter(list[TypedRow])


def are_typed_rows(rows: object) -> bool:
    """Return whether each part of the rows is of the type that it has to be."""
    try:
        _ROWS.validate_python(rows, strict=True)
    except ValidationError:
        return False
    return True
