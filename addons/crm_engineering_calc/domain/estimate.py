"""The exchange schema of a calculation: what files, JSON and comparison speak.

It holds what people entered; prices follow from it. Numbers are decimals, and strings
in JSON. A refusal (pydantic's `ValidationError`) names the line and the remedy.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from . import pricing
from .outline import LineKind

# As much as a cell of a workbook holds.
MAX_TEXT = 32767
# A line break as other systems end it, _x000D_ being how a workbook spells it.
_LINE_BREAK = re.compile(r"(?:\r|_x000D_)\n?")
# Characters that no XML document, and so no workbook, can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _writable(text: object) -> object:
    if not isinstance(text, str):
        return text
    return _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", text))


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT),
    BeforeValidator(_writable),
]
# A float keeps 15 digits of any decimal, and the host's fields hold floats.
Number = Annotated[Decimal, Field(max_digits=15)]
Positive = Annotated[Number, Field(gt=0)]


# What a section may hide from the customer.
COLLAPSES = ("collapse_prices", "collapse_composition")


class LinePrice(NamedTuple):
    """Prices of a line in the estimate's currency: two of a unit, and the amount."""

    calculated_price: Decimal
    price_unit: Decimal
    price_subtotal: Decimal


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CoefficientValue(_Value):
    """The value taken of the coefficient with this code, and its bounds, if known.

    Without a value, the one that the coefficient has today is meant.
    """

    code: Text
    value: Positive | None = None
    value_min: Positive | None = None
    value_max: Positive | None = None


class EstimateMeasurement(_Value):
    """A value taken on site, or computed by its `formula`; formulas name its `code`."""

    code: Text
    name: Text
    value: Number = Decimal(0)
    unit: Text | None = None
    formula: Text | None = None


class EstimateTax(_Value):
    """What all lines of a variant have as taxes of one group, as the host says.

    `rates` are the parts of the lines' amounts that it is, by the `taxes` of the lines.
    A tax that is no such part, as a sum for a piece, has none.
    """

    name: Text
    amount: Number
    rates: dict[Text, Number] = Field(default_factory=dict)


class EstimateLine(_Value):
    """A service, or a text between services; `ref` identifies it in its variant.

    `product_code` is the service's internal reference, or its name where it has none;
    `quantity` the result of the `formula`, if there is one; `base_price` the engineer's
    price of one `unit`; `coefficient` the multiplier that the engineer settled on, and
    `coefficient_reason` why, if it is no product of the `coefficients`; `price_unit`
    the manager's correction, if any. `taxes` name what the order line will have, and
    `included_tax` is what the price includes of them, as a part of the amount without.
    A section may hide the prices of its lines, or the lines themselves, from the
    customer.
    """

    ref: Text
    name: Text
    kind: LineKind = LineKind.PRODUCT
    product_code: Text | None = None
    unit: Text | None = None
    formula: Text | None = None
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

    @model_validator(mode="after")
    def _check(self) -> "EstimateLine":
        product = self.kind is LineKind.PRODUCT
        for problem in self._product_problems() if product else self._text_problems():
            raise ValueError(f"Line {self.ref} ({self.name}): {problem}.")
        return self

    def _product_problems(self) -> Iterator[str]:
        if self.product_code is None:
            yield "there is no product; give its code, or make the line a note"
        if self.base_price < 0:
            yield f"the base price {self.base_price} is negative; give 0 or more"
        if self.price_unit is not None and self.price_unit < 0:
            yield f"the unit price {self.price_unit} is negative; give 0 or more"
        if self.coefficient <= 0:
            yield f"the coefficient {self.coefficient} is not above 0; give 1 for none"
        for code in _repeated(item.code for item in self.coefficients):
            yield f"the coefficient {code} is there twice; keep one"
        for name in COLLAPSES:
            if getattr(self, name):
                yield f"a product has no {name}; clear it, or make it a section"

    def _text_problems(self) -> Iterator[str]:
        allowed = {"kind"} if self.kind is LineKind.NOTE else {"kind", *COLLAPSES}
        for name, field in type(self).model_fields.items():
            optional = name not in allowed and not field.is_required()
            if optional and getattr(self, name) != field.default:
                yield f"a {self.kind} has no {name}; clear it, or make it a product"


class EstimateVariant(_Value):
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
            raise ValueError(f"Variant {self.name}: two lines {ref}; rename one.")
        return self


class Estimate(_Value):
    """A calculation at one revision, with its measurements and all of its variants.

    `price_digits` are the decimals of a unit price, `currency_rounding` the least step
    of an amount (0.01 for kopecks), and `price_factors` what the engineer's price is
    the product of.
    """

    schema_version: Literal[1] = 1
    calculation: Text
    revision: int = Field(default=1, ge=1)
    direction_code: Text
    currency_code: Text
    price_digits: int = Field(default=2, ge=0, le=12)
    currency_rounding: Positive = Decimal("0.01")
    price_factors: tuple[pricing.PriceFactor, ...] = pricing.PRICE_FACTORS
    measurements: tuple[EstimateMeasurement, ...] = ()
    variants: tuple[EstimateVariant, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Estimate":
        for code in _repeated(item.code for item in self.measurements):
            raise ValueError(f"There are two measurements {code}; rename one.")
        for ref in _repeated(variant.ref for variant in self.variants):
            raise ValueError(f"There are two variants {ref}; rename one.")
        return self

    def get_factors(
        self, variant: EstimateVariant, line: EstimateLine
    ) -> dict[pricing.PriceFactor, Decimal]:
        """Return the factors of the price of a line, as one of this variant's."""
        return {
            factor: getattr(variant if factor.of_variant else line, factor.name)
            for factor in self.price_factors
        }

    def price_line(self, variant: EstimateVariant, line: EstimateLine) -> LinePrice:
        """Return the prices of a line as one of this variant's; zeros for a text."""
        factors = self.get_factors(variant, line).values()
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


def _repeated(names: Iterable[str]) -> Iterator[str]:
    return (name for name, count in Counter(names).items() if count > 1)
