"""Spellings of units are told apart by what they say, not by how they are typed."""

import pytest
from domain import units
from hypothesis import given
from hypothesis import strategies as st

SPELLINGS = sorted({name for names in units.USUAL_SPELLINGS.values() for name in names})

# A digit at the end is a power; any other is no part of a unit beside a number.
WITHOUT_DIGITS = [name for name in SPELLINGS if not any(map(str.isdigit, name[:-1]))]
WITHOUT_DIGITS = [name for name in WITHOUT_DIGITS if not name[0].isdigit()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("шт", "Шт."),
        ("м²", "м2"),
        ("М2.", "m²"),
        ("кв. м", "КВ.М"),
        ("чел.-ч", "чел ч"),
        ("шт", " шт,"),
        ("м\u00a0п.", "м.п"),
        ("компл.", "КОМПЛ"),
        ("㎡", "м2"),
        ("т", "T"),
        ("ШТ", "ШT"),
        ("кВт·ч", "кBт·ч"),
        ("тонн", "тoHн"),
    ],
)
def test_spellings_of_one_unit_have_one_key(one: str, other: str) -> None:
    assert units.get_key(one) == units.get_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("м2", "м3"), ("м", "мм"), ("м2", "100 м2"), ("ч", "чел"), ("г", "кг")],
)
def test_other_units_have_other_keys(one: str, other: str) -> None:
    assert units.get_key(one) != units.get_key(other)


def test_usual_spelling_means_one_unit() -> None:
    meant: dict[str, str] = {}
    for unit, names in units.USUAL_SPELLINGS.items():
        for name in names:
            assert meant.setdefault(units.get_key(name), unit) == unit, name


@given(st.sampled_from(SPELLINGS), st.data())
def test_key_minds_neither_case_nor_spaces_nor_dots(
    name: str, data: st.DataObject
) -> None:
    typed = "".join(
        data.draw(st.sampled_from([sign, sign.upper(), sign + ".", sign + " "]))
        for sign in name
    )
    assert units.get_key(typed) == units.get_key(name)


@given(st.text())
def test_key_of_a_key_is_the_key(text: str) -> None:
    key = units.get_key(text)
    assert units.get_key(key) == key


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12,5 м2", "12,5", "м2"),
        ("12.50м²", "12.50", "м²"),
        ("6 шт,", "6", "шт"),
        ("1 200,5 пог. м", "1 200,5", "пог. м"),
        ("4 этаж", "4", "этаж"),
        ("-3 кг", "-3", "кг"),
        ("5 %", "5", "%"),
    ],
)
def test_number_and_unit_in_one_cell_are_two(text: str, number: str, unit: str) -> None:
    assert units.split_quantity(text) == (number, unit)


@pytest.mark.parametrize(
    "text", ["", "12,5", "м2", "12 x 5", "12 х 2", "по месту", "1=2", "2 м; 3 м"]
)
def test_other_cells_are_no_number_with_a_unit(text: str) -> None:
    assert units.split_quantity(text) is None


@given(
    st.integers(0, 999999),
    st.sampled_from(["", " ", "\u00a0"]),
    st.sampled_from(WITHOUT_DIGITS),
)
def test_any_number_with_any_unit_is_split(number: int, space: str, unit: str) -> None:
    found = units.split_quantity(f"{number}{space}{unit}")
    assert found is not None
    assert found.number == str(number)
    assert units.get_key(found.unit) == units.get_key(unit)


# === ANY SPELLING ===

MEANT = {
    units.get_key(name): unit
    for unit, names in units.USUAL_SPELLINGS.items()
    for name in names
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LATIN = str.maketrans("аеморсухАЕМОРСТУХ", "aemopcyxAEMOPCTYX")
BETWEEN = ["", "", "", " ", ".", ". ", "\u00a0", "\u2009", "-", ","]
OWN_NAMES = st.text("абвгдежзиклмнопрстуфхцчшщэюяbdfgijlnqrsuvwz0123456789", min_size=1)


@st.composite
def typed(draw: st.DrawFn, name: str) -> str:
    """Return a spelling as somebody types it: no sign of it is another."""
    signs = []
    for sign in name:
        ways = sign, sign.upper(), sign.translate(RAISED), sign.translate(LATIN)
        signs += [draw(st.sampled_from(ways)), draw(st.sampled_from(BETWEEN))]
    return draw(st.sampled_from(["", " ", "\t"])) + "".join(signs)


@given(st.sampled_from(sorted(units.USUAL_SPELLINGS)), st.data())
def test_any_way_of_typing_a_spelling_means_its_unit_alone(
    unit: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(units.USUAL_SPELLINGS[unit]))
    ways = data.draw(typed(name)), name.upper(), name.translate(RAISED)
    assert {MEANT[units.get_key(way)] for way in ways} == {unit}


@given(OWN_NAMES, st.data())
def test_own_spelling_is_found_however_typed_and_takes_none_from_others(
    name: str, data: st.DataObject
) -> None:
    known = dict(MEANT)
    is_new = known.setdefault(units.get_key(name), "own") == "own"
    found = known[units.get_key(data.draw(typed(name)))]
    assert found == ("own" if is_new else MEANT[units.get_key(name)])
    usual = data.draw(st.sampled_from(SPELLINGS))
    assert known[units.get_key(data.draw(typed(usual)))] == MEANT[units.get_key(usual)]
