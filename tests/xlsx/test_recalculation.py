"""What LibreOffice computes in a workbook is what the addon says, to the last cent."""

import random
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from crm_engineering_calc.domain.estimate import (
    Estimate,
    EstimateLine,
    EstimateVariant,
)
from crm_engineering_calc.domain.outline import LineKind
from crm_engineering_calc.xlsx import parse_lines, read_workbook, write_workbook
from openpyxl import load_workbook

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

# It recalculates no workbook of another program, unless it is told to: 0 is always.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
CURRENCIES = (
    ("RUB", "0.01", 2),
    ("JPY", "1", 0),
    ("KWD", "0.001", 3),
    ("CHF", "0.05", 2),
    ("XXX", "5", 4),
)
FIRST_ROW = 6
WRONG = b"-77777"


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


def some_estimate(seed: int) -> Estimate:
    rng = random.Random(seed)
    currency, rounding, digits = CURRENCIES[seed]
    variants = [
        EstimateVariant(
            ref=str(number),
            name=f"Variant {number}",
            coefficient=some_number(rng, 3, 3),
            lines=[some_line(rng, line) for line in range(400)],
        )
        for number in range(2)
    ]
    return Estimate(
        calculation=currency,
        direction_code="hvac",
        currency_code=currency,
        price_digits=digits,
        currency_rounding=rounding,
        variants=variants,
    )


def with_wrong_results(data: bytes) -> bytes:
    """Return the workbook with nonsense for results: none of it may be left."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                results = rb"</f><v>[^<]*</v>"
                content = re.sub(results, b"</f><v>%s</v>" % WRONG, content)
            target.writestr(part.filename, content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Workbooks of all currencies as LibreOffice saves them, by one start of it."""
    folder: Path = tmp_path_factory.mktemp("office")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    files = []
    for seed in range(len(CURRENCIES)):
        estimate = some_estimate(seed)
        files.append(folder / f"{estimate.calculation}.xlsx")
        files[-1].write_bytes(with_wrong_results(write_workbook(estimate)))
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "saved"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {file.stem: (folder / "saved" / file.name).read_bytes() for file in files}


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
            total = float(estimate.amount_untaxed(variant))
            last = FIRST_ROW + len(variant.lines) + 11
            # A saved file has 15 digits of a sum.
            assert sheet[f"O{last}"].value == pytest.approx(total, rel=1e-14)
            assert sheet["O4"].value == sheet[f"O{last}"].value

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
        assert tuple(sheet.variant for sheet in parsed) == estimate.variants


def test_nothing_of_the_wrong_results_is_left(recalculated: dict[str, bytes]) -> None:
    for data in recalculated.values():
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                assert WRONG not in archive.read(name)
