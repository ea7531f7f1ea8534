"""Fields that other addons add to lines, as files and JSON carry them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import pricing
from .refusal import RefusalKind, refuse
from .text_enum import TextEnum
from .texts import MAX_TEXT, clean

# What a line's field is called where those of the schema are named, too.
PREFIX = "extra."
# A float keeps 15 digits of any decimal, and the host's fields hold floats.
MAX_DIGITS = 15

Value = bool | Decimal | date | str | None
Bag = Mapping[str, Value]


class ExtraKind(TextEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"


_EMPTY: Mapping[str, Value] = {
    ExtraKind.INTEGER: Decimal(0),
    ExtraKind.NUMBER: Decimal(0),
    ExtraKind.BOOLEAN: False,
}


# No model of the host's, whose read and write ask for a call of super.
# pylint: disable=method-required-super


@dataclass(frozen=True)
class ExtraField:
    """A field of a line: its name, what people call it, and what it holds.

    :param choices: (key, word) pairs of a choice, whose value is the key
    :param digits: the decimals of a number; None for as many as there are
    """

    name: str
    label: str
    kind: ExtraKind = ExtraKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    digits: int | None = None

    @property
    def key(self) -> str:
        """The name of the field among those of the schema."""
        return f"{PREFIX}{self.name}"

    @property
    def empty(self) -> Value:
        """The value of a line that says nothing."""
        return _EMPTY.get(self.kind)

    def read(self, value: object) -> Value:
        """Return the field's value of what JSON or a cell says.

        :raises PydanticCustomError: `RefusalKind.WRONG_VALUE`
        """
        if value is None or isinstance(value, str) and not clean(value):
            return self.empty
        match self.kind, value:
            case ExtraKind.BOOLEAN, bool():
                return value
            case ExtraKind.DATE, date() | str():
                return self._date(value)
            case ExtraKind.CHOICE, str():
                return self._choice(clean(value))
            case ExtraKind.TEXT, str() if len(clean(value)) <= MAX_TEXT:
                return clean(value)
            case ExtraKind.INTEGER | ExtraKind.NUMBER, int() | float() | str():
                return self._number(value)
            case ExtraKind.INTEGER | ExtraKind.NUMBER, Decimal():
                return self._number(value)
        raise self._refusal(value)

    def write(self, value: Value) -> str:
        """Return the value as a text, which `read` takes but for yes and no."""
        if value is None or value is False:
            return ""
        if value is True:
            return "✓"
        return dict(self.choices).get(str(value), str(value))

    def _date(self, value: date | str) -> date:
        try:
            day = date.fromisoformat(clean(value)) if isinstance(value, str) else value
        except ValueError as error:
            raise self._refusal(value) from error
        return date(day.year, day.month, day.day)

    def _choice(self, text: str) -> str:
        words = {word.casefold(): key for key, word in self.choices}
        words |= {key.casefold(): key for key, _word in self.choices}
        if text.casefold() not in words:
            raise self._refusal(text)
        return words[text.casefold()]

    def _number(self, value: float | str | Decimal) -> Decimal:
        try:
            number = pricing.to_decimal(value)
        except pricing.InvalidNumber as error:
            raise self._refusal(value) from error
        whole = self.kind == ExtraKind.INTEGER
        if (
            isinstance(value, bool)
            or abs(number) >= 10**MAX_DIGITS
            or (whole and number != number.to_integral_value())
        ):
            raise self._refusal(value)
        if self.digits is None:
            return number
        return pricing.round_half_up(number, self.digits)

    def _refusal(self, value: object) -> Exception:
        return refuse(
            RefusalKind.WRONG_VALUE,
            field=self.name,
            label=self.label,
            kind=self.kind.value,
            value=str(value),
            choices=[word for _key, word in self.choices],
        )


def read_bag(bag: object, fields: Mapping[str, ExtraField] | None) -> Bag:
    """Return the values of a line's fields by name; without `fields`, as they are.

    :raises PydanticCustomError: it is no bag, has another field, or a wrong value
    """
    if not isinstance(bag, Mapping):
        raise refuse(RefusalKind.UNKNOWN_FIELD, field=str(bag))
    if fields is None:
        return dict(bag)
    if unknown := [name for name in bag if name not in fields]:
        raise refuse(RefusalKind.UNKNOWN_FIELD, field=unknown[0])
    return {name: fields[name].read(value) for name, value in bag.items()}
