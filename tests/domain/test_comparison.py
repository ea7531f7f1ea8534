"""What differs between alternatives, whatever they contain."""

import time
from collections import Counter

from domain.comparison import (
    COMPARED,
    ComparedLine,
    ComparedRow,
    arrange,
    compare,
    section_amounts,
)
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
        "factors": {"coefficient": 1.0},
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


def labels(rows) -> list[str]:
    return [row.label for row in rows]


def outline(items) -> list[str]:
    """The labels of services, and the paths of sections, as they are read."""
    return [
        item.label if isinstance(item, ComparedRow) else "/".join(item.section)
        for item in items
    ]


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
    assert row.differences()[1] == {*COMPARED, "coefficient"}
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
    assert row.differences()[1] == {"section"}
    assert row.size() == 0


def test_another_unit_is_a_difference():
    [row] = compare([[line("A")], [line("A", unit="km")]])
    assert row.differences()[1] == {"unit"}


def test_services_of_a_section_stay_together():
    rows = compare(
        [
            [line("A", "Roof"), line("C", "Roof")],
            [line("A", "Roof"), line("B", "Floor")],
        ]
    )
    assert outline(arrange(rows)) == ["Roof", "A", "C", "Floor", "B"]


def test_a_section_that_is_there_twice_stands_once():
    lines = [line("A", "Roof"), line("B", "Floor"), line("C", "Roof")]
    assert outline(arrange(compare([lines]))) == ["Roof", "A", "C", "Floor", "B"]


def test_subsections_stand_under_their_section():
    inside = line("A")._replace(section=("Roof", "Inside"))
    rows = compare([[inside], [line("B", "Roof")]])
    assert outline(arrange(rows)) == ["Roof", "B", "Roof/Inside", "A"]


def test_what_stands_in_no_section_comes_first():
    rows = compare([[line("A", "Roof")], [line("A", "Roof"), line("B")]])
    assert outline(arrange(rows)) == ["B", "Roof", "A"]


def test_an_alternative_is_compared_to_its_reference():
    rows = compare(
        [[line("A", amount=amount)] for amount in (1, 10, 2, 20)], [0, 1, 0, 1]
    )
    assert rows[0].changes() == [0, 0, 1, 10]
    assert rows[0].size() == 10
    assert rows[0].differences()[1] == frozenset()


def test_only_differences_leaves_the_subtotals_whole():
    before = [line("A", "Roof", 5), line("B", "Roof", 1), line("C", "Floor", 1)]
    after = [line("A", "Roof", 5), line("B", "Roof", 2), line("C", "Floor", 1)]
    items = arrange(compare([before, after]), only_differences=True)
    assert outline(items) == ["Roof", "B"]
    assert items[0].amounts() == [6, 7]
    assert items[0].changes() == [0, 1]


def test_a_difference_at_no_cost_is_one():
    after = line("A", amount=10, quantity=2.0, price_unit=5.0)
    rows = compare([[line("A", amount=10)], [after]])
    for by_size in (False, True):
        assert arrange(rows, only_differences=True, by_size=by_size) == rows


def test_the_greatest_difference_comes_first_whatever_its_sign():
    before = [line("A", amount=10), line("B", "Roof", 10), line("C", amount=10)]
    after = [line("A", amount=11), line("B", "Roof", 1), line("C", amount=10)]
    rows = arrange(compare([before, after]), by_size=True)
    assert outline(rows) == ["B", "A", "C"]


def test_subtotals_have_no_noise_of_floats():
    amounts = (0.1, 0.2, 0.3)
    up, down = (
        [line(str(amount), "Roof", amount) for amount in order]
        for order in (amounts, amounts[::-1])
    )
    assert section_amounts(compare([up, down])) == {("Roof",): [0.6, 0.6]}


def test_time_is_linear_and_small():
    documents = [
        [
            line(f"S{number % 40}", f"Section {number // 25}", number + shift)
            for number in range(500)
        ]
        for shift in range(5)
    ]
    begin = time.process_time()
    arrange(compare(documents), by_size=True)
    assert time.process_time() - begin < 0.5


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
        assert Counter(map(id, cells)) == Counter(map(id, lines))


@given(st.lists(LINES, min_size=1, max_size=4))
def test_rows_match_one_service_and_keep_the_first_order(alternatives):
    rows = compare(alternatives)
    for row in rows:
        assert len({cell.service for cell in row.cells if cell}) == 1
        assert row.section in {cell.section for cell in row.cells if cell}
    for section in {found.section for found in alternatives[0]}:
        assert [
            row.cells[0]
            for row in rows
            if row.cells[0] and row.cells[0].section == section
        ] == [found for found in alternatives[0] if found.section == section]


@given(LINES, LINES)
def test_a_service_is_never_left_alone_on_both_sides(first, second):
    rows = compare([first, second])
    only_first = {row.cells[0].service for row in rows if not row.cells[1]}
    only_second = {row.cells[1].service for row in rows if not row.cells[0]}
    assert not only_first & only_second


@given(st.lists(LINES, min_size=1, max_size=4), st.booleans())
def test_sections_stand_once_above_their_services(alternatives, only_differences):
    rows = compare(alternatives)
    items = arrange(rows, only_differences=only_differences)
    sections = [item.section for item in items if not isinstance(item, ComparedRow)]
    assert len(sections) == len(set(sections))
    current = ()
    for item in items:
        if isinstance(item, ComparedRow):
            assert item.section == current
        else:
            current = item.section


@given(st.lists(LINES, min_size=1, max_size=4))
def test_sections_and_what_is_outside_make_the_total(alternatives):
    rows = compare(alternatives)
    subtotals = [[0.0] * len(alternatives), *section_amounts(rows).values()]
    outside = [row.amounts() for row in rows if not row.section]
    totals = [sum(each) for each in zip(*subtotals, *outside, strict=True)]
    assert totals == [sum(one.amount for one in lines) for lines in alternatives]
