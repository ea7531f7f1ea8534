"""Letters of the Cyrillic and the Latin alphabet that look the same.

Who types a code or a word sees no difference between С and C, and often has the other
keyboard on.
"""

import re
import unicodedata

# Of capitals: small ones follow them, and of в and b nobody has seen the small ones.
_CYRILLIC = "авеёкмнорстухіѕј"
_LATIN = "abeekmhopctyxisj"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = {
    ord(one): other
    for latin, cyrillic in zip(_LATIN, _CYRILLIC, strict=True)
    if cyrillic not in "ёіѕј"
    for one, other in ((latin, cyrillic), (latin.upper(), cyrillic.upper()))
}
_CAPITALS_TO_LATIN = str.maketrans(
    _CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper()
)
_MIXED = re.compile(r"[a-z][а-яё]|[а-яё][a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_IS_CYRILLIC = re.compile(r"[бгджзийлпфцчшщъыьэюя]", re.IGNORECASE)
_IS_LATIN = re.compile(r"[dfglnqruvwz]", re.IGNORECASE)


def fold(text: str) -> str:
    """Return what is the same of texts that look the same, whatever their case."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_LATIN)


def unmix(text: str) -> str:
    """Return the text with each word in one alphabet, as it was surely meant.

    A word whose other letters are of both alphabets stays as it is.
    """
    return _WORD.sub(_unmix, text) if _MIXED.search(text) else text


def _unmix(match: re.Match[str]) -> str:
    word = match[0]
    if not _MIXED.search(word):
        return word
    is_latin, is_cyrillic = _IS_LATIN.search(word), _IS_CYRILLIC.search(word)
    if is_latin and is_cyrillic:
        return word
    return word.translate(_CAPITALS_TO_LATIN if is_latin else _TO_CYRILLIC)
