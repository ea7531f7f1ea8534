"""Columns of people's sheets are told by their headers, and by what stands in them."""

from decimal import Decimal

import pytest
from domain.column_samples import ColumnSample, SampleCell
from domain.column_words import ColumnField
from domain.columns import guess_columns, guess_headers
from hypothesis import given
from hypothesis import strategies as st

CODE, NAME, UNIT, QUANTITY, PRICE, AMOUNT, POSITION = (
    ColumnField.PRODUCT_CODE,
    ColumnField.NAME,
    ColumnField.UNIT,
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.AMOUNT,
    ColumnField.POSITION,
)
COEFFICIENT = ColumnField.COEFFICIENT


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("К-во", QUANTITY),
        ("Кол.", QUANTITY),
        ("Кол-во, шт", QUANTITY),
        ("Количество по проекту", QUANTITY),
        ("Кол-во на единицу", QUANTITY),
        ("Кол-во общее", QUANTITY),
        ("Q-ty", QUANTITY),
        ("Стоимость за единицу", PRICE),
        ("Стоимость ед., руб.", PRICE),
        ("Цена за ед.", PRICE),
        ("Цена, ₽/ед.", PRICE),
        ("Стоимость, руб. на единицу", PRICE),
        ("Unit rate", PRICE),
        ("Всего за ед., руб.", PRICE),
        ("Сметная стоимость в текущих ценах, руб. на единицу", PRICE),
        ("Сметная стоимость в текущих ценах, руб. всего", AMOUNT),
        ("Price, RUB", PRICE),
        ("Стоимость, руб. общая", AMOUNT),
        ("Сумма с НДС, руб.", AMOUNT),
        ("Всего", AMOUNT),
        ("Total price", AMOUNT),
        ("№ п/п", POSITION),
        ("№", POSITION),
        ("Шифр и номер позиции норматива", CODE),
        ("Обоснование", CODE),
        ("Ед.изм.", UNIT),
        ("Единица измерения", UNIT),
        ("Наименование работ и затрат", NAME),
        ("Виды работ", NAME),
        ("Коэф.", COEFFICIENT),
    ],
)
def test_header_tells_its_field(header: str, field: ColumnField) -> None:
    assert guess_headers(["Прочее", header]) == {field: header}


def test_cost_beside_a_price_is_the_amount() -> None:
    assert guess_headers(["Цена", "Стоимость"]) == {PRICE: "Цена", AMOUNT: "Стоимость"}
    assert guess_headers(["Стоимость"]) == {PRICE: "Стоимость"}


def sample(header: str, *values: object) -> ColumnSample:
    return ColumnSample(
        header,
        tuple(
            SampleCell(str(value), value if isinstance(value, Decimal) else None)
            for value in values
        ),
    )


def number(*values: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def test_positions_are_no_names() -> None:
    columns = [
        sample("Позиция", "1.1", "1.2", "1.10"),
        sample("Работа / материал", "Монтаж", "Отлив", "Доставка"),
    ]
    assert guess_columns(columns) == {NAME: 1, POSITION: 0}


def test_cost_of_what_is_not_counted_is_the_amount() -> None:
    columns = [sample("Вид работ", "Монтаж"), sample("Стоимость", *number("100"))]
    assert guess_columns(columns) == {NAME: 0, AMOUNT: 1}
    columns = [sample("Вид работ", "Монтаж"), sample("Цена", *number("100"))]
    assert guess_columns(columns) == {NAME: 0, PRICE: 1}


def test_total_quantity_is_before_that_of_one_unit() -> None:
    headers = ["Кол-во на единицу", "Кол-во всего", "Количество работ, общее"]
    assert guess_headers(headers) == {QUANTITY: "Кол-во всего"}


def test_numbers_behind_a_name_are_no_positions() -> None:
    columns = [
        sample("Наименование", "Монтаж", "Вынос"),
        sample("Скидка, %", *number("10", "5")),
    ]
    assert guess_columns(columns) == {NAME: 0}


def test_texts_are_no_prices() -> None:
    columns = [
        sample("Цена", "по запросу", "нет"),
        sample("Цена за ед.", *number("10", "12")),
    ]
    assert guess_columns(columns)[PRICE] == 1


def test_cells_tell_what_no_header_does() -> None:
    columns = [
        sample("", *number("1", "2", "3")),
        sample("", "ФЕР10-01-034-02", "ФЕР10-01-034-03", "ГЭСН46-04-001-1"),
        sample("", "Монтаж окна", "Отделка откосов", "Подоконник"),
        sample("", "м2", "м", "м.п."),
        sample("", *number("12.5", "28.4", "9.6")),
        sample("", *number("2600", "1350", "950")),
        sample("", *number("32500", "38340", "9120")),
    ]
    assert guess_columns(columns) == {
        POSITION: 0,
        CODE: 1,
        NAME: 2,
        UNIT: 3,
        QUANTITY: 4,
        PRICE: 5,
        AMOUNT: 6,
    }


@given(
    st.lists(
        st.tuples(st.integers(1, 500), st.integers(501, 90_000)),
        min_size=4,
        max_size=30,
        unique=True,
    ),
    st.permutations([0, 1, 2]),
)
def test_product_is_the_amount_wherever_it_stands(
    lines: list[tuple[int, int]], order: list[int]
) -> None:
    values = [
        [Decimal(one) for one, _other in lines],
        [Decimal(other) for _one, other in lines],
        [Decimal(one * other) for one, other in lines],
    ]
    found = guess_columns([sample("?", *values[place]) for place in order])
    assert order[found[AMOUNT]] == 2
    assert {found[QUANTITY], found[PRICE], found[AMOUNT]} == {0, 1, 2}


@given(st.lists(st.text(max_size=12), max_size=8))
def test_headers_of_any_text_have_a_field_each_at_most(headers: list[str]) -> None:
    found = guess_headers(headers)
    assert len(set(found)) == len(found)
    assert set(found.values()) <= set(headers)


@given(
    st.lists(
        st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=6
    )
)
def test_any_cells_give_a_field_once(cells: list[list[str]]) -> None:
    found = guess_columns([sample("", *column) for column in cells])
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    "words",
    [
        ("договорная", "по запросу", "Договорная", "—"),
        ("Уточняется", "включено в стоимость", "бесплатно", "н/д"),
        ("TBD", "on request", "included", "N/A"),
    ],
)
def test_words_for_a_price_that_is_not_agreed_are_no_objection(
    words: tuple[str, ...],
) -> None:
    prices = ColumnSample(
        "Цена", (*map(SampleCell, words), SampleCell("5", Decimal(5)))
    )
    names = ColumnSample(
        "Наименование", tuple(SampleCell(f"Окно {n}") for n in "abcde")
    )
    assert guess_columns([names, prices]) == {
        ColumnField.NAME: 0,
        ColumnField.BASE_PRICE: 1,
    }


def numbers_of(header: str, *values: str | None) -> ColumnSample:
    return ColumnSample(
        header,
        tuple(
            SampleCell(value, Decimal(value)) if value else SampleCell("")
            for value in values
        ),
    )


NAMES = ColumnSample("Наименование", tuple(SampleCell(f"Окно {n}") for n in "abc"))
QUANTITIES = numbers_of("Кол-во", "2", "3", "4")


@pytest.mark.parametrize(
    ("more", "amounts"),
    [
        # The price of materials, where there are any.
        (numbers_of("Материалы: цена", "5", None, "7"), ("30", "60", "148")),
        (numbers_of("Площадь, м2", "1.5", "2", "0.5"), ("30", "120", "60")),
        (numbers_of("Скидка, %", "10", None, "20"), ("18", "60", "96")),
        (numbers_of("Скидка", "0.1", None, "0.2"), ("18", "60", "96")),
        (numbers_of("Скидка, руб", "1", None, "2"), ("18", "60", "112")),
    ],
)
def test_price_that_is_no_factor_of_the_amount_follows_from_it(
    more: ColumnSample, amounts: tuple[str, ...]
) -> None:
    prices = numbers_of("Цена", "10", "20", "30")
    found = guess_columns(
        [NAMES, QUANTITIES, prices, more, numbers_of("Сумма", *amounts)]
    )
    assert found == {NAME: 0, QUANTITY: 1, AMOUNT: 4}


def test_price_that_makes_the_amount_is_the_price() -> None:
    found = guess_columns(
        [
            NAMES,
            QUANTITIES,
            numbers_of("Цена", "10", "20", "30"),
            numbers_of("Скидка, %", "10", "10", "20"),
            numbers_of("Цена со скидкой", "9", "18", "24"),
            numbers_of("Сумма", "18", "54", "96"),
        ]
    )
    assert found == {NAME: 0, QUANTITY: 1, PRICE: 4, AMOUNT: 5}


def test_amounts_that_nothing_explains_leave_the_price() -> None:
    found = guess_columns(
        [
            NAMES,
            QUANTITIES,
            numbers_of("Цена", "10", "20", "30"),
            numbers_of("Вес", "7", "7", "8"),
            numbers_of("Сумма", "21", "61", "121"),
        ]
    )
    assert found == {NAME: 0, QUANTITY: 1, PRICE: 2, AMOUNT: 4}


def test_coefficient_is_a_factor_too() -> None:
    found = guess_columns(
        [
            NAMES,
            QUANTITIES,
            numbers_of("Цена", "10", "20", "30"),
            numbers_of("Коэф.", "1.5", "2", "1"),
            numbers_of("Сумма", "30", "120", "120"),
        ]
    )
    assert found[PRICE] == 2
    assert found[ColumnField.COEFFICIENT] == 3


def test_texts_are_names_where_nothing_else_is() -> None:
    texts = ColumnSample("Что делаем", tuple(SampleCell(f"Окраска {n}") for n in "abc"))
    remarks = ColumnSample(
        "Примечание", tuple(SampleCell(f"Очень важно для {n}") for n in "abc")
    )
    assert guess_columns([remarks, texts, QUANTITIES]) == {NAME: 1, QUANTITY: 2}


def test_factors_of_a_wide_sheet_are_sought_among_its_first_columns() -> None:
    values = range(2, 12)
    factors = [
        sample("a", *map(Decimal, values)),
        sample("b", *(Decimal(one + 1) for one in values)),
        sample("c", *(Decimal(one * (one + 1)) for one in values)),
    ]
    days = [
        sample(f"day {day}", *(Decimal(day * one + 7) for one in values))
        for day in range(250)
    ]
    columns = [sample("Работа", *("Монтаж" for _one in values)), *factors, *days]
    assert guess_columns(columns) == {NAME: 0, QUANTITY: 1, PRICE: 2, AMOUNT: 3}
