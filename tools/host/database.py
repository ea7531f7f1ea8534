"""Databases copied from a template that holds the host's modules."""

import hashlib
import os
import shutil
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
            if outdated.startswith(TEMPLATE):
                self.drop(outdated)
        say("database: installing the host's modules in a template (about a minute)")
        unfinished = "host_template"
        self.drop(unfinished)
        self.odoo(unfinished, "--load-language", ",".join(LANGUAGES))
        self.odoo(unfinished, "-i", ",".join(HOST_MODULES))
        self.server.sql(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        self._copy_files(unfinished, name)
        return name

    def make(
        self, name: str, *, modules: Sequence[str] = (), demo: bool = False
    ) -> None:
        """Make a fresh database with the addon, where it exists, in it."""
        say(f"database: making {name}")
        self.copy(self.template(), name)
        if modules:
            self.install(name, modules, demo)

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        self.server.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self._copy_files(source, name)

    def upgrade(self, name: str) -> None:
        say(f"database: upgrading {ADDON} in {name}")
        self.odoo(name, "-u", ADDON)

    def own_modules(self) -> list[str]:
        """The addon, once it is there."""
        manifest = self.layout.addons / ADDON / "__manifest__.py"
        return [ADDON] if manifest.exists() else []

    def has(self, name: str) -> bool:
        return name in self._names()

    def drop(self, name: str) -> None:
        self.server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.layout.filestore(name), ignore_errors=True)

    def command(self, name: str) -> Command:
        """How Odoo is run on a database."""
        odoo: Command = [self.layout.python, "-m", "odoo", "-c", self.layout.config]
        return [*odoo, "-d", name]

    def odoo(self, name: str, *arguments: str) -> str:
        once = ["--no-http", "--stop-after-init"]
        return run([*self.command(name), *once, *arguments], cwd=self.layout.checkout)

    def install(self, name: str, modules: Sequence[str], demo: bool = False) -> None:
        say(f"database: installing {', '.join(modules)}")
        if demo:
            # Odoo loads a module's demo data when all it depends on has its own:
            # claim so, as the host's demo data is not wanted.
            self.server.sql("UPDATE ir_module_module SET demo = true", name)
        output = self.odoo(name, "-i", ",".join(modules))
        if demo:
            named = "name IN (" + ", ".join(f"'{module}'" for module in modules) + ")"
            kept = f"UPDATE ir_module_module SET demo = false WHERE NOT ({named})"
            self.server.sql(kept, name)
            missed = f"SELECT name FROM ir_module_module WHERE {named} AND NOT demo"
            if self.server.sql(missed, name):
                raise HostError(f"the demo data did not load:\n{output}")

    def _names(self) -> list[str]:
        return self.server.sql("SELECT datname FROM pg_database").splitlines()

    def _copy_files(self, source: str, target: str) -> None:
        """Files of the store never change: a link is a copy."""
        shutil.rmtree(self.layout.filestore(target), ignore_errors=True)
        shutil.copytree(
            self.layout.filestore(source),
            self.layout.filestore(target),
            copy_function=os.link,
        )


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
