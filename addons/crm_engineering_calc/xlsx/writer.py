"""Write an estimate as a workbook: live formulas, and text that stays text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from ..domain.comparison import ComparedLine, arrange, compare
from ..domain.estimate import Estimate, EstimateVariant
from ..domain.extra import ExtraField
from ..domain.outline import Outline
from ..domain.pricing import get_multipliers
from .comparison import add_comparison
from .comparison_words import ComparisonWords
from .labels import Labels
from .measurement_sheet import MeasurementSheet
from .opening_sheet import OpeningSheet
from .places import get_cells
from .styles import Styles
from .variant_sheet import VariantSheet

MAX_SHEET_NAME = 31

_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\'!\x00-\x1f]+")


def write_workbook(
    estimate: Estimate,
    labels: Labels | None = None,
    *,
    facts: Sequence[tuple[str, str]] = (),
    stamps: Mapping[str, str] | None = None,
) -> bytes:
    """Return the workbook of `estimate`: a sheet for each of its variants.

    Several variants are compared on a sheet of their own, and measurements have one,
    too. `facts` are labels and values that the caller wants under the title, such as
    the direction and the date; `stamps` tell the caller, by the variant's ref, what
    state of it was written (`Identity.stamp`).
    """
    labels = labels or Labels()
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": estimate.calculation})
        styles = Styles(workbook, estimate)
        names = _SheetNames()
        # What quantities are computed from stands after them, and is named before.
        places = get_cells(estimate, labels, names.take)
        for variant in estimate.variants:
            sheet = workbook.add_worksheet(names.take(variant.name))
            stamp = (stamps or {}).get(variant.ref)
            page = VariantSheet(
                workbook, sheet, styles, estimate, variant, labels, places.cells
            )
            page.fill(facts, stamp)
        if len(estimate.variants) > 1:
            name = names.take(labels.comparison)
            _add_comparison(workbook, name, estimate, labels, styles)
        if estimate.measurements:
            sheet = workbook.add_worksheet(places.measurements)
            MeasurementSheet(sheet, styles, labels).fill(estimate, places.cells)
        if estimate.opening_columns:
            sheet = workbook.add_worksheet(places.openings)
            OpeningSheet(sheet, styles, labels).fill(estimate)
    return stream.getvalue()


class _SheetNames:
    """Names of sheets as Excel allows them: short, plain, and each once."""

    def __init__(self) -> None:
        self._taken = {"history"}

    def take(self, wanted: str) -> str:
        plain = " ".join(_FORBIDDEN_IN_SHEET_NAME.sub(" ", wanted).split()) or "1"
        number = 1
        name = plain[:MAX_SHEET_NAME].strip()
        while name.casefold() in self._taken:
            number += 1
            tail = f" ({number})"
            name = plain[: MAX_SHEET_NAME - len(tail)].strip() + tail
        self._taken.add(name.casefold())
        return name


def _add_comparison(
    workbook: Any, name: str, estimate: Estimate, labels: Labels, styles: Styles
) -> None:
    words = ComparisonWords(
        title=f"{labels.comparison} · {estimate.calculation}",
        sheet=name,
        service=labels.name,
        unit=labels.unit,
        quantity=labels.quantity,
        factors={
            name: labels.get_factor(name)
            for name in get_multipliers(estimate.price_factors)
        },
        extra=labels.get_compared(estimate.price_factors),
        price=labels.price_unit,
        amount=labels.amount,
        difference=labels.difference,
    )
    variants = estimate.variants
    rows = compare(
        [_compared_lines(estimate, variant, words.extra) for variant in variants]
    )
    add_comparison(
        workbook,
        [variant.name for variant in variants],
        [0] * len(variants),
        arrange(rows, rounding=float(estimate.currency_rounding)),
        _get_totals(estimate, labels),
        words,
        styles.amount_digits,
    )


def _get_totals(estimate: Estimate, labels: Labels) -> dict[str, list[float]]:
    """Return the total of each variant; where there are taxes, without them, too."""
    variants = estimate.variants
    totals = {labels.total: [float(estimate.amount_total(one)) for one in variants]}
    if any(variant.taxes for variant in variants):
        untaxed = [float(estimate.amount_untaxed(one)) for one in variants]
        return {labels.untaxed: untaxed, **totals}
    return totals


def _compared_lines(
    estimate: Estimate, variant: EstimateVariant, extra: Sequence[ExtraField]
) -> Iterator[ComparedLine]:
    names = get_multipliers(estimate.price_factors)
    for line, sections in Outline(variant.lines).get_products():
        factors = {
            factor.name: float(line.get_factor(factor.name))
            for factor in estimate.price_factors
            if not factor.of_variant
        }
        price = estimate.price_line(variant, line)
        yield ComparedLine(
            tuple(section.name for section in sections),
            line.product_code,
            line.name.partition("\n")[0],
            line.unit or "",
            float(line.quantity),
            {name: factors[name] for name in names},
            float(price.price_unit),
            float(price.price_subtotal),
            {field.key: line.extra.get(field.name) for field in extra},
        )
