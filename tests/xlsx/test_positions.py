"""Estimates by norms: a position is a line at its total, its resources are none."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from crm_engineering_calc.xlsx import (
    ParsedSheet,
    guess_headers,
    parse_lines,
    read_workbook,
)
from openpyxl import Workbook

# As estimating programs write a local estimate: by resources, with a total each.
BY_RESOURCES: list[list[Any]] = [
    ["№ п/п", "Обоснование", "Наименование работ и затрат", "Ед. изм.", "Кол-во"]
    + ["Цена", "Сумма, руб."],
    ["Раздел 1. Демонтаж"],
    [1, "ГЭСН46-04-012-03", "Разборка оконных блоков", "м2", 25, None, None],
    [None, None, "Объем=25", None, None, None, None],
    [None, "1", "ОТ(ЗТ)", "чел.-ч", 40, None, 9000],
    [None, "1-100-20", "Средний разряд работы 2,0", "чел.-ч", 40, 225, 9000],
    [None, "2", "ЭМ", None, None, None, 500],
    [None, "91.06.06-048", "Подъемники одномачтовые", "маш.-ч", 5, 100, 500],
    [None, None, "в т.ч. ОТм(ЗТм)", "чел.-ч", 5, None, 200],
    [None, "4", "М", None, None, None, 300],
    [None, None, "Итого прямые затраты", None, None, None, 9800],
    [None, None, "ФОТ", None, None, None, 9200],
    [None, "Пр/812-040.1-1", "НР Работы по реконструкции", "%", 103, None, 9476],
    [None, "Пр/774-040.1", "СП Работы по реконструкции", "%", 60, None, 5520],
    [None, None, "Всего по позиции", None, None, 991.84, 24796],
    [2, "ФССЦ-11.3.02.01", "Блок оконный пластиковый", "м2", 25, 8000, 200000],
    ["Раздел 2. Прочее"],
    [3, "ГЭСН10-01-034-06", "Установка оконных блоков", "100 м2", 0.25, 1, None],
    [None, None, "ОТ", None, None, None, 20000],
    [None, None, "Всего по позиции", None, None, 160000, 40000],
    [None, None, "Итого по разделу 2", None, None, None, 40000],
    [None, None, "Всего по смете", None, None, None, 264796],
]
# Without a total of each position.
BY_PARTS: list[list[Any]] = [
    ["№", "Обоснование", "Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма"],
    [1, "ФЕР15-01-019-01", "Облицовка стен плиткой", "м2", 10, None, None],
    [None, None, "ОТ", None, None, None, 3000],
    [None, None, "ЭМ", None, None, None, 200],
    [None, None, "в т.ч. ОТм", None, None, None, 50],
    [None, None, "M", None, None, None, 1800],
    [None, None, "ЗТ", "чел.-ч", 14, None, None],
    [None, None, "НР от ФОТ", "%", 100, None, 3050],
    [None, None, "СП", "%", 65, None, 1950],
    [2, None, "Плитка керамическая", "м2", 10.5, 900, 9450],
    [3, None, "Грунтовка", "м", 3, 10, 30],
    [4, None, "Затирка", "м", 3, 10, 30],
    [None, None, "Итого", None, None, None, 19510],
]


def parse(rows: list[list[Any]]) -> ParsedSheet:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    sheet = read_workbook(stream.getvalue()).sheets[0]
    return parse_lines(sheet, guess_headers(sheet.headers))


def lines(parsed: ParsedSheet) -> list[tuple[str, Decimal, Decimal]]:
    return [
        (line.name, line.quantity, line.base_price)
        for line in parsed.variant.lines
        if line.kind == "product"
    ]


def skipped(parsed: ParsedSheet, reason: str) -> list[int]:
    return [one.row for one in parsed.skipped if one.reason == reason]


def test_position_is_a_line_at_its_total() -> None:
    parsed = parse(BY_RESOURCES)
    assert not parsed.problems
    assert lines(parsed) == [
        ("Разборка оконных блоков", 25, Decimal("991.84")),
        ("Блок оконный пластиковый", 25, 8000),
        ("Установка оконных блоков", Decimal("0.25"), 160000),
    ]
    assert skipped(parsed, "resource") == [*range(4, 16), 19, 20]
    assert skipped(parsed, "total") == [21, 22]
    assert parsed.amounts == {3: 24796, 16: 200000, 18: 40000}


def test_position_without_a_total_is_the_sum_of_its_parts() -> None:
    parsed = parse(BY_PARTS)
    assert not parsed.problems
    assert lines(parsed) == [
        ("Облицовка стен плиткой", 10, 1000),
        ("Плитка керамическая", Decimal("10.5"), 900),
        ("Грунтовка", 3, 10),
        ("Затирка", 3, 10),
    ]
    assert skipped(parsed, "resource") == [*range(3, 10)]


def test_position_that_says_its_amount_keeps_it() -> None:
    first, *rest = BY_PARTS[1:]
    parsed = parse([BY_PARTS[0], [*first[:5], 1100, 11000], *rest])
    assert lines(parsed)[0] == ("Облицовка стен плиткой", 10, 1100)


def test_rows_of_works_and_materials_stay_lines() -> None:
    parsed = parse(
        [
            ["№", "Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма"],
            [1, "Монтаж окна", "шт", 2, 1500, 3000],
            [None, "Материалы", "компл", 2, 400, 800],
            [None, "М", "шт", 1, 100, 100],
            [2, "Труба", "м", 5, 10, 50],
        ]
    )
    assert [name for name, *_rest in lines(parsed)] == [
        "Монтаж окна",
        "Материалы",
        "М",
        "Труба",
    ]
    assert not skipped(parsed, "resource")


HEADERS = ["№", "Обоснование", "Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма"]


@pytest.mark.parametrize("number", ["2 О", "2*", "1-1", "2a"])
def test_total_is_of_the_position_above_whatever_its_number(number: str) -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Блок оконный", "м2", 25, 8000, 200000],
            ["Прочие работы"],
            [number, None, "Установка блоков", "м2", 25, None, None],
            [None, None, "ОТ", None, None, None, 20000],
            [None, None, "ЭМ", None, None, None, 20000],
            [None, None, "Всего по позиции", None, None, None, 40000],
        ]
    )
    assert lines(parsed) == [
        ("Блок оконный", 25, 8000),
        ("Установка блоков", 25, 1600),
    ]


def test_total_below_rows_without_a_number_is_of_no_position_above_them() -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Блок оконный", "м2", 25, 8000, 200000],
            [None, None, "Установка блоков", "м2", 25, None, None],
            [None, None, "ОТ", None, None, None, 40000],
            [None, None, "Всего по позиции", None, None, None, 40000],
        ]
    )
    assert lines(parsed)[0] == ("Блок оконный", 25, 8000)


def test_resources_with_numbers_of_their_own_are_parts() -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Устройство фундамента", "м3", 10, None, None],
            [None, None, "ОТ", "чел.-ч", 40, None, 9000],
            ["1.1", "ФССЦ-04.1", "Бетон", "м3", 10, 950, 9500],
            [None, None, "НР", "%", 103, None, 300],
            [None, None, "СП", "%", 60, None, 200],
            [None, None, "Всего по позиции", None, None, None, 19000],
            [2, None, "Гидроизоляция", "м2", 1, 20, 20],
        ]
    )
    assert lines(parsed) == [
        ("Устройство фундамента", 10, 1900),
        ("Гидроизоляция", 1, 20),
    ]


def test_positions_within_a_position_are_left_as_they_are() -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Комплект", "компл", 1, 5000, 5000],
            ["1.1", None, "Монтаж", "шт", 2, None, None],
            [None, None, "ОТ", None, None, None, 3000],
            [None, None, "Всего по позиции", None, None, None, 3000],
        ]
    )
    assert lines(parsed)[0] == ("Комплект", 1, 5000)


@pytest.mark.parametrize("price", [100, None])
def test_overheads_of_the_estimate_are_not_those_of_its_last_position(
    price: int | None,
) -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Штукатурка", "м2", 10, 100, 1000],
            [2, None, "Окраска", "м2", 10, price, price and 1000],
            [None, None, "Итого прямые затраты по смете", None, None, None, 2000],
            [None, None, "НР 90%", None, None, None, 1800],
            [None, None, "СП 60%", None, None, None, 1200],
        ]
    )
    assert not skipped(parsed, "resource")
    assert lines(parsed)[1] == ("Окраска", 10, price or 0)


def test_included_rows_with_prices_of_their_own_stay_lines() -> None:
    parsed = parse(
        [
            HEADERS,
            [1, None, "Шкаф", "шт", 1, None, None],
            [None, None, "в т.ч. корпус", "шт", 1, 200, 200],
            [None, None, "в т.ч. дверь", "шт", 1, 100, 100],
            [2, None, "Стол", "шт", 1, 500, 500],
        ]
    )
    assert not skipped(parsed, "resource")
