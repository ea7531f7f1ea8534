from decimal import Decimal

import pytest
from crm_engineering_calc.xlsx import numbers
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("- 5", "-5"),
        ("+5", "5"),
        ("1234.5", "1234.5"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u2009234\u202f567,5", "1234567.5"),
        ("1'234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        # One comma is the decimal separator, whatever follows.
        ("1,234", "1.234"),
        ("1,5", "1.5"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("5,", "5"),
        # One point, too.
        ("1.234", "1.234"),
        ("1 234,50 руб.", "1234.50"),
        ("1 234,50 ₽", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("950-00", "950"),
        ("950-00 руб.", "950"),
        ("113 620-05", "113620.05"),
        ("5-00", "5"),
        ("1 200=", "1200"),
        ("1 200=50", "1200.50"),
    ],
)
def test_number_is_read_as_people_write_it(text: str, number: str) -> None:
    assert numbers.parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "five",
        "5 m",
        "10 20",
        "1,23,456",
        "1.234,5,6",
        "12.34.56",
        "1e5",
        "5%",
        "=1+1",
        "5-6",
        "10-12",
        "950-5",
        "950-",
        "5=",
        "46-04-012",
        "2024-01",
        "2024-01-31",
        "Infinity",
        "NaN",
        "1__0",
        "--5",
    ],
)
def test_other_text_is_no_number(text: str) -> None:
    assert numbers.parse_number(text) is None


def test_comma_groups_where_other_numbers_show_it() -> None:
    assert numbers.parse_number("1,234", groups_by_comma=True) == 1234
    assert numbers.parse_number("1,5", groups_by_comma=True) == Decimal("1.5")
    assert numbers.shows_comma_groups("1,234.5")
    assert numbers.shows_comma_groups("1,234,567")
    assert not numbers.shows_comma_groups("1,234")
    assert not numbers.shows_comma_groups("1 234,5")


@given(st.decimals("-1e9", "1e9", places=4))
def test_number_that_is_written_is_read(number: Decimal) -> None:
    assert numbers.parse_number(numbers.to_text(number)) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (0.1 / 3, "0.033333333333333"),
        (1e-20, "0"),
        (123456789.123456789, "123456789.123457"),
        (5, "5"),
    ],
)
def test_cell_has_the_digits_that_it_shows(cell: float, number: str) -> None:
    assert numbers.from_cell(cell) == Decimal(number)
    assert numbers.digits(numbers.from_cell(cell)) <= numbers.MAX_DIGITS


@pytest.mark.parametrize(
    ("number", "digits"),
    [("0", 1), ("12.50", 3), ("0.001", 3), ("1E+15", 16), ("Infinity", 16)],
)
def test_digits_of_a_number(number: str, digits: int) -> None:
    assert numbers.digits(Decimal(number)) == digits
