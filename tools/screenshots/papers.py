"""The papers of the walk's deal, as their companies print them."""

from pathlib import Path

from tools.demo.session import Session, check

from .album import save_paper
from .pages import newest

ADDON = "crm_engineering_calc"
# What the walk keeps itself: later a proposal is an order.
WALKED = ("proposal", "act")
# The report and the model of each other paper, by the name of its picture.
PAPERS = {
    "contract": (f"{ADDON}.report_agreement", "agreement"),
    "work-order": (f"{ADDON}.report_work_order", "project.task"),
    "measurement-sheet": (
        f"{ADDON}.report_measurement_sheet",
        "engineering.calculation",
    ),
    "invoice": ("account.report_invoice_with_payments", "account.move"),
}
RUSSIAN = {
    "invoice": (f"{ADDON}_ru.report_invoice_for_payment", "account.move"),
}
OF_WALK = {
    "project.task": ["engineering_state", "=", "completed"],
    "account.move": ["move_type", "=", "out_invoice"],
}


def shoot_papers(
    address: str,
    database: str,
    folder: Path,
    papers: dict[str, tuple[str, str]],
    suffix: str,
) -> None:
    """Print what the deal of the walk has, and take the first page of each paper."""
    # The administrator's login tells Odoo where it is: papers take their looks there.
    Session(address, database, "admin")
    manager = Session(address, database, "manager")
    for name, (report, model) in papers.items():
        domain = [OF_WALK[model]] if model in OF_WALK else []
        record = newest(manager, model, *domain)
        paper = manager.get(f"/report/pdf/{report}/{record}")
        check(paper.startswith(b"%PDF"), f"{name} is not a PDF")
        (folder / f"{name}.pdf").write_bytes(paper)
    for name in (*WALKED, *papers):
        save_paper(folder / f"{name}.pdf", f"{name}{suffix}")
