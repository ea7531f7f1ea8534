"""Rows that are kept between the steps of an import are those of the file."""

from datetime import date, datetime, time
from decimal import Decimal

from crm_engineering_calc.xlsx import Cell, CellKind, Row, dump_rows, load_rows
from hypothesis import given
from hypothesis import strategies as st

CELLS = st.one_of(
    st.builds(Cell, st.just(CellKind.TEXT), st.text(min_size=1), st.booleans()),
    st.builds(
        Cell,
        st.just(CellKind.NUMBER),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.booleans(),
    ),
    st.builds(Cell, st.just(CellKind.BOOLEAN), st.booleans(), st.booleans()),
    st.builds(Cell, st.just(CellKind.DATE), st.dates() | st.datetimes()),
    st.just(Cell(CellKind.UNCACHED, "=A1&B1", True)),
    st.just(Cell(CellKind.ERROR, "#REF!", True)),
)
ROWS = st.builds(
    Row,
    st.integers(1, 9999),
    st.dictionaries(st.sampled_from("ABCDEF"), CELLS, min_size=1),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(ROWS).map(tuple))
def test_rows_come_back(rows: tuple[Row, ...]) -> None:
    assert load_rows(dump_rows(rows)) == rows


def test_times_come_back_as_texts() -> None:
    [row] = load_rows(dump_rows((Row(1, {"A": Cell(CellKind.DATE, time(9, 30))}),)))
    assert row.cells["A"] == Cell(CellKind.DATE, "09:30:00")


def test_day_and_moment_are_told_apart() -> None:
    cells = {
        "A": Cell(CellKind.DATE, date(2026, 1, 2)),
        "B": Cell(CellKind.DATE, datetime(2026, 1, 2, 3, 4)),
        "C": Cell(CellKind.NUMBER, Decimal("1.50")),
    }
    [row] = load_rows(dump_rows((Row(1, cells),)))
    assert [cell.text for cell in row.cells.values()] == [
        "2026-01-02",
        "2026-01-02 03:04:00",
        "1.5",
    ]
