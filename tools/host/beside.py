"""The demo's walk in databases that hold addons of others beside ours."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import python_env
from .database import Databases
from .shell import Command, HostError, run, say

# One walk for each group; each module has its own line on the page.
GROUPS = (
    ("agreement_project", "crm_lead_to_task", "crm_project_task"),
    ("hr_timesheet",),
    ("stock",),
    ("purchase", "sale_loyalty", "sale_margin"),
    ("website_sale",),
    ("event_sale", "mass_mailing", "spreadsheet_dashboard"),
    ("sale_order_revision",),
    ("base_tier_validation", "sale_tier_validation"),
    (
        "auditlog",
        "contract_sale",
        "crm_lead_code",
        "crm_project_create",
        "project_task_code",
        "project_task_stage_state",
        "queue_job",
    ),
    (
        "sale_cancel_reason",
        "sale_exception",
        "sale_order_line_position",
        "sale_order_price_recalculation",
    ),
)
# They overwrite what ours computes, or have fields named as ours once were: which of
# the two is installed first could matter.
IN_BOTH_ORDERS = {"agreement_project", "hr_timesheet", "stock"}
AFTER, BEFORE = "after ours", "before ours"
OURS, TRIAL = "beside", "beside_trial"
PAGE = Path("docs/beside.md")
HEADING = """\
| module | installed | version | installs | the walk | noticed |
|---|---|---|---|---|---|
"""
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"
VERSIONS = "SELECT name || '=' || latest_version FROM ir_module_module"


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
    """Whether all is well beside each whose name contains `only`; the page tells."""
    layout = databases.layout
    python_env.provide_beside(layout)
    os.environ["PYTHONPATH"] = str(layout.beside)
    databases.make(OURS, modules=databases.own_modules(), demo=True)
    well = True
    for neighbours in chosen(only):
        started = time.monotonic()
        outcome = tried(databases, neighbours)
        lines = dict(described(databases, neighbours, outcome))
        write(layout.checkout / PAGE, lines)
        say(f"{time.monotonic() - started:.0f} s: {' '.join(lines.values())}")
        well &= outcome.well
    return well


def chosen(only: str = "") -> Iterator[Neighbours]:
    for modules in GROUPS:
        if any(only in module for module in modules):
            yield Neighbours(modules)
            if IN_BOTH_ORDERS.intersection(modules):
                yield Neighbours(modules, BEFORE)


def tried(databases: Databases, neighbours: Neighbours) -> Outcome:
    outcome = Outcome()
    try:
        came_along = install(databases, neighbours)
        outcome.installed = True
        walk(databases)
        outcome.walked = True
        passed = own_tests(databases, neighbours)
        outcome.noticed = "; ".join(filter(None, (came_along, passed)))
        outcome.well = True
    except HostError as error:
        outcome.noticed = str(error).strip().splitlines()[-1]
    return outcome


def install(databases: Databases, neighbours: Neighbours) -> str:
    """Return what the host installs of itself where both are."""
    ours, theirs = databases.own_modules(), neighbours.modules
    if neighbours.order == BEFORE:
        databases.make(TRIAL, modules=theirs)
        databases.install(TRIAL, ours, demo=True)
    else:
        databases.copy(OURS, TRIAL)
        databases.install(TRIAL, theirs)
    missing = {*ours, *theirs} - names(databases, TRIAL)
    if missing:
        raise HostError(f"not installed: {', '.join(sorted(missing))}")
    bridges = f"{INSTALLED} AND auto_install"
    bridged = names(databases, TRIAL, bridges) - names(databases, OURS, bridges)
    return f"brings {', '.join(sorted(bridged))}" if bridged else ""


def names(databases: Databases, database: str, query: str = INSTALLED) -> set[str]:
    return set(databases.server.sql(query, database).split())


def walk(databases: Databases) -> None:
    layout = databases.layout
    demo: Command = [layout.python, "-m", "tools.demo", "--database", TRIAL]
    run([*demo, "--out", layout.host / TRIAL], cwd=layout.checkout)


def own_tests(databases: Databases, neighbours: Neighbours) -> str:
    """Run the tests named after the neighbours, and return how many passed."""
    layout = databases.layout
    wanted = [f"tests/beside/test_{module}.py" for module in neighbours.modules]
    present = [path for path in wanted if (layout.checkout / path).exists()]
    if not present:
        return ""
    odoo = ["odoo", f"--odoo-database={TRIAL}", f"--odoo-config={layout.config}"]
    pytest: Command = [layout.python, "-m", "pytest", "-q", "-p", *odoo]
    said = run([*pytest, *present], cwd=layout.checkout).strip().splitlines()
    return said[-1].partition(" in ")[0]


def described(
    databases: Databases, neighbours: Neighbours, outcome: Outcome
) -> Iterator[tuple[str, str]]:
    """Give each module's line on the page, by its first cells."""
    stated = names(databases, TRIAL, f"{VERSIONS} WHERE latest_version IS NOT NULL")
    versions = dict(version.split("=") for version in stated)
    installs = "yes" if outcome.installed else "**no**"
    walks = "passes" if outcome.walked else "**fails**"
    noticed = outcome.noticed.replace("|", "/")
    for module in neighbours.modules:
        cells = (versions.get(module, ""), installs, walks, noticed)
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
