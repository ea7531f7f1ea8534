"""Requisites are told from numbers with a slip in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from russian import requisites

# Of the Bank of Russia's own examples, and of a bank that everybody knows.
BIK = "044525225"
CORRESPONDENT = "30101810400000000225"
ACCOUNT = "40702810638050013199"


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@pytest.mark.parametrize("number", ["7707083893", "500100732259"])
def test_inn(number):
    assert requisites.is_inn(number)


@pytest.mark.parametrize("number", ["7707083894", "770708389", "", "77O7083893"])
def test_no_inn(number):
    assert not requisites.is_inn(number)


@pytest.mark.parametrize("number", ["773601001", "7736AB001"])
def test_kpp(number):
    assert requisites.is_kpp(number)


@pytest.mark.parametrize("number", ["77360100", "7736-1001", "773601001 ", "ABCD01001"])
def test_no_kpp(number):
    assert not requisites.is_kpp(number)


@pytest.mark.parametrize("number", ["1027700132195", "304500116000157"])
def test_ogrn(number):
    assert requisites.is_ogrn(number)


@given(st.sampled_from([13, 15]).flatmap(digits))
def test_ogrn_of_each_number_has_one_key(number):
    keys = [key for key in "0123456789" if requisites.is_ogrn(number[:-1] + key)]
    assert len(keys) == 1


@pytest.mark.parametrize("number", ["1027700132196", "102770013219", "", "²" * 13])
def test_no_ogrn(number):
    assert not requisites.is_ogrn(number)


def test_bank():
    assert requisites.is_bik(BIK)
    assert requisites.is_bank_code("SABRRUMM")
    assert not requisites.is_bank_code("04452522")
    assert requisites.is_correspondent_account(CORRESPONDENT, BIK)
    assert not requisites.is_correspondent_account(ACCOUNT, BIK)


def test_account():
    assert requisites.is_account(ACCOUNT, BIK)
    assert not requisites.is_account(ACCOUNT, "044525974")
    assert not requisites.is_account(ACCOUNT[:-1], BIK)


@given(digits(20), st.integers(0, 19))
def test_a_slip_in_a_digit_is_seen(number, place):
    """Each weight is prime to ten: no other digit fits in its place."""
    number = "40" + number[2:]
    fitting = [
        digit
        for digit in "0123456789"
        if requisites.is_account(number[:place] + digit + number[place + 1 :], BIK)
    ]
    assert len(fitting) <= 1 or place < 2


@given(digits(18))
def test_accounts_at_the_treasury_have_other_keys(number):
    assert requisites.is_account(f"03{number}", "004525988")
    assert requisites.is_account(f"03{number}", BIK)
