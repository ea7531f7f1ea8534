"""What a mail says of itself: whether a person wrote it, and which papers it names."""

import re
from collections.abc import Mapping

# Whoever sends an automatic mail says so in one of these, and in his own way.
HEADERS = (
    "Auto-Submitted",
    "Content-Type",
    "From",
    "List-Id",
    "Precedence",
    "Return-Path",
    "Subject",
    "X-Auto-Response-Suppress",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Autoreply",
    "X-Failed-Recipients",
)
BY_PRESENCE = (
    "List-Id",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Autoreply",
    "X-Failed-Recipients",
)
NOT_AUTOMATIC = {"", "no", "none"}
TO_MANY = {"bulk", "list", "junk", "auto_reply"}
REPORT = "multipart/report"
MACHINES = re.compile(r"(?i)\b(?:mailer-daemon|postmaster)@")
NOBODY_READS = re.compile(
    r"(?i)^(?:no|do-?not|not)[-_.]?reply|^(?:mailer-daemon|postmaster|bounces?)\b"
)
AWAY = re.compile(
    r"(?i)\s*(?:automatic reply|auto[- ]?reply|autoreply|out of (?:the )?office"
    r"|автоответ|автоматический ответ|нет на работе)\b"
)
# A number of fewer signs, or of few digits alone, may be anything: “12 windows”.
LEAST_SIGNS = 3
LEAST_DIGITS = 5
MOST_NUMBERS = 20
WORD = re.compile(r"[^\s,;:!?()\[\]{}<>«»“”„\"'№#]+")


def find_automatic_mark(headers: Mapping[str, str]) -> str | None:
    """Return the header by which a machine tells itself, none: a person wrote.

    :param headers: of `HEADERS`, those that the mail has
    """
    texts = {name: headers.get(name, "").strip() for name in HEADERS}
    marks = {
        "Auto-Submitted": _says_automatic(texts["Auto-Submitted"]),
        "X-Auto-Response-Suppress": _says_automatic(texts["X-Auto-Response-Suppress"]),
        "Precedence": texts["Precedence"].lower() in TO_MANY,
        "Return-Path": texts["Return-Path"] == "<>",
        "Content-Type": texts["Content-Type"].lower().startswith(REPORT),
        "From": bool(MACHINES.search(texts["From"])),
        "Subject": bool(AWAY.match(texts["Subject"])),
        **{name: bool(texts[name]) for name in BY_PRESENCE},
    }
    return next((name for name, is_marked in marks.items() if is_marked), None)


def _says_automatic(text: str) -> bool:
    return text.partition(";")[0].strip().lower() not in NOT_AUTOMATIC


def is_read_by_nobody(address: str) -> bool:
    """Return whether an answer to an address reaches a machine, or nobody."""
    return bool(NOBODY_READS.match(address.strip()))


def find_numbers(subject: str) -> frozenset[str]:
    """Return what in a subject may be the number of a paper, as it is written.

    Capital letters too, as people write numbers in small ones.
    """
    words = (word.strip(".-–—/_") for word in WORD.findall(subject))
    numbers = [word for word in words if _may_be_number(word)][:MOST_NUMBERS]
    return frozenset(numbers) | {number.upper() for number in numbers}


def _may_be_number(word: str) -> bool:
    if len(word) < LEAST_SIGNS or not any(char.isdigit() for char in word):
        return False
    return not word.isdigit() or len(word) >= LEAST_DIGITS


def is_known_charset(charset: str | None) -> bool:
    """Return whether a text in a charset can be read."""
    try:
        b"\0\0\0\0".decode(charset or "none at all", errors="ignore")
    except (LookupError, ValueError):
        return False
    return True


def guess_charset(text: bytes) -> str:
    """Return in which charset a text is that does not say it.

    Most letters of a text are small, and small ones are where the other of the two
    Russian charsets has capital ones.
    """
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        lower_half = sum(0xC0 <= byte <= 0xDF for byte in text)
        upper_half = sum(byte >= 0xE0 for byte in text)
        return "koi8-r" if lower_half > upper_half else "windows-1251"
    return "utf-8"
