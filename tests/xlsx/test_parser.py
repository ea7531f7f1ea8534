"""Sheets that people made themselves, by a mapping of their columns."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from crm_engineering_calc.domain.outline import LineKind
from crm_engineering_calc.xlsx import (
    Cell,
    CellKind,
    ParsedSheet,
    Problem,
    ProblemKind,
    Row,
    Sheet,
    guess_headers,
    parse_lines,
    read_workbook,
)
from openpyxl import Workbook

HEADERS = ["Code", "Name", "Unit", "Quantity", "Price", "Coefficients", "Coefficient"]


def parse(*rows: list[Any], mapping: dict[str, str] | None = None) -> ParsedSheet:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    sheet = read_workbook(stream.getvalue()).sheets[0]
    return parse_lines(sheet, mapping or guess_headers(sheet.headers))


def parse_row(*values: Any) -> ParsedSheet:
    return parse(HEADERS, list(values))


def problems(parsed: ParsedSheet) -> list[tuple[int, str | None, str, str]]:
    return [problem[:4] for problem in parsed.problems]


# === COLUMNS ===


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            ["№", "Наименование", "Ед. изм.", "Кол-во", "Цена, руб.", "Сумма, руб."],
            ["position", "name", "unit", "quantity", "base_price", "amount"],
        ),
        (
            ["Шифр", "Вид работ", "Ед.", "Объём", "Расценка", "Стоимость"],
            ["product_code", "name", "unit", "quantity", "base_price", "amount"],
        ),
        (
            ["Артикул", "Услуга", "Количество", "Цена за ед.", "Цена всего"],
            ["product_code", "name", "quantity", "base_price", "amount"],
        ),
        (
            ["Item", "Qty", "Unit", "Unit price", "Total"],
            ["name", "quantity", "unit", "base_price", "amount"],
        ),
        (
            ["SKU", "Description", "UoM", "Quantity", "Price (EUR)", "Factor"],
            ["product_code", "name", "unit", "quantity", "base_price", "coefficient"],
        ),
        (
            ["Наименование", "Коэффициенты", "Коэффициент", "Формула", "Тип"],
            ["name", "coefficients", "coefficient", "formula", "kind"],
        ),
        (["Сумма", "Итого", "№ п/п", "Примечание"], ["amount", "position"]),
    ],
)
def test_columns_are_guessed_by_known_words(
    headers: list[str], fields: list[str]
) -> None:
    assert sorted(guess_headers(headers)) == sorted(fields)


def test_total_quantity_is_taken_beside_that_of_a_unit() -> None:
    parsed = parse(
        ["Наименование", "Кол-во", None, "Сметная стоимость", None],
        [None, "на единицу", "всего", "на единицу", "общая"],
        ["Монтаж", 1, 2, 100, 200],
    )
    [line] = parsed.variant.lines
    assert (line.quantity, line.base_price) == (2, 100)
    assert dict(parsed.amounts) == {3: 200}


def test_total_may_stand_in_its_text() -> None:
    parsed = parse(
        ["Наименование", "Кол-во", "Цена", "Сумма"],
        ["Монтаж", 3, 3500, 10500],
        ["Итого: 10\u00a0500,00 руб."],
        ["В том числе НДС 20%: 1 750,00"],
        ["Всего по разделу 1"],
    )
    assert [total.amount for total in parsed.totals] == [10500, 1750, None]


def test_mapping_may_be_any() -> None:
    parsed = parse(
        ["x", "y", "z"], ["Duct", 5, 7], mapping={"name": "X", "quantity": "z"}
    )
    (line,) = parsed.variant.lines
    assert (line.name, line.quantity) == ("Duct", 7)
    assert parsed.columns == {"name": "A", "quantity": "C"}


def test_column_that_is_missing_is_told() -> None:
    parsed = parse(HEADERS, ["D", "Duct"], mapping={"name": "Name", "unit": "Ед."})
    assert problems(parsed) == [(1, None, ProblemKind.MISSING_COLUMN, "Ед.")]
    assert not parsed.variant.lines


def test_mapping_without_a_name_is_told() -> None:
    parsed = parse(HEADERS, ["D", "Duct"], mapping={"unit": "Unit"})
    assert problems(parsed) == [(1, None, ProblemKind.MISSING_COLUMN, "")]


# === LINES ===


def test_line_has_what_the_row_says_and_no_more() -> None:
    parsed = parse_row("D-1", "Duct", "m", 2.5, "1 250,50", "height=1.1", 1.1)
    (line,) = parsed.variant.lines
    assert (line.product_code, line.name, line.unit) == ("D-1", "Duct", "m")
    assert (line.quantity, line.base_price) == (Decimal("2.5"), Decimal("1250.50"))
    assert (line.coefficient, parsed.rows, line.ref) == (Decimal("1.1"), (2,), "row 2")
    assert parsed.variant.ref == "new"
    unsaid = {"formula", "coefficient_reason", "price_unit", "collapse_prices"}
    assert not unsaid & line.model_fields_set


def test_service_without_a_code_is_named() -> None:
    (line,) = parse_row(None, "Duct", "m", 1, 1).variant.lines
    assert (line.product_code, line.name) == ("Duct", "Duct")


def test_service_without_a_name_has_its_code() -> None:
    (line,) = parse_row(1001, None, "m", 1, 1).variant.lines
    assert (line.product_code, line.name) == ("1001", "1001")


def test_row_with_a_name_alone_is_a_section() -> None:
    parsed = parse(
        HEADERS,
        [None, "Ducts"],
        ["D-1", "Duct", None, 1, 1],
        # A cell that is merged across the table.
        ["Fans"],
        ["F-1", "Fan", None, 1, 1],
        mapping={"name": "Name", "quantity": "Quantity", "base_price": "Price"},
    )
    assert [(line.kind, line.name) for line in parsed.variant.lines] == [
        (LineKind.SECTION, "Ducts"),
        (LineKind.PRODUCT, "Duct"),
        (LineKind.SECTION, "Fans"),
        (LineKind.PRODUCT, "Fan"),
    ]


def test_column_may_say_the_kind() -> None:
    parsed = parse(
        ["Kind", "Name", "Quantity"],
        ["Подраздел", "Ducts", None],
        ["note", "As agreed", None],
        ["", "Duct", 5],
        ["product", "Fan", None],
        ["Chapter", "Fans", None],
        ["section", "Fans", 5],
    )
    kinds = [line.kind for line in parsed.variant.lines]
    assert kinds == ["subsection", "note", "product", "product"]
    assert problems(parsed) == [
        (6, "A", ProblemKind.UNKNOWN_KIND, "Chapter"),
        (7, "C", ProblemKind.TEXT_WITH_VALUE, "5"),
    ]


def test_rows_that_are_no_lines_are_skipped_and_told() -> None:
    parsed = parse(
        ["№", "Name", "Quantity", "Price", "Sum"],
        [1, 2, 3, 4, 5],
        [1, "Duct", 2, 3, 6],
        [None, "Total for the section:", 2, None, 6],
        [None, "Итого", None, None, 6],
        [None, None, None, None, 6],
        [2, "Total station survey", 1, 500, 500],
    )
    assert [line.name for line in parsed.variant.lines] == [
        "Duct",
        "Total station survey",
    ]
    assert [tuple(row) for row in parsed.skipped] == [
        (2, "1", "header"),
        (4, "Total for the section:", "total"),
        (5, "Итого", "total"),
        (6, "6", "text"),
    ]
    assert not parsed.problems


def test_comma_is_read_as_the_sheet_shows() -> None:
    rows = [["Duct", 1, "1,234"], ["Fan", 1, "12,345.50"]]
    parsed = parse(["Name", "Quantity", "Price"], *rows)
    assert [line.base_price for line in parsed.variant.lines] == [
        1234,
        Decimal("12345.50"),
    ]
    parsed = parse(["Name", "Quantity", "Price"], rows[0], ["Fan", 1, "12 345,50"])
    assert parsed.variant.lines[0].base_price == Decimal("1.234")


def test_dash_is_no_price_and_no_quantity() -> None:
    parsed = parse_row("D-1", "Duct", "m", "-", "—")
    (line,) = parsed.variant.lines
    assert "base_price" not in line.model_fields_set
    assert "quantity" in line.model_fields_set
    assert (line.quantity, parsed.unmeasured, parsed.problems) == (0, (2,), ())


@pytest.mark.parametrize(
    "words", ["по месту", "По факту", "по проекту.", "по замерам", "–", "уточняется"]
)
def test_quantity_that_is_a_word_is_zero_and_told(words: str) -> None:
    parsed = parse_row("D-1", "Duct", "m", words, 120)
    (line,) = parsed.variant.lines
    assert (line.quantity, line.base_price) == (0, 120)
    assert (parsed.unmeasured, parsed.problems) == ((2,), ())


def test_quantity_that_is_a_word_follows_from_the_amount() -> None:
    parsed = parse(["Name", "Quantity", "Price", "Sum"], ["Duct", "по месту", 50, 200])
    assert parsed.variant.lines[0].quantity == 4
    assert not parsed.unmeasured


# === PROBLEMS ===


@pytest.mark.parametrize(
    ("quantity", "price", "expected"),
    [
        ("many", 1, ("D", ProblemKind.NOT_A_NUMBER, "many")),
        (True, 1, ("D", ProblemKind.NOT_A_NUMBER, "True")),
        (date(2026, 5, 1), 1, ("D", ProblemKind.DATE, "2026-05-01 00:00:00")),
        ("=B2*2", 1, ("D", ProblemKind.UNCACHED, "")),
        ("#DIV/0!", 1, ("D", ProblemKind.ERROR, "#DIV/0!")),
        (1, -5, ("E", ProblemKind.NEGATIVE, "-5")),
        (1, "1" * 16, ("E", ProblemKind.TOO_LARGE, "1" * 16)),
        (1, 1e300, ("E", ProblemKind.TOO_LARGE, f"{Decimal('1e300'):f}")),
    ],
)
def test_wrong_number_is_told_by_row_and_column(
    quantity: object, price: object, expected: tuple[str, ProblemKind, str]
) -> None:
    parsed = parse_row("D-1", "Duct", "m", quantity, price)
    assert parsed.problems == (Problem(2, *expected),)
    assert not parsed.variant.lines


@pytest.mark.parametrize("text", ["height=", "=1", "a=b", "a=0", "a=-1", "a=1; a=2"])
def test_wrong_coefficients_are_told(text: str) -> None:
    parsed = parse(HEADERS, ["D-1", "Duct", "m", 1, 1, f" {text}"])
    assert problems(parsed) == [(2, "F", ProblemKind.COEFFICIENTS, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("height", [("height", None)]),
        ("height=1.1", [("height", "1.1")]),
        (" height = 1,1 ;night=2;", [("height", "1.1"), ("night", "2")]),
        ("height=1.1\nnight work", [("height", "1.1"), ("night work", None)]),
        ('"a; b=""c"""=1.5; d', [('a; b="c"', "1.5"), ("d", None)]),
    ],
)
def test_coefficients_are_written_by_code(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    (line,) = parse_row("D-1", "Duct", "m", 1, 1, text).variant.lines
    assert [(item.code, item.value) for item in line.coefficients] == [
        (code, value and Decimal(value)) for code, value in expected
    ]


def test_every_problem_is_told_at_once() -> None:
    parsed = parse(
        HEADERS,
        ["D-1", "Duct", "m", "many", -1, "=", 0],
        [None, None, "m", 1, 1],
    )
    assert [problem[:3] for problem in problems(parsed)] == [
        (2, "D", ProblemKind.NOT_A_NUMBER),
        (2, "E", ProblemKind.NEGATIVE),
        (2, "F", ProblemKind.COEFFICIENTS),
        (2, "G", ProblemKind.NOT_POSITIVE),
        (3, "B", ProblemKind.MISSING_NAME),
    ]


def test_text_that_only_the_schema_refuses_is_told() -> None:
    long = Cell(CellKind.TEXT, "x" * 32_768)
    header = {"A": Cell(CellKind.TEXT, "№"), "B": Cell(CellKind.TEXT, "Name")}
    rows = (Row(1, header), Row(2, {"A": long}), Row(3, {"B": long}))
    parsed = parse_lines(Sheet("Mine", rows).with_header(1), {"name": "Name"})
    assert [problem[:3] for problem in problems(parsed)] == [
        (2, None, ProblemKind.REFUSED),
        (3, "B", ProblemKind.TOO_LONG),
        (3, "B", ProblemKind.MISSING_NAME),
    ]
