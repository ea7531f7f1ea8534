"""A database of an earlier version, upgraded: is all that it held still there?"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from . import config
from .database import ADDON, Databases
from .layout import Layout
from .shell import run, say

NAME = "upgrade"
# The last commit of 19.0.1.0.0.
EARLIER = "fa4202f"
TABLES = (
    "agreement",
    "calendar_event",
    "crm_lead",
    "project_task",
    "sale_order",
    "sale_order_line",
)
# Prices are marked as the engineer's, by the migration; what deals and orders held one
# variant in, tables hold that have place for several; contracts get their text, works
# move to the columns of their states.
MEANT = {
    "agreement.write_date",
    "agreement.write_uid",
    "crm_lead.selected_variant_id",
    "project_task.stage_id",
    "sale_order.variant_id",
    "sale_order_line.technical_price_unit",
    "sale_order_line.write_date",
}
COLUMNS = """
    SELECT attnum, quote_ident(attname) FROM pg_attribute
     WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped
     ORDER BY attnum
"""
VALUES = """
    SELECT md5(string_agg(concat_ws('|', id, {column}::text), ',' ORDER BY id))
      FROM {table}
"""

# {(table, number of the column): (name of the column, what it holds)}: a column that
# is renamed keeps its number.
Contents = dict[tuple[str, int], tuple[str, str | None]]


@dataclass(frozen=True)
class EarlierLayout(Layout):
    """The same host, and the addon as it was."""

    @property
    def folder(self) -> Path:
        return self.host / "earlier"

    @property
    def addons(self) -> Path:
        return self.folder / "addons"

    @property
    def config(self) -> Path:
        return self.folder / "odoo.conf"


def upgrade(databases: Databases) -> bool:
    """Whether each column of the host's documents holds what it held."""
    _make_earlier(databases)
    before = _contents(databases)
    databases.upgrade(NAME)
    changes = differences(before, _contents(databases))
    for change in changes:
        say(f"changed by the upgrade: {change}")
    say(f"{len(before)} columns compared, {len(changes)} changed")
    return not changes


def differences(before: Contents, after: Contents) -> list[str]:
    changed = [
        f"{table}.{name}"
        for (table, number), (name, values) in before.items()
        if after.get((table, number), ("", ""))[1] != values
    ]
    return [name for name in changed if name not in MEANT]


def _make_earlier(databases: Databases) -> None:
    layout = EarlierLayout(databases.layout.checkout)
    shutil.rmtree(layout.folder, ignore_errors=True)
    layout.folder.mkdir()
    archive = layout.folder / "addons.tar"
    run(
        ["git", "archive", f"--output={archive}", EARLIER, "addons"],
        cwd=layout.checkout,
    )
    run(["tar", "-xf", archive, "-C", layout.folder])
    config.write(layout, databases.home, databases.server)
    earlier = Databases(layout, databases.home, databases.server)
    earlier.make(NAME, modules=[ADDON], demo=True)


def _contents(databases: Databases) -> Contents:
    rows = databases.server.rows
    contents = {}
    for table in TABLES:
        for number, column in rows(COLUMNS.format(table=table), NAME):
            query = VALUES.format(table=table, column=column)
            ((values,),) = rows(query, NAME)
            contents[table, number] = column, values
    return contents
