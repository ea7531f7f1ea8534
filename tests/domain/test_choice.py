"""What a customer sees of variants, and what is hidden from him."""

from domain.choice import DESCRIPTION, OfferedLine, ShownRow, lay_side_by_side, show
from domain.outline import LineKind
from hypothesis import given
from hypothesis import strategies as st


def line(service: str, amount: float = 100.0, **values) -> OfferedLine:
    facts = {
        "kind": LineKind.PRODUCT,
        "name": service,
        "service": service,
        "unit": "m",
        "quantity": 1.0,
        "price_unit": amount,
        "amount": amount,
    }
    return OfferedLine(**{**facts, **values})


def section(name: str, **values) -> OfferedLine:
    return OfferedLine(LineKind.SECTION, name, **values)


def subsection(name: str, **values) -> OfferedLine:
    return OfferedLine(LineKind.SUBSECTION, name, **values)


def note(text: str) -> OfferedLine:
    return OfferedLine(LineKind.NOTE, text)


def lay(*variants, reference: int = 0):
    return lay_side_by_side([show(lines) for lines in variants], reference)


def labels(items) -> list[str]:
    return [item.label for item in items]


def rows(items) -> list[ShownRow]:
    return [item for item in items if not item.is_section]


def test_what_is_the_same_is_not_marked():
    lines = [section("Roof"), line("Survey"), note("In May")]
    items = lay(lines, lines)
    assert labels(items) == ["Roof", "Survey", "In May"]
    assert all(item.is_same for item in items)
    assert items[0].amounts == [100.0, 100.0]


def test_what_differs_is_marked_in_those_that_are_not_the_reference():
    items = lay(
        [section("Roof"), line("Survey", 90.0), line("Montage")],
        [section("Roof"), line("Survey", 100.0), line("Montage")],
        reference=1,
    )
    roof, survey, montage = items
    assert not roof.is_same and montage.is_same
    assert survey.differences == [{"price_unit", "amount"}, frozenset()]
    assert roof.amounts == [190.0, 200.0]


def test_what_one_variant_has_alone_is_marked():
    [survey, extra] = lay([line("Survey")], [line("Survey"), line("Crane")])
    assert survey.is_same and not extra.is_same
    assert extra.cells[0] is None and extra.cells[1].amount == 100.0


def test_another_description_is_a_difference():
    [survey] = lay([line("Survey")], [line("Survey", name="Survey\nby a drone")])
    assert survey.differences[1] == {DESCRIPTION}


def test_notes_stand_beside_each_other():
    [warranty] = lay([note("Two years")], [note("Five years")])
    assert warranty.is_note and warranty.differences[1] == {DESCRIPTION}


def test_hidden_prices_are_not_there_and_not_marked():
    hidden = section("Roof", hides_prices=True)
    items = lay([hidden, line("Survey", 1.0)], [hidden, line("Survey", 2.0)])
    roof, survey = items
    assert roof.amounts == [1.0, 2.0]
    assert survey.is_same
    assert [(cell.price_unit, cell.amount) for cell in survey.cells] == [(0, 0)] * 2


def test_prices_hidden_in_one_variant_are_not_compared():
    items = lay(
        [section("Roof"), line("Survey", 1.0)],
        [section("Roof", hides_prices=True), line("Survey", 2.0)],
    )
    assert items[1].is_same
    assert items[1].cells[1].price_unit == 0


def test_subsections_of_hidden_prices_show_none():
    items = lay(
        [section("Roof", hides_prices=True), subsection("Edge"), line("Survey")],
    )
    assert [item.amounts for item in items if item.is_section] == [[100.0], [None]]


def test_hidden_composition_is_one_line():
    lines = [
        section("Roof", hides_composition=True),
        line("Secret"),
        subsection("Deep"),
        line("Deeper", 50.0),
        note("Whispered"),
        section("Floor"),
        line("Survey"),
    ]
    items = lay(lines, lines)
    assert labels(items) == ["Roof", "Floor", "Survey"]
    assert items[0].amounts == [150.0, 150.0]


def test_another_amount_of_a_hidden_composition_differs():
    head = section("Roof", hides_composition=True)
    [roof] = lay([head, line("Secret", 1.0)], [head, line("Other", 2.0)])
    assert not roof.is_same
    assert roof.amounts == [1.0, 2.0]


def test_composition_hidden_in_one_variant_is_not_compared():
    items = lay(
        [section("Roof", hides_composition=True), line("Secret")],
        [section("Roof"), line("Survey")],
    )
    assert labels(items) == ["Roof", "Survey"]
    [survey] = rows(items)
    assert survey.is_same and survey.unknown == [True, False]
    assert survey.cells[0] is None


def test_section_whose_rows_differ_is_kept_with_them():
    items = lay(
        [section("Roof"), line("Survey", 1.0), line("Montage", 2.0)],
        [section("Roof"), line("Survey", 2.0), line("Montage", 1.0)],
    )
    assert not items[0].is_same


LINES = st.lists(
    st.one_of(
        st.builds(
            section,
            st.sampled_from("XY"),
            hides_prices=st.booleans(),
            hides_composition=st.booleans(),
        ),
        st.builds(
            subsection,
            st.sampled_from("xy"),
            hides_prices=st.booleans(),
            hides_composition=st.booleans(),
        ),
        st.builds(line, st.sampled_from("ABC"), st.integers(1, 5).map(float)),
        st.builds(note, st.sampled_from("no")),
    ),
    max_size=10,
)


@given(LINES, LINES)
def test_every_line_shown_is_shown_once(left, right):
    variants = [show(left), show(right)]
    items = rows(lay_side_by_side(variants))
    for index, variant in enumerate(variants):
        shown = [item.cells[index] for item in items if item.cells[index]]
        heads = len(variant.lines) - len(shown)
        assert heads == sum(
            1 for one in variant.lines if one.service[0] in ("section", "subsection")
        )


@given(LINES)
def test_a_variant_never_differs_from_itself(lines):
    assert all(item.is_same for item in lay(lines, lines))
