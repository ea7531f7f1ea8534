"""The genitive of who signs: “в лице директора Иванова Ивана, на основании Устава”.

Guesses for the words that contracts have. What no rule knows stays as it is written.
"""

import re

CONSONANTS = "бвгджзклмнпрстфхцчшщ"
TAKE_I = "гкхжчшщ"
IRREGULAR = {"павел": "павла", "лев": "льва", "пётр": "петра", "петр": "петра"}
BASES = {
    "выписка": "выписки",
    "доверенность": "доверенности",
    "договор": "договора",
    "лист": "листа",
    "положение": "положения",
    "приказ": "приказа",
    "протокол": "протокола",
    "решение": "решения",
    "свидетельство": "свидетельства",
    "устав": "устава",
}
FAMILIES_OF_MEN = re.compile(r"([оеё]в|[иы]н|ск[иоы]й|цк[иоы]й)$")
FAMILIES_OF_WOMEN = re.compile(r"([оеё]ва|[иы]на|[сц]кая|ая)$")
FAMILIES_OF_WOMEN_ALONE = re.compile(r"([оеё]ва|ая)$")
ADJECTIVE = re.compile(r"(ый|ий|ой|ая|яя)$")


def get_basis_in_genitive(basis: str) -> str:
    """Return on what basis somebody acts: “Устав” → “Устава”."""
    first, space, rest = basis.partition(" ")
    return _like(first, BASES.get(first.lower(), first)) + space + rest


def get_post_in_genitive(post: str) -> str:
    """Return a post: adjectives and their noun, and the rest as it is."""
    words = post.split(" ")
    for position, word in enumerate(words):
        words[position] = "-".join(_get_post_word(part) for part in word.split("-"))
        if not ADJECTIVE.search(word):
            break
    return " ".join(words)


def get_name_in_genitive(name: str) -> str:
    """Return a person's name, if it tells whether it is a man's or a woman's."""
    words = name.split()
    gender = _get_gender(words)
    if not gender:
        return name
    family = _get_family(words, gender)
    return " ".join(
        _like(
            word,
            "-".join(
                _get_name_word(part, gender, position == family)
                for part in word.lower().split("-")
            ),
        )
        for position, word in enumerate(words)
    )


def is_woman(name: str) -> bool:
    """Return whether a name is known to be a woman's."""
    return _get_gender(name.split()) == "f"


def _like(word: str, other: str) -> str:
    """Return another form of a word, in capitals where the word is."""
    if len(word) > 1 and word.isupper():
        return other.upper()
    parts = [
        part[:1].upper() + part[1:] if model[:1].isupper() else part
        for model, part in zip(word.split("-"), other.split("-"), strict=True)
    ]
    return "-".join(parts)


def _get_post_word(word: str) -> str:
    low = word.lower()
    if ADJECTIVE.search(low):
        return word[:-2] + _get_adjective_ending(low)
    if low.endswith("ец"):
        return word[:-2] + ("ьца" if low.endswith("лец") else "ца")
    if low[-1:] in CONSONANTS and low.isalpha():
        return word + "а"
    if low.endswith("тель"):
        return word[:-1] + "я"
    if low in ("глава", "староста"):
        return word[:-1] + "ы"
    return word


def _get_adjective_ending(word: str) -> str:
    stem, ending = word[:-2], word[-2:]
    if ending == "яя":
        return "ей"
    if ending == "ая":
        return "ей" if stem[-1:] in "жчшщ" else "ой"
    if ending == "ий" and stem[-1:] not in "гкх":
        return "его"
    return "ого"


def _get_gender(words: list[str]) -> str:
    lows = [word.lower() for word in words]
    for low in lows:
        if low.endswith(("вич", "ьич", "мич", "оглы")):
            return "m"
        if low.endswith(("вна", "чна", "кызы")):
            return "f"
    if any(FAMILIES_OF_WOMEN_ALONE.search(low) for low in lows):
        return "f"
    if any(FAMILIES_OF_MEN.search(low) for low in lows):
        return "m"
    return ""


def _get_family(words: list[str], gender: str) -> int:
    """Return which of the words is the family's name."""
    lows = [word.lower() for word in words]
    if len(words) > 2 and lows[2].endswith(("ич", "на", "оглы", "кызы")):
        return 0
    if len(words) > 2 and lows[1].endswith(("ич", "вна", "чна")):
        return 2
    pattern = FAMILIES_OF_WOMEN_ALONE if gender == "f" else FAMILIES_OF_MEN
    known = [place for place, low in enumerate(lows) if pattern.search(low)]
    return known[0] if known else len(words) - 1


def _get_name_word(low: str, gender: str, is_family: bool) -> str:
    if not low.isalpha() or low in ("оглы", "кызы"):
        return low
    if gender == "f":
        return _get_woman_word(low, is_family)
    return _get_man_word(low, is_family)


def _get_woman_word(low: str, is_family: bool) -> str:
    if is_family and FAMILIES_OF_WOMEN.search(low):
        return low[:-2] + "ой" if low.endswith("ая") else low[:-1] + "ой"
    if low.endswith("а"):
        return low[:-1] + ("и" if low[-2:-1] in TAKE_I else "ы")
    if low.endswith("я") or (low.endswith("ь") and not is_family):
        return low[:-1] + "и"
    return low


def _get_man_word(low: str, is_family: bool) -> str:
    if not is_family and low in IRREGULAR:
        return IRREGULAR[low]
    if is_family and low.endswith(("ий", "ый", "ой")):
        return low[:-2] + _get_adjective_ending(low)
    if is_family and low.endswith(("их", "ых")):
        return low
    if is_family and low.endswith("ец"):
        return low[:-2] + ("ьца" if low.endswith("лец") else "ца")
    if low.endswith(("й", "ь")):
        return low[:-1] + "я"
    if low.endswith("а"):
        return low[:-1] + ("и" if low[-2:-1] in TAKE_I else "ы")
    if low.endswith("я"):
        return low[:-1] + "и"
    return low + "а" if low[-1] in CONSONANTS else low
