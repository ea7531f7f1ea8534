"""Rows copied from a spreadsheet arrive as they were: none is lost, no cell shifted.

What is on the clipboard parts cells by tabs, ends rows as its system does, and quotes a
cell that has a line break, a tab or a quote itself.
"""

from decimal import Decimal
from typing import NamedTuple

from crm_engineering_calc.xlsx import ParsedSheet, parse_lines, read_workbook
from hypothesis import given
from hypothesis import strategies as st

HEADERS = ["Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма"]
MAPPING = dict(
    zip(("name", "unit", "quantity", "base_price", "amount"), HEADERS, strict=True)
)
NAMES = st.text(
    st.sampled_from('абвгдежABCdef "«»,;|.-\n\t'), min_size=1, max_size=24
).map(lambda tail: f"Монтаж {tail}".strip())


class Pasted(NamedTuple):
    name: str
    quantity: Decimal
    price: Decimal


def amounts(high: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(1, high * 10**places).map(
        lambda number: Decimal(number) / 10**places
    )


PASTED = st.lists(
    st.builds(Pasted, NAMES, amounts(999, 2), amounts(99_999, 2)),
    min_size=1,
    max_size=8,
)
# How a spreadsheet groups digits, and parts kopecks.
GROUPS = st.sampled_from(["", " ", "\u00a0", "\u202f"])


def as_text(number: Decimal, group: str, comma: str) -> str:
    return f"{number:,.2f}".replace(",", group).replace(".", comma)


def as_cell(text: str) -> str:
    if any(sign in text for sign in '"\n\t'):
        return '"' + text.replace('"', '""') + '"'
    return text


@st.composite
def clipboards(draw: st.DrawFn, rows: list[Pasted]) -> str:
    comma = draw(st.sampled_from([",", "."]))
    group = draw(GROUPS)
    lines = [HEADERS]
    for row in rows:
        numbers = row.quantity, row.price, row.quantity * row.price
        lines.append([row.name, "м2", *(as_text(one, group, comma) for one in numbers)])
    text = ""
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    for cells in lines:
        trailing = "\t" * draw(st.integers(0, 2))
        text += "\t".join(map(as_cell, cells)) + trailing + end
    return text


def parsed(text: str) -> ParsedSheet:
    [sheet] = read_workbook(text.encode()).sheets
    return parse_lines(sheet, MAPPING)


@given(st.data(), PASTED)
def test_no_pasted_row_is_lost_or_shifted(
    data: st.DataObject, rows: list[Pasted]
) -> None:
    found = parsed(data.draw(clipboards(rows)))
    assert not found.problems
    assert not found.skipped
    lines = found.variant.lines
    assert [(line.quantity, line.base_price) for line in lines] == [
        (row.quantity, row.price) for row in rows
    ]
    assert [" ".join(line.name.split()) for line in lines] == [
        " ".join(row.name.split()) for row in rows
    ]
    assert {line.unit for line in lines} == {"м2"}


@given(st.data(), PASTED)
def test_sum_of_pasted_rows_is_kept(data: st.DataObject, rows: list[Pasted]) -> None:
    found = parsed(data.draw(clipboards(rows)))
    total = sum(round(row.quantity * row.price, 2) for row in rows)
    assert sum(found.amounts.values()) == total
