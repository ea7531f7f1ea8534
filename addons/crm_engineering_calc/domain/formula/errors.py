"""Why a formula is refused: facts, and no sentences."""

from dataclasses import dataclass
from decimal import Decimal


class FormulaError(Exception):
    """Root of what formulas refuse."""


@dataclass(eq=False)
class InvalidCode(FormulaError):
    """No formula could name this: it is no identifier, or a word of formulas."""

    code: str


@dataclass(eq=False)
class InvalidFormula(FormulaError):
    """The formula makes no sense at `position`, counted from 0; perhaps its end."""

    formula: str
    position: int


@dataclass(eq=False)
class NotAllowed(InvalidFormula):
    """`what` has no place in any formula."""

    what: str


@dataclass(eq=False)
class WrongSeparator(InvalidFormula):
    """`what` separates nothing here, as ";", or may be two things, as "1,5" in a call.

    With a semicolon anywhere, commas are decimal and semicolons separate arguments;
    without, commas separate arguments, and are decimal outside of calls alone.
    """

    what: str


@dataclass(eq=False)
class TooComplex(InvalidFormula):
    """Over MAX_LENGTH characters, or MAX_DEPTH operations inside of each other."""


@dataclass(eq=False)
class UnknownFunction(InvalidFormula):
    """`name` is called, and is none of the `known` functions."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class WrongArguments(InvalidFormula):
    """`function` takes `least` to `most` arguments; None is any number."""

    function: str
    least: int
    most: int | None


@dataclass(eq=False)
class UnknownName(FormulaError):
    """The formula uses a measurement that is none of the `known` ones."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class ColumnAlone(FormulaError):
    """A column of openings (`name`) stands outside of a function over all of them."""

    name: str


@dataclass(eq=False)
class TextColumn(FormulaError):
    """`name` holds texts, and is computed with, or compared to a number."""

    name: str


@dataclass(eq=False)
class NumberCompared(FormulaError):
    """`name` holds a number, and is compared to a text."""

    name: str
    text: str


@dataclass(eq=False)
class UnknownChoice(FormulaError):
    """The column `name` is compared to a text that is none of its choices."""

    name: str
    text: str
    known: tuple[str, ...]


@dataclass(eq=False)
class InOpening(FormulaError):
    """The formula is refused for `cause` in the opening with this `label`."""

    label: str
    cause: FormulaError


@dataclass(eq=False)
class DivisionByZero(FormulaError):
    """With these values, something is divided by zero."""


@dataclass(eq=False)
class InvalidPower(FormulaError):
    """The exponent is no whole number from -MAX_POWER to MAX_POWER."""

    exponent: Decimal


@dataclass(eq=False)
class TooLarge(FormulaError):
    """A value or a step is beyond reason, or the result has over RESULT_DIGITS."""


@dataclass(eq=False)
class Cycle(FormulaError):
    """Each of `codes` is computed from the next one, the last from the first."""

    codes: tuple[str, ...]


@dataclass(eq=False)
class DependsOnError(FormulaError):
    """The formula depends on `name`, whose own formula is refused for `cause`."""

    name: str
    cause: FormulaError
