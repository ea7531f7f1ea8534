"""Papers, beside the host's report of an order with the same lines."""

from typing import Any

from .documents import Documents
from .measure import Contender, Result, compare
from .session import serve

SIZE = 300
REPORT = "sale.action_report_saleorder"
ACT_REPORT = "crm_engineering_calc.engineering_act_report"


def measure_paper(documents: Documents) -> Result:
    """Render both to HTML, as print, mail and portal do before they make a PDF."""
    lead = documents.create_completed_deal(SIZE)
    plain = documents.sales["sale.order"].create(documents.prepare_same_order(lead))
    lead.action_create_proposal()
    proposal = lead.order_ids - plain
    return compare(
        "proposal on paper",
        SIZE,
        1.0,
        Contender(documents.sales, lambda: _render(plain)),
        Contender(documents.sales, lambda: _render(proposal)),
        repetitions=5,
    )


def measure_pdf(documents: Documents) -> Result:
    """Make the PDF of both: the browser that prints them fetches styles from Odoo."""
    lead = documents.create_completed_deal(SIZE)
    plain = documents.sales["sale.order"].create(documents.prepare_same_order(lead))
    lead.action_create_proposal()
    proposal = lead.order_ids - plain
    with serve() as url:
        parameters = documents.sales["ir.config_parameter"].sudo()
        parameters.set_param("report.url", url)
        return compare(
            "proposal as PDF",
            SIZE,
            1.0,
            Contender(documents.sales, lambda: _print(plain)),
            Contender(documents.sales, lambda: _print(proposal)),
            repetitions=5,
        )


def measure_act(documents: Documents) -> Result:
    """Make the act of a completed work and render it, beside rendering an order."""
    lead = documents.create_completed_deal(SIZE)
    plain = documents.sales["sale.order"].create(documents.prepare_same_order(lead))
    documents.complete_work(lead)
    dialogs = lead.env["engineering.act.create"].with_context(
        active_model=lead._name, active_ids=lead.ids
    )

    def make_act() -> None:
        dialogs.create({}).action_confirm()
        _render(lead.engineering_act_ids, ACT_REPORT)

    return compare(
        "act on paper",
        SIZE,
        1.0,
        Contender(documents.sales, lambda: _render(plain)),
        Contender(documents.sales, make_act),
        repetitions=5,
    )


def _print(order: Any) -> None:
    reports = order.env["ir.actions.report"].with_context(force_report_rendering=True)
    reports._render_qweb_pdf(REPORT, order.ids)


def _render(record: Any, report: str = REPORT) -> None:
    record.env["ir.actions.report"]._render_qweb_html(report, record.ids)
