"""Fields of other addons: a value is read as the field holds it, or refused."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from domain.estimate import EstimateLine, EstimateVariant
from domain.extra import ExtraField, ExtraKind, Value
from domain.texts import MAX_TEXT, clean
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

FIELDS = {
    field.name: field
    for field in (
        ExtraField("note", "Note"),
        ExtraField("layers", "Layers", ExtraKind.INTEGER),
        ExtraField("waste", "Waste", ExtraKind.NUMBER, digits=3),
        ExtraField("urgent", "Urgent", ExtraKind.BOOLEAN),
        ExtraField("colour", "Colour", ExtraKind.CHOICE, (("r", "Red"), ("b", "Blue"))),
        ExtraField("until", "Until", ExtraKind.DATE),
    )
}
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "note": st.none() | st.text(min_size=1).map(clean).filter(bool),
    "layers": st.integers(-(10**9), 10**9).map(Decimal),
    "waste": st.decimals("-1000", "1000", places=3),
    "urgent": st.booleans(),
    "colour": st.sampled_from([None, "r", "b"]),
    "until": st.none() | st.dates(),
}
BAGS = st.fixed_dictionaries({}, optional=VALUES)


def line(extra: object) -> EstimateLine:
    values = {"ref": "1", "name": "Duct", "product_code": "DUCT", "extra": extra}
    return EstimateLine.model_validate(values, context={"extra": FIELDS})


@given(BAGS)
def test_values_come_back_from_json_as_they_were(bag: dict[str, Value]) -> None:
    written = json.loads(line(bag).model_dump_json())
    assert line(bag).extra == bag
    assert line(written["extra"]).extra == bag
    variant = {"ref": "1", "name": "A", "lines": [written]}
    read = EstimateVariant.model_validate(variant, context={"extra": FIELDS})
    assert read.lines[0].extra == bag


@given(BAGS)
def test_what_is_written_for_people_is_read_as_it_was(bag: dict[str, Value]) -> None:
    for name, value in bag.items():
        if not isinstance(value, bool):
            assert FIELDS[name].read(FIELDS[name].write(value)) == value


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("note", "  thick\r\nwall ", "thick\nwall"),
        ("note", "", None),
        ("layers", "3", 3),
        ("layers", 3.0, 3),
        ("layers", None, 0),
        ("waste", "1.2345", Decimal("1.235")),
        ("waste", 0.1, Decimal("0.1")),
        ("urgent", None, False),
        ("colour", "blue", "b"),
        ("colour", "R", "r"),
        ("until", "2026-02-28", date(2026, 2, 28)),
        ("until", datetime(2026, 2, 28, 12), date(2026, 2, 28)),
    ],
)
def test_value_is_read_as_the_field_holds_it(
    name: str, said: object, value: Value
) -> None:
    assert line({name: said}).extra == {name: value}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("note", 5),
        ("note", "x" * (MAX_TEXT + 1)),
        ("layers", "2.5"),
        ("layers", True),
        ("waste", "much"),
        ("waste", "NaN"),
        ("waste", 1e15),
        ("urgent", "yes"),
        ("colour", "green"),
        ("until", "soon"),
        ("until", 5),
    ],
)
def test_value_of_another_kind_is_refused_with_the_facts(
    name: str, said: object
) -> None:
    with pytest.raises(ValidationError) as refused:
        line({name: said})
    [detail] = refused.value.errors()
    assert (detail["loc"], detail["type"]) == (("extra",), "wrong_value")
    facts: dict[str, Any] = detail["ctx"]
    assert (facts["field"], facts["label"]) == (name, FIELDS[name].label)
    assert facts["value"] == str(said)


@pytest.mark.parametrize("bag", [{"weight": 1}, ["note"], "note"])
def test_field_that_nobody_exchanges_is_refused(bag: object) -> None:
    with pytest.raises(ValidationError, match="unknown_field"):
        line(bag)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_any_value_is_read_or_refused(said: object) -> None:
    for field in FIELDS.values():
        try:
            value = field.read(said)
        except PydanticCustomError:
            continue
        assert field.read(value) == value


def test_field_of_a_line_is_had_by_its_key() -> None:
    assert line({"waste": 2}).get("extra.waste") == 2
    assert line({}).get("extra.waste") is None
    assert line({}).get("name") == "Duct"
