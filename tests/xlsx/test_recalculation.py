"""What LibreOffice computes in a workbook is what the addon says, to the last cent."""

import random
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from crm_engineering_calc.domain.estimate import (
    Estimate,
    EstimateLine,
    EstimateTax,
    EstimateVariant,
)
from crm_engineering_calc.domain.outline import LineKind
from crm_engineering_calc.xlsx import parse_lines, read_workbook, write_workbook
from openpyxl import load_workbook

from tools.office import OFFICE, WRONG, recalculate

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

CURRENCIES = (
    ("RUB", "0.01", 2),
    ("JPY", "1", 0),
    ("KWD", "0.001", 3),
    ("CHF", "0.05", 2),
    ("XXX", "5", 4),
)
FIRST_ROW = 6


def some_number(rng: random.Random, highest: int, digits: int) -> Decimal:
    digits = rng.randint(0, digits)
    return Decimal(rng.randint(1, highest * 10**digits)) / 10**digits


def some_line(rng: random.Random, number: int) -> EstimateLine:
    if rng.random() < 0.1:
        kind = rng.choice(("section", "subsection", "note"))
        return EstimateLine(ref=str(number), name="Text", kind=kind)
    return EstimateLine(
        ref=str(number),
        name="=Duct",
        product_code="DUCT",
        quantity=some_number(rng, rng.choice((10, 1000, 10_000)), 3),
        base_price=some_number(rng, rng.choice((10, 10_000, 1_000_000)), 2),
        coefficient=some_number(rng, 10, 3),
        price_unit=some_number(rng, 100, 2) if rng.random() < 0.1 else None,
        formula="W*H" if rng.random() < 0.1 else None,
    )


# Text, and what a price includes of it.
TAXES = (
    (None, "0"),
    ("VAT 20%", "0"),
    ('VAT 7.7% "low"', "0"),
    ("VAT 20%, in the price", "0.2"),
)


def taxed(rng: random.Random, variant: EstimateVariant) -> EstimateVariant:
    """Return the variant with taxes that differ from line to line, and rounding."""
    lines = []
    for line in variant.lines:
        taxes, included_tax = rng.choice(TAXES)
        values = {"taxes": taxes, "included_tax": Decimal(included_tax)}
        is_text = line.kind is not LineKind.PRODUCT
        lines.append(line if is_text else line.model_copy(update=values))
    rates = {"VAT 20%": "0.2", "VAT 20%, in the price": "0.2"}
    low = {'VAT 7.7% "low"': "0.077"}
    taxes = (
        EstimateTax(name="VAT 20%", amount=some_number(rng, 10**6, 0) * 5, rates=rates),
        EstimateTax(name="VAT low", amount=some_number(rng, 10**6, 0) * 5, rates=low),
        EstimateTax(name="Fee", amount=Decimal(35)),
    )
    values = {"lines": tuple(lines), "taxes": taxes, "rounding": Decimal(-15)}
    return variant.model_copy(update={**values, "name": "Taxed"})


def alike_taxed(variant: EstimateVariant) -> EstimateVariant:
    lines = [
        line.model_copy(update={"taxes": "VAT"})
        if line.kind is LineKind.PRODUCT
        else line
        for line in variant.lines
    ]
    taxes = (EstimateTax(name="VAT", amount=Decimal(1000), rates={"VAT": "0.15"}),)
    values = {"lines": tuple(lines), "taxes": taxes, "name": "Alike"}
    return variant.model_copy(update=values)


def some_estimate(seed: int) -> Estimate:
    rng = random.Random(seed)
    currency, rounding, digits = CURRENCIES[seed]
    variants = [
        EstimateVariant(
            ref=str(number),
            name=f"Variant {number}",
            coefficient=some_number(rng, 3, 3),
            lines=[some_line(rng, line) for line in range(200)],
        )
        for number in range(4)
    ]
    variants[2] = taxed(rng, variants[2])
    variants[3] = alike_taxed(variants[3])
    return Estimate(
        calculation=currency,
        direction_code="hvac",
        currency_code=currency,
        price_digits=digits,
        currency_rounding=rounding,
        variants=variants,
    )


def bare(variant: EstimateVariant) -> EstimateVariant:
    """Return the variant without what is carried, and never read."""
    lines = tuple(
        line.model_copy(update={"taxes": None, "included_tax": Decimal(0)})
        for line in variant.lines
    )
    values = {"lines": lines, "taxes": (), "rounding": Decimal(0)}
    return variant.model_copy(update=values)


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Workbooks of all currencies as LibreOffice saves them, by one start of it."""
    estimates = map(some_estimate, range(len(CURRENCIES)))
    workbooks = {one.calculation: write_workbook(one) for one in estimates}
    return recalculate(tmp_path_factory.mktemp("office"), workbooks)


@pytest.mark.parametrize("seed", range(len(CURRENCIES)), ids=lambda n: CURRENCIES[n][0])
class TestRecalculated:
    def test_prices_and_amounts_are_the_addons(
        self, recalculated: dict[str, bytes], seed: int
    ) -> None:
        estimate = some_estimate(seed)
        data = recalculated[estimate.calculation]
        book = load_workbook(BytesIO(data), data_only=True)
        for variant, sheet in zip(estimate.variants, book.worksheets, strict=False):
            for row, line in enumerate(variant.lines, FIRST_ROW):
                if line.kind is not LineKind.PRODUCT:
                    continue
                price = estimate.price_line(variant, line)
                shown = [sheet[f"{column}{row}"].value for column in "MNO"]
                assert shown == [float(number) for number in price], line
            sums = [variant.rounding] if variant.rounding else []
            if variant.taxes:
                sums.append(estimate.amount_untaxed(variant))
                sums.extend(tax.amount for tax in variant.taxes)
            sums.append(estimate.amount_total(variant))
            first = FIRST_ROW + len(variant.lines) + 11
            for row, amount in enumerate(sums, first):
                # A saved file has 15 digits of a sum.
                shown = sheet[f"O{row}"].value
                assert shown == pytest.approx(float(amount), rel=1e-14)
            assert sheet["O4"].value == shown

    def test_sections_sum_up_to_the_total(
        self, recalculated: dict[str, bytes], seed: int
    ) -> None:
        estimate = some_estimate(seed)
        data = recalculated[estimate.calculation]
        book = load_workbook(BytesIO(data), data_only=True)
        for variant, sheet in zip(estimate.variants, book.worksheets, strict=False):
            sums: dict[str, Decimal] = {}
            rows: dict[str, int] = {}
            for row, line in enumerate(variant.lines, FIRST_ROW):
                if line.kind is LineKind.SECTION:
                    rows.pop("subsection", None)
                if line.kind in ("section", "subsection"):
                    rows[line.kind] = row
                    sums[str(row)] = Decimal(0)
                amount = estimate.price_line(variant, line).price_subtotal
                for number in rows.values():
                    sums[str(number)] += amount
            for number, amount in sums.items():
                shown = sheet[f"O{number}"].value
                assert shown == pytest.approx(float(amount), rel=1e-14)

    def test_saved_by_another_program_it_is_still_the_same_estimate(
        self, recalculated: dict[str, bytes], seed: int
    ) -> None:
        estimate = some_estimate(seed)
        book = read_workbook(recalculated[estimate.calculation])
        parsed = [parse_lines(sheet) for sheet in book.variants]
        assert not any(sheet.problems for sheet in parsed)
        assert [sheet.variant for sheet in parsed] == list(map(bare, estimate.variants))


def test_nothing_of_the_wrong_results_is_left(recalculated: dict[str, bytes]) -> None:
    for data in recalculated.values():
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                assert WRONG not in archive.read(name)
