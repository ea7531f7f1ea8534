"""Codes: what can be one, and which ones a formula uses."""

import keyword
import unicodedata
from collections.abc import Iterable

from .arithmetic import FUNCTIONS
from .errors import InvalidCode, InvalidFormula
from .lexer import is_name
from .parser import parse
from .spelling import fold, get_function


def check_code(code: str) -> str:
    """Return `code` as formulas know it: an identifier in Unicode's form NFKC.

    :raises InvalidCode: it is no identifier, or a word that formulas have themselves
    """
    normal = unicodedata.normalize("NFKC", code)
    is_word = keyword.iskeyword(normal) or normal in FUNCTIONS or get_function(normal)
    if is_word or not normal.isidentifier() or not is_name(normal):
        raise InvalidCode(code)
    return normal


def names(formula: str) -> frozenset[str]:
    """Return the codes that the formula uses, as it writes them.

    :raises InvalidFormula: it is no formula, whatever the values
    """
    return frozenset(parse(formula).names)


def used(formula: str) -> tuple[str, ...]:
    """Return the codes that the formula uses, in its order; of no formula, none."""
    try:
        return parse(formula).names
    except InvalidFormula:
        return ()


def uses(formula: str, codes: Iterable[str]) -> bool:
    """Tell whether the formula uses any of the codes, in whatever case."""
    folded = set(map(fold, codes))
    return any(fold(name) in folded for name in used(formula))


def counts_openings(formula: str) -> bool:
    """Tell whether the formula depends on which openings there are, whatever else."""
    try:
        parsed = parse(formula)
    except InvalidFormula:
        return False
    called = (aggregate.function == "count" for aggregate in parsed.aggregates.values())
    return any(called) or any(get_function(name) == "count" for name in parsed.names)
