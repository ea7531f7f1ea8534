"""A workbook of ours comes back as LibreOffice saves it, in each of its formats."""

from typing import Any

import pytest
from crm_engineering_calc.domain.estimate import Estimate, EstimateLine
from crm_engineering_calc.xlsx import (
    ParsedSheet,
    Workbook,
    parse_lines,
    parse_measurements,
    parse_openings,
    read_workbook,
    write_workbook,
)

from tools.office import OFFICE, save_as

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

COLUMNS = [
    {"code": "W", "name": "Ширина", "value_min": "0.3", "value_max": "6"},
    {"code": "n", "name": "Количество"},
]
OPENINGS = [
    {"ref": "11", "name": "Кухня", "cells": {"W": "1.4", "n": "2"}},
    {"ref": "12", "name": "Лоджия", "cells": {"W": "2.5", "n": "1"}},
]
LINES: list[dict[str, Any]] = [
    {"kind": "section", "name": "Раздел 1", "collapse_prices": True},
    {"name": "Монтаж", "product_code": "MON", "unit": "м²", "quantity": "12.5"},
    {"name": "Окно", "product_code": "007", "formula": "sum(W*n)", "quantity": "5.3"},
    {"name": "Отлив", "formula": "W*n", "opening": "11", "quantity": "2.8"},
    {
        "name": "Высотные работы",
        "quantity": "3",
        "coefficients": [{"code": "height", "value": "1.2"}],
        "coefficient": "1.2",
        "coefficient_reason": "Третий этаж",
    },
    {"name": "Исправлена цена", "quantity": "2", "price_unit": "99.5"},
    {"kind": "note", "name": "=Без учёта леса"},
]


def estimate() -> Estimate:
    lines = []
    for number, line in enumerate(LINES, 1):
        values = {"ref": str(number), **line}
        if "kind" not in line:
            values.setdefault("product_code", line["name"])
            values.setdefault("base_price", "1234.56")
        lines.append(EstimateLine.model_validate(values))
    return Estimate.model_validate(
        {
            "calculation": "C1",
            "direction_code": "windows",
            "currency_code": "RUB",
            "measurements": [{"code": "H1", "name": "Высота", "value": "1.2"}],
            "opening_columns": COLUMNS,
            "openings": OPENINGS,
            "variants": [
                {"ref": "5", "name": "Стандарт", "coefficient": "1.1", "lines": lines},
                {"ref": "6", "name": "Премиум", "lines": lines[:2]},
            ],
        }
    )


def parse(data: bytes) -> tuple[Any, Any, list[ParsedSheet]]:
    book: Workbook = read_workbook(data)
    assert book.measurements and book.openings
    openings = parse_openings(book.openings)
    return (
        parse_measurements(book.measurements),
        openings,
        [parse_lines(sheet, openings=openings[0]) for sheet in book.variants],
    )


@pytest.fixture(scope="module", params=("ods", "xls", "xlsx"))
def saved(request: pytest.FixtureRequest, tmp_path_factory: Any) -> bytes:
    folder = tmp_path_factory.mktemp("office")
    data = write_workbook(estimate())
    return save_as(folder, {"own": data}, request.param)["own"]


def test_nothing_has_changed(saved: bytes) -> None:
    measurements, openings, variants = parse(saved)
    as_written = parse(write_workbook(estimate()))
    assert measurements == as_written[0]
    assert openings == as_written[1]
    for read, written in zip(variants, as_written[2], strict=True):
        assert read.problems == ()
        assert read.variant == written.variant
