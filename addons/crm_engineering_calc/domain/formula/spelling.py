"""How people spell functions and signs: as in spreadsheets, and in Russian."""

import unicodedata
from collections.abc import Mapping

_SPELLINGS = {
    "abs": "abs",
    "avg": "avg average срзнач",
    "ceil": "ceil ceiling окрвверх",
    "count": "count counta счёт счет счётз счетз",
    "floor": "floor int окрвниз целое",
    "max": "max макс",
    "min": "min мин",
    "round": "round округл",
    "rounddown": "rounddown округлвниз",
    "roundup": "roundup округлвверх",
    "sum": "sum сумм",
    "if_": "if если",
    "and_": "and и",
    "or_": "or или",
    "not_": "not не",
}
NAMED: Mapping[str, str] = {
    spelling: function
    for function, spellings in _SPELLINGS.items()
    for spelling in spellings.split()
}
# What people are told that there is: the first spelling of each.
KNOWN = tuple(sorted(spellings.split()[0] for spellings in _SPELLINGS.values()))

SIGNS: Mapping[str, str] = {
    "^": "**",
    "²": "**2",
    "³": "**3",
    "×": "*",
    "·": "*",
    "∙": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "<>": "!=",
    "=": "==",
}


def fold(word: str) -> str:
    """Return a name or a text as it is compared: in any case, with any spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).split()).casefold()


def get_function(word: str) -> str | None:
    """Return the function of FUNCTIONS that the word is a spelling of."""
    return NAMED.get(fold(word))


def get_spelling(function: str) -> str:
    """Return how people spell a function of FUNCTIONS first."""
    return _SPELLINGS[function].split()[0]
