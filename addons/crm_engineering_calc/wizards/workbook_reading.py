from collections.abc import Mapping
from dataclasses import dataclass, field

from ..domain.estimate import EstimateMeasurement, EstimateVariant
from ..xlsx import ParsedSheet, Problem, parse_lines, parse_measurements


@dataclass
class Reading:
    """What a workbook says of a calculation, and where in its sheets it says so.

    `rows` tell by the refs of a variant and a line the row, `columns` by the variant's
    ref the letters of fields. `problems` are (sheet, what is wrong there); with any,
    the rest is not whole.
    """

    variants: list[EstimateVariant] = field(default_factory=list)
    measurements: tuple[EstimateMeasurement, ...] = ()
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: dict[str, Mapping[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)

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
        self.skipped += [skipped.row for skipped in parsed.skipped]


def read_own(book, extra=()):
    """Return the reading of a workbook of ours, with the fields of other addons."""
    reading = Reading()
    refs = set()
    for sheet in book.variants:
        parsed = parse_lines(sheet, extra=extra)
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
