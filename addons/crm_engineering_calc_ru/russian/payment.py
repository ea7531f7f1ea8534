"""The text of a payment code, which the customer's bank reads: ГОСТ Р 56042-2014."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# The format, its version, and UTF-8.
_HEADER = "ST00012"
_SEPARATOR = "|"

# What the standard leaves room for.
_LONGEST = {"Name": 160, "BankName": 45, "Purpose": 210}


@dataclass(frozen=True)
class Payment:
    """Whom a payment goes to, how much it is, and what for."""

    name: str
    account: str
    bank: str
    bik: str
    correspondent_account: str
    amount: Decimal
    purpose: str = ""
    inn: str = ""
    kpp: str = ""

    def to_text(self) -> str:
        """Return the text of the code: what is not known is left out of it."""
        return _SEPARATOR.join((_HEADER, *self._parts()))

    def _parts(self) -> Iterator[str]:
        fields = {
            "Name": self.name,
            "PersonalAcc": self.account,
            "BankName": self.bank,
            "BIC": self.bik,
            # So the standard says that the bank has none.
            "CorrespAcc": self.correspondent_account or "0",
            "Sum": str(int(self.amount.quantize(Decimal("0.01")) * 100)),
            "Purpose": self.purpose,
            "PayeeINN": self.inn,
            "KPP": self.kpp,
        }
        for name, value in fields.items():
            said = " ".join(value.replace(_SEPARATOR, " ").split())
            if said:
                yield f"{name}={said[: _LONGEST.get(name)]}"
