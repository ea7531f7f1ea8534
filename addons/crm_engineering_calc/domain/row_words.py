"""What the rows of somebody's sheet are besides lines, told from their words."""

import re
from decimal import Decimal
from functools import lru_cache

from .look_alikes import fold, unmix

_PERCENT = r"[\s,:(]*\d{1,3}([.,]\d{1,4})?\s*%"
_TOTAL = re.compile(
    r"(grand |sub[- ]?)?totals?\b|(итого|всего|сумма|ндс|vat)\b"
    r"|в (том числе|т\.? ?ч\.?)"
    r"|(стоимость|цена|итог)( работ)? (по|без|со?)\b|к оплате\b"
    r"|(amount|balance|total) (due|payable)\b"
    rf"|((sales )?tax(es)?|налог)({_PERCENT}\)?)?\s*:?\s*$",
    re.IGNORECASE,
)
# No service is called so, whatever else stands in the row.
_SURELY_TOTAL = re.compile(
    r"(итого|всего|ндс|к оплате|vat|(grand |sub[- ]?)?totals?(?= *:?$))(?![\w-])",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"((общая|итоговая|сумма|размер|с уч[её]том|минус|за вычетом) )?скидк[аиу]\b"
    r"|((total|trade|less|minus|your|special):? )*(discount|rebate)\b",
    re.IGNORECASE,
)
_NUMBER_OF_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")
_TAX = re.compile(r"\b(ндс|vat|(sales )?tax(es)?|налог|nds)\b", re.IGNORECASE)
_INCLUDED = re.compile(r"в (том числе|т\.? ?ч\.?)|incl|including\b", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(составил|проверил|утвердил|согласовал|сдал|принял)[аи]?\b|утверждаю\b"
    r"|(согласован|утвержден|составлен|проверен)о\b|подпись\b"
    r"|(исполнитель|подрядчик|заказчик|директор|сметчик|инженер-сметчик)\s*(:|$)"
    r"|(главный|гл\.|генеральный|ген\.) ?(инженер|бухгалтер|директор)\b|м\. ?п\.?$"
    r"|(prepared|checked|approved|signed) by\b|signature\b|(date|дата)\s*:",
    re.IGNORECASE,
)
_BLANK_TO_SIGN = re.compile(r"_{3,}")
_SUBSECTION = re.compile(r"(подраздел|подэтап|subsection)\b", re.IGNORECASE)
_SECTION = re.compile(
    r"(раздел|глава|этап|секция|section|chapter|part|stage)\b", re.IGNORECASE
)
# What stands for a price that is not agreed yet, or that nobody is asked for.
_UNPRICED = re.compile(
    r"[-–—.]+"
    r"|(цена |стоимость )?(договорн\w+|по (договор\w*|запросу|согласованию|факту))"
    r"|(цен[ау] )?(уточн\w+|согласов\w+|не указан\w*|н/ ?[дп]|нет( цены)?)"
    r"|бесплатн\w+|(в )?подарок|в комплекте"
    r"|(не )?(вкл|включен\w*|входит|учтен\w*)( .*)?"
    r"|tb[acd]|poa|n/ ?[ac]|negotiable|to be (agreed|confirmed|defined|determined)"
    r"|((price )?(up)?on|by|per) (request|agreement|application)|(ask|call)( us)?"
    r"|free( of charge)?|foc|no charge|gratis|incl|included( .*)?|complimentary",
    re.IGNORECASE,
)
# What stands for a quantity that is known later, or elsewhere.
_UNMEASURED = re.compile(
    r"по (месту|факту|(раб\. ?)?проекту|рабоч\w+ \w+|замер\w*|обмер\w*|чертеж\w*"
    r"|спецификации|смете|заявк\w|тз|необходимости|потребности|наличию)"
    r"|as (required|needed|built|measured|directed)|a/r|on site"
    r"|(by|per|as per) (project|design|drawings?|plan|specification|measurement)",
    re.IGNORECASE,
)
# Parts of a position's price, and hours, as norms for estimates call them.
_COSTS = frozenset(map(fold, ("ОТ", "ЗП", "ЭМ", "М", "МР", "МАТ")))
_PARTS = _COSTS | frozenset(map(fold, ("НР", "СП")))
_PARTS_OF_PARTS = frozenset(
    map(fold, ("ОТм", "ЗПм", "ЗТ", "ЗТм", "ТЗ", "ТЗм", "ФОТ", "ПЗ", "ЭММ"))
)
_ITS_HOURS = re.compile(r"\s*\((от|зт|зп|тз)м?\)$", re.IGNORECASE)
_SHARE = re.compile(r"(нр|сп)\b[\s,:(]+\S", re.IGNORECASE)
_OF_POSITION = re.compile(
    r"(всего|итого)\b.{0,20} по (позиции|расценке)\b|(итого )?прямые затраты\b",
    re.IGNORECASE,
)
_OF_MORE = re.compile(
    r"\bпо (\w+ )?(смете|расч[её]ту|разделу|подразделу|акту|объекту|этапу)\b",
    re.IGNORECASE,
)
_WHOLE_POSITION = re.compile(r"(всего|итого)\b.{0,20} по позиции\b", re.IGNORECASE)
_CODE = re.compile(r"(?=[^ ]*\d)[\w./-]{1,32}|[A-ZА-ЯЁ]{1,4}")


# A row is asked by its text for one thing after another.
@lru_cache(64)
def _plain(text: str) -> str:
    return unmix(text.strip())


def is_total(text: str) -> bool:
    """Tell whether a row that begins with `text` sums others up."""
    return bool(_TOTAL.match(_plain(text)))


def is_surely_total(text: str) -> bool:
    """Tell whether a row sums others up even with a quantity and a price in it."""
    return bool(_SURELY_TOTAL.match(_plain(text)))


def is_discount(text: str) -> bool:
    """Tell whether a row that begins with `text` takes something off the others."""
    return bool(_DISCOUNT.match(_plain(text)))


def get_percent(text: str) -> Decimal | None:
    """Return the percentage that a text names, None where there is no single one."""
    found = _NUMBER_OF_PERCENT.findall(text)
    return Decimal(found[0].replace(",", ".")) if len(found) == 1 else None


def is_tax(text: str) -> bool:
    """Tell whether a row that sums up is of a tax that is added to the rest."""
    return bool(_TAX.match(_plain(text))) and not is_included(text)


def names_tax(text: str) -> bool:
    """Tell whether a text speaks of a tax, added or included."""
    return bool(_TAX.search(_plain(text)))


def is_included(text: str) -> bool:
    """Tell whether a row that sums up only parts what stands above it."""
    return bool(_INCLUDED.match(_plain(text)))


def is_signature(text: str) -> bool:
    """Tell whether a text alone in its row is there to be signed."""
    return bool(_SIGNATURE.match(_plain(text)) or _BLANK_TO_SIGN.search(text))


def is_section(text: str) -> bool:
    """Tell whether a text names a section, whatever else stands in its row."""
    return bool(_SECTION.match(_plain(text)))


def is_subsection(text: str) -> bool:
    """Tell whether a text names a part of a section."""
    return bool(_SUBSECTION.match(_plain(text)))


def is_unpriced(text: str) -> bool:
    """Tell whether a text in the place of a price says that there is none."""
    return bool(_UNPRICED.fullmatch(_plain(text).rstrip(" .").replace("ё", "е")))


def is_unmeasured(text: str) -> bool:
    """Tell whether a text in the place of a quantity says that there is none yet."""
    plain = _plain(text).rstrip(" .").replace("ё", "е")
    return bool(_UNMEASURED.fullmatch(plain)) or is_unpriced(text)


def is_cost(text: str) -> bool:
    """Tell whether a row says what wages, machines or materials of a position cost."""
    return fold(_ITS_HOURS.sub("", text.strip())) in _COSTS


def is_part_of_price(text: str) -> bool:
    """Tell whether a row says what a position costs in part: wages, machines …"""
    name = _ITS_HOURS.sub("", text.strip())
    return fold(name) in _PARTS or bool(_SHARE.match(_plain(text)))


def is_resource(text: str) -> bool:
    """Tell whether a row says what the price of the position above is made of."""
    return (
        is_part_of_price(text)
        or fold(_ITS_HOURS.sub("", text.strip())) in _PARTS_OF_PARTS
        or is_included(text)
        or bool(_OF_POSITION.match(_plain(text)))
    ) and not _OF_MORE.search(_plain(text))


def is_total_of_position(text: str) -> bool:
    """Tell whether a row says what the position above costs in all."""
    return bool(_WHOLE_POSITION.match(_plain(text)))


def looks_like_code(text: str) -> bool:
    """Tell whether a text alone in the column of codes may be one."""
    return bool(_CODE.fullmatch(text.strip()))
