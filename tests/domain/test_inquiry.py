"""What a site may send of a customer's request, and which files with it."""

from collections.abc import Mapping

import pytest
from domain.inquiry import (
    MOST_FILES,
    MOST_NAME,
    MOST_REFUSALS,
    InquiryRefused,
    SentFile,
    get_digest,
    read_files,
    read_inquiry,
)
from hypothesis import given
from hypothesis import strategies as st

TOLD: Mapping[str, object] = {
    "request_id": "request-0001",
    "direction": "windows",
    "name": "Ivan",
    "email": "ivan@example.com",
    "need": "Three windows",
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def refused(data: object) -> set[str]:
    with pytest.raises(InquiryRefused) as caught:
        read_inquiry(data)
    return {refusal.field for refusal in caught.value.refusals}


def test_request_is_read_with_its_spaces_taken_away() -> None:
    inquiry = read_inquiry({**TOLD, "name": " Ivan ", "measurements": {"W": 2}})
    assert inquiry.name == "Ivan"
    assert inquiry.measurements == {"W": 2.0}


def test_all_wrong_fields_are_named_at_once() -> None:
    assert refused({**TOLD, "name": 5, "need": "\0", "other": 1}) == {
        "name",
        "need",
        "other",
    }


def test_how_to_reach_the_customer_is_asked_for() -> None:
    assert refused({**TOLD, "email": None}) == {"request"}
    assert read_inquiry({**TOLD, "email": None, "phone": "8 (900) 123-45-67"})


def test_openings_are_rows_of_numbers_and_short_texts() -> None:
    rows = [{"w": 2, "p": "  Kitchen "}, {"w": 1.5}]
    inquiry = read_inquiry({**TOLD, "openings": rows})
    assert inquiry.openings == [{"w": 2.0, "p": "Kitchen"}, {"w": 1.5}]
    assert read_inquiry(TOLD).openings == []
    wrong = [{"w": 1}, {"w": True, "h": float("nan"), "p": " "}, {}]
    assert refused({**TOLD, "openings": wrong}) == {
        "openings.1.w",
        "openings.1.h",
        "openings.1.p",
        "openings.2",
    }


def test_as_many_faults_are_named_as_one_can_read() -> None:
    with pytest.raises(InquiryRefused) as caught:
        read_inquiry({**TOLD, **{f"x{number}": 1 for number in range(10000)}})
    assert len(caught.value.refusals) == MOST_REFUSALS


@given(
    data=ANYTHING,
    name=st.sampled_from([*TOLD, "measurements", "openings", "zip"]),
)
def test_anything_is_read_or_refused_in_words(data: object, name: str) -> None:
    for sent in (data, {**TOLD, name: data}):
        try:
            read_inquiry(sent)
        except InquiryRefused as error:
            assert all(refusal.message for refusal in error.refusals)


@given(name=st.text(max_size=300))
def test_name_of_a_file_is_short_and_of_no_folder(name: str) -> None:
    (file,) = read_files([SentFile(f"{name}a.png", b"x")])
    assert 0 < len(file.name) <= MOST_NAME
    assert not set(file.name) & set("/\\\0\n")
    assert file.name.endswith(".png")


@pytest.mark.parametrize("name", ["", ".", "..", ".png", "a", "a.html", "a.SVG", "a."])
def test_file_of_no_known_type_is_refused(name: str) -> None:
    with pytest.raises(InquiryRefused):
        read_files([SentFile(name, b"x")])


@pytest.mark.parametrize("name", ["a\u202egnp.pdf", "\u2066a\u2069gnp.pdf"])
def test_name_of_a_file_is_read_as_it_is_written(name: str) -> None:
    (read,) = read_files([SentFile(name, b"%PDF")])
    assert read.name == "agnp.pdf"


def test_signs_that_turn_words_are_taken_away() -> None:
    inquiry = read_inquiry(
        {**TOLD, "name": "\u202eIvan", "phone": "\u202a+7 900 123-45-67\u202c"}
    )
    assert inquiry.name == "Ivan"
    assert inquiry.phone == "+7 900 123-45-67"


def test_too_many_files_are_refused() -> None:
    with pytest.raises(InquiryRefused):
        read_files([SentFile("a.png", b"x")] * (MOST_FILES + 1))


def test_digest_tells_one_request_from_another() -> None:
    inquiry = read_inquiry(TOLD)
    other = read_inquiry({**TOLD, "name": "Petr"})
    file = SentFile("a.png", b"x")
    digests = {
        get_digest(inquiry, []),
        get_digest(other, []),
        get_digest(inquiry, [file]),
        get_digest(inquiry, [SentFile("a.png", b"y")]),
    }
    assert len(digests) == 4
    assert get_digest(inquiry, [file]) == get_digest(read_inquiry(TOLD), [file])
