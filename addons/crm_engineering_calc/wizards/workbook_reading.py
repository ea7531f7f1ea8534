import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..domain.estimate import EstimateMeasurement, EstimateVariant
from ..domain.estimate_openings import EstimateOpening
from ..domain.outline import HEADS, LineKind
from ..domain.sums import SheetDiscount, SheetHead, SheetLine, SheetTotal
from ..xlsx import (
    ParsedSheet,
    Problem,
    SkippedRow,
    parse_lines,
    parse_measurements,
    parse_openings,
)


@dataclass
class Reading:
    """What a workbook says of a calculation, and where in its sheets it says so.

    `rows` tell by the refs of a variant and a line the row, `columns` by the variant's
    ref the letters of fields. `problems` are (sheet, what is wrong there); with any,
    the rest is not whole. `totals`, `amounts` by row, `hidden`, `unpriced`,
    `unmeasured` and `reckoned` rows are of a sheet that is not ours, and so is
    `matching`: what its names mean.
    """

    variants: list[EstimateVariant] = field(default_factory=list)
    measurements: tuple[EstimateMeasurement, ...] = ()
    openings: tuple[EstimateOpening, ...] = ()
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: dict[str, Mapping[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    matching: Any = None
    skipped: list[SkippedRow] = field(default_factory=list)
    totals: list[SheetTotal | SheetDiscount] = field(default_factory=list)
    amounts: dict[int, Decimal] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    unpriced: list[int] = field(default_factory=list)
    unmeasured: list[int] = field(default_factory=list)
    reckoned: list[int] = field(default_factory=list)

    def add(self, sheet, parsed: ParsedSheet, variant, sources=None):
        """Add a variant that is made of the lines of a sheet.

        :param sources: by the refs of its lines, those of the sheet's where they differ
        """
        rows = {
            line.ref: row
            for line, row in zip(parsed.variant.lines, parsed.rows, strict=True)
        }
        for line in variant.lines:
            ref = (sources or {}).get(line.ref, line.ref)
            if ref in rows:
                self.rows[variant.ref, line.ref] = rows[ref]
        self.variants.append(variant)
        self.columns[variant.ref] = parsed.columns
        self.problems += [(sheet.name, problem) for problem in parsed.problems]
        self.skipped += parsed.skipped
        self.totals += parsed.totals
        self.amounts |= parsed.amounts
        self.hidden += parsed.hidden
        self.unpriced += parsed.unpriced
        self.unmeasured += parsed.unmeasured
        self.reckoned += parsed.reckoned

    def get_sums(self, estimate):
        """Return the lines, heads and totals of a plain sheet, as its rows stand."""
        items = {total.row: total for total in self.totals}
        for variant in estimate.variants:
            for line in variant.lines:
                row = self.rows.get((variant.ref, line.ref))
                if row is None:
                    continue
                if line.kind == LineKind.PRODUCT:
                    amount = estimate.price_line(variant, line).price_subtotal
                    items[row] = SheetLine(row, amount, self.amounts.get(row))
                elif line.kind in HEADS:
                    items[row] = SheetHead(row)
        for row, line in self.matching.pending if self.matching else ():
            factors = line.quantity, line.base_price, line.coefficient
            items[row] = SheetLine(row, round(math.prod(factors), 2))
        return [item for _row, item in sorted(items.items())]


def read_own(book, extra=()):
    """Return the reading of a workbook of ours, with the fields of other addons."""
    reading = Reading()
    refs = set()
    if sheet := book.openings:
        reading.openings, problems = parse_openings(sheet)
        reading.problems += [(sheet.name, problem) for problem in problems]
    for sheet in book.variants:
        parsed = parse_lines(sheet, extra=extra, openings=reading.openings)
        variant = parsed.variant
        if variant.ref in refs:
            # A copy of a sheet is another variant.
            named = {"ref": f"sheet {sheet.name}", "name": sheet.name}
            variant = variant.model_copy(update=named)
        refs.add(variant.ref)
        reading.add(sheet, parsed, variant)
    if sheet := book.measurements:
        reading.measurements, problems = parse_measurements(sheet)
        reading.problems += [(sheet.name, problem) for problem in problems]
    return reading
