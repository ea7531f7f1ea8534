"""Tables as text: in the encodings and with the separators that programs write."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from . import errors

# In the order of what is tried where a text may be of several.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("cp1251", "cp866", "koi8-r", "mac-cyrillic", "cp1252")
_SEPARATORS = (";", "\t", ",", "|")
_FEWEST_TO_ONE = 20
_PROBE_LINES = 60
_PROBE_CHARACTERS = 20_000
# Letters that most texts in Russian are made of.
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыьзбг")
# No word has letters of both alphabets.
_MIXED = re.compile("[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]")
_FEWEST_COLUMNS = 2
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f")


def read_delimited(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a table that is text.

    :raises errors.NotAWorkbook: it is no text, or no table
    """
    text = _decode(data)
    # A page or a document of another program has separators, too.
    if text.lstrip()[:1] in ("<", "%") or _CONTROLS.intersection(
        text[:_PROBE_CHARACTERS]
    ):
        raise errors.NotAWorkbook
    text, separator = _find_separator(text)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise errors.DamagedWorkbook from error


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise errors.DamagedWorkbook from error
    if wide := _guess_wide(data[:_PROBE_CHARACTERS]):
        return data.decode(wide, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        best = max(_ENCODINGS, key=lambda name: _get_likeness(data, name))
        return data.decode(best, "replace")


def _guess_wide(data: bytes) -> str | None:
    """Return the encoding of two bytes a sign whose high bytes tell of it, if any.

    Every separator and digit has a high byte of zeros, which no other text has.
    """
    if b"\0" not in data:
        return None
    odd, even = data[1::2].count(0), data[::2].count(0)
    if min(odd, even) * _FEWEST_TO_ONE > max(odd, even):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _get_likeness(data: bytes, encoding: str) -> float:
    """Return how much the bytes look like words, in an encoding."""
    text = data[:_PROBE_CHARACTERS].decode(encoding, "replace")
    return sum(map(_weigh, text)) - len(_MIXED.findall(text))


def _weigh(sign: str) -> float:
    if sign.isascii():
        return 0
    if sign in _FREQUENT:
        return 1
    if "а" <= sign <= "я" or sign in "ё№²³«»\u00a0₽–—":
        return 0.3
    if "А" <= sign <= "Я":
        return 0.2
    return 0.1 if sign.isalpha() and sign.islower() else -1


def _find_separator(text: str) -> tuple[str, str]:
    """Return the text and what parts its columns, as it says or as its lines show."""
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return rest, first[len("sep=")]
    lines = "".join(text.splitlines(keepends=True)[:_PROBE_LINES])
    # What tears texts in quotes apart is no separator, unless the quotes are wrong.
    for strict in (True, False):
        evenness = {one: _get_evenness(lines, one, strict) for one in _SEPARATORS}
        best = max(_SEPARATORS, key=evenness.__getitem__)
        if evenness[best]:
            return text, best
    raise errors.NotAWorkbook


def _get_evenness(text: str, separator: str, strict: bool) -> float:
    """Return how many columns a separator makes, and in how many lines the same."""
    try:
        stream = StringIO(text, newline="")
        rows = list(csv.reader(stream, delimiter=separator, strict=strict))
    except csv.Error:
        return 0
    widths = [len(_without_end(row)) for row in rows]
    counts = Counter(width for width in widths if width >= _FEWEST_COLUMNS)
    if not counts:
        return 0
    columns, lines = counts.most_common(1)[0]
    evenness = lines / len(rows) * min(columns, 10)
    # Commas stand in numbers, and semicolons in texts; nobody types a tab.
    return evenness * 2 if separator == "\t" else evenness


def _without_end(cells: list[str]) -> list[str]:
    """Return the cells up to the last one that says something."""
    last = max(
        (place for place, text in enumerate(cells, 1) if text.strip()), default=0
    )
    return cells[:last]
