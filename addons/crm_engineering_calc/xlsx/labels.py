"""The words on the sheets of a workbook; the caller translates them."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.extra import ExtraField
from ..domain.outline import LineKind
from ..domain.pricing import COEFFICIENT, PriceFactor


@dataclass(frozen=True)
class Labels:
    """Words and formats as they stand on the sheets, English unless given."""

    calculation: str = "Calculation"
    revision: str = "Revision"
    variant: str = "Variant"
    currency: str = "Currency"
    rounding: str = "Rounding"
    untaxed: str = "Untaxed amount"
    # Of a tax that follows no change of the sheet.
    carried: str = "as exported"
    total: str = "Total"
    hint: str = "White cells are yours to change; grey ones are computed."
    # {page} and {pages} are put in.
    page: str = "{page} / {pages}"

    kind: str = "Kind"
    section: str = "Section"
    subsection: str = "Subsection"
    note: str = "Note"

    product_code: str = "Code"
    name: str = "Service"
    unit: str = "Unit"
    formula: str = "Formula"
    quantity: str = "Quantity"
    base_price: str = "Base price"
    coefficients: str = "Coefficients"
    coefficient: str = "Coefficient"
    coefficient_reason: str = "Why corrected"
    calculated_price: str = "Engineer's price"
    price_unit: str = "Unit price"
    included_tax: str = "incl. tax"
    amount: str = "Amount"
    taxes: str = "Taxes"

    measurements: str = "Measurements"
    measurement_code: str = "Code"
    measurement_name: str = "Measurement"
    measurement_value: str = "Value"

    openings: str = "Openings"
    opening_name: str = "Opening"

    comparison: str = "Comparison"
    difference: str = "Difference"

    # The fields of other addons that have columns.
    extra: tuple[ExtraField, ...] = ()

    def get_factor(self, name: str) -> str:
        """Return what a factor of prices is called."""
        words = {field.name: field.label for field in self.extra}
        return self.coefficient if name == COEFFICIENT.name else words.get(name, name)

    def get_compared(self, factors: Iterable[PriceFactor]) -> list[ExtraField]:
        """Return the fields that are compared besides the factors of prices."""
        names = {factor.name for factor in factors}
        return [field for field in self.extra if field.name not in names]

    @property
    def kinds(self) -> dict[str, LineKind]:
        """The kinds of lines that are no services, by their words."""
        return {
            self.section: LineKind.SECTION,
            self.subsection: LineKind.SUBSECTION,
            self.note: LineKind.NOTE,
        }
