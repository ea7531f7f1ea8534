from typing import Any

from domain.estimate import EstimateLine
from domain.merging import update_lines
from domain.outline import LineKind
from hypothesis import given
from hypothesis import strategies as st


def line(ref: str, code: str | None = None, **values: Any) -> EstimateLine:
    return EstimateLine(
        **{"ref": ref, "name": code or ref, "product_code": code, **values}
    )


def head(ref: str, name: str, kind: str = "section") -> EstimateLine:
    return EstimateLine(ref=ref, name=name, kind=kind)


ROOF = head("1", "Roof")
SURVEY = line("2", "SUR", name="Survey", quantity=1, base_price=100)
WALL = head("3", "Wall")
SURVEY_OF_WALL = line("4", "SUR", name="Survey", quantity=2, base_price=100)
PRESENT = (ROOF, SURVEY, WALL, SURVEY_OF_WALL)


def refs(*imported: EstimateLine, **services: str) -> list[str]:
    return [one.ref for one in update_lines(PRESENT, imported, services).lines]


def test_line_is_the_same_by_service_and_section() -> None:
    merged = update_lines(
        PRESENT, (head("a", "WALL"), line("b", "SUR", quantity=5)), {}
    )
    assert [one.ref for one in merged.lines] == ["1", "2", "3", "4"]
    assert [one.quantity for one in merged.lines] == [0, 1, 0, 5]
    assert merged.sources == {"4": "b"}


def test_without_sections_lines_are_the_same_by_service_each_once() -> None:
    imported = (line("a", "SUR", quantity=5), line("b", "SUR", quantity=6))
    merged = update_lines(PRESENT, (*imported, line("c", "SUR", quantity=7)), {})
    assert [one.quantity for one in merged.lines if one.ref in "24"] == [5, 6]
    assert merged.sources == {"2": "a", "4": "b"}
    assert merged.lines[0].ref == "c"


def test_service_may_have_several_codes() -> None:
    assert refs(line("a", "Survey"), SUR="one", Survey="one") == ["1", "2", "3", "4"]


def test_other_lines_stand_at_the_end_of_their_section() -> None:
    imported = (
        head("a", "Roof"),
        line("b", "MON"),
        head("c", "Cellar"),
        line("d", "X"),
    )
    assert refs(*imported) == ["1", "2", "b", "3", "4", "c", "d"]


def test_new_subsection_stands_in_its_section() -> None:
    imported = (ROOF, head("b", "Ridge", "subsection"), line("c", "MON"))
    assert refs(*imported) == ["1", "2", "b", "c", "3", "4"]


def test_note_is_there_once() -> None:
    note = EstimateLine(ref="a", name="By helicopter", kind=LineKind.NOTE)
    merged = update_lines(PRESENT, (ROOF, note), {})
    assert update_lines(merged.lines, (ROOF, note), {}).lines == merged.lines


def test_what_the_sheet_does_not_say_is_kept() -> None:
    merged = update_lines(PRESENT, (ROOF, line("b", "SUR", base_price=120)), {})
    survey = merged.lines[1]
    assert (survey.name, survey.quantity, survey.base_price) == ("Survey", 1, 120)


def test_another_quantity_takes_the_place_of_a_formula() -> None:
    present = (line("1", "SUR", formula="W", quantity=3),)
    same = update_lines(present, (line("a", "SUR", quantity=3),), {})
    assert same.lines == present
    other = update_lines(present, (line("a", "SUR", quantity=4),), {})
    assert (other.lines[0].formula, other.lines[0].quantity) == (None, 4)


CODES = st.sampled_from(("SUR", "MON", "REP"))
LINES = st.lists(
    st.builds(lambda code: line("x", code), CODES)
    | st.builds(
        lambda name, kind: head("x", name, kind),
        st.sampled_from("AB"),
        st.sampled_from(("section", "subsection", "note")),
    ),
    max_size=8,
)


def numbered(lines: list[EstimateLine], prefix: str) -> list[EstimateLine]:
    return [
        one.model_copy(update={"ref": f"{prefix}{number}"})
        for number, one in enumerate(lines)
    ]


@given(LINES, LINES)
def test_lines_that_were_there_stay_in_their_order(
    before: list[EstimateLine], imported: list[EstimateLine]
) -> None:
    present = numbered(before, "p")
    merged = update_lines(present, numbered(imported, "i"), {})
    kept = [one.ref for one in merged.lines if one.ref.startswith("p")]
    assert kept == [one.ref for one in present]
    services = [one for one in imported if one.kind is LineKind.PRODUCT]
    added = [one for one in merged.lines if one.ref.startswith("i")]
    new = [one for one in added if one.kind is LineKind.PRODUCT]
    assert len(services) == len(new) + sum(
        one.kind is LineKind.PRODUCT
        for one in merged.lines
        if one.ref in merged.sources
    )


@given(LINES)
def test_the_same_lines_add_nothing(lines: list[EstimateLine]) -> None:
    present = numbered(lines, "p")
    assert list(update_lines(present, numbered(lines, "i"), {}).lines) == present
