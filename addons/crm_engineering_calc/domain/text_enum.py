"""Enumerations that are texts: what `enum.StrEnum` is, from Python 3.10 on."""

from enum import Enum


class TextEnum(str, Enum):
    """Its members are their values, when they are written and formatted too."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(str(self), format_spec)
