"""The tree of a document against what it says: a section has what stands below it."""

from typing import NamedTuple

from domain.outline import (
    HEADS,
    LineKind,
    Outline,
    arrange,
    gather,
    get_begun,
    get_sections,
)
from hypothesis import given
from hypothesis import strategies as st


class Line(NamedTuple):
    number: int
    kind: LineKind


def document(*kinds: str) -> list[Line]:
    return [Line(number, LineKind(kind)) for number, kind in enumerate(kinds)]


DOCUMENTS = st.lists(st.sampled_from(LineKind), max_size=30).map(
    lambda kinds: document(*kinds)
)
PATHS = st.lists(st.lists(st.sampled_from("abc"), max_size=2).map(tuple), max_size=20)


def section_of(lines: list[Line], place: int) -> Line | None:
    """Return the last section that stands above a line."""
    above = [line for line in lines[:place] if line.kind is LineKind.SECTION]
    return above[-1] if above and lines[place].kind is not LineKind.SECTION else None


def test_a_line_is_in_the_nearest_head_above_it() -> None:
    lines = document(
        "product", "section", "note", "subsection", "product", "section", "product"
    )
    loose, first, _note, inner, service, second, last = lines
    outline = Outline(lines)
    assert outline.parents == (None, None, first, first, inner, None, second)
    assert outline.get_path(4) == (first, inner)
    assert [line for line, _path in outline.get_products()] == [loose, service, last]
    assert outline.ends == [1, 5, 3, 5, 5, 7, 7]
    assert outline.get_sums([1, 0, 0, 0, 2, 0, 4]) == [1, 2, 0, 2, 2, 4, 4]


def test_a_subsection_without_a_section_is_in_none() -> None:
    lines = document("subsection", "product", "subsection", "product")
    assert Outline(lines).parents == (None, lines[0], None, lines[2])


@given(DOCUMENTS)
def test_every_line_is_in_the_last_section_above_it(lines: list[Line]) -> None:
    outline = Outline(lines)
    for place in range(len(lines)):
        path = outline.get_path(place)
        sections = [line for line in path if line.kind is LineKind.SECTION]
        assert (sections[-1] if sections else None) == section_of(lines, place)
        assert outline.parents[place] == (path[-1] if path else None)
        assert all(head.kind in HEADS for head in path)


@given(DOCUMENTS)
def test_what_is_in_a_head_stands_together_right_below_it(lines: list[Line]) -> None:
    outline = Outline(lines)
    for place, line in enumerate(lines):
        inside = [
            below.number
            for below in lines
            if line in outline.get_path(below.number) and line.kind in HEADS
        ]
        assert inside == list(range(place + 1, outline.ends[place]))


@given(DOCUMENTS)
def test_a_head_sums_what_is_in_it(lines: list[Line]) -> None:
    outline = Outline(lines)
    amounts = [0 if line.kind in HEADS else 2**line.number for line in lines]
    for place, total in enumerate(outline.get_sums(amounts)):
        if lines[place].kind in HEADS:
            assert total == sum(amounts[place + 1 : outline.ends[place]])
        else:
            assert total == amounts[place]


@given(DOCUMENTS)
def test_blocks_are_the_document_in_pieces(lines: list[Line]) -> None:
    blocks = Outline(lines).get_blocks()
    assert [line for block in blocks for line in block.lines] == lines
    for path, block in blocks[1:]:
        assert path[-1] == block[0] and block[0].kind in HEADS
        assert not [line for line in block[1:] if line.kind in HEADS]


@given(DOCUMENTS)
def test_lines_that_stay_at_home_are_arranged_as_they_are(lines: list[Line]) -> None:
    homes = dict(zip(lines, Outline(lines).parents, strict=True))
    assert arrange(lines, homes, lambda line: line.kind in HEADS) == lines


@given(DOCUMENTS, st.data())
def test_lines_stand_in_the_section_that_they_are_given(
    lines: list[Line], data: st.DataObject
) -> None:
    sections = [line for line in lines if line.kind is LineKind.SECTION]
    homes = {
        line: data.draw(st.sampled_from([None, *sections]))
        if line.kind in (LineKind.PRODUCT, LineKind.NOTE)
        else None
        for line in lines
        if line.kind is not LineKind.SUBSECTION
    }
    kept = list(homes)
    arranged = arrange(kept, homes, lambda line: line.kind in HEADS)
    assert sorted(arranged) == kept
    assert dict(zip(arranged, Outline(arranged).parents, strict=True)) == homes


@given(PATHS)
def test_rows_of_a_section_are_gathered_where_it_begins(
    paths: list[tuple[str, ...]],
) -> None:
    gathered = gather(paths, lambda path: path)
    assert sorted(gathered) == sorted(paths)
    for path in {section for each in paths for section in get_sections(each)}:
        places = [n for n, each in enumerate(gathered) if each[: len(path)] == path]
        assert places == list(range(places[0], places[0] + len(places)))


@given(PATHS)
def test_a_section_begins_once_and_before_what_is_in_it(
    paths: list[tuple[str, ...]],
) -> None:
    begun = list(get_begun(paths))
    flat = [section for sections in begun for section in sections]
    assert len(flat) == len(set(flat))
    for place, path in enumerate(paths):
        seen = {section for sections in begun[: place + 1] for section in sections}
        assert set(get_sections(path)) <= seen
