"""Nobody sees which alphabet a letter is of, so it doesn't matter."""

import pytest
from domain.column_words import ColumnField
from domain.columns import guess_headers
from domain.look_alikes import fold, unmix
from domain.resemblance import get_name_key
from domain.row_words import is_section, is_signature, is_total
from hypothesis import given
from hypothesis import strategies as st

# Latin first, Cyrillic second.
PAIRS = [*zip("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху", strict=True)]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_letters_that_look_alike_are_the_same(latin: str, cyrillic: str) -> None:
    assert latin != cyrillic
    assert fold(f"{latin}-12") == fold(f"{cyrillic}-12")
    assert unmix(f"Ш{latin}") == f"Ш{cyrillic}"
    assert unmix(f"Z{cyrillic}") == f"Z{latin}"


def test_letters_that_look_otherwise_are_told_apart() -> None:
    assert fold("МГ-1") != fold("MR-1")
    assert fold("D-1") != fold("Д-1")


def test_words_of_one_alphabet_stay() -> None:
    text = "Профиль KBE Эксперт 70 мм, VEKA, ПВХ, HOME"
    assert unmix(text) == text
    assert unmix("ДVERЬ") == "ДVERЬ"


@given(st.text("АВСКМОРТбгд ABCKMOPTdgf-1"))
def test_what_is_unmixed_looks_as_before(text: str) -> None:
    assert fold(unmix(text)) == fold(text)
    assert unmix(unmix(text)) == unmix(text)


# The letters in the comments are Latin.
def test_words_of_sheets_are_known_in_mixed_letters() -> None:
    headers = ["Haименование", "Kол-вo", "Eд. изм.", "Цeнa", "Cyммa"]  # Ha K o E e a C
    assert guess_headers(headers) == {
        ColumnField.NAME: headers[0],
        ColumnField.QUANTITY: headers[1],
        ColumnField.UNIT: headers[2],
        ColumnField.BASE_PRICE: headers[3],
        ColumnField.AMOUNT: headers[4],
    }
    assert is_total("Итoгo по разделу 1")  # o o
    assert is_section("Pаздел 2")  # P
    assert is_signature("Cоставил: Петров")  # C
    assert get_name_key("Монтаж oкнa") == get_name_key("Монтаж окна")  # o a
