"""A workbook that nobody changed is the estimate that it was written from."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from crm_engineering_calc.domain.estimate import Estimate, EstimateVariant
from crm_engineering_calc.domain.extra import ExtraField, ExtraKind, Value
from crm_engineering_calc.domain.outline import LineKind
from crm_engineering_calc.domain.pricing import PRICE_FACTORS, PriceFactor
from crm_engineering_calc.domain.texts import clean
from crm_engineering_calc.xlsx import (
    Labels,
    ParsedSheet,
    ProblemKind,
    parse_lines,
    parse_measurements,
    read_workbook,
    write_workbook,
)
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from strategies import TEXTS, decimals, estimates

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


EXTRA = (
    ExtraField("waste", "Waste", ExtraKind.NUMBER),
    ExtraField("layers", "Unit", ExtraKind.INTEGER),
    ExtraField("colour", "Colour", ExtraKind.CHOICE, (("r", "Red"), ("b", "Blue"))),
    ExtraField("until", "Until", ExtraKind.DATE),
    ExtraField("urgent", "Urgent", ExtraKind.BOOLEAN),
    ExtraField("remark", "Remark"),
)
BAGS = st.fixed_dictionaries(
    {
        "waste": decimals("0", "10", 3),
        "layers": st.integers(0, 99).map(Decimal),
        "colour": st.sampled_from([None, "r", "b"]),
        "until": st.none() | st.dates(),
        "urgent": st.booleans(),
        "remark": st.none() | TEXTS.map(clean).filter(bool),
    }
)


@given(estimates(), st.lists(BAGS, min_size=6, max_size=6))
def test_fields_of_other_addons_are_read_as_they_were_written(
    estimate: Estimate, bags: list[dict[str, Value]]
) -> None:
    variants = tuple(
        variant.model_copy(
            update={
                "lines": tuple(
                    line.model_copy(update={"extra": bag})
                    if line.kind is LineKind.PRODUCT
                    else line
                    for line, bag in zip(variant.lines, bags, strict=False)
                )
            }
        )
        for variant in estimate.variants
    )
    whole = estimate.model_copy(
        update={
            "variants": variants,
            "price_factors": (*PRICE_FACTORS, PriceFactor("waste")),
        }
    )
    book = read_workbook(write_workbook(whole, Labels(extra=EXTRA)))
    parsed = [parse_lines(sheet, extra=EXTRA) for sheet in book.variants]
    assert tuple(sheet.variant for sheet in parsed) == variants
    assert not any(sheet.problems for sheet in parsed)


def test_factor_of_another_addon_is_in_the_price_and_its_formula() -> None:
    line = duct("1", quantity=2, base_price=100, extra={"waste": Decimal("1.5")})
    estimate = made(lines=[line]).model_copy(
        update={"price_factors": (*PRICE_FACTORS, PriceFactor("waste"))}
    )
    data = write_workbook(estimate, Labels(extra=EXTRA))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    head = {cell.value: cell.column_letter for cell in sheet[5]}
    price = head["Engineer's price"]
    formula = sheet[f"{price}6"].value
    assert f"{head['Waste']}6" in formula
    cached = load_workbook(BytesIO(data), data_only=True).worksheets[0]
    assert cached[f"{head['Amount, RUB']}6"].value == 300


@pytest.mark.parametrize(
    ("header", "said", "kind"),
    [
        ("Waste", "much", ProblemKind.REFUSED),
        ("Unit 2", 1.5, ProblemKind.REFUSED),
        ("Colour", "Green", ProblemKind.REFUSED),
        ("Until", "soon", ProblemKind.REFUSED),
        ("Urgent", "perhaps", ProblemKind.REFUSED),
    ],
)
def test_wrong_value_of_another_addons_field_is_told_by_its_cell(
    header: str, said: object, kind: ProblemKind
) -> None:
    data = write_workbook(made(lines=[duct("1")]), Labels(extra=EXTRA))
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    [letter] = [cell.column_letter for cell in sheet[5] if cell.value == header]
    sheet[f"{letter}6"] = said
    stream = BytesIO()
    book.save(stream)
    [parsed] = [
        parse_lines(one, extra=EXTRA)
        for one in read_workbook(stream.getvalue()).variants
    ]
    [problem] = parsed.problems
    assert (problem.row, problem.column, problem.kind) == (6, letter, kind)
    assert problem.detail and problem.detail["type"] == "wrong_value"


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("until", "28.02.2026", date(2026, 2, 28)),
        ("urgent", "да", True),
        ("colour", "blue", "b"),
        ("waste", "1,5", Decimal("1.5")),
        ("remark", 7, "7"),
    ],
)
def test_somebodys_sheet_says_it_in_its_own_way(
    field: str, said: object, value: Value
) -> None:
    book = Workbook()
    book.active.append(["Name", "Theirs"])
    book.active.append(["Duct", said])
    stream = BytesIO()
    book.save(stream)
    [sheet] = read_workbook(stream.getvalue()).sheets
    parsed = parse_lines(
        sheet, {"name": "Name", f"extra.{field}": "Theirs"}, extra=EXTRA
    )
    assert parsed.problems == ()
    assert parsed.variant.lines[0].extra == {field: value}


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
