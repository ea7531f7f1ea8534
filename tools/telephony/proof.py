"""The host beside an exchange: its service, its server, its shell."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import requests  # type: ignore[import-untyped]

from tools.host import postgres
from tools.host.layout import Layout
from tools.host.servers import end

from .cuttable import CuttableLine
from .exchange import Exchange, ExchangeError

LAYOUT = Layout(Path(__file__).resolve().parents[2])
ROOT = LAYOUT.host / "asterisk"
RECORDS = ROOT / "var/log/asterisk/cel-custom/odoo.csv"
PATIENCE = 90
CONNECTED = """
    SELECT count(*) FROM engineering_exchange_link AS link
      JOIN engineering_exchange AS exchange ON exchange.id = link.exchange_id
     WHERE exchange.active AND link.is_connected AND link.since >= '{since}'
"""
LOST = """
    SELECT link.is_connected, link.reason FROM engineering_exchange_link AS link
      JOIN engineering_exchange AS exchange ON exchange.id = link.exchange_id
     WHERE exchange.active
"""


class Proof:
    """One run, in one database."""

    def __init__(self, database: str, exchange: Exchange, line: CuttableLine) -> None:
        self.database = database
        self.exchange = exchange
        self.line = line
        self.postgres = postgres.provide(LAYOUT.pg)
        self.port = 0

    @property
    def address(self) -> str:
        """Return where the server answers."""
        return f"http://127.0.0.1:{self.port}"

    def odoo(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a command of the host beside the addons."""
        config = LAYOUT.config.read_text()
        paths = next(
            line.partition("=")[2].strip()
            for line in config.splitlines()
            if line.startswith("addons_path")
        )
        command = [sys.executable, "-m", "odoo", f"--addons-path={paths}", *arguments]
        command += ["-c", str(LAYOUT.config), "-d", self.database]
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            env={**os.environ, **self.postgres.environ()},
        )

    @contextmanager
    def follow(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Let the service run, and wait until it holds the line."""
        since = now()
        service = self.odoo("engineering_exchange")
        try:
            self.wait_for_line(since)
            yield service
        finally:
            end(service)

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Let the server run, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        server = self.odoo(f"--http-port={self.port}", "--max-cron-threads=0")
        try:
            until = time.monotonic() + PATIENCE
            while not self._answers():
                if time.monotonic() > until or server.poll() is not None:
                    raise ExchangeError("the server does not answer")
                time.sleep(0.5)
            yield
        finally:
            end(server)

    def _answers(self) -> bool:
        try:
            return bool(requests.get(f"{self.address}/web/health", timeout=5).ok)
        except requests.RequestException:
            return False

    def run(self, text: str) -> None:
        """Run a text in the shell of the host."""
        shell = self.odoo("shell", "--no-http", "--log-level=error")
        shell.communicate(text.encode())
        if shell.returncode:
            raise ExchangeError("the shell has failed")

    def test(self, *arguments: str) -> int:
        """Return what pytest does, which is given the database."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "odoo", "--odoo-http"]
        command += [f"--odoo-config={LAYOUT.config}"]
        command += [f"--odoo-database={self.database}", *arguments]
        return subprocess.run(
            command, check=False, cwd=LAYOUT.checkout, env=self.postgres.environ()
        ).returncode

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a statement gives."""
        return self.postgres.rows(statement, self.database)

    def wait(
        self, what: str, statement: str, right: object, patience: int = PATIENCE
    ) -> None:
        """Wait until a statement gives what is right."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            rows = self.rows(statement)
            if set(rows) == right:
                return
            time.sleep(1)
        raise ExchangeError(f"{what}: {sorted(rows)}")

    def wait_for_line(self, since: datetime) -> None:
        """Wait until the service holds the line, as it has not before."""
        self.wait("the line is not held", CONNECTED.format(since=since), {(1,)})

    def wait_until_lost(self) -> None:
        """Wait until it is known that the line is lost."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if all(reason and not held for held, reason in self.rows(LOST)):
                return
            time.sleep(0.5)
        raise ExchangeError("nobody knows that the line is lost")

    def wait_until_quiet(self) -> None:
        """Wait until all have hung up."""
        self.exchange.wait_until_quiet()


def now() -> datetime:
    """Return this second, as the database has it."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
