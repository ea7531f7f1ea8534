"""The demo's walk in databases that hold addons of others beside ours."""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .database import ADDON, Databases
from .layout import Layout
from .shell import Command, HostError, run, say

# One walk for each group; each module has its own line on the page.
GROUPS = (
    ("hr_timesheet", "sale_stock", "sale_timesheet", "stock"),
    ("agreement_project", "crm_lead_to_task", "crm_project_task"),
    (
        "event_crm",
        "event_sale",
        "mass_mailing",
        "mass_mailing_crm",
        "mass_mailing_sale",
        "purchase",
        "sale_loyalty",
        "sale_margin",
        "spreadsheet_dashboard",
        "website_crm",
        "website_sale",
    ),
    (
        "base_tier_validation",
        "sale_cancel_reason",
        "sale_exception",
        "sale_order_line_position",
        "sale_order_price_recalculation",
        "sale_order_revision",
        "sale_tier_validation",
    ),
    (
        "auditlog",
        "contract_sale",
        "crm_lead_code",
        "crm_project_create",
        "project_task_code",
        "project_task_stage_state",
        "queue_job",
    ),
)
# They overwrite what ours computes, or have fields named as ours once were: which of
# the two is installed first could matter.
IN_BOTH_ORDERS = GROUPS[:2]
AFTER, BEFORE = "after ours", "before ours"
OURS, TRIAL = "beside", "beside_trial"
PAGE = Path("docs/beside.md")
HEADING = """\
| module | installed | version | installs | the walk | noticed |
|---|---|---|---|---|---|
"""
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"
# What the host installs of itself where a module and another of its needs are.
BRIDGES = """
    SELECT module.name FROM ir_module_module module
      JOIN ir_module_module_dependency needed ON needed.module_id = module.id
     WHERE state = 'installed' AND module.auto_install AND needed.name = '{module}'
"""
# Inventory makes its warehouse for the company of who installs it, and without one it
# can't be installed beside orders of goods.
INSTALL_AS_THEIRS = """
    UPDATE res_users SET company_id = (
        SELECT res_id FROM ir_model_data WHERE name = 'demo_company'
    ) WHERE id = 1
"""
VERSIONS = "SELECT name, latest_version FROM ir_module_module"


@dataclass(frozen=True)
class Neighbours:
    """Modules of others, installed after ours or before."""

    modules: tuple[str, ...]
    order: str = AFTER


@dataclass
class Outcome:
    """What was seen beside them."""

    installed: bool = False
    walked: bool = False
    well: bool = False
    noticed: str = ""


def beside(databases: Databases, only: str) -> bool:
    """Whether all is well beside each that is chosen; the page tells what was seen."""
    os.environ["PYTHONPATH"] = str(provide_addons(databases.layout))
    databases.make(OURS, modules=[ADDON], demo=True)
    well = True
    for neighbours in chosen(only):
        started = time.monotonic()
        outcome = tried(databases, neighbours)
        lines = dict(described(databases, neighbours, outcome))
        write(databases.layout.checkout / PAGE, lines)
        say(f"{time.monotonic() - started:.0f} s: {' '.join(lines.values())}")
        well &= outcome.well
    return well


def provide_addons(layout: Layout) -> Path:
    """Install the locked addons of others where nothing else has them on its path."""
    folder = layout.host / "beside"
    uv: Command = [sys.executable, "-m", "uv", "pip", "sync", "--target", folder]
    run([*uv, "--require-hashes", "beside.lock"], cwd=layout.checkout)
    return folder


def chosen(only: str = "") -> Iterator[Neighbours]:
    """Give the groups, or alone each module whose name contains `only`."""
    for group in GROUPS:
        named = [(module,) for module in group if only in module]
        for modules in named if only else [group]:
            yield Neighbours(modules)
            if group in IN_BOTH_ORDERS:
                yield Neighbours(modules, BEFORE)


def tried(databases: Databases, neighbours: Neighbours) -> Outcome:
    outcome = Outcome()
    try:
        install(databases, neighbours)
        outcome.installed = True
        walk(databases)
        outcome.walked = True
        outcome.noticed = own_tests(databases, neighbours)
        outcome.well = True
    except HostError as error:
        outcome.noticed = str(error).strip().splitlines()[-1]
    return outcome


def install(databases: Databases, neighbours: Neighbours) -> None:
    theirs = neighbours.modules
    if neighbours.order == BEFORE:
        databases.make(TRIAL, modules=theirs)
        databases.install(TRIAL, [ADDON], demo=True)
    else:
        databases.copy(OURS, TRIAL)
        databases.server.rows(INSTALL_AS_THEIRS, TRIAL)
        databases.install(TRIAL, theirs)
    missing = {ADDON, *theirs} - names(databases, INSTALLED)
    if missing:
        raise HostError(f"not installed: {', '.join(sorted(missing))}")


def names(databases: Databases, query: str) -> set[str]:
    return {name for (name,) in databases.server.rows(query, TRIAL)}


def walk(databases: Databases) -> None:
    layout = databases.layout
    demo: Command = [sys.executable, "-m", "tools.demo", "--database", TRIAL]
    run([*demo, "--out", layout.host / TRIAL], cwd=layout.checkout)


def own_tests(databases: Databases, neighbours: Neighbours) -> str:
    """Run the tests named after the neighbours, and return how many passed."""
    layout = databases.layout
    wanted = [f"tests/beside/test_{module}.py" for module in neighbours.modules]
    present = [path for path in wanted if (layout.checkout / path).exists()]
    if not present:
        return ""
    odoo = ["odoo", f"--odoo-database={TRIAL}", f"--odoo-config={layout.config}"]
    pytest: Command = [sys.executable, "-m", "pytest", "-q", "-p", *odoo]
    said = run([*pytest, *present], cwd=layout.checkout).strip().splitlines()
    return said[-1].partition(" in ")[0]


def described(
    databases: Databases, neighbours: Neighbours, outcome: Outcome
) -> Iterator[tuple[str, str]]:
    """Give each module's line on the page, by its first cells."""
    versions = dict(databases.server.rows(VERSIONS, TRIAL))
    installs = "yes" if outcome.installed else "**no**"
    walks = "passes" if outcome.walked else "**fails**"
    for module in neighbours.modules:
        brought = sorted(names(databases, BRIDGES.format(module=module)))
        brings = f"brings {', '.join(brought)}" if brought else ""
        noticed = "; ".join(filter(None, (outcome.noticed, brings))).replace("|", "/")
        cells = (versions.get(module) or "", installs, walks, noticed)
        key = f"| {module} | {neighbours.order} |"
        yield key, f"{key} {' | '.join(cells)} |"


def write(page: Path, lines: dict[str, str]) -> None:
    """Put lines in the place of those that the page has of the same modules."""
    before, heading, rows = page.read_text().partition(HEADING)
    known = {
        f"|{'|'.join(row.split('|')[1:3])}|": row for row in rows.splitlines()
    } | lines
    keys = (
        f"| {module} | {neighbours.order} |"
        for neighbours in chosen()
        for module in neighbours.modules
    )
    kept = [f"{known[key]}\n" for key in keys if key in known]
    page.write_text(before + heading + "".join(kept))
