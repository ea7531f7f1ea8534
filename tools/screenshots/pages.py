"""What each picture of a page shows, and as whom it is taken."""

from typing import Any

from tools.demo.session import Session, check

from .album import save
from .browser import DESK, PHONE, TALL, Browser, browser

# Each page of the portal, by the name of its picture.
PORTAL = {
    "portal-proposal": ("sale.order", "/my/orders/{}", "#portal_sale_content"),
    "portal-contract": ("agreement", "/my/agreements/{}", "#portal_contract_content"),
    "portal-act": ("engineering.act", "/my/acts/{}", ".o_portal_sidebar"),
}


def newest(session: Session, model: str, *domain: Any) -> int:
    """Return the record that the demo's walk has left."""
    ids = session.call(model, "search", list(domain), limit=1, order="id desc")
    check(ids, f"the walk has left no {model}")
    return int(ids[0])


def shoot(page: Browser, name: str, path: str, selector: str) -> None:
    page.open(path, selector)
    save(page.picture(), name)


def shoot_boards(address: str, database: str, suffix: str) -> None:
    card = ".o_kanban_record"
    with browser(Session(address, database, "manager")) as page:
        desk = "/odoo/engineering-manager-desk"
        shoot(page, f"manager-desk{suffix}", desk, card)
    with browser(Session(address, database, "engineer")) as page:
        shoot(page, f"engineer-desk{suffix}", "/odoo/engineering-desk", card)
    with browser(Session(address, database, "leader")) as page:
        shoot(page, f"works{suffix}", "/odoo/engineering-works", card)


def shoot_manager(address: str, database: str) -> None:
    """Take a deal as its manager sees it."""
    manager = Session(address, database, "manager")
    deal = manager.find("crm.lead", engineering_state="provided")
    with browser(manager) as page:
        page.open(f"/odoo/engineering-manager-desk/{deal}", ".o_form_sheet")
        page.click(
            ".nav-link[name=engineering]",
            "[name=engineering_completed_variant_ids] .o_data_row",
        )
        save(page.picture(), "deal")


def shoot_engineer(address: str, database: str) -> None:
    """Take what an engineer works with: variant, measurements, comparison, template."""
    engineer = Session(address, database, "engineer")
    domain = {"calculation_id.state": "in_progress", "line_ids.display_type": False}
    variant = engineer.find("engineering.variant", **domain)
    calculation = engineer.value("engineering.variant", variant, "calculation_id")
    deal = engineer.find("crm.lead", name="Windows of the show flat")
    compared = engineer.find("engineering.calculation", lead_id=deal)
    template = engineer.find("engineering.template", name="Windows of a flat, turnkey")
    row = ".o_data_row"
    with browser(engineer) as page:
        card = f"/odoo/engineering-desk/{calculation}/engineering.variant/{variant}"
        shoot(page, "calculation", card, row)
        page.resize(*TALL)
        page.open(f"/odoo/calculations/{calculation}", ".o_form_sheet")
        page.click(".nav-link[name=measurements]", f"[name=measurement_ids] {row}")
        save(page.picture(), "measurements")
        page.resize(*DESK)
        page.open(f"/odoo/calculations/{compared}", ".o_form_sheet")
        page.click("button[name=action_compare]", ".o_engineering_comparison tbody tr")
        save(page.picture(), "comparison")
        card = f"/odoo/engineering-templates/{template}"
        shoot(page, "template", card, f"[name=line_ids] {row}")


def shoot_administrator(address: str, database: str) -> None:
    """Take what an administrator sets up: a direction and a coefficient."""
    administrator = Session(address, database, "administrator")
    with browser(administrator) as page:
        for name, code in (("direction", "WIN-SEC"), ("coefficient", "FLOOR")):
            record = administrator.find(f"engineering.{name}", code=code)
            path = f"/odoo/engineering-{name}s/{record}"
            shoot(page, name, path, ".o_form_sheet")


def shoot_customer(address: str, database: str, suffix: str) -> None:
    """Take the customer's pages, on a desk and on a phone, where he is logged in."""
    manager = Session(address, database, "manager")
    customer = Session(address, database, "customer")
    for size, where in ((DESK, ""), (PHONE, "-phone")):
        with browser(customer, size) as page:
            for name, (model, path, selector) in PORTAL.items():
                own = ["partner_id.user_ids.login", "=", "customer"]
                page.resize(*size)
                page.open(path.format(newest(manager, model, own)), selector)
                if size == PHONE:
                    page.show_all(size[0])
                save(page.picture(), f"{name}{where}{suffix}")
