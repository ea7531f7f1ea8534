"""Texts and numbers as files, JSON and the host's fields can all hold them."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from .texts import MAX_TEXT, clean


def _clean(text: object) -> object:
    return clean(text) if isinstance(text, str) else text


Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT),
    BeforeValidator(_clean),
]
# A float keeps 15 digits of any decimal, and the host's fields hold floats.
Number = Annotated[Decimal, Field(max_digits=15)]
Positive = Annotated[Number, Field(gt=0)]


class SchemaValue(BaseModel):
    """A part of the exchange: never changed, and without what nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
