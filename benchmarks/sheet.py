"""A cell edited in the sheet of a variant, beside one in the form of an order."""

from collections.abc import Iterator
from typing import Any

from .documents import Documents
from .measure import Contender, Operation, Result, compare
from .views import get_specification

VIEW = "crm_engineering_calc.engineering_variant_line_view_list_sheet"
TOTALS = ["amount_untaxed", "amount_tax", "amount_total", "currency_id"]
SHEET_SIZES = (10, 300, 3000)


class Sheet:
    """Lines of a variant, as the sheet saves one and reads the totals."""

    def __init__(self, variant: Any) -> None:
        lines = variant.line_ids.filtered("product_id")
        self.variant = variant
        self.middle = variant.env[lines._name].browse(lines[len(lines) // 2].id)
        view_id = variant.env.ref(VIEW).id
        self.fields = get_specification(variant.env, lines._name, "list", view_id)

    def edit_cell(self) -> None:
        self.middle.web_save({"quantity": 7.0}, self.fields)
        self.middle.env.cr.flush()
        self.middle.env.invalidate_all()
        self.variant.read(TOTALS)


def measure_sheet(
    documents: Documents, calculation: Any, host: Operation
) -> Iterator[Result]:
    """Edit a cell of three sheets, each beside the same order's form."""
    for size in SHEET_SIZES:
        sheet = Sheet(documents.create_variant(calculation, size))
        yield compare(
            "sheet cell",
            size,
            1 / 20,
            Contender(documents.sales, host),
            Contender(documents.engineering, sheet.edit_cell),
            repetitions=3,
        )
