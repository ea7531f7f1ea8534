"""What was signed has one hash, and a difference has words."""

from domain.signed_content import Difference, get_content_hash, get_differences
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(max_size=5)
LINES = st.builds(
    lambda name, facts: {**facts, "name": name},
    st.sampled_from(["Survey", "Montage", "Note"]),
    st.dictionaries(st.sampled_from(["quantity", "price_unit"]), TEXTS),
)
CONTENTS = st.fixed_dictionaries(
    {
        "facts": st.dictionaries(st.sampled_from(["total", "terms"]), TEXTS),
        "lines": st.lists(LINES, max_size=5),
    }
)
SIGNED = {
    "facts": {"total": "400"},
    "lines": [{"name": "Survey", "quantity": "3"}, {"name": "Montage"}],
}


@given(CONTENTS, CONTENTS)
def test_hash_is_another_exactly_where_something_differs(before, after) -> None:
    same = get_content_hash(before) == get_content_hash(after)
    assert same == (before == after)
    assert same == (not get_differences(before, after))


def test_hash_does_not_depend_on_the_order_of_keys() -> None:
    turned = dict(reversed(SIGNED.items()))
    assert get_content_hash(turned) == get_content_hash(SIGNED)


def test_differences_name_lines_before_facts() -> None:
    changed = {
        "facts": {"total": "500"},
        "lines": [{"name": "Survey", "quantity": "4"}, {"name": "Repair"}],
    }
    assert get_differences(SIGNED, changed) == [
        Difference("quantity", "3", "4", "Survey"),
        Difference("", "Montage", None, "Montage"),
        Difference("", None, "Repair", "Repair"),
        Difference("total", "400", "500"),
    ]


def test_lines_in_another_order_differ() -> None:
    turned = {**SIGNED, "lines": SIGNED["lines"][::-1]}
    assert get_differences(SIGNED, turned) == [Difference("order", None, None)]
