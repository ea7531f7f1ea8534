"""Rows of people's sheets that are no lines are told by their words."""

from decimal import Decimal

import pytest
from domain import row_words


@pytest.mark.parametrize(
    "text",
    [
        "Итого",
        "ИТОГО по смете",
        "Итого по разделу 1",
        "Всего с НДС",
        "НДС 22%",
        "в т.ч. НДС",
        "В том числе НДС 20%",
        "Subtotal",
        "Grand total:",
        "К оплате",
        "VAT 20%",
        "Итого с НДС",
        "Стоимость со скидкой",
        "Sales tax 8 %",
        "Balance due",
    ],
)
def test_total(text: str) -> None:
    assert row_words.is_total(text)


@pytest.mark.parametrize(
    "text",
    [
        "Итоговая уборка",
        "Монтаж",
        "Доставка на объект",
        "Сумматор",
        "Tax consulting",
        "Налоговый учёт",
    ],
)
def test_no_total(text: str) -> None:
    assert not row_words.is_total(text)


@pytest.mark.parametrize(
    "text", ["Итого", "Всего:", "НДС 20%", "К оплате", "Total", "VAT (20 %)"]
)
def test_total_whatever_stands_in_its_row(text: str) -> None:
    assert row_words.is_surely_total(text)


@pytest.mark.parametrize("text", ["Total station survey", "НДС-учёт", "Итоговая"])
def test_service_may_begin_like_a_total(text: str) -> None:
    assert not row_words.is_surely_total(text)


@pytest.mark.parametrize(
    "text",
    [
        "Скидка 5 %",
        "Скидка, %",
        "Сумма скидки",
        "С учётом скидки 3%",
        "Discount (10%)",
        "Less: discount",
        "less trade discount",
    ],
)
def test_discount(text: str) -> None:
    assert row_words.is_discount(text)


@pytest.mark.parametrize("text", ["Скидывание мусора", "Скидочная карта", "Discounted"])
def test_no_discount(text: str) -> None:
    assert not row_words.is_discount(text)


def test_percent_is_the_only_one() -> None:
    assert row_words.get_percent("Скидка 2,5 %") == Decimal("2.5")
    assert row_words.get_percent("Скидка") is None
    assert row_words.get_percent("5 % и ещё 3 %") is None


def test_tax_is_added_unless_it_is_a_part() -> None:
    assert row_words.is_tax("НДС 22%")
    assert not row_words.is_tax("в т.ч. НДС")
    assert row_words.is_included("в т. ч. НДС 22%")
    assert not row_words.is_tax("Всего с НДС")


@pytest.mark.parametrize(
    "text",
    [
        "Составил: инженер-сметчик Петров",
        "Проверил: ____________",
        "УТВЕРЖДАЮ: Генеральный директор",
        "Согласовано",
        "Генеральный директор ООО «Вид»",
        "Подпись",
        "М.П.",
        "Prepared by: J. Smith",
        "______ /Иванов/",
    ],
)
def test_signature(text: str) -> None:
    assert row_words.is_signature(text)


@pytest.mark.parametrize(
    "text",
    [
        "Согласование фасада с застройщиком",
        "Составление сметы",
        "Материалы заказчика",
        "Демонтаж",
        "Раздел 2. Проверка",
    ],
)
def test_no_signature(text: str) -> None:
    assert not row_words.is_signature(text)


@pytest.mark.parametrize("text", ["ФЕР10-01-034-02", "MO", "SUR-1", "01.7.15"])
def test_code(text: str) -> None:
    assert row_words.looks_like_code(text)


@pytest.mark.parametrize("text", ["Кухня", "Раздел 1", "Стены и потолки"])
def test_no_code(text: str) -> None:
    assert not row_words.looks_like_code(text)
