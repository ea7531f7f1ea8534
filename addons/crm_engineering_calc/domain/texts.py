"""Texts as files hold them: so long, and without what no document can have."""

import re
from typing import Final
from unicodedata import bidirectional

# As much as a cell of a workbook holds.
MAX_TEXT = 32767
# A line break as other systems end it, _x000D_ being how a workbook spells it.
_LINE_BREAK = re.compile(r"(?:\r|_x000D_)\n?")
# Characters that no XML document, and so no workbook, can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ELLIPSIS = "…"
# What stands for a text of blanks where there has to be one.
NOTHING = "–"
# They turn what stands around them: another name is read than was written.
TURNING: Final = frozenset(
    {"FSI", "LRE", "LRI", "LRO", "PDF", "PDI", "RLE", "RLI", "RLO"}
)


def clean(text: str) -> str:
    """Return the text without what no workbook can hold, and no spaces around it."""
    # Most texts are plain, and none of these characters is.
    if not text.isprintable() or "_x" in text:
        text = _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", text))
    return text.strip()


def straighten(text: str) -> str:
    """Return the text without what turns what stands around it."""
    return "".join(char for char in text if bidirectional(char) not in TURNING)


def fit(text: str | None, otherwise: str = "") -> str:
    """Return the text as a cell can hold it, or what stands where nothing is left."""
    cleaned = clean(text or "")
    if len(cleaned) > MAX_TEXT:
        cleaned = cleaned[: MAX_TEXT - len(_ELLIPSIS)].rstrip() + _ELLIPSIS
    return cleaned or otherwise
