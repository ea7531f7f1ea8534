"""The customer's page of a proposal: what of it grows with the lines."""

from typing import Any

from odoo.tools import is_html_empty

from .documents import Documents
from .measure import Contender, Result, compare

VARIANTS, SIZE = 3, 200


def measure_page(documents: Documents) -> Result:
    """Show variants side by side, beside the host's page of as many lines."""
    order = documents.create_order(VARIANTS * SIZE)
    proposal = _create_proposal(documents)
    return compare(
        "customer's page",
        VARIANTS * SIZE,
        1.0,
        Contender(documents.sales, lambda: _show(order)),
        Contender(documents.sales, lambda: _show(proposal)),
        repetitions=5,
    )


def _create_proposal(documents: Documents) -> Any:
    calculation = documents.create_calculation()
    for _variant in range(VARIANTS):
        documents.create_variant(calculation, SIZE)
    calculation.action_complete()
    lead = documents.sales["crm.lead"].browse(calculation.lead_id.id)
    lead.engineering_completed_variant_ids.action_offer()
    lead.action_create_proposal()
    return lead.order_ids.browse(lead.order_ids.id)


def _show(order: Any) -> None:
    order = order.sudo()
    values = {
        "engineering_choices": order._get_choices(),
        "is_html_empty": is_html_empty,
        "report_type": "html",
        "sale_order": order,
    }
    qweb = order.env["ir.qweb"]
    if values["engineering_choices"]:
        qweb._render("crm_engineering_calc.portal_choice", values)
    qweb._render("sale.sale_order_portal_content", values)
