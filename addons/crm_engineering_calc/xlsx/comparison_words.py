"""What stands on the sheet of a comparison, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..domain.extra import ExtraField


@dataclass(frozen=True)
class ComparisonWords:
    """The texts of a comparison's sheet."""

    title: str
    sheet: str = "Comparison"
    service: str = "Service"
    unit: str = "Unit"
    quantity: str = "Quantity"
    # What multiplies the base price, by name.
    factors: Mapping[str, str] = field(default_factory=dict)
    # The other fields of other addons.
    extra: Sequence[ExtraField] = ()
    price: str = "Price"
    amount: str = "Amount"
    difference: str = "Difference"
    measured: str = "Measurements and openings that differ"
