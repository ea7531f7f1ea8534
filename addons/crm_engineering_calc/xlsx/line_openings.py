"""What a sheet of ours says of the opening that a line is of.

People see its name. A hidden cell keeps which opening that was when the sheet was
written, so that openings may be renamed, and several have one name.
"""

import json
from collections import Counter
from collections.abc import Iterable

from ..domain.estimate_openings import EstimateOpening

# In a cell that MATCH looks for, these stand for other characters.
_WILDCARDS = frozenset("*?~")


def pack_origin(opening: EstimateOpening) -> str:
    """Return the text of the hidden cell."""
    return json.dumps([opening.ref, opening.name], ensure_ascii=False)


def get_findable(openings: Iterable[EstimateOpening]) -> set[str]:
    """Return the refs of openings that a spreadsheet finds by their names."""
    named = list(openings)
    counts = Counter(_fold(one.name) for one in named)
    return {
        one.ref
        for one in named
        if counts[_fold(one.name)] == 1 and not _WILDCARDS & set(one.name)
    }


class OpeningNames:
    """Openings as the workbook has them now, by what its lines call them."""

    def __init__(self, openings: Iterable[EstimateOpening]) -> None:
        self._names = {one.ref: _fold(one.name) for one in openings}
        counts = Counter(self._names.values())
        self._refs = {
            name: ref for ref, name in self._names.items() if counts[name] == 1
        }

    def find(self, name: str, origin: str | None) -> str | None:
        """Return the ref of the only opening that a cell means, else None.

        :param origin: what the hidden cell says; the line's own opening is meant by
            the name that it had there, too
        """
        folded = _fold(name)
        if ref := self._refs.get(folded):
            return ref
        ref, known_as = _unpack(origin)
        if ref and folded in (_fold(known_as), self._names.get(ref)):
            return ref
        return None


def _unpack(origin: str | None) -> tuple[str, str]:
    try:
        found = json.loads(origin or "null")
    except ValueError:
        found = None
    match found:
        case [str(ref), str(name)]:
            return ref, name
    return "", ""


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
