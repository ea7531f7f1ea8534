"""Databases copied from a template that holds the host's modules."""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .layout import Layout
from .postgres import Server
from .shell import Command, HostError, run, say

ADDON = "crm_engineering_calc"
HOST_MODULES = (
    "agreement",
    "agreement_sale",
    "calendar",
    "contacts",
    "crm",
    "portal",
    "project",
    "sale_crm",
    "sale_management",
    "sale_project",
)
LANGUAGES = ("en_US", "ru_RU")
TEMPLATE = "host_template_"


class Databases:
    def __init__(self, layout: Layout, home: Path, server: Server) -> None:
        self.layout = layout
        self.home = home
        self.server = server

    def template(self) -> str:
        """Build the template unless the one of this Odoo and lock is there."""
        name = TEMPLATE + fingerprint(self.layout, self.home)
        if self.has(name) and self.layout.filestore(name).is_dir():
            return name
        for outdated in self._names():
            if outdated.startswith("host_template"):
                self.manage("drop", outdated)
        say("database: installing the host's modules in a template (about a minute)")
        modules, languages = ",".join(HOST_MODULES), ",".join(LANGUAGES)
        self.odoo("host_template", "--load-language", languages, "-i", modules)
        self.manage("rename", "host_template", name)
        return name

    def make(
        self,
        name: str,
        *,
        modules: Sequence[str] = (),
        demo: bool = False,
        lang: str = LANGUAGES[0],
    ) -> None:
        """Make a fresh database with the modules in it.

        :param lang: what its administrator and new contacts read, and what the demo
            data is called in
        """
        say(f"database: making {name}")
        self.copy(self.template(), name)
        if lang != LANGUAGES[0]:
            who = "SELECT partner_id FROM res_users WHERE login = 'admin'"
            self.server.rows(
                f"UPDATE res_partner SET lang = '{lang}' WHERE id IN ({who})", name
            )
            field = (
                "SELECT id FROM ir_model_fields"
                " WHERE model = 'res.partner' AND name = 'lang'"
            )
            self.server.rows(
                f"UPDATE ir_default SET json_value = '\"{lang}\"'"
                f" WHERE field_id IN ({field})",
                name,
            )
        if modules:
            self.install(name, modules, demo)

    def copy(self, source: str, name: str) -> None:
        self.manage("duplicate", "--force", source, name)

    def upgrade(self, name: str) -> None:
        say(f"database: upgrading {ADDON} in {name}")
        self.odoo(name, "-u", ADDON)

    def has(self, name: str) -> bool:
        return name in self._names()

    def manage(self, *arguments: str) -> None:
        """Let Odoo copy, rename or drop a database, the last that is named.

        It takes the files along, unless some are left of a database that is gone.
        """
        shutil.rmtree(self.layout.filestore(arguments[-1]), ignore_errors=True)
        odoo: Command = [sys.executable, "-m", "odoo", "db", "-c", self.layout.config]
        run([*odoo, *arguments])

    def command(self, name: str) -> Command:
        """How Odoo is run on a database."""
        odoo: Command = [sys.executable, "-m", "odoo", "-c", self.layout.config]
        return [*odoo, "-d", name]

    def odoo(self, name: str, *arguments: str) -> str:
        once = ["--no-http", "--stop-after-init"]
        return run([*self.command(name), *once, *arguments], cwd=self.layout.checkout)

    def install(self, name: str, modules: Sequence[str], demo: bool = False) -> None:
        say(f"database: installing {', '.join(modules)}")
        if demo:
            # Odoo loads a module's demo data when all it depends on has its own:
            # claim so, as the host's demo data is not wanted.
            self.server.rows("UPDATE ir_module_module SET demo = true", name)
        output = self.odoo(name, "-i", ",".join(modules))
        if demo:
            named = "name IN (" + ", ".join(f"'{module}'" for module in modules) + ")"
            kept = f"UPDATE ir_module_module SET demo = false WHERE NOT ({named})"
            self.server.rows(kept, name)
            missed = f"SELECT name FROM ir_module_module WHERE {named} AND NOT demo"
            if self.server.rows(missed, name):
                raise HostError(f"the demo data did not load:\n{output}")

    def _names(self) -> list[str]:
        rows = self.server.rows("SELECT datname FROM pg_database")
        return [name for (name,) in rows]


def fingerprint(layout: Layout, home: Path) -> str:
    release = home / "odoo/release.py"
    made_of = (
        layout.lock.read_text(),
        str(home),
        f"{release.stat().st_mtime_ns}{release.read_text()}",
        *HOST_MODULES,
        *LANGUAGES,
    )
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]
