"""Quantities of a workbook are live over its measurements and openings."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from crm_engineering_calc.domain.estimate import Estimate
from crm_engineering_calc.domain.formula import Column, Measurements, Openings
from crm_engineering_calc.xlsx import (
    ProblemKind,
    parse_lines,
    parse_openings,
    read_workbook,
    write_workbook,
)
from openpyxl import load_workbook

from tools.office import OFFICE, recalculate

COLUMNS = [
    {"code": "W", "name": "Width", "value_min": "0.3", "value_max": "6"},
    {"code": "H", "name": "Height"},
    {"code": "n", "name": "Count"},
    {
        "code": "type",
        "name": "Type",
        "kind": "choice",
        "choices": ["window", "balcony"],
    },
]
OPENINGS = [
    {
        "ref": "11",
        "name": "Kitchen",
        "cells": {"W": "1.4", "H": "1.5", "n": "2", "type": "window"},
    },
    {
        "ref": "12",
        "name": "=Loggia",
        "cells": {"W": "2.5", "H": "1.2", "n": "1", "type": "balcony"},
    },
    {"ref": "13", "name": "Hall", "cells": {"H": "2"}},
]
FORMULAS = [
    "W1*H1",
    "ceil(W1*1.1*10/6)",
    "floor(H1, 0.5)",
    "sum(W*H*n)",
    "СУММ(W*H*n; type=«Balcony»)",
    "ОКРУГЛ(sum(W*H*n)*1,1; 1)",
    "count",
    'count(type="balcony" or W<2)',
    "count(not W)",
    "sum(W+1)",
    "sum(W*W1, H>1.3, type<>«balcony»)",
    "max(W)+min(W)+avg(W)",
    "max(W1, H1, 1)",
    "ЕСЛИ(W1>H1; 3; 5) + (1 if W1 < 2 < 3 else 0)",
    "if(and(W1>1; not(H1>5)); 7; 8)",
    "W1//2 + W1%2 + W1² + 10%",
    "sum(ceil(W*n) + max(W, H))",
    "roundup(W1/3; 2) + rounddown(W1/3; 1) + abs(-H1)",
    "A*2",
    "-2^2 + 9",
    "sum(n if W else 1)",
]


def estimate(formulas: list[str]) -> Estimate:
    values = {"W1": 2.75, "H1": 1.2}
    columns = {
        column["code"]: Column(
            [
                _cell(opening["cells"].get(column["code"]))  # type: ignore[attr-defined]
                for opening in OPENINGS
            ],
            column["code"] == "type",
        )
        for column in COLUMNS
    }
    openings = Openings([str(one["name"]) for one in OPENINGS], columns)  # type: ignore[arg-type]
    measured = Measurements(values, {"A": "sum(W*H*n)/2"}, openings)
    lines: list[dict[str, Any]] = [
        {"formula": text, "quantity": measured.evaluate(text)} for text in formulas
    ]
    lines.append(
        {
            "formula": "W*n*W1",
            "opening": "12",
            "quantity": measured.evaluate("W*n*W1", 1),
        }
    )
    common = {"name": "Duct", "product_code": "DUCT", "base_price": 10}
    return Estimate(
        calculation="C1",
        direction_code="x",
        currency_code="EUR",
        quantity_digits=4,
        measurements=[
            {"code": "W1", "name": "Wall", "value": "2.75"},
            {"code": "H1", "name": "Room", "value": "1.2"},
            {
                "code": "A",
                "name": "Area",
                "formula": "sum(W*H*n)/2",
                "value": measured.results["A"],
            },
        ],
        opening_columns=COLUMNS,
        openings=OPENINGS,
        variants=[
            {
                "ref": "1",
                "name": "Variant",
                "lines": [
                    {"ref": str(number), **common, **line}
                    for number, line in enumerate(lines)
                ],
            }
        ],
    )


def _cell(text: str | None) -> Any:
    try:
        return None if text is None else Decimal(text)
    except ArithmeticError:
        return text


def test_openings_come_back_as_they_were_written() -> None:
    written = estimate([])
    sheet = read_workbook(write_workbook(written)).openings
    assert sheet
    assert parse_openings(sheet) == (written.openings, ())


def test_typed_and_copied_rows_are_new_openings() -> None:
    book = load_workbook(BytesIO(write_workbook(estimate([]))))
    sheet = book["Openings"]
    for row in (6, 7):
        sheet.cell(row, 2, f"New {row}")
        sheet.cell(row, 3, "1,25" if row == 6 else 0.5)
    sheet.cell(7, 1, sheet.cell(3, 1).value)
    stream = BytesIO()
    book.save(stream)
    read = read_workbook(stream.getvalue()).openings
    assert read
    openings, problems = parse_openings(read)
    assert not problems
    assert [one.ref for one in openings] == ["11", "12", "13", "row 6", "row 7"]
    assert openings[3].cells == {"W": "1.25"}
    assert openings[4].cells == {"W": "0.5"}


def test_formulas_stay_formulas_when_they_are_read() -> None:
    written = estimate(FORMULAS)
    read = parse_lines(read_workbook(write_workbook(written)).variants[0])
    assert not read.problems
    formulas = [line.formula for line in read.variant.lines]
    assert formulas == [line.formula for line in written.variants[0].lines]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_office_computes_quantities_as_the_addon(tmp_path: Path) -> None:
    written = estimate(FORMULAS)
    recalculated = recalculate(tmp_path, {"live": write_workbook(written)})["live"]
    lines = written.variants[0].lines
    found = parse_lines(read_workbook(recalculated).variants[0]).variant.lines
    for line, read in zip(lines, found, strict=True):
        assert abs(line.quantity - read.quantity) < Decimal("0.0001"), line.formula


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_changed_width_is_followed_offline(tmp_path: Path) -> None:
    book = load_workbook(
        BytesIO(write_workbook(estimate(["sum(W*H*n)", "A", "count"])))
    )
    sheet = book["Openings"]
    assert sheet["C3"].value == 1.4
    sheet["C3"] = 2.4
    sheet["B6"], sheet["C6"], sheet["D6"], sheet["E6"] = "New", 1, 1, 1
    stream = BytesIO()
    book.save(stream)
    recalculated = recalculate(tmp_path, {"live": stream.getvalue()})["live"]
    lines = parse_lines(read_workbook(recalculated).variants[0]).variant.lines
    assert [float(line.quantity) for line in lines[:3]] == [11.2, 5.6, 4]


def opening_lines(
    names: tuple[str, ...] = ("Kitchen", "=Loggia", "Hall"),
) -> Estimate:
    """Return an estimate with a line of each opening, called so."""
    written = estimate([])
    line = written.variants[0].lines[0]
    openings = [
        one.model_copy(update={"name": name})
        for one, name in zip(written.openings, names, strict=True)
    ]
    lines = [
        line.model_copy(update={"ref": one.ref, "opening": one.ref, "formula": "H*2"})
        for one in openings
    ]
    variant = written.variants[0].model_copy(update={"lines": tuple(lines)})
    return written.model_copy(
        update={"openings": tuple(openings), "variants": (variant,)}
    )


def read_back(content: bytes) -> tuple[list[str | None], list[Any]]:
    """Return the openings of the lines of a workbook, and what is wrong there."""
    book = read_workbook(content)
    assert book.openings
    openings, problems = parse_openings(book.openings)
    assert not problems
    parsed = parse_lines(book.variants[0], openings=openings)
    return [line.opening for line in parsed.variant.lines], list(parsed.problems)


def changed(written: Estimate, cells: dict[str, dict[str, object]]) -> bytes:
    """Return the workbook with other values in these cells of its sheets."""
    book = load_workbook(BytesIO(write_workbook(written)))
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell] = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def opening_column(written: Estimate) -> str:
    sheet = load_workbook(BytesIO(write_workbook(written)))["Variant"]
    (letter,) = [cell.column_letter for cell in sheet[5] if cell.value == "Opening"]
    return str(letter)


@pytest.mark.parametrize(
    "names",
    [
        ("Kitchen", "=Loggia", "Hall"),
        ("Window", "window", "Window"),
        ("W*", "W?", "12"),
        ("a" * 300, "  b  c", "–"),
    ],
)
def test_lines_keep_their_openings(names: tuple[str, ...]) -> None:
    assert read_back(write_workbook(opening_lines(names))) == (["11", "12", "13"], [])


def test_line_follows_the_name_of_its_opening_and_the_one_that_is_chosen() -> None:
    written = opening_lines()
    letter = opening_column(written)
    content = changed(
        written,
        {
            "Openings": {"B3": "Kitchen 1", "B6": "Added"},
            "Variant": {f"{letter}7": " HALL", f"{letter}8": "Added"},
        },
    )
    assert read_back(content) == (["11", "13", "row 6"], [])


def test_cleared_opening_is_none_and_an_unknown_one_is_told() -> None:
    written = opening_lines(("Window", "Window", "Hall"))
    letter = opening_column(written)
    cells = {f"{letter}6": None, f"{letter}7": "Attic", f"{letter}8": "Window"}
    openings, problems = read_back(changed(written, {"Variant": cells}))
    assert openings == [None]
    assert [(one.row, one.column, one.kind, one.value) for one in problems] == [
        (7, letter, ProblemKind.UNKNOWN_OPENING, "Attic"),
        (8, letter, ProblemKind.UNKNOWN_OPENING, "Window"),
    ]


def test_sheet_without_openings_says_nothing_of_them() -> None:
    written = opening_lines().model_copy(update={"openings": ()})
    parsed = parse_lines(read_workbook(write_workbook(written)).variants[0])
    assert "opening" not in parsed.variant.lines[0].model_fields_set


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_chosen_and_renamed_openings_are_followed_offline(tmp_path: Path) -> None:
    written = opening_lines(("Kitchen", "Loggia", "Hall"))
    letter = opening_column(written)
    content = changed(
        written,
        {
            "Openings": {"B3": "Kitchen 1", "D4": 3},
            "Variant": {f"{letter}8": "Loggia"},
        },
    )
    recalculated = recalculate(tmp_path, {"live": content})["live"]
    sheet = read_workbook(recalculated).variants[0]
    lines = parse_lines(sheet, openings=written.openings).variant.lines
    assert [float(line.quantity) for line in lines] == [3, 6, 6]
