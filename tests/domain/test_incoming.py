"""What a mail says of itself."""

import pytest
from domain.incoming import (
    find_automatic_mark,
    find_numbers,
    guess_charset,
    is_known_charset,
    is_read_by_nobody,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "Auto-Generated; owner-email=x@example.com"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Precedence", "bulk"),
        ("Precedence", "List"),
        ("Precedence", "junk"),
        ("List-Id", "<news.example.com>"),
        ("X-Autoreply", "yes"),
        ("X-Autorespond", "Away"),
        ("X-Failed-Recipients", "x@example.com"),
        ("Return-Path", "<>"),
        ("From", "Mail Delivery System <MAILER-DAEMON@example.com>"),
        ("From", "postmaster@example.com"),
        ("Content-Type", "multipart/report; report-type=delivery-status"),
        ("Content-Type", "multipart/report; report-type=disposition-notification"),
        ("Subject", "Automatic reply: Windows"),
        ("Subject", "Out of Office: Windows"),
        ("Subject", "Автоответ: окна"),
        ("Subject", "Автоматический ответ: окна"),
    ],
)
def test_machine_is_known_by_what_it_says(name, text):
    assert find_automatic_mark({name: text}) == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", ""),
        ("X-Auto-Response-Suppress", "None"),
        ("Precedence", "normal"),
        ("Return-Path", "<ivan@example.com>"),
        ("From", "Ivan <ivan@example.com>"),
        ("Content-Type", "multipart/mixed; boundary=x"),
        ("Subject", "Automatic doors for a shop"),
        ("Subject", "We are out of officers"),
        ("Subject", "Автоматика для ворот"),
    ],
)
def test_person_is_no_machine(name, text):
    assert find_automatic_mark({name: text}) is None


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("Re: order S00012", "S00012"),
        ("re: s00012.", "S00012"),
        ("Акт ACT2026/00001 подписан", "ACT2026/00001"),
        ("Договор №K2026/0001", "K2026/0001"),
        ("«C2026/00007»: вопрос", "C2026/00007"),
        ("(K-1)", "K-1"),
        ("Счёт 00012-Б", "00012-Б"),
        ("Contract 120045", "120045"),
    ],
)
def test_number_is_found_in_a_subject(subject, number):
    assert number in find_numbers(subject)


@pytest.mark.parametrize("subject", ["", "12 windows", "In 2026", "A1 B", "No number"])
def test_what_may_be_anything_is_no_number(subject):
    assert not find_numbers(subject)


@given(st.text(max_size=300))
def test_any_subject_is_read(subject):
    for number in find_numbers(subject):
        assert number.lower() in subject.lower() or number.upper() == number


def test_subject_of_numbers_alone_asks_for_few():
    assert len(find_numbers(" ".join(f"K-{number}" for number in range(500)))) <= 20


@pytest.mark.parametrize(
    "address",
    ["noreply@example.com", "no-reply@x.com", "DoNotReply@x.com", "bounce+1@x.com"],
)
def test_nobody_reads_what_is_written_to_machines(address):
    assert is_read_by_nobody(address)


@pytest.mark.parametrize("address", ["nora@example.com", "notary@x.com", "ivan@x.com"])
def test_people_read_what_is_written_to_them(address):
    assert not is_read_by_nobody(address)


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251"])
def test_charset_of_a_russian_text_is_guessed(charset):
    text = "Здравствуйте! Нужны окна ПВХ, сорок метров. Иван".encode(charset)
    assert guess_charset(text) == charset


@given(st.binary(max_size=200))
def test_guessed_charset_reads_the_text(text):
    assert is_known_charset(guess_charset(text))
    text.decode(guess_charset(text), errors="replace")


@pytest.mark.parametrize("charset", [None, "", "no-such", "x-unknown-8bit", "\0", "é"])
def test_unknown_charset_is_told(charset):
    assert not is_known_charset(charset)
