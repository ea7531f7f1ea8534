"""The rows of the table: each an operation of the host, and ours beside it."""

import base64
import copy
from collections.abc import Iterator
from typing import Any

from odoo.fields import Command

from .boards import measure_boards
from .documents import Documents
from .measure import Contender, Operation, Result, compare
from .papers import measure_act, measure_paper, measure_pdf
from .portal import measure_page
from .sheet import measure_sheet
from .views import get_specification, without_limits

SIZES = (100, 1000, 2000)
WORK_SIZE = 500
MEASURED_SIZE = 1000
COMPARED_VARIANTS, COMPARED_SIZE = 5, 500
IMPORTED_SIZE = 5000
REQUESTS, ENGINEERS = 20, 22
FIFTH, TENTH = 1 / 5, 1 / 10


def measure_documents(env: Any) -> Iterator[Result]:
    documents = Documents(env)
    calculation = documents.create_calculation()
    for size in SIZES:
        yield from _measure_size(documents, calculation, size)
        yield _measure_proposal(documents, size)
    order = documents.create_order(MEASURED_SIZE)
    form = Document(order, "order_line", "product_uom_qty")
    yield from measure_sheet(documents, calculation, form.edit_cell)
    yield measure_page(documents)
    yield measure_paper(documents)
    yield measure_pdf(documents)
    yield measure_act(documents)
    yield from _measure_works(documents)
    yield _measure_request(documents)
    yield _measure_measurement(documents)
    yield _measure_comparison(documents)
    yield from _measure_import(documents)
    yield from measure_boards(documents)


def _measure_size(
    documents: Documents, calculation: Any, size: int
) -> Iterator[Result]:
    order = documents.create_order(size)
    variant = documents.create_variant(calculation, size)
    order.env.cr.flush()
    host = Document(order, "order_line", "product_uom_qty")
    ours = Document(variant, "line_ids", "quantity")

    def measure(row: str, goal: float, host: Operation, ours: Operation) -> Result:
        return compare(
            row,
            size,
            goal,
            Contender(documents.sales, host),
            Contender(documents.engineering, ours),
            repetitions=3 if size == SIZES[-1] else 7,
        )

    yield measure(
        "create",
        FIFTH,
        lambda: documents.create_order(size),
        lambda: documents.create_variant(calculation, size),
    )
    yield measure("quantities", FIFTH, host.change_quantities, ours.change_quantities)
    yield measure("edited cell", TENTH, host.edit_cell, ours.edit_cell)
    yield measure("copy", FIFTH, host.record.copy, ours.record.copy)
    yield measure("read", FIFTH, host.read, ours.read)


class Document:
    """A variant or an order, as its form changes and reads it."""

    def __init__(self, record: Any, lines: str, quantity: str) -> None:
        self.record = record
        self.lines = lines
        self.quantity = quantity
        self.line_ids = record[lines].filtered("product_id").ids
        self.form = get_specification(record.env, record._name, "form")
        self.whole_form = without_limits(self.form)

    def change_quantities(self) -> None:
        """Write another quantity on each line, as a program does."""
        self.record.write({self.lines: self._set_quantities(self.line_ids)})

    def edit_cell(self) -> None:
        """Do as the form for a number typed in the middle of the document, and saved.

        Both are requests of their own: neither finds what the other has in memory.
        """
        middle = self.line_ids[len(self.line_ids) // 2]
        values = {self.lines: self._set_quantities([middle])}
        self.record.onchange(values, [self.lines], self.form)
        self.record.env.invalidate_all()
        self.record.web_save(values, self.form)

    def read(self) -> None:
        self.record.web_read(self.whole_form)

    def _set_quantities(self, line_ids: list[int]) -> list[Any]:
        return [
            Command.update(id_, {self.quantity: 7.0 + number})
            for number, id_ in enumerate(line_ids)
        ]


def _measure_proposal(documents: Documents, size: int) -> Result:
    lead = documents.create_completed_deal(size)
    values = documents.prepare_same_order(lead)
    return compare(
        "variant to order",
        size,
        1.2,
        Contender(
            documents.sales, lambda: documents.sales["sale.order"].create(values)
        ),
        Contender(documents.sales, lead.action_create_proposal),
        repetitions=5,
    )


def _measure_works(documents: Documents) -> Iterator[Result]:
    """Hand an order out at once, and by the dialog, beside the host's tasks of one."""
    order = documents.create_order(WORK_SIZE, documents.tasks)
    lead = documents.create_confirmed_deal(WORK_SIZE)

    def create_by_dialog() -> None:
        dialogs = lead.env["engineering.work.create"].with_context(
            active_model=lead._name, active_ids=lead.ids
        )
        dialogs.create({}).action_confirm()

    for row, create in (
        ("work of an order", lead.action_create_work),
        ("work by the dialog", create_by_dialog),
    ):
        yield compare(
            row,
            WORK_SIZE,
            1 / 20,
            Contender(documents.sales, order.action_confirm),
            Contender(documents.sales, create),
            repetitions=3,
        )


def _measure_request(documents: Documents) -> Result:
    """Send requests to a team, beside the host's activities and messages to it."""
    team = documents.create_team(ENGINEERS)
    leads = documents.create_leads(REQUESTS, team)
    told = documents.create_leads(REQUESTS, team).sudo()

    def tell() -> None:
        for lead in told:
            lead.message_post(
                body=f"New request: {lead.name}",
                partner_ids=team.member_ids.partner_id.ids,
            )
        told.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            documents.prepare_activities(told, team.member_ids)
        )

    return compare(
        "requests to a team",
        REQUESTS * ENGINEERS,
        1.2,
        Contender(told.env, tell),
        Contender(leads.env, leads.action_request_calculation),
        repetitions=5,
    )


def _measure_measurement(documents: Documents) -> Result:
    """Change what each formula depends on, beside writing as many quantities."""
    calculation = documents.create_calculation()
    variant = documents.create_measured_variant(calculation, MEASURED_SIZE)
    width = calculation.measurement_ids.filtered(lambda one: one.code == "W")
    quantities = Document(variant, "line_ids", "quantity")

    def measure() -> None:
        width.value = 3.0

    return compare(
        "measurement",
        MEASURED_SIZE,
        2.0,
        Contender(documents.engineering, quantities.change_quantities),
        Contender(documents.engineering, measure),
        repetitions=5,
    )


def _measure_comparison(documents: Documents) -> Result:
    """Compare variants, beside one second."""
    calculation = documents.create_calculation()
    for _variant in range(COMPARED_VARIANTS):
        documents.create_variant(calculation, COMPARED_SIZE)
    contender = Contender(documents.engineering, calculation.get_comparison)
    contender.run()
    milliseconds, queries = min(contender.run() for _repetition in range(5))
    return Result(
        "comparison",
        COMPARED_VARIANTS * COMPARED_SIZE,
        1.0,
        host_ms=1000.0,
        ours_ms=milliseconds,
        host_queries=0,
        ours_queries=queries,
    )


def _measure_import(documents: Documents) -> Iterator[Result]:
    """Import a workbook, beside the ORM's plain create of its lines.

    Its preview, and that of somebody's sheet, is beside what it costs to read the file.
    """
    # Addons are found only once Odoo is configured.
    from odoo.addons.crm_engineering_calc import xlsx

    calculation = documents.create_calculation()
    variant = documents.create_variant(calculation, IMPORTED_SIZE)
    _name, content = calculation._export_workbook(variant)
    variant.line_ids.unlink()
    lines = [
        {**vals, "variant_id": variant.id, "sequence": number}
        for number, (_create, _id, vals) in enumerate(
            documents.prepare_variant_lines(IMPORTED_SIZE)
        )
    ]
    model = variant.env["engineering.variant.line"]
    wizard = variant.env["engineering.estimate.import"]

    def preview(file: bytes) -> Any:
        dialog = wizard.create(
            {
                "calculation_id": calculation.id,
                "file_name": "workbook.xlsx",
                "file": base64.b64encode(file),
            }
        )
        dialog.action_preview()
        if dialog.is_plain:  # the columns are what they seem to be
            dialog.action_preview()
        return dialog

    def measure_preview(row: str, file: bytes) -> Result:
        return compare(
            row,
            IMPORTED_SIZE,
            2.0,
            Contender(documents.engineering, lambda: xlsx.read_workbook(file)),
            Contender(documents.engineering, lambda: preview(file)),
            repetitions=9,
        )

    yield measure_preview("preview", content)
    yield measure_preview("preview of others'", documents.make_sheet(IMPORTED_SIZE))
    yield compare(
        "import",
        IMPORTED_SIZE,
        2.0,
        Contender(documents.engineering, lambda: model.create(copy.deepcopy(lines))),
        Contender(documents.engineering, lambda: preview(content).action_confirm()),
        repetitions=3,
    )
