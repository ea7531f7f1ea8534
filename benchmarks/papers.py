"""The paper of a proposal, beside the host's report of an order with the same lines."""

from typing import Any

from .documents import Documents
from .measure import Contender, Result, compare

SIZE = 300
REPORT = "sale.action_report_saleorder"


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


def _render(order: Any) -> None:
    order.env["ir.actions.report"]._render_qweb_html(REPORT, order.ids)
