"""The text of a payment code is read by banks as the standard has it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from russian.payment import Payment

NEEDED = {
    "name": "ООО «Ясный вид»",
    "account": "40702810638050013199",
    "bank": "ПАО СБЕРБАНК",
    "bik": "044525225",
    "correspondent_account": "30101810400000000225",
}


def test_text_of_a_payment():
    payment = Payment(
        **NEEDED,
        amount=Decimal("121000.05"),
        purpose="Оплата по счёту № 5",
        inn="7700000016",
        kpp="770001001",
    )
    assert payment.to_text() == (
        "ST00012|Name=ООО «Ясный вид»|PersonalAcc=40702810638050013199"
        "|BankName=ПАО СБЕРБАНК|BIC=044525225|CorrespAcc=30101810400000000225"
        "|Sum=12100005|Purpose=Оплата по счёту № 5|PayeeINN=7700000016|KPP=770001001"
    )


def test_what_is_not_known_is_left_out():
    payment = Payment(**{**NEEDED, "correspondent_account": ""}, amount=Decimal(1))
    assert payment.to_text().endswith("|CorrespAcc=0|Sum=100")


@given(st.text(max_size=300), st.text(max_size=300), st.decimals(0, 10**12, places=2))
def test_texts_never_break_the_code(name, purpose, amount):
    text = Payment(
        **{**NEEDED, "name": f"A{name}"}, amount=amount, purpose=purpose
    ).to_text()
    header, *parts = text.split("|")
    read = dict(part.split("=", 1) for part in parts)
    assert header == "ST00012"
    assert len(read["Name"]) <= 160
    assert len(read.get("Purpose", "")) <= 210
    assert int(read["Sum"]) == amount * 100
