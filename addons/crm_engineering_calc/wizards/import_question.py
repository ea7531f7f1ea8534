"""What is asked of a person who imports a sheet."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Question:
    """A name or unit that is to be decided on, for all of its rows."""

    kind: str
    name: str
    rows: list[int] = field(default_factory=list)
    price: Decimal = Decimal(0)
    unit: Any = None
    note: str = ""
    proposed: tuple[str | None, Any] = (None, None)


def is_of(units, product):
    """Return whether one of the units, if there is any, converts into the product's."""
    return not units or any(
        unit._has_common_reference(product.uom_id) for unit in units
    )
