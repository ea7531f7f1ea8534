"""Formulas of spreadsheet cells, as far as estimates have them: sums and products.

A workbook that a program has made holds formulas without results. Where they only
reckon with numbers of other cells, the result is no secret.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Final, NamedTuple

MOST_CELLS: Final = 20_000
_MOST_DEPTH = 50
_MOST_EXPONENT = 20
_MOST_DIGITS = 12
_LARGEST = Decimal(10) ** 15

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
    |(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?
     \$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})(?![\w(])
    |(?P<function>[A-Z][A-Z.]*)(?=\()
    |(?P<sign>[-+*/^%(),;:])
    )""",
    re.VERBOSE | re.IGNORECASE,
)


class Unknown(Exception):
    """The formula can't be reckoned here."""


class Place(NamedTuple):
    """A cell: of a sheet, None for that of the formula, its column and row."""

    sheet: str | None
    column: str
    row: int


Value = Decimal | list[Decimal]
# Returns the number of a cell, zero of an empty one; raises Unknown of any other.
Lookup = Callable[[Place], Decimal]


def reckon(formula: str, lookup: Lookup) -> Decimal:
    """Return the result of a formula such as `=ROUND(Sheet!B1*C2, 0)`.

    :raises Unknown: it is more than sums, products and roundings of numbers
    """
    try:
        reader = _Reader(list(_tokens(formula.strip().removeprefix("="))), lookup)
        result = _one(reader.sum())
        reader.end()
        if abs(result) > _LARGEST:
            raise Unknown
        return result
    except (DecimalException, RecursionError, OverflowError) as error:
        raise Unknown from error


def _tokens(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if not match:
            raise Unknown
        yield match
        place = match.end()


class _Reader:
    """Reads a formula from left to right, and reckons as it goes."""

    def __init__(self, tokens: Sequence[re.Match[str]], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._place = self._depth = 0

    def end(self) -> None:
        if self._place < len(self._tokens):
            raise Unknown

    def _sign(self, signs: str) -> str:
        """Return the next sign and pass it, if it is one of these."""
        if self._place < len(self._tokens):
            sign = self._tokens[self._place]["sign"]
            if sign and sign in signs:
                self._place += 1
                return str(sign)
        return ""

    def sum(self) -> Value:
        value = self._product()
        while sign := self._sign("+-"):
            other = _one(self._product())
            value = _one(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Value:
        value = self._power()
        while sign := self._sign("*/"):
            other = _one(self._power())
            value = _one(value) * other if sign == "*" else _one(value) / other
        return value

    def _power(self) -> Value:
        value = self._share()
        while self._sign("^"):
            exponent = _one(self._share())
            if abs(exponent) > _MOST_EXPONENT:
                raise Unknown
            value = _one(value) ** exponent
        return value

    def _share(self) -> Value:
        value = self._item()
        while self._sign("%"):
            value = _one(value) / 100
        return value

    def _item(self) -> Value:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise Unknown
        try:
            return self._read_item()
        finally:
            self._depth -= 1

    def _read_item(self) -> Value:
        if sign := self._sign("+-"):
            number = _one(self._item())
            return -number if sign == "-" else number
        if self._sign("("):
            value = self.sum()
            return self._closed(value)
        if self._place >= len(self._tokens):
            raise Unknown
        token = self._tokens[self._place]
        self._place += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["function"]:
            return self._call(token["function"].upper())
        if token["column"]:
            return self._cells(_place(token))
        raise Unknown

    def _closed(self, value: Value) -> Value:
        if not self._sign(")"):
            raise Unknown
        return value

    def _cells(self, first: Place) -> Value:
        if not self._sign(":"):
            return self._lookup(first)
        if self._place >= len(self._tokens) or not self._tokens[self._place]["column"]:
            raise Unknown
        last = _place(self._tokens[self._place])
        self._place += 1
        left, right = map(_number, (first.column, last.column))
        if (right - left + 1) * (last.row - first.row + 1) > MOST_CELLS:
            raise Unknown
        return [
            self._lookup(Place(first.sheet, _letters(column), row))
            for row in range(first.row, last.row + 1)
            for column in range(left, right + 1)
        ]

    def _call(self, name: str) -> Decimal:
        if not self._sign("("):
            raise Unknown
        arguments = [self.sum()]
        while self._sign(",;"):
            arguments.append(self.sum())
        self._closed(arguments[0])
        if name in _OF_MANY:
            numbers = [
                number
                for one in arguments
                for number in (one if isinstance(one, list) else [one])
            ]
            return _OF_MANY[name](numbers)
        if name in _ROUNDINGS and len(arguments) == 2:
            number, digits = map(_one, arguments)
            if abs(digits) > _MOST_DIGITS:
                raise Unknown
            step = Decimal(1).scaleb(-int(digits))
            return (number / step).quantize(Decimal(1), _ROUNDINGS[name]) * step
        raise Unknown


def _product(numbers: Sequence[Decimal]) -> Decimal:
    result = Decimal(1)
    for number in numbers:
        result *= number
    return result


_OF_MANY: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SUM": lambda numbers: sum(numbers, start=Decimal(0)),
    "PRODUCT": _product,
    "MIN": min,
    "MAX": max,
    "ABS": lambda numbers: abs(numbers[0]),
}
_ROUNDINGS = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}


def _one(value: Value) -> Decimal:
    if isinstance(value, list):
        raise Unknown
    return value


def _place(token: re.Match[str]) -> Place:
    quoted = token["quoted"]
    sheet = quoted.replace("''", "'") if quoted else token["sheet"]
    return Place(sheet, token["column"].upper(), int(token["row"]))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
