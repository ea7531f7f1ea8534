"""Provide the development host, make databases on it, remove it."""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import config, odoo_source, postgres
from .beside import beside
from .compare import compare
from .database import ADDON, LANGUAGES, Databases
from .layout import Layout
from .shell import HostError, say
from .upgrade import upgrade


def main() -> int:
    layout = Layout(Path(__file__).resolve().parents[2])
    options = parser().parse_args()
    try:
        return 0 if carry_out(options, layout) else 1
    except HostError as error:
        print(f"host: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="tools.host", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="provide the whole host and its template database")
    commands.add_parser("clean", help="stop PostgreSQL and remove its data")
    database = commands.add_parser("database", help="make a fresh database")
    database.add_argument("name")
    database.add_argument("--demo", action="store_true", help="with its demo data")
    database.add_argument(
        "--lang", default=LANGUAGES[0], choices=LANGUAGES, help="of its administrator"
    )
    database.add_argument("--modules", default=ADDON, help="instead of the addon")
    database.add_argument("--reuse", action="store_true", help="only upgrade the addon")
    commands.add_parser("serve", help="run the server").add_argument("name")
    tested = commands.add_parser("test", help="run pytest on a database")
    tested.add_argument("name")
    tested.add_argument("arguments", nargs=argparse.REMAINDER, help="of pytest")
    commands.add_parser("compare", help="Odoo's own tests, with the addon and without")
    commands.add_parser("upgrade", help="an earlier version's database, upgraded")
    walked = commands.add_parser("beside", help="the demo's walk beside other addons")
    walked.add_argument("only", nargs="?", default="", help="part of their names")
    return root


def carry_out(options: argparse.Namespace, layout: Layout) -> bool:
    """Return whether the command found all in order."""
    match options.command:
        case "clean":
            postgres.Cluster(layout.pg).remove()
        case "up":
            provide(layout)
            say("ready")
        case "database":
            make_database(provide(layout), options)
        case "serve":
            serve(provide(layout), options.name)
        case "test":
            test(provide(layout), options.name, options.arguments)
        case "compare":
            return compare(provide(layout))
        case "upgrade":
            return upgrade(provide(layout))
        case "beside":
            return beside(provide(layout), options.only)
    return True


def provide(layout: Layout) -> Databases:
    with alone(layout):
        home = odoo_source.provide(layout)
        server = postgres.provide(layout.pg)
        config.write(layout, home, server)
        databases = Databases(layout, home, server)
        databases.template()
    return databases


def make_database(databases: Databases, options: argparse.Namespace) -> None:
    if options.reuse and databases.has(options.name):
        databases.upgrade(options.name)
    else:
        modules = options.modules.split(",")
        databases.make(
            options.name, modules=modules, demo=options.demo, lang=options.lang
        )


def serve(databases: Databases, name: str) -> None:
    """Become the server, which tells of deadlines, too, until it is interrupted."""
    users = "SELECT login FROM res_users WHERE active ORDER BY share, id"
    logins = (login for (login,) in databases.server.rows(users, name))
    port = config.free_port()
    say(f"open http://127.0.0.1:{port}/odoo, stop with Ctrl+C")
    say(f"each password is the login itself: {', '.join(logins)}")
    command = [str(part) for part in databases.command(name)]
    os.execv(command[0], [*command, f"--http-port={port}", "--max-cron-threads=1"])


def test(databases: Databases, name: str, arguments: Sequence[str]) -> None:
    """Become pytest, each process of which can copy the database for itself."""
    odoo = ("-p", "odoo", f"--odoo-config={databases.layout.config}", "--odoo-http")
    on = f"--odoo-database={name}"
    command = [sys.executable, "-m", "pytest", "-q", *odoo, on, *arguments]
    os.execve(command[0], command, databases.server.environ())


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """One set-up at a time: another one waits here."""
    layout.host.mkdir(exist_ok=True)
    with (layout.host / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
