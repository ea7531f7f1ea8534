"""What differs between alternatives, whatever they contain."""

from collections import Counter

from domain.comparison import COMPARED, ComparedLine, compare, section_amounts
from hypothesis import given
from hypothesis import strategies as st


def line(
    service: str, section: str = "", amount: float = 100.0, **values
) -> ComparedLine:
    facts = {
        "section": (section,) if section else (),
        "service": service,
        "label": service,
        "unit": "m",
        "quantity": 1.0,
        "coefficient": 1.0,
        "price_unit": amount,
        "amount": amount,
        **values,
    }
    return ComparedLine(**facts)


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from("ABC"),
        st.sampled_from(["", "Roof", "Floor"]),
        st.integers(0, 5).map(float),
    ),
    max_size=8,
)


def labels(rows):
    return [row.label for row in rows]


def test_same_alternatives_do_not_differ():
    lines = [line("Survey"), line("Montage", "Roof")]
    rows = compare([lines, lines])
    assert labels(rows) == ["Survey", "Montage"]
    assert [row.size() for row in rows] == [0, 0]
    assert all(not any(row.differences()) for row in rows)


def test_each_difference_is_named():
    before = line("Survey", amount=100)
    after = before._replace(quantity=2.0, amount=200.0)
    [row] = compare([[before], [after]])
    assert row.differences() == [frozenset(), {"quantity", "amount"}]
    assert row.size() == 100


def test_what_is_missing_differs_wholly():
    [row] = compare([[], [line("Survey", amount=70)]])
    assert row.cells[0] is None
    assert row.differences()[1] == set(COMPARED)
    assert row.size() == 70


def test_what_is_added_stands_where_it_was_added():
    rows = compare(
        [
            [line("A"), line("C")],
            [line("A"), line("B"), line("C"), line("D")],
            [line("Z"), line("A")],
        ]
    )
    assert labels(rows) == ["Z", "A", "B", "C", "D"]


def test_a_service_is_matched_within_its_section_first():
    first = [line("A", "Roof", 1), line("A", "Floor", 2)]
    second = [line("A", "Floor", 2), line("A", "Roof", 1)]
    rows = compare([first, second])
    assert len(rows) == 2
    assert not any(row.size() for row in rows)


def test_a_moved_service_is_matched_with_itself():
    [row] = compare([[line("A", "Roof")], [line("A", "Floor")]])
    assert row.section == ("Roof",)
    assert row.cells[1].section == ("Floor",)


def test_repeated_services_are_matched_in_their_order():
    rows = compare([[line("A", amount=1), line("A", amount=2)], [line("A", amount=1)]])
    assert [row.size() for row in rows] == [0, 2]


def test_sections_are_summed():
    inside = line("A", amount=1)._replace(section=("Roof", "Inside"))
    rows = compare([[inside, line("B")], [line("A", "Roof", 5)]])
    assert section_amounts(rows) == {("Roof",): [1, 5], ("Roof", "Inside"): [1, 5]}


@given(st.lists(LINES, min_size=1, max_size=4))
def test_every_line_is_in_exactly_one_row(alternatives):
    rows = compare(alternatives)
    for index, lines in enumerate(alternatives):
        cells = [row.cells[index] for row in rows if row.cells[index]]
        assert Counter(cells) == Counter(lines)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_rows_match_one_service_and_keep_the_first_order(alternatives):
    rows = compare(alternatives)
    for row in rows:
        assert len({cell.service for cell in row.cells if cell}) == 1
    assert [row.cells[0] for row in rows if row.cells[0]] == alternatives[0]


@given(LINES, LINES)
def test_a_service_is_never_left_alone_on_both_sides(first, second):
    rows = compare([first, second])
    only_first = {row.cells[0].service for row in rows if not row.cells[1]}
    only_second = {row.cells[1].service for row in rows if not row.cells[0]}
    assert not only_first & only_second
