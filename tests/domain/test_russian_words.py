"""Amounts in words: read back, they are the amounts."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from russian.words import agree, amount_in_words

ROUBLES = ("рубль", "рубля", "рублей")
KOPECKS = ("копейка", "копейки", "копеек")
UNITS = {
    "ноль": 0,
    "один": 1,
    "одна": 1,
    "два": 2,
    "две": 2,
    **dict(
        zip(
            [
                "три",
                "четыре",
                "пять",
                "шесть",
                "семь",
                "восемь",
                "девять",
                "десять",
                "одиннадцать",
                "двенадцать",
                "тринадцать",
                "четырнадцать",
                "пятнадцать",
                "шестнадцать",
                "семнадцать",
                "восемнадцать",
                "девятнадцать",
            ],
            range(3, 20),
            strict=True,
        )
    ),
    **dict(
        zip(
            [
                "двадцать",
                "тридцать",
                "сорок",
                "пятьдесят",
                "шестьдесят",
                "семьдесят",
                "восемьдесят",
                "девяносто",
            ],
            range(20, 100, 10),
            strict=True,
        )
    ),
    **dict(
        zip(
            [
                "сто",
                "двести",
                "триста",
                "четыреста",
                "пятьсот",
                "шестьсот",
                "семьсот",
                "восемьсот",
                "девятьсот",
            ],
            range(100, 1000, 100),
            strict=True,
        )
    ),
}
POWERS = {"тысяч": 10**3, "миллион": 10**6, "миллиард": 10**9}


def read(words: list[str]) -> int:
    """Read a number in words, as who never saw how they are written."""
    total = group = 0
    for word in words:
        power = POWERS.get(re.sub("(а|и|ов)$", "", word))
        if power:
            total, group = total + group * power, 0
        else:
            group += UNITS[word]
    return total + group


@given(st.integers(0, 10**14 - 1))
def test_words_are_the_amount(kopecks):
    amount = Decimal(kopecks) / 100
    text = amount_in_words(amount, "RUB")
    *words, unit, hundredths, subunit = text.lower().split()
    assert read(words) * 100 + int(hundredths) == kopecks
    assert re.fullmatch(r"[А-ЯЁ][а-яё ]+ \d\d [а-яё]+", text)
    assert unit == agree(kopecks // 100, ROUBLES)
    assert subunit == agree(kopecks % 100, KOPECKS)


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("121000.05", "RUB", "Сто двадцать одна тысяча рублей 05 копеек"),
        ("0", "RUB", "Ноль рублей 00 копеек"),
        ("1", "RUB", "Один рубль 00 копеек"),
        ("2.01", "RUB", "Два рубля 01 копейка"),
        ("12.12", "RUB", "Двенадцать рублей 12 копеек"),
        ("2002.22", "RUB", "Две тысячи два рубля 22 копейки"),
        ("-5.5", "RUB", "Минус пять рублей 50 копеек"),
        ("21.21", "USD", "Двадцать один доллар США 21 цент"),
        ("104", "EUR", "Сто четыре евро 00 центов"),
        ("0.005", "RUB", "Ноль рублей 00 копеек"),
    ],
)
def test_customary_form(amount, currency, words):
    assert amount_in_words(Decimal(amount), currency) == words


@given(st.integers(0, 10**6))
def test_noun_agrees_as_the_last_two_digits_ask(number):
    assert agree(number, ROUBLES) == agree(number % 100 + 100, ROUBLES)


@pytest.mark.parametrize(
    ("numbers", "form"),
    [
        ((1, 21, 101, 1001), "рубль"),
        ((2, 3, 4, 22, 104), "рубля"),
        ((0, 5, 10, 11, 12, 13, 14, 20, 111, 1012), "рублей"),
    ],
)
def test_noun_agrees(numbers, form):
    assert {agree(number, ROUBLES) for number in numbers} == {form}
