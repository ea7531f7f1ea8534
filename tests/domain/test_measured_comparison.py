"""What differs in measurements and openings."""

from domain.measured_comparison import Measured, compare_measured
from hypothesis import given
from hypothesis import strategies as st

CELLS = st.dictionaries(st.sampled_from("WHn"), st.sampled_from("12"), max_size=3)
ALTERNATIVES = st.lists(
    st.dictionaries(st.integers(0, 3), CELLS, max_size=4), min_size=1, max_size=3
)


def named(cells_by_key: dict[int, dict[str, str]]) -> dict[int, Measured]:
    return {key: Measured(str(key), cells) for key, cells in cells_by_key.items()}


def test_only_what_differs_is_told_of_what_all_have() -> None:
    before = {1: Measured("Window", {"W": "1", "H": "2"})}
    after = {1: Measured("Window", {"W": "3", "H": "2"})}
    [row] = compare_measured([before, after], [0, 0])
    assert (row.label, row.texts, row.differs) == (
        "Window",
        ["W 1", "W 3"],
        [False, True],
    )


@given(ALTERNATIVES)
def test_rows_are_exactly_what_is_not_the_same(
    alternatives: list[dict[int, dict[str, str]]],
) -> None:
    rows = compare_measured(
        [named(one) for one in alternatives], [0] * len(alternatives)
    )
    keys = dict.fromkeys(key for one in alternatives for key in one)
    expected = [
        str(key)
        for key in keys
        if any(one.get(key) != alternatives[0].get(key) for one in alternatives)
    ]
    assert [row.label for row in rows] == expected
    for row in rows:
        found = [one.get(int(row.label)) for one in alternatives]
        assert row.differs == [one != found[0] for one in found]
        assert [text is None for text in row.texts] == [one is None for one in found]
        distinct = {text for text in row.texts}
        assert len(distinct) > 1
