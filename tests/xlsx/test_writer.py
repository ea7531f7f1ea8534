"""What stands in the cells of a workbook, for people and for programs."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from crm_engineering_calc.domain.estimate import Estimate
from crm_engineering_calc.domain.extra import ExtraField, ExtraKind
from crm_engineering_calc.domain.pricing import PRICE_FACTORS, PriceFactor
from crm_engineering_calc.xlsx import Labels, read_workbook, write_workbook
from openpyxl import Workbook, load_workbook
from strategies import NASTY

LINES = [
    {"ref": "1", "name": "Ducts", "kind": "section"},
    {"ref": "2", "name": "Round", "kind": "subsection"},
    {
        "ref": "3",
        "name": "Duct",
        "product_code": "DUCT",
        "unit": "m",
        "quantity": "2.5",
        "base_price": "100.10",
        "coefficient": "1.2",
        "coefficients": [{"code": "height", "value": "1.2"}],
    },
    {"ref": "4", "name": "Square", "kind": "subsection"},
    {"ref": "5", "name": "Duct", "product_code": "D2", "quantity": 2, "base_price": 10},
    {"ref": "6", "name": "Fans", "kind": "section"},
    {
        "ref": "7",
        "name": "Fan",
        "product_code": "FAN",
        "quantity": 3,
        "base_price": 1000,
        "price_unit": 990,
    },
]


def estimate(**values: object) -> Estimate:
    variant = {"ref": "1", "name": "Base", "coefficient": "1.1", "lines": LINES}
    return Estimate(
        **{
            "calculation": "CALC/1",
            "direction_code": "hvac",
            "currency_code": "RUB",
            "variants": [variant],
            **values,
        }
    )


def opened(whole: Estimate, **options: bool) -> Workbook:
    return load_workbook(BytesIO(write_workbook(whole)), **options)


def test_prices_and_sums_are_live_formulas_with_their_results() -> None:
    written, shown = (
        opened(estimate()).active,
        opened(estimate(), data_only=True).active,
    )
    assert written["M8"].value.startswith("=ROUND(I8*K8*variant_coefficient*")
    assert (written["N8"].value, shown["N8"].value) == ("=M8", 132.13)
    assert written["O8"].value.startswith("=ROUND(H8*N8*")
    assert shown["O8"].value == 330.33
    assert (written["N12"].value, shown["M12"].value) == (990, 1100)
    assert [written[f"O{row}"].value for row in (6, 7, 9, 11, 24)] == [
        "=SUBTOTAL(9,O7:O11)",
        "=SUBTOTAL(9,O8:O9)",
        "=SUBTOTAL(9,O10:O11)",
        "=SUBTOTAL(9,O12:O23)",
        "=SUBTOTAL(9,O6:O23)",
    ]
    assert [shown[f"O{row}"].value for row in (6, 7, 9, 11, 24, 4)] == [
        352.33,
        330.33,
        22,
        2970,
        3322.33,
        3322.33,
    ]


def test_factor_of_another_addon_has_a_column_that_multiplies_the_price() -> None:
    line = {**LINES[2], "extra": {"urgency": Decimal("1.5")}}
    whole = estimate(
        price_factors=(*PRICE_FACTORS, PriceFactor("urgency")),
        variants=[{"ref": "1", "name": "Base", "lines": [line]}],
    )
    labels = Labels(extra=(ExtraField("urgency", "Urgency", ExtraKind.NUMBER),))
    sheet = load_workbook(BytesIO(write_workbook(whole, labels))).active
    assert (sheet["M5"].value, sheet["M6"].value) == ("Urgency", 1.5)
    formula = sheet["N6"].value
    assert formula.startswith("=ROUND(I6*K6*variant_coefficient*M6*")
    # An empty cell of a row for a new line is no zero.
    assert 'IF(M7="",1,M7)' in sheet["N7"].value


def test_taxes_and_rounding_stand_between_the_lines_and_the_total() -> None:
    lines = [
        {**LINES[2], "taxes": "VAT, in the price", "included_tax": "0.2"},
        {**LINES[4], "taxes": "VAT"},
    ]
    rates = {"VAT": "0.2", "VAT, in the price": "0.2"}
    taxes = [
        {"name": "VAT", "amount": "54.07", "rates": rates},
        {"name": "Fee", "amount": "7"},
    ]
    variant = {"ref": "1", "name": "Base", "taxes": taxes, "rounding": "0.01"}
    whole = estimate(variants=[{**variant, "lines": lines}])
    sheet = opened(whole, data_only=True).active
    assert [
        (sheet[f"E{row}"].value, sheet[f"O{row}"].value) for row in range(19, 24)
    ] == [
        ("Rounding", 0.01),
        ("Untaxed amount", 270.26),
        ("VAT", 54.07),
        ("Fee (as exported)", 7),
        ("Total", 331.33),
    ]
    assert sheet["P6"].value == "VAT, in the price"
    assert opened(whole).active["O6"].value.startswith("=ROUND(H6*N6/1.2*")


@pytest.mark.parametrize("column", ["name", "product_code", "unit"])
def test_row_has_room_for_a_long_text_in_any_column(column: str) -> None:
    lines = [LINES[2], {**LINES[2], "ref": "5", column: "Two words " * 9}]
    variant = {"ref": "1", "name": "Base", "lines": lines}
    rows = opened(estimate(variants=[variant])).active.row_dimensions
    assert rows[7].height > (rows[6].height or 15)


def test_coefficient_of_the_variant_has_a_name() -> None:
    sheet = opened(estimate()).active
    name = sheet.defined_names["variant_coefficient"]
    assert name.attr_text == "'Base'!$K$4"
    assert sheet["K4"].value == 1.1


def test_computed_cells_are_locked_and_the_others_are_not() -> None:
    sheet = opened(estimate()).active
    assert sheet.protection.sheet
    assert not sheet.protection.password
    # False is what Excel calls "not forbidden".
    allowed = sheet.protection
    assert not (allowed.insertRows or allowed.formatCells or allowed.sort)
    locked = {cell.column_letter for cell in sheet[8] if cell.protection.locked}
    assert locked == {"A", "B", "M", "N", "O"}


def test_identity_is_out_of_sight() -> None:
    sheet = opened(estimate()).active
    hidden = sheet.column_dimensions["A"]
    assert hidden.hidden
    assert (hidden.min, hidden.max) == (1, 2)
    assert not sheet.column_dimensions["C"].hidden


def test_head_stays_in_sight_and_the_page_is_wide() -> None:
    sheet = opened(estimate()).active
    assert sheet.freeze_panes == "F6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize("text", NASTY)
def test_text_is_never_a_formula(text: str) -> None:
    line = {
        "ref": text,
        "name": text,
        "product_code": text,
        "unit": text,
        "formula": text,
        "coefficient_reason": text,
    }
    whole = estimate(
        calculation=text,
        variants=[{"ref": text, "name": text, "lines": [line]}],
        measurements=[{"code": text, "name": text, "formula": text}],
    )
    data = write_workbook(whole, facts=[(text, text)], stamps={text: text})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
        formulas = {
            formula.decode()
            for name in sheets
            for formula in re.findall(rb"<f>(.*?)</f>", archive.read(name))
        }
        assert not any("worksheets/_rels" in name for name in archive.namelist())
    live = re.compile(r"\(?[-+\d]+\)?|ROUND\(.*|SUBTOTAL\(9,O\d+:O\d+\)|[MO]\d+|0")
    strange = {one for one in formulas if not live.fullmatch(one)}
    assert not strange


def test_text_that_begins_as_a_formula_stays_text_when_edited() -> None:
    line = {"ref": "1", "name": "=1+1", "product_code": "plain"}
    whole = estimate(variants=[{"ref": "1", "name": "@x", "lines": [line]}])
    sheet = opened(whole).active
    assert sheet["E6"].quotePrefix
    assert sheet["E4"].quotePrefix
    assert not sheet["D6"].quotePrefix


def test_numbers_show_the_digits_of_prices_and_currency() -> None:
    whole = estimate(
        currency_code="KWD", price_digits=4, currency_rounding=Decimal("0.001")
    )
    sheet = opened(whole).active
    assert sheet["I8"].number_format == "#,##0.0000"
    assert sheet["O8"].number_format == "#,##0.000"
    assert sheet["O5"].value == "Amount, KWD"


def test_sheets_have_names_that_excel_takes() -> None:
    long = "A very long name of a variant that nobody can remember"
    names = [long, f"{long}!", "a/b:c?[*]'", "A B C", "History", "'''", "Comparison"]
    variants = [{"ref": str(n), "name": name} for n, name in enumerate(names)]
    measurements = [{"code": "W", "name": "Width"}]
    book = opened(estimate(variants=variants, measurements=measurements))
    assert book.sheetnames == [
        "A very long name of a variant t",
        "A very long name of a varia (2)",
        "a b c",
        "A B C (2)",
        "History (2)",
        "1",
        "Comparison",
        "Comparison (2)",
        "Measurements",
    ]


def test_one_variant_is_compared_with_nothing() -> None:
    assert opened(estimate()).sheetnames == ["Base"]


def test_words_are_the_callers() -> None:
    labels = Labels(total="Итого", section="Раздел", name="Услуга", page="с. {page}")
    data = write_workbook(estimate(), labels, facts=[("Дата", "24.11.2026")])
    sheet = load_workbook(BytesIO(data)).active
    assert (sheet["E24"].value, sheet["C6"].value) == ("Итого", "Раздел")
    assert sheet["E5"].value == "Услуга"
    assert sheet["C2"].value == "Currency: RUB     Дата: 24.11.2026"
    assert sheet.oddFooter.right.text == "с. &P"


def test_estimate_without_variants_is_a_workbook_too() -> None:
    assert read_workbook(write_workbook(estimate(variants=[]))).variants == ()
