"""Sections, subsections and lines of a document as a tree, walked in one place.

A document is a list. A section has what stands below it up to the next section, a
subsection what stands up to the next one of either; what stands above them is in none.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final, Generic, NamedTuple, TypeVar

from .text_enum import TextEnum


class LineKind(TextEnum):
    PRODUCT = "product"
    SECTION = "section"
    SUBSECTION = "subsection"
    NOTE = "note"


# The heads of what stands below them: one ends those of its own level and deeper.
HEADS: Final = (LineKind.SECTION, LineKind.SUBSECTION)

Line = TypeVar("Line")
Row = TypeVar("Row")
Amount = TypeVar("Amount", float, Decimal)
# Names of sections, from the outside.
Path = tuple[str, ...]


class Block(NamedTuple, Generic[Line]):
    """A head, or the beginning of the document, and the lines right under it.

    `path` are the heads that it is in, from the outside, down to its own.
    """

    path: tuple[Line, ...]
    lines: tuple[Line, ...]


class Outline(Generic[Line]):
    """The tree of a document's lines, each known by its place, from 0.

    `parents` are the heads right over the lines, None where there is none, and `ends`
    the places behind the last line that is in each: the next one, of no head.

    :param kind: tells the `LineKind` of a line
    """

    def __init__(
        self,
        lines: Iterable[Line],
        kind: Callable[[Line], str] = attrgetter("kind"),
    ) -> None:
        self.lines = tuple(lines)
        self._kinds = tuple(map(kind, self.lines))
        self._over: list[int | None] = []
        self.ends = list(range(1, len(self.lines) + 1))
        self._walk()
        self.parents = tuple(
            None if over is None else self.lines[over] for over in self._over
        )

    def _walk(self) -> None:
        inside: list[int] = []
        for place, kind in enumerate(self._kinds):
            if kind in HEADS:
                level = HEADS.index(kind)
                while inside and HEADS.index(self._kinds[inside[-1]]) >= level:
                    inside.pop()
            self._over.append(inside[-1] if inside else None)
            for head in inside:
                self.ends[head] = place + 1
            if kind in HEADS:
                inside.append(place)

    def is_head(self, place: int) -> bool:
        return self._kinds[place] in HEADS

    def get_path(self, place: int) -> tuple[Line, ...]:
        """Return the heads that a line is in, from the outside."""
        return tuple(self.lines[over] for over in reversed(list(self._above(place))))

    def get_products(self) -> Iterator[tuple[Line, tuple[Line, ...]]]:
        """Yield each service with the heads that it is in."""
        for place, line in enumerate(self.lines):
            if self._kinds[place] == LineKind.PRODUCT:
                yield line, self.get_path(place)

    def get_sums(self, amounts: Sequence[Amount]) -> list[Amount]:
        """Return the amount of each line, and of a head of all that is in it."""
        sums = list(amounts)
        for place, amount in enumerate(amounts):
            for head in self._above(place):
                sums[head] += amount
        return sums

    def get_blocks(self) -> list[Block[Line]]:
        """Return the document in pieces, each a head with the lines right under it."""
        starts = [place for place in range(len(self.lines)) if self.is_head(place)]
        ends = [*starts, len(self.lines)]
        blocks = [Block((), self.lines[: ends[0]])]
        for start, end in zip(starts, ends[1:], strict=True):
            lines = self.lines[start:end]
            blocks.append(Block((*self.get_path(start), lines[0]), lines))
        return blocks

    def _above(self, place: int) -> Iterator[int]:
        over = self._over[place]
        while over is not None:
            yield over
            over = self._over[over]


def arrange(
    lines: Iterable[Line],
    homes: Mapping[Line, Line | None],
    is_head: Callable[[Line], bool],
) -> list[Line]:
    """Return the lines so that each stands in its home, else in their order.

    What is no head comes first, so that no section takes it in.

    :param homes: the head that each line shall be in, None for none
    """
    inside: dict[Line | None, list[Line]] = defaultdict(list)
    for line in lines:
        inside[homes[line]].append(line)

    def walk(home: Line | None) -> Iterator[Line]:
        yield from (line for line in inside[home] if not is_head(line))
        for head in filter(is_head, inside[home]):
            yield head
            yield from walk(head)

    return list(walk(None))


# === BY NAME ===


def get_sections(path: Path) -> list[Path]:
    """Return the paths of the sections that something at `path` is in, and `path`."""
    return [path[:depth] for depth in range(1, len(path) + 1)]


def gather(rows: Iterable[Row], get_path: Callable[[Row], Path]) -> list[Row]:
    """Return the rows with those of each section together, else in their order."""
    rows = list(rows)
    ranks: dict[Hashable, int] = {}
    for row in rows:
        for path in get_sections(get_path(row)):
            ranks.setdefault(path, len(ranks))
    return sorted(
        rows, key=lambda row: [ranks[path] for path in get_sections(get_path(row))]
    )


def get_begun(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Yield for each of the paths the sections that begin with it."""
    begun: set[Path] = set()
    for path in paths:
        fresh = [section for section in get_sections(path) if section not in begun]
        begun.update(fresh)
        yield fresh
