"""The exchange schema of a calculation: what files, JSON and comparison speak.

It holds what people entered; prices follow from it. Numbers are decimals, and strings
in JSON. A refusal is pydantic's `ValidationError`: where, and facts (`RefusalKind`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator, model_validator

from . import pricing
from .estimate_openings import EstimateOpening, EstimateOpeningColumn
from .extra import PREFIX, Bag, read_bag
from .outline import LineKind
from .refusal import RefusalKind, refuse
from .schema import Number, Positive, SchemaValue, Text

# What a section may hide from the customer.
COLLAPSES = ("collapse_prices", "collapse_composition")


class LinePrice(NamedTuple):
    """Prices of a line in the estimate's currency: two of a unit, and the amount."""

    calculated_price: Decimal
    price_unit: Decimal
    price_subtotal: Decimal


class CoefficientValue(SchemaValue):
    """The value taken of the coefficient with this code, and its bounds, if known.

    Without a value, the one that the coefficient has today is meant.
    """

    code: Text
    value: Positive | None = None
    value_min: Positive | None = None
    value_max: Positive | None = None


class EstimateMeasurement(SchemaValue):
    """A value taken on site, or computed by its `formula`; formulas name its `code`."""

    code: Text
    name: Text
    value: Number = Decimal(0)
    unit: Text | None = None
    formula: Text | None = None


class EstimateTax(SchemaValue):
    """What all lines of a variant have as taxes of one group, as the host says.

    `rates` are the parts of the lines' amounts that it is, by the `taxes` of the lines.
    A tax that is no such part, as a sum for a piece, has none.
    """

    name: Text
    amount: Number
    rates: dict[Text, Number] = Field(default_factory=dict)


class EstimateLine(SchemaValue):
    """A service, or a text between services; `ref` identifies it in its variant.

    `product_code` is the service's internal reference, or its name where it has none;
    `quantity` the result of the `formula`, if there is one, and `opening` the ref of
    the opening whose columns it names, if it is of one alone; `base_price` what the
    engineer asks for one `unit`; `coefficient` what the engineer settled on, and
    `coefficient_reason` why, if it is no product of the `coefficients`; `price_unit`
    the manager's correction, if any. `taxes` name what the order line will have, and
    `included_tax` is what the price includes of them, as a part of the amount without.
    A section may hide the prices of its lines, or the lines themselves, from the
    customer. `extra` are the fields of other addons, by name: given as
    `context={"extra": {name: ExtraField}}`, they are checked.
    """

    ref: Text
    name: Text
    kind: LineKind = LineKind.PRODUCT
    product_code: Text | None = None
    unit: Text | None = None
    formula: Text | None = None
    opening: Text | None = None
    quantity: Number = Decimal(0)
    base_price: Number = Decimal(0)
    coefficients: tuple[CoefficientValue, ...] = ()
    coefficient: Number = Decimal(1)
    coefficient_reason: Text | None = None
    price_unit: Number | None = None
    taxes: Text | None = None
    included_tax: Annotated[Number, Field(gt=-1)] = Decimal(0)
    collapse_prices: bool = False
    collapse_composition: bool = False
    extra: Bag = Field(default_factory=dict)

    @field_validator("extra", mode="plain")
    @classmethod
    def _read_extra(cls, bag: object, info: ValidationInfo) -> Bag:
        return read_bag(bag, (info.context or {}).get("extra"))

    @model_validator(mode="after")
    def _check(self) -> "EstimateLine":
        product = self.kind is LineKind.PRODUCT
        for refusal in self._product_refusals() if product else self._text_refusals():
            raise refusal
        return self

    def get(self, key: str) -> Any:
        """Return a field of the schema, or an `extra` one by its `ExtraField.key`."""
        if key.startswith(PREFIX):
            return self.extra.get(key.removeprefix(PREFIX))
        return getattr(self, key)

    def get_factor(self, name: str) -> Decimal:
        """Return a number that the line's price is a product of: 1 if it says none."""
        fields = vars(self)
        value = fields[name] if name in fields else self.extra.get(name)
        return value if isinstance(value, Decimal) else Decimal(1)

    def _product_refusals(self) -> Iterator[Exception]:
        if self.product_code is None:
            yield refuse(RefusalKind.NO_PRODUCT)
        for name in ("base_price", "price_unit"):
            if (value := getattr(self, name)) is not None and value < 0:
                yield refuse(RefusalKind.NEGATIVE, field=name, value=value)
        if self.coefficient <= 0:
            yield refuse(RefusalKind.COEFFICIENT_NOT_POSITIVE, value=self.coefficient)
        if self.coefficients:
            for code in _repeated(item.code for item in self.coefficients):
                yield refuse(RefusalKind.REPEATED_COEFFICIENT, code=code)
        for name in COLLAPSES:
            if getattr(self, name):
                yield refuse(RefusalKind.NOT_OF_PRODUCT, field=name)

    def _text_refusals(self) -> Iterator[Exception]:
        allowed = {"kind"} if self.kind is LineKind.NOTE else {"kind", *COLLAPSES}
        for name, default in _get_defaults(type(self)).items():
            if name not in allowed and getattr(self, name) != default:
                yield refuse(RefusalKind.NOT_OF_TEXT, field=name, kind=self.kind.value)


class EstimateVariant(SchemaValue):
    """One complete alternative; its `coefficient` multiplies every line's price.

    `taxes` are carried, and so is the `rounding` that its untaxed amount has on top of
    the amounts of its lines: whoever imports it does not read them.
    """

    ref: Text
    name: Text
    coefficient: Positive = Decimal(1)
    coefficients: tuple[CoefficientValue, ...] = ()
    coefficient_reason: Text | None = None
    taxes: tuple[EstimateTax, ...] = ()
    rounding: Number = Decimal(0)
    lines: tuple[EstimateLine, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "EstimateVariant":
        for ref in _repeated(line.ref for line in self.lines):
            raise refuse(RefusalKind.REPEATED_LINE, ref=ref)
        return self


class Estimate(SchemaValue):
    """A calculation at one revision, with its measurements and all of its variants.

    `price_digits` are the decimals of a unit price, `quantity_digits` those of a
    quantity that is computed, `currency_rounding` the least step of an amount (0.01 for
    kopecks), and `price_factors` what the engineer's price is the product of.
    """

    schema_version: Literal[1] = 1
    calculation: Text
    revision: int = Field(default=1, ge=1)
    direction_code: Text
    currency_code: Text
    price_digits: int = Field(default=2, ge=0, le=12)
    quantity_digits: int = Field(default=2, ge=0, le=12)
    currency_rounding: Positive = Decimal("0.01")
    price_factors: tuple[pricing.PriceFactor, ...] = pricing.PRICE_FACTORS
    measurements: tuple[EstimateMeasurement, ...] = ()
    opening_columns: tuple[EstimateOpeningColumn, ...] = ()
    openings: tuple[EstimateOpening, ...] = ()
    variants: tuple[EstimateVariant, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Estimate":
        for coded in (self.measurements, self.opening_columns):
            for code in _repeated(item.code for item in coded):
                raise refuse(RefusalKind.REPEATED_MEASUREMENT, code=code)
        for ref in _repeated(opening.ref for opening in self.openings):
            raise refuse(RefusalKind.REPEATED_OPENING, ref=ref)
        for ref in _repeated(variant.ref for variant in self.variants):
            raise refuse(RefusalKind.REPEATED_VARIANT, ref=ref)
        return self

    def _get_factors(
        self, variant: EstimateVariant, line: EstimateLine
    ) -> list[Decimal]:
        return [
            getattr(variant, factor.name)
            if factor.of_variant
            else line.get_factor(factor.name)
            for factor in self.price_factors
        ]

    def price_line(self, variant: EstimateVariant, line: EstimateLine) -> LinePrice:
        """Return the prices of a line as one of this variant's; zeros for a text."""
        factors = self._get_factors(variant, line)
        calculated = pricing.calculated_price(factors, self.price_digits)
        price_unit = calculated if line.price_unit is None else float(line.price_unit)
        amount = pricing.subtotal(
            float(line.quantity),
            price_unit,
            float(self.currency_rounding),
            float(line.included_tax),
        )
        return LinePrice(*map(pricing.to_decimal, (calculated, price_unit, amount)))

    def amount_untaxed(self, variant: EstimateVariant) -> Decimal:
        """Return the amount of the variant before taxes: its lines', and rounding."""
        prices = (self.price_line(variant, line) for line in variant.lines)
        return sum((price.price_subtotal for price in prices), start=variant.rounding)

    def amount_total(self, variant: EstimateVariant) -> Decimal:
        """Return the amount of the variant with its taxes."""
        taxes = (tax.amount for tax in variant.taxes)
        return sum(taxes, start=self.amount_untaxed(variant))


@cache
def _get_defaults(schema: type[SchemaValue]) -> dict[str, Any]:
    """Return what the fields say that nobody has to give."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in schema.model_fields.items()
        if not field.is_required()
    }


def _repeated(names: Iterable[str]) -> Iterator[str]:
    return (name for name, count in Counter(names).items() if count > 1)
