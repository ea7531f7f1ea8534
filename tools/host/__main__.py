"""Provide the development host, make databases on it, remove it."""

import argparse
import fcntl
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import config, odoo_source, packages, postgres, python_env
from .database import ADDON, Databases
from .layout import Layout
from .shell import HostError, say


def main() -> int:
    layout = Layout(Path(__file__).resolve().parents[2])
    options = parser().parse_args()
    try:
        with alone(layout):
            carry_out(options, layout)
    except HostError as error:
        print(f"host: {error}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="tools.host", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    commands.add_parser("python", help="provide the Python environment alone")
    commands.add_parser("up", help="provide the whole host and its template database")
    commands.add_parser("clean", help="stop PostgreSQL and remove the host")
    database = commands.add_parser("database", help="make a fresh database")
    database.add_argument("name")
    database.add_argument("--demo", action="store_true", help="with its demo data")
    database.add_argument("--modules", help="a,b: instead of the addon")
    database.add_argument("--reuse", action="store_true", help="only upgrade the addon")
    return root


def carry_out(options: argparse.Namespace, layout: Layout) -> None:
    if options.command == "clean":
        clean(layout)
        return
    packages.install_missing(packages.Machine())
    python_env.provide(layout)
    if options.command == "python":
        return
    databases = host(layout)
    if options.command == "up":
        databases.template()
        say("ready")
    else:
        make_database(databases, options)


def host(layout: Layout) -> Databases:
    home = odoo_source.provide(layout)
    server = postgres.provide(layout)
    config.write(layout, home, server)
    return Databases(layout, home, server)


def make_database(databases: Databases, options: argparse.Namespace) -> None:
    if options.reuse and databases.has(options.name):
        databases.upgrade(options.name)
    else:
        given = options.modules
        modules = given.split(",") if given else databases.own_modules()
        databases.make(options.name, modules=modules, demo=options.demo)


def clean(layout: Layout) -> None:
    if layout.pg.exists():
        postgres.Cluster(layout.pg, postgres.find_programs(layout)).remove()
    shutil.rmtree(layout.host, ignore_errors=True)
    say("removed")


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """One set-up at a time: another one waits here."""
    layout.host.mkdir(exist_ok=True)
    with (layout.host / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
