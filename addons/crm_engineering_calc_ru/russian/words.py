"""Amounts in words, as accountants write them."""

from decimal import Decimal

from num2words import num2words

Forms = tuple[str, str, str]

# Names after 1, 2 and 5. Units are masculine, as the words of numbers are.
_CURRENCIES: dict[str, tuple[Forms, Forms]] = {
    "BYN": (
        ("белорусский рубль", "белорусских рубля", "белорусских рублей"),
        ("копейка", "копейки", "копеек"),
    ),
    "CNY": (("юань", "юаня", "юаней"), ("фэнь", "фэня", "фэней")),
    "EUR": (("евро", "евро", "евро"), ("цент", "цента", "центов")),
    "KZT": (("тенге", "тенге", "тенге"), ("тиын", "тиына", "тиынов")),
    "RUB": (("рубль", "рубля", "рублей"), ("копейка", "копейки", "копеек")),
    "USD": (
        ("доллар США", "доллара США", "долларов США"),
        ("цент", "цента", "центов"),
    ),
}


def agree(number: int, forms: Forms) -> str:
    """Return the form of a noun that stands after a number.

    :param forms: those after 1, 2 and 5
    """
    if number % 100 in range(11, 15):
        return forms[2]
    if number % 10 == 1:
        return forms[0]
    return forms[1] if number % 10 in range(2, 5) else forms[2]


def knows_currency(code: str) -> bool:
    """Return whether amounts of a currency can be said in words."""
    return code in _CURRENCIES


def amount_in_words(amount: Decimal, currency: str) -> str:
    """Return an amount in words, its hundredths in digits.

    >>> amount_in_words(Decimal("121000.05"), "RUB")
    'Сто двадцать одна тысяча рублей 05 копеек'

    :param currency: the code of one that `knows_currency` knows
    """
    units, hundredths = divmod(int(abs(amount).quantize(Decimal("0.01")) * 100), 100)
    unit_forms, hundredth_forms = _CURRENCIES[currency]
    words = (
        "минус" if amount < 0 else "",
        num2words(units, lang="ru"),
        agree(units, unit_forms),
        f"{hundredths:02}",
        agree(hundredths, hundredth_forms),
    )
    text = " ".join(word for word in words if word)
    return text[0].upper() + text[1:]
