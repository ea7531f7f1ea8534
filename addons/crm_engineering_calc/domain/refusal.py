"""Why an estimate is refused: facts, and no sentences.

They come as errors of pydantic, whose `type` is the kind and whose `ctx` the facts.
"""

from typing import Any

from pydantic_core import PydanticCustomError

from .text_enum import TextEnum
from .texts import clean


class RefusalKind(TextEnum):
    # A service names none that is sold.
    NO_PRODUCT = "no_product"
    # `field` is below 0: `value`.
    NEGATIVE = "negative"
    # The coefficient is not above 0: `value`.
    COEFFICIENT_NOT_POSITIVE = "coefficient_not_positive"
    # A service has a `field` of sections, or a text (`kind`) one of services.
    NOT_OF_PRODUCT = "not_of_product"
    NOT_OF_TEXT = "not_of_text"
    # A coefficient, measurement or column (`code`), a line, variant or opening (`ref`)
    # is there twice.
    REPEATED_COEFFICIENT = "repeated_coefficient"
    REPEATED_MEASUREMENT = "repeated_measurement"
    REPEATED_OPENING = "repeated_opening"
    REPEATED_LINE = "repeated_line"
    REPEATED_VARIANT = "repeated_variant"
    # No addon exchanges a `field` of this name.
    UNKNOWN_FIELD = "unknown_field"
    # `value` is none that the `field` of another addon (its `label`) can have: its
    # `kind` says what it holds, and `choices` the words of a choice.
    WRONG_VALUE = "wrong_value"


def refuse(refusal: RefusalKind, /, **facts: Any) -> PydanticCustomError:
    """Return the error to raise; its texts are such that pydantic can print them."""
    words = ", ".join(f"{name}={{{name}}}" for name in facts)
    for name, fact in facts.items():
        if isinstance(fact, str):
            facts[name] = clean(fact)
    return PydanticCustomError(refusal.value, f"{refusal.value}: {words}", facts)
