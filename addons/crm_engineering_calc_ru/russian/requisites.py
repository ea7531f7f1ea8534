"""Whether numbers by which a Russian party is known can be such, by their keys."""

import re
from collections.abc import Iterable

from stdnum.ru import inn

_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_ACCOUNT_DIGITS = 20

# Of accounts at the treasury and of its banks the central bank keeps other keys.
_TREASURY_ACCOUNT = "03"
_COMMERCIAL_BANK = "04"

# Whose last three digits are these is no bank, but an office of the central bank.
_CENTRAL_BANK = {"000", "001", "002"}


def is_inn(number: str) -> bool:
    """Return whether it can be the ИНН of a company (10 digits) or a person (12)."""
    return bool(inn.is_valid(number))


def is_kpp(number: str) -> bool:
    """Return whether it has the form of a КПП; it has no key."""
    return bool(_KPP.fullmatch(number))


def is_ogrn(number: str) -> bool:
    """Return whether it can be an ОГРН (13 digits) or an ОГРНИП (15)."""
    if not _is_digits(number, (13, 15)):
        return False
    divisor = len(number) - 2
    return int(number[:-1]) % divisor % 10 == int(number[-1])


def is_bik(number: str) -> bool:
    """Return whether it has the form of a БИК, which has no key."""
    return _is_digits(number, (9,))


def is_bank_code(code: str) -> bool:
    """Return whether it is a БИК, or a SWIFT code of a bank that has one, too."""
    return is_bik(code) or bool(_SWIFT.fullmatch(code))


def is_account(number: str, bik: str) -> bool:
    """Return whether it can be an account of a customer of the bank with this БИК."""
    at_central_bank = bik[-3:] in _CENTRAL_BANK
    return _fits(number, bik, f"0{bik[4:6]}" if at_central_bank else bik[-3:])


def is_correspondent_account(number: str, bik: str) -> bool:
    """Return whether it can be the account of the bank itself at the central bank."""
    return _fits(number, bik, f"0{bik[4:6]}")


def _fits(number: str, bik: str, prefix: str) -> bool:
    if not _is_digits(number, (_ACCOUNT_DIGITS,)):
        return False
    of_treasury = number.startswith(_TREASURY_ACCOUNT)
    if of_treasury or not bik.startswith(_COMMERCIAL_BANK):
        return True
    weights = (7, 1, 3) * 8
    digits = map(int, prefix + number)
    return sum(d * w for d, w in zip(digits, weights, strict=False)) % 10 == 0


def _is_digits(number: str, lengths: Iterable[int]) -> bool:
    return number.isascii() and number.isdigit() and len(number) in lengths
