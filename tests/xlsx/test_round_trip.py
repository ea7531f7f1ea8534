"""A workbook that nobody changed is the estimate that it was written from."""

from io import BytesIO

import pytest
from crm_engineering_calc.domain.estimate import Estimate, EstimateVariant
from crm_engineering_calc.xlsx import (
    Labels,
    ParsedSheet,
    parse_lines,
    parse_measurements,
    read_workbook,
    write_workbook,
)
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from strategies import estimates

RUSSIAN = Labels(
    kind="Вид",
    section="Раздел",
    subsection="Подраздел",
    note="Примечание",
    # A translation may call two columns the same.
    product_code="Наименование",
    name="Наименование",
    coefficients="Коэффициент",
    coefficient="коэффициент",
)


def parse(data: bytes) -> list[ParsedSheet]:
    return [parse_lines(sheet) for sheet in read_workbook(data).variants]


@given(estimates(), st.sampled_from((Labels(), RUSSIAN)))
def test_workbook_is_read_as_the_estimate_that_was_written(
    estimate: Estimate, labels: Labels
) -> None:
    data = write_workbook(estimate, labels)
    parsed = parse(data)
    assert tuple(sheet.variant for sheet in parsed) == estimate.variants
    assert not any(sheet.problems or sheet.skipped for sheet in parsed)
    measurements = read_workbook(data).measurements
    read = parse_measurements(measurements) if measurements else ((), ())
    assert read == (estimate.measurements, ())


def made(**values: object) -> Estimate:
    return Estimate(
        calculation="CALC/1",
        direction_code="hvac",
        currency_code="RUB",
        variants=[{"ref": "7", "name": "Base", **values}],
    )


def duct(ref: str, **values: object) -> dict[str, object]:
    return {"ref": ref, "name": f"Duct {ref}", "product_code": "DUCT", **values}


SECTIONED = made(
    lines=[
        {"ref": "1", "name": "Ducts", "kind": "section"},
        duct("2", quantity=2, base_price=100),
        duct("3", quantity=3, formula="ceil(W*H)", base_price=200),
        {"ref": "4", "name": "Fans", "kind": "section", "collapse_prices": True},
        duct("5", quantity=4, base_price=300, price_unit=350),
    ]
)


def variant_of(book: Workbook) -> ParsedSheet:
    stream = BytesIO()
    book.save(stream)
    return parse(stream.getvalue())[0]


def opened(estimate: Estimate = SECTIONED) -> Workbook:
    return load_workbook(BytesIO(write_workbook(estimate)))


def refs(parsed: ParsedSheet) -> list[str]:
    return [line.ref for line in parsed.variant.lines]


def test_identity_of_the_sheet_comes_back() -> None:
    sheet = read_workbook(write_workbook(SECTIONED, stamps={"7": "today"})).variants[0]
    identity = sheet.identity
    assert identity is not None
    assert (identity.calculation, identity.revision) == ("CALC/1", 1)
    assert (identity.variant, identity.stamp) == ("7", "today")


@given(st.permutations(range(15)))
def test_columns_may_be_put_in_another_order(order: list[int]) -> None:
    book = opened()
    sheet = book.active
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, column in zip(row, order, strict=True):
            cell.value = values[column]
    parsed = variant_of(book)
    assert not parsed.problems
    assert parsed.variant == SECTIONED.variants[0]


def test_line_in_an_inserted_row_is_new_and_the_others_stay_themselves() -> None:
    book = opened()
    sheet = book.active
    sheet.insert_rows(8)
    sheet["D8"], sheet["H8"], sheet["I8"] = "FAN", 7, "1 250,50"
    parsed = variant_of(book)
    assert not parsed.problems
    assert refs(parsed) == ["1", "2", "row 8", "3", "4", "5"]
    line = parsed.variant.lines[2]
    assert (line.name, line.product_code) == ("FAN", "FAN")
    assert line.base_price == pytest.approx(1250.5)
    assert line.model_fields_set == {
        "ref",
        "name",
        "product_code",
        "quantity",
        "base_price",
        "formula",
        "coefficients",
        "coefficient_reason",
    }


def test_line_in_a_spare_row_is_new() -> None:
    book = opened()
    book.active["E11"], book.active["H11"] = "Fan", 7
    assert refs(variant_of(book))[-1] == "row 11"


def test_copied_row_is_a_new_line() -> None:
    book = opened()
    sheet = book.active
    for cell in sheet[7]:
        sheet.cell(11, cell.column, cell.value)
    assert refs(variant_of(book)) == ["1", "2", "3", "4", "5", "row 11"]


def test_new_line_never_takes_the_ref_of_another() -> None:
    book = opened(made(lines=[duct("1"), duct("row 8")]))
    book.active["E8"] = "Fan"
    assert refs(variant_of(book)) == ["1", "row 8", "row 8+"]


def test_emptied_row_is_no_line() -> None:
    book = opened()
    for cell in book.active[7][3:]:
        cell.value = None
    parsed = variant_of(book)
    assert not parsed.problems
    assert refs(parsed) == ["1", "3", "4", "5"]


def test_moved_rows_keep_their_identity() -> None:
    book = opened()
    sheet = book.active
    rows = [[cell.value for cell in sheet[row]] for row in range(6, 11)]
    for number, row in enumerate((rows[3], rows[4], *rows[:3]), 6):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    assert refs(variant_of(book)) == ["4", "5", "1", "2", "3"]


def test_emptied_price_is_not_said_and_emptied_reason_is_none() -> None:
    book = opened(
        made(lines=[duct("2", base_price=5, coefficient=2, coefficient_reason="high")])
    )
    for column in "HIKL":
        book.active[f"{column}6"] = None
    line = variant_of(book).variant.lines[0]
    unsaid = {"quantity", "base_price", "coefficient"}
    assert not unsaid & line.model_fields_set
    assert {"coefficients", "coefficient_reason"} <= line.model_fields_set
    assert line.coefficient_reason is None


def test_number_typed_over_the_result_of_a_formula_takes_its_place() -> None:
    book = opened()
    book.active["H8"] = 9
    line = variant_of(book).variant.lines[2]
    assert (line.formula, line.quantity) == (None, 9)


def test_formula_written_beside_a_quantity_is_the_lines() -> None:
    book = opened()
    book.active["G7"] = "n*2"
    line = variant_of(book).variant.lines[1]
    assert (line.formula, line.quantity) == ("n*2", 2)


def test_coefficients_of_the_variant_may_be_changed() -> None:
    book = opened()
    book.active["E4"], book.active["J4"], book.active["K4"] = "New", "urgent", 1.5
    variant = variant_of(book).variant
    assert (variant.name, variant.coefficient) == ("New", pytest.approx(1.5))
    assert [(item.code, item.value) for item in variant.coefficients] == [
        ("urgent", None)
    ]


def test_sheet_may_be_renamed_and_moved() -> None:
    two = SECTIONED.model_copy(
        update={
            "variants": (*SECTIONED.variants, EstimateVariant(ref="8", name="Other"))
        }
    )
    book = load_workbook(BytesIO(write_workbook(two)))
    book.worksheets[0].title = "Mine"
    book.move_sheet("Other", -1)
    stream = BytesIO()
    book.save(stream)
    parsed = parse(stream.getvalue())
    assert [sheet.variant.ref for sheet in parsed] == ["8", "7"]
    assert parsed[1].variant.lines == SECTIONED.variants[0].lines
