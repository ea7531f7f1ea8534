"""Files that people and attackers upload: read as they are, or refused with facts."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from crm_engineering_calc.xlsx import (
    Cell,
    CellKind,
    DamagedWorkbook,
    EncryptedWorkbook,
    FileTooLarge,
    Identity,
    Limits,
    MacroWorkbook,
    NotAWorkbook,
    Sheet,
    TooManyParts,
    TooManyRows,
    UnpacksTooLarge,
    WorkbookError,
    read_workbook,
)
from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ["Name", "Quantity", "Price"]


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows or (HEADERS, ["Duct", 2, 100.5]):
        book.active.append(row)
    return saved(book)


def with_part(name: str, change: Callable[[bytes], bytes], data: bytes = b"") -> bytes:
    """Return a workbook whose part is changed, or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or workbook())) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename != name:
                target.writestr(part.filename, source.read(part))
        old = source.read(name) if name in source.namelist() else b""
        target.writestr(name, change(old))
    return stream.getvalue()


def with_rows(xml: bytes) -> bytes:
    return with_part(
        SHEET, lambda part: part.replace(b"</sheetData>", xml + b"</sheetData>")
    )


def first_sheet(data: bytes) -> Sheet:
    return read_workbook(data).sheets[0]


# === WHAT IS READ ===


def test_cells_are_what_they_show() -> None:
    book = Workbook()
    book.active.append(
        ["text ", 12, 0.1 + 0.2, True, datetime(2026, 1, 31), "=1/0", "=A1", "#DIV/0!"]
    )
    cells = first_sheet(saved(book)).rows[0].cells
    assert cells["A"] == Cell(CellKind.TEXT, "text")
    assert cells["B"] == Cell(CellKind.NUMBER, Decimal(12))
    assert cells["C"] == Cell(CellKind.NUMBER, Decimal("0.3"))
    assert cells["D"] == Cell(CellKind.BOOLEAN, True)
    assert cells["E"] == Cell(CellKind.DATE, datetime(2026, 1, 31))
    assert cells["F"].kind is CellKind.UNCACHED
    assert cells["G"].kind is CellKind.UNCACHED
    assert cells["H"].kind is CellKind.ERROR


def test_formula_shows_its_saved_result() -> None:
    row = b'<row r="9"><c r="A9"><f>1+1</f><v>2</v></c><c r="B9" t="e"><f>1/0</f>'
    row += b'<v>#DIV/0!</v></c><c r="C9" t="str"><f>A1</f><v></v></c></row>'
    cells = first_sheet(with_rows(row)).rows[-1].cells
    assert cells["A"] == Cell(CellKind.NUMBER, Decimal(2), True)
    assert cells["B"] == Cell(CellKind.ERROR, "#DIV/0!", True)
    # The formula gives an empty text: that is a result.
    assert "C" not in cells


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    sheet = first_sheet(workbook(HEADERS, [], ["  "], ["Duct", 1, 2]))
    assert [row.number for row in sheet.rows] == [1, 4]


def test_merged_cells_show_in_the_first() -> None:
    book = Workbook()
    book.active.append(HEADERS)
    book.active.append(["Ducts"])
    book.active.merge_cells("A2:C2")
    assert first_sheet(saved(book)).rows[1].cells.keys() == {"A"}


def test_hidden_and_empty_sheets_are_left_out() -> None:
    book = Workbook()
    book.active.append(HEADERS)
    book.create_sheet("Empty")
    hidden = book.create_sheet("Hidden")
    hidden.append(HEADERS)
    hidden.sheet_state = "hidden"
    assert [sheet.name for sheet in read_workbook(saved(book)).sheets] == ["Sheet"]


def test_sheet_that_claims_a_million_rows_has_those_that_it_has() -> None:
    lie = b'<dimension ref="A1:XFD1048576"'
    data = with_part(SHEET, lambda part: re.sub(rb'<dimension ref="[^"]*"', lie, part))
    assert len(first_sheet(data).rows) == 2


@pytest.mark.parametrize("number", [1_048_576, 99_999_999_999])
def test_cell_far_below_ends_no_later_than_the_sheet(number: int) -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number)
    assert len(first_sheet(with_rows(row)).rows) == 2


def test_formatted_empty_rows_cost_little() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number)
        for number in range(3, 200_000)
    )
    assert len(first_sheet(with_rows(rows)).rows) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"kinds":{"Section":"section"', '"kinds":{"Section":"chapter"'),
        ('"variant":"7"', '"variant":" "'),
        ('"engineering_estimate":1', '"engineering_estimate":2'),
        ('"revision":1', '"revision":"one"'),
        ('"kinds"', '"words"'),
    ],
)
def test_identity_that_is_not_whole_is_none(old: str, new: str) -> None:
    identity = Identity(
        sheet="variant",
        calculation="CALC/1",
        revision=1,
        variant="7",
        kinds={"Section": "section"},
    )
    text = identity.to_text()
    assert Identity.from_text(text) == identity
    assert old in text
    assert Identity.from_text(text.replace(old, new)) is None


# === HEADERS ===


def test_header_is_the_row_that_names_most_columns() -> None:
    sheet = first_sheet(
        workbook(
            ["Смета № 5", None, "на вентиляцию"],
            ["Цена указана", "в рублях"],
            ["№", "Наименование работ", "Ед. изм.", "Кол-во", "Цена, руб."],
            [1, "Монтаж", "м", 5, 100],
        )
    )
    assert (sheet.header_row, sheet.first_row) == (3, 4)
    assert sheet.headers[1:3] == ("Наименование работ", "Ед. изм.")


def test_header_may_be_any_row() -> None:
    sheet = first_sheet(workbook(["a", "b"], ["c", "c", None], ["d", 1, 2]))
    assert (sheet.header_row, sheet.headers) == (1, ("a", "b", "C"))
    other = sheet.with_header(2)
    assert (other.first_row, other.headers) == (3, ("c", "c (B)", "C (C)"))
    assert other.letter("C (B)") == "B"
    assert sheet.with_header(0).headers == ("A", "B", "C")


def test_header_of_two_rows_is_one() -> None:
    sheet = first_sheet(
        workbook(
            ["Наименование", "Количество", "Стоимость, руб.", None],
            [None, None, "за ед.", "всего"],
            ["Монтаж", 5, 100, 500],
        )
    )
    assert sheet.first_row == 3
    assert sheet.headers[2:] == ("Стоимость, руб. за ед.", "Стоимость, руб. всего")


def test_word_that_a_narrow_column_breaks_is_whole() -> None:
    sheet = first_sheet(
        workbook(
            [
                "Наимено-\nвание работ",
                "Коли- \nчество",
                "Кол-\nво",
                "Стои\u00ad\nмость",
            ],
            ["Монтаж", 5, 5, 500],
        )
    )
    assert sheet.headers == ("Наименование работ", "Количество", "Кол- во", "Стоимость")


# === WHAT IS REFUSED ===


def refusal(data: bytes, limits: Limits | None = None) -> WorkbookError:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(data, limits or Limits())
    return refused.value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name\nduct",
        b"%PDF-1.7",
        b"<html><table><tr><td>1</td></tr></table></html>",
        "Наименование".encode("utf-16"),
    ],
)
def test_other_file_is_no_workbook(data: bytes) -> None:
    assert type(refusal(data)) is NotAWorkbook


def test_open_document_without_content_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert type(refusal(stream.getvalue())) is DamagedWorkbook


def test_document_of_another_program_is_no_workbook() -> None:
    def replace(part: bytes) -> bytes:
        return part.replace(b"spreadsheetml.sheet.main", b"wordprocessingml.main")

    assert type(refusal(with_part("[Content_Types].xml", replace))) is NotAWorkbook


COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def test_damaged_old_workbook_is_told_from_an_encrypted_one() -> None:
    assert type(refusal(COMPOUND + b"Workbook")) is DamagedWorkbook
    encrypted = COMPOUND + "EncryptedPackage".encode("utf-16-le")
    assert type(refusal(encrypted)) is EncryptedWorkbook


def test_archive_with_a_password_is_encrypted() -> None:
    data = bytearray(workbook())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert type(refusal(bytes(data))) is EncryptedWorkbook


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/vbaProject.bin", b"macros"),
        ("XL/VBAPROJECT.BIN", b"macros"),
        (
            "[Content_Types].xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    ],
)
def test_workbook_with_macros_is_refused(name: str, content: bytes) -> None:
    assert type(refusal(with_part(name, lambda part: part + content))) is MacroWorkbook


def test_large_file_is_refused() -> None:
    data = workbook()
    error = refusal(data, Limits(file_size=100))
    assert isinstance(error, FileTooLarge)
    assert (error.size, error.limit) == (len(data), 100)


def test_bomb_is_refused_by_its_ratio_before_it_is_unpacked() -> None:
    error = refusal(with_part(SHEET, lambda part: part + b" " * 20_000_000))
    assert isinstance(error, UnpacksTooLarge)
    assert (error.part, error.size > 20_000_000) == (SHEET, True)


def test_bomb_beside_the_sheets_is_refused() -> None:
    error = refusal(with_part("xl/media/image1.png", lambda _part: bytes(99_000_000)))
    assert isinstance(error, UnpacksTooLarge)


def test_many_parts_that_unpack_to_much_together_are_refused() -> None:
    data = with_part("xl/media/1.png", lambda _part: bytes(900_000))
    error = refusal(data, Limits(unpacked_size=900_000))
    assert isinstance(error, UnpacksTooLarge)
    assert error.part is None


def test_many_parts_are_refused() -> None:
    error = refusal(workbook(), Limits(parts=3))
    assert isinstance(error, TooManyParts)
    assert error.count > error.limit == 3


def test_directory_that_lies_about_sizes_unpacks_no_more_than_it_says() -> None:
    data = with_part(SHEET, lambda part: part + b" " * 50_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    lie = data.replace(struct.pack("<I", size), struct.pack("<I", 5_000))
    assert type(refusal(lie)) is DamagedWorkbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x/>'
    data = with_part(part, lambda _part: xml.encode(encoding))
    assert type(refusal(data)) is DamagedWorkbook


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_file_that_is_cut_short_is_damaged(share: float) -> None:
    data = workbook()
    assert type(refusal(data[: int(len(data) * share)])) is DamagedWorkbook


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.filterwarnings("ignore:Workbook contains no stylesheet")
@pytest.mark.parametrize("content", [b"", b"<x", b"<x/>", b"\x00\xff"])
def test_part_that_makes_no_sense_is_refused(part: str, content: bytes) -> None:
    data = with_part(part, lambda _part: content)
    try:
        sheets = read_workbook(data).sheets
    except WorkbookError:
        return
    assert not any(sheet.rows for sheet in sheets) or part == "xl/styles.xml"


@pytest.mark.parametrize("number", [b"nan", b"12x", b"9" * 5_000, b"--1"])
def test_number_that_is_none_is_damage(number: bytes) -> None:
    row = b'<row r="5"><c r="A5"><v>%s</v></c></row>' % number
    assert type(refusal(with_rows(row))) is DamagedWorkbook


def test_many_rows_are_refused() -> None:
    error = refusal(workbook(*[["x", 1]] * 30), Limits(rows=20))
    assert isinstance(error, TooManyRows)
    assert (error.sheet, error.limit) == ("Sheet", 20)
