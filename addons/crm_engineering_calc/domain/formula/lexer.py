"""Reading the text of a formula into what Python's parser takes, and back."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from .errors import InvalidFormula, NotAllowed, WrongSeparator
from .spelling import SIGNS, get_function

_SIGNS = "".join(sign for sign in SIGNS if not sign.isascii())
# Beyond ASCII it's for Python's parser to say what may be in a name.
_BEYOND = r"\x80-\ud7ff\ue000-\U0010ffff"
_NUMBER = r"(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
# A number is looked up before it's taken: so 1.5x is never read as 1, and .5x not as .5
_TOKEN = re.compile(
    rf"""(?P<space>[ ]+)
    | (?=(?P<decimal> (?:0|[1-9][0-9]*),[0-9]+ )) (?P=decimal) (?![\w.])
    | (?=(?P<percent> {_NUMBER} )) (?P=percent) [ ]*% (?=[ ]*(?:$|[)*/;,<>=]))
    | (?=(?P<number> {_NUMBER} )) (?P=number) (?![^\W{_SIGNS}])
    | (?P<text> "(?:[^"]|"")*" | “[^”]*” | «[^»]*» )
    | (?P<name> (?![{_SIGNS}])[A-Za-z_{_BEYOND}]
        (?: (?![{_SIGNS}])[0-9A-Za-z_{_BEYOND}] )* )
    | (?P<sign> [{_SIGNS}^] | <> | =(?!=) )
    | (?P<plain> \*\*? | //? | [<>=!]= | [-+%<>()] )
    | (?P<separator> [,;] )
    """,
    re.VERBOSE,
)
_NAME = re.compile(rf"(?![{_SIGNS}])[\w{_BEYOND}](?:(?![{_SIGNS}])[\w{_BEYOND}])*")
_TEXT = re.compile(r'"(?:[^"]|"")*"|“[^”]*”|«[^»]*»')
_PIECE = re.compile(r"[\w.]+|.?")
_LEAD = re.compile(r" *=? *")
_CALL = re.compile(r" *\(")
_KEYWORDS = frozenset({"if", "else", "and", "or", "not"})
_OPERANDS = ("name", "number", "decimal", "percent", "text")


def is_name(word: str) -> bool:
    """Tell whether the lexer reads the word as one name."""
    return bool(_NAME.fullmatch(word))


class Piece(NamedTuple):
    """Where a piece of the source begins, and which part of the text it is made of.

    `pad` is how much of the source stands before what the text says; None where the
    piece is as written.
    """

    source: int
    start: int
    end: int
    pad: int | None


class Lexer:
    """Reads one formula into `source`; knows where in the text its parts stand."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        # One line without indent and tail, which Python's parser would trip over.
        self._text = re.sub(r"\s", " ", formula).rstrip()
        self._position = len(self._text) - len(_LEAD.sub("", self._text, count=1))
        self._by_semicolon = ";" in _TEXT.sub("", self._text)
        # Whether each bracket that is open is that of a call.
        self._open: list[bool] = []
        self._before: str | None = None
        self._pieces: list[Piece] = []
        self._sources: list[int] = []
        self.source = "".join(self._read())

    def refusal(
        self, kind: type[InvalidFormula], offset: int, *facts: Any
    ) -> InvalidFormula:
        """Return a refusal of what stands at an offset of the source."""
        return kind(self.formula, self.get_position(offset), *facts)

    def get_position(self, offset: int) -> int:
        """Return where in the formula is what the source has at `offset`."""
        if not self._pieces:
            return self._position
        index = bisect_right(self._sources, offset) - 1
        source, start, end, pad = self._pieces[max(index, 0)]
        if pad is None:
            return min(start + offset - source, end)
        return start if offset <= source + pad else end

    def get_written(self, begin: int, end: int) -> str:
        """Return what the formula says between two offsets of the source."""
        return self.formula[self.get_position(begin) : self.get_position(end)]

    def _read(self) -> Iterator[str]:
        length = 0
        while self._position < len(self._text):
            token = _TOKEN.match(self._text, self._position)
            if not token:
                raise self._unknown()
            written = token[0]
            source = self._translate(token)
            pad = None if len(source) == len(written) else source.find(source.strip())
            piece = Piece(length, token.start(), token.end(), pad)
            self._pieces.append(piece)
            self._sources.append(length)
            length += len(source)
            self._position = token.end()
            yield source

    def _translate(self, token: re.Match[str]) -> str:
        """Return what Python's parser takes for a token."""
        kind, written = str(token.lastgroup), token[0]
        source = written
        match kind:
            case "space":
                return source
            case "decimal":
                source = self._read_decimal(token)
            case "percent":
                source = f"({token['percent']}/100)"
            case "text":
                source = f" {written[1:-1].replace(chr(34) * 2, chr(34))!r} "
            case "name":
                source = self._read_name(token)
            case "sign":
                source = f" {SIGNS[written]} "
            case "separator":
                source = self._read_separator(token)
        if written == "(":
            self._open.append(self._before == "name")
        elif written == ")" and self._open:
            self._open.pop()
        is_operand = kind in _OPERANDS and source not in _KEYWORDS
        self._before = kind if is_operand else written
        return source

    def _read_decimal(self, token: re.Match[str]) -> str:
        """A comma is decimal where semicolons separate, or where nothing is called."""
        if not self._by_semicolon and any(self._open):
            raise WrongSeparator(self.formula, token.start(), token[0])
        return token[0].replace(",", ".")

    def _read_name(self, token: re.Match[str]) -> str:
        written = token[0]
        is_called = _CALL.match(self._text, token.end())
        is_infix = self._before in (*_OPERANDS, ")") and written in _KEYWORDS
        if not is_called or is_infix or written == "not":
            return written
        return get_function(written) or written

    def _read_separator(self, token: re.Match[str]) -> str:
        of_call = bool(self._open) and self._open[-1]
        if not of_call or self._by_semicolon is not (token[0] == ";"):
            raise WrongSeparator(self.formula, token.start(), token[0])
        return ","

    def _unknown(self) -> InvalidFormula:
        piece = _PIECE.match(self._text, self._position)
        what = piece[0] if piece else ""
        return NotAllowed(self.formula, self._position, what)
