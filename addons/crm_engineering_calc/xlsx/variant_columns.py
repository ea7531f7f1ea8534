"""The columns of a variant's sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from ..domain.column_words import ColumnField
from ..domain.estimate import Estimate, EstimateLine, EstimateVariant
from ..domain.extra import ExtraField, ExtraKind, Value
from ..domain.outline import LineKind
from ..domain.pricing import get_multipliers
from .labels import Labels
from .layout import UNREAD_FIELDS
from .styles import Styles

# What is computed, or carried, and never read.
CALCULATED_PRICE: Final = "calculated_price"
AMOUNT: Final = "amount"
TAXES: Final = "taxes"
_HIDDEN = (ColumnField.REF, ColumnField.ORIGIN, ColumnField.OPENING_ORIGIN)
_PRICES = (ColumnField.BASE_PRICE, CALCULATED_PRICE, ColumnField.PRICE_UNIT)


class Column(NamedTuple):
    field: str
    label: str
    width: int
    right: bool = False
    extra: ExtraField | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the column is for the reader alone."""
        return self.field in _HIDDEN

    @property
    def is_read(self) -> bool:
        """Whether a sheet that comes back says something in this column."""
        return bool(self.label) and (
            self.extra is not None or self.field in set(ColumnField) - {*UNREAD_FIELDS}
        )

    def get_value(self, line: EstimateLine) -> Value:
        """Return what a line says in the column of another addon's field."""
        value = line.get(self.field)
        if self.extra and isinstance(value, str):
            return self.extra.write(value)
        return value  # type: ignore[no-any-return]

    def get_number_style(self, styles: Styles) -> dict[str, Any]:
        """Return how its numbers are shown."""
        if self.field == AMOUNT:
            return {"number": styles.amount_format, "right": self.right}
        number = styles.price_format if self.field in _PRICES else None
        return {"number": number, "right": self.right}


def get_columns(
    estimate: Estimate, variant: EstimateVariant, labels: Labels
) -> tuple[Column, ...]:
    """Return the columns that the variant's sheet has, from the left."""
    lines = get_services(variant)
    price_unit = labels.price_unit
    if lines and all(line.included_tax for line in lines):
        price_unit = f"{price_unit}, {labels.included_tax}"
    columns: tuple[Column, ...] = (
        Column(ColumnField.REF, "", 8),
        Column(ColumnField.ORIGIN, "origin", 8),
        *_get_hidden_columns(estimate),
        Column(ColumnField.KIND, labels.kind, 15),
        Column(ColumnField.PRODUCT_CODE, labels.product_code, 20),
        Column(ColumnField.NAME, labels.name, 46),
        Column(ColumnField.UNIT, labels.unit, 10),
        Column(ColumnField.FORMULA, labels.formula, 16),
        *_get_opening_columns(estimate, labels),
        Column(ColumnField.QUANTITY, labels.quantity, 11, True),
        Column(ColumnField.BASE_PRICE, labels.base_price, 13, True),
        Column(ColumnField.COEFFICIENTS, labels.coefficients, 24),
        Column(ColumnField.COEFFICIENT, labels.coefficient, 15, True),
        Column(ColumnField.COEFFICIENT_REASON, labels.coefficient_reason, 18),
        *get_extra_columns(estimate, labels),
        Column(CALCULATED_PRICE, labels.calculated_price, 14, True),
        Column(ColumnField.PRICE_UNIT, price_unit, 14, True),
        Column(AMOUNT, f"{labels.amount}, {estimate.currency_code}", 17, True),
    )
    if any(line.taxes for line in lines):
        columns += (Column(TAXES, labels.taxes, 26),)
    return tuple(_with_own_labels(columns))


def _get_hidden_columns(estimate: Estimate) -> Iterator[Column]:
    if estimate.openings and estimate.opening_columns:
        yield Column(ColumnField.OPENING_ORIGIN, "opening origin", 8)


def _get_opening_columns(estimate: Estimate, labels: Labels) -> Iterator[Column]:
    if estimate.openings and estimate.opening_columns:
        yield Column(ColumnField.OPENING, labels.opening_name, 18)


def get_extra_columns(estimate: Estimate, labels: Labels) -> Iterator[Column]:
    """Yield the columns of other addons' fields; a factor of prices always has one."""
    fields = {field.name: field for field in labels.extra}
    for name in get_multipliers(estimate.price_factors):
        if name not in EstimateLine.model_fields:
            fields.setdefault(name, ExtraField(name, name, ExtraKind.NUMBER))
    for field in fields.values():
        right = field.kind in (ExtraKind.INTEGER, ExtraKind.NUMBER)
        yield Column(field.key, field.label, 14, right, field)


def get_services(variant: EstimateVariant) -> list[EstimateLine]:
    return [line for line in variant.lines if line.kind is LineKind.PRODUCT]


def _with_own_labels(columns: Iterable[Column]) -> Iterator[Column]:
    """Tell headers apart that a translation made equal: the reader finds them by it."""
    seen = Counter[str]()
    for column in columns:
        seen[column.label.casefold()] += 1
        count = seen[column.label.casefold()]
        yield column if count == 1 else column._replace(label=f"{column.label} {count}")
