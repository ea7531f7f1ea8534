"""What was signed: its hash, and what differs from it by now.

Content is what a signer has read, as text: facts of the document by name, and lines in
their order, each a dictionary with a `name`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Line = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A fact of the document, or of one of its lines, that is another by now.

    Without a field, the whole line is new, or left out.
    """

    field: str
    before: str | None
    after: str | None
    line: str | None = None


def get_content_hash(content: Mapping[str, Any]) -> str:
    """Return what is the same for the same content alone."""
    canonical = json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def get_differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Return what differs between two contents, those of lines first."""
    lines = list(_compare_lines(before["lines"], after["lines"]))
    return [*lines, *_compare(before["facts"], after["facts"])]


def _compare(
    before: Line, after: Line, line: str | None = None
) -> Iterator[Difference]:
    for field in {**before, **after}:
        if before.get(field) != after.get(field):
            yield Difference(field, before.get(field), after.get(field), line)


def _compare_lines(
    before: Sequence[Line], after: Sequence[Line]
) -> Iterator[Difference]:
    old, new = _by_name(before), _by_name(after)
    for key in {**old, **new}:
        name = key[0]
        if key not in new:
            yield Difference("", name, None, name)
        elif key not in old:
            yield Difference("", None, name, name)
        else:
            yield from _compare(old[key], new[key], name)
    left = [key for key in old if key in new]
    if left != [key for key in new if key in old]:
        yield Difference("order", None, None)


def _by_name(lines: Sequence[Line]) -> dict[tuple[str, int], Line]:
    """Return lines by their name, and how many of it were before."""
    seen = Counter[str]()
    named = {}
    for line in lines:
        named[line["name"], seen[line["name"]]] = line
        seen[line["name"]] += 1
    return named
