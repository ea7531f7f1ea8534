"""Tables that are no workbook of today: read alike, or refused with facts."""

import io
import struct
import zipfile
from decimal import Decimal

import pytest
import xlwt
from crm_engineering_calc.xlsx import (
    CellKind,
    DamagedWorkbook,
    EncryptedWorkbook,
    Limits,
    MacroWorkbook,
    NotAWorkbook,
    Sheet,
    TooManyRows,
    UnpacksTooLarge,
    WorkbookError,
    read_workbook,
)
from hypothesis import given
from hypothesis import strategies as st

ROWS = [
    ["Наименование работ", "Ед. изм.", "Кол-во", "Цена"],
    ["Монтаж окна", "м2", "12,5", "2 600,00"],
    ["Отделка откосов, с материалом", "м", "28,4", "1350"],
]
MANIFEST = b"""<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Смета">%s</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def refusal(data: bytes, limits: Limits | None = None) -> WorkbookError:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(data, limits or Limits())
    return refused.value


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in sheet.rows]


# === TEXT ===


def table(separator: str) -> str:
    return "\r\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row)
        for row in ROWS
    )


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("cp1251", "cp866", "koi8-r", "mac-cyrillic"),
    ],
)
def test_text_is_read_in_any_encoding_and_separator(
    encoding: str, separator: str
) -> None:
    [sheet] = read_workbook(table(separator).encode(encoding)).sheets
    assert texts(sheet) == ROWS
    assert (sheet.header_row, sheet.first_row) == (1, 2)


@given(
    st.lists(
        st.lists(
            st.text("абвгдежзиклмнопрстуфхцчшщыьэюя 0123456789.,", min_size=1).filter(
                lambda text: text == text.strip()
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=2,
    )
)
def test_table_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    [sheet] = read_workbook(text.encode()).sheets
    assert texts(sheet) == rows


def test_signs_in_quoted_texts_part_nothing() -> None:
    [sheet] = read_workbook(b'"a";"b";",,"\n"c";"d";",e"').sheets
    assert texts(sheet) == [["a", "b", ",,"], ["c", "d", ",e"]]


def test_text_may_say_its_separator() -> None:
    [sheet] = read_workbook(b"sep=|\na|b;c\nd|e;f").sheets
    assert texts(sheet) == [["a", "b;c"], ["d", "e;f"]]


def test_latin_text_is_read_too() -> None:
    [sheet] = read_workbook("Désignation;Quantité\nFenêtre;2".encode("cp1252")).sheets
    assert texts(sheet)[0] == ["Désignation", "Quantité"]


@pytest.mark.parametrize("data", [b"\x00\x01;\x02", b"a\nb", b"<a;b>\n<c;d>"])
def test_other_text_is_no_table(data: bytes) -> None:
    assert type(refusal(data)) is NotAWorkbook


def test_many_lines_of_text_are_refused() -> None:
    assert type(refusal(b"a;b\n" * 30, Limits(rows=20))) is TooManyRows


# === .XLS ===


def old(book: xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def old_sheet() -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    book = xlwt.Workbook()
    return book, book.add_sheet("Смета")


def test_old_workbook_is_read_with_hidden_and_merged_rows() -> None:
    book, page = old_sheet()
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            page.write(number, column, value)
    page.write(3, 2, 1.5)
    page.write(3, 3, True)
    page.row(2).hidden = True
    page.write_merge(5, 5, 0, 3, "Раздел")
    book.add_sheet("Скрытый").visibility = 1
    [sheet] = read_workbook(old(book)).sheets
    assert sheet.name == "Смета"
    assert texts(sheet)[:3] == ROWS
    assert sheet.rows[3].cells["C"].value == Decimal("1.5")
    assert sheet.rows[3].cells["D"].kind is CellKind.BOOLEAN
    assert [row.number for row in sheet.rows if row.is_hidden] == [3]
    assert [row.number for row in sheet.rows if row.is_merged] == [6]


def test_cells_of_an_old_workbook_that_are_far_apart_take_no_memory() -> None:
    book, page = old_sheet()
    page.write(0, 0, "x")
    page.write(65_535, 255, "y")
    assert isinstance(refusal(old(book)), UnpacksTooLarge)


def test_old_workbook_with_a_password_is_encrypted() -> None:
    data = old(old_sheet()[0])
    place = data.index(struct.pack("<HH", 0x0809, 16)) + 20
    # Of the record that follows the beginning, the kind alone.
    assert isinstance(
        refusal(data[:place] + struct.pack("<H", 0x2F) + data[place + 2 :]),
        EncryptedWorkbook,
    )


def test_old_workbook_with_macros_is_refused() -> None:
    name = "Root Entry".encode("utf-16-le")
    macros = "VBA".encode("utf-16-le")
    data = old(old_sheet()[0])
    place = data.index("Workbook".encode("utf-16-le"))
    changed = data[:place] + macros + bytes(len(name)) + data[place + 26 :]
    changed = changed[: place + 64] + struct.pack("<H", 8) + changed[place + 66 :]
    assert isinstance(refusal(changed), MacroWorkbook)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_old_workbook_that_is_cut_short_is_damaged(share: float) -> None:
    book, page = old_sheet()
    for number in range(500):
        page.write(number, 0, f"line {number}")
    data = old(book)
    assert isinstance(
        refusal(data[: int(len(data) * share)]), DamagedWorkbook | NotAWorkbook
    )


@given(st.binary(max_size=2000))
def test_anything_that_begins_as_an_old_workbook_is_refused(data: bytes) -> None:
    assert isinstance(refusal(bytes.fromhex("d0cf11e0a1b11ae1") + data), WorkbookError)


# === .ODS ===


def open_document(content: str, **parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", parts.pop("META-INF/manifest.xml", MANIFEST)
        )
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def row(*cells: str, attributes: str = "") -> str:
    return (
        f"<table:table-row {attributes}>{''.join(map(cell, cells))}</table:table-row>"
    )


def test_open_document_is_read_with_hidden_rows() -> None:
    rows = [row(*ROWS[0]), row(*ROWS[1], attributes='table:visibility="collapse"')]
    [sheet] = read_workbook(open_document(CONTENT % "".join(rows))).sheets
    assert texts(sheet) == ROWS[:2]
    assert [one.number for one in sheet.rows if one.is_hidden] == [2]


def test_row_that_is_repeated_a_million_times_is_refused() -> None:
    repeated = row("x" * 10, "y", attributes='table:number-rows-repeated="1048576"')
    wide = repeated.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="9999"'
    )
    assert isinstance(refusal(open_document(CONTENT % wide)), UnpacksTooLarge)


def test_empty_rows_that_are_repeated_cost_nothing() -> None:
    empty = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    [sheet] = read_workbook(open_document(CONTENT % (row("a", "b") + empty))).sheets
    assert texts(sheet) == [["a", "b"]]


@pytest.mark.parametrize(
    ("name", "part", "error"),
    [
        ("Basic/Standard/Module1.xml", b"<x/>", MacroWorkbook),
        ("META-INF/manifest.xml", b"<m:encryption-data/>", EncryptedWorkbook),
        ("styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', DamagedWorkbook),
    ],
)
def test_open_document_that_may_harm_is_refused(
    name: str, part: bytes, error: type[WorkbookError]
) -> None:
    data = open_document(CONTENT % row("a"), **{name: part})
    assert type(refusal(data)) is error


@pytest.mark.parametrize("content", ["", "<x", "<x/>", CONTENT % "<table:table-row"])
def test_open_document_that_makes_no_sense_is_refused(content: str) -> None:
    try:
        sheets = read_workbook(open_document(content)).sheets
    except WorkbookError:
        return
    assert not sheets
