"""Prove that calls of a real exchange become right calls in the deal's system."""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from tools.host import postgres
from tools.host.layout import Layout

from .exchange import ADDRESS, Exchange, ExchangeError, get_access

LAYOUT = Layout(Path(__file__).resolve().parents[2])
ROOT = LAYOUT.host / "asterisk"
PATIENCE = 60

SET_UP = """
exchanges = env["engineering.exchange"]
exchanges.search([("driver", "=", "asterisk")]).active = False
env["engineering.call.event"].search([]).unlink()
env["engineering.call"].search([]).unlink()
user = env.ref("base.user_admin")
exchanges.create({{
    "name": "Proof",
    "driver": "asterisk",
    "ari_address": "{address}",
    "ari_user": "{user}",
    "new_secret": "{password}",
    "dial_format": "plus",
    "country_id": env.ref("base.ru").id,
    "fallback_user_id": user.id,
    "extension_ids": [
        (0, 0, {{"number": number, "user_id": user.id}})
        for number in ("101", "102", "103", "105", "106")
    ],
}})
env.cr.commit()
"""
DIAL = """
env["engineering.call"].with_user(env.ref("base.user_admin")).dial("+79031112233")
env.cr.commit()
"""
CALLS = """
    SELECT direction, number, coalesce(queue, ''), result, coalesce(duration, 0) > 0,
           recording_url IS NOT NULL
      FROM engineering_call
"""
CONNECTED = """
    SELECT count(*) FROM engineering_exchange_link AS link
      JOIN engineering_exchange AS exchange ON exchange.id = link.exchange_id
     WHERE exchange.active AND link.is_connected AND link.since >= '{since}'
"""
RIGHT = {
    ("in", "79160000101", "", "answered", True, False),
    ("in", "79160000103", "", "missed", False, False),
    ("in", "79160000105", "", "answered", True, False),
    ("in", "79160000106", "", "answered", True, False),
    ("in", "79160000500", "sales", "answered", True, False),
    ("in", "79160000700", "", "answered", True, True),
    ("in", "79160000999", "", "missed", False, False),
    ("out", "+79031112234", "", "answered", True, False),
    ("out", "+79031112239", "", "unanswered", False, False),
    ("out", "+79031112233", "", "answered", True, False),
}


class Proof:
    """One run, in one database."""

    def __init__(self, database: str, exchange: Exchange) -> None:
        self.database = database
        self.exchange = exchange
        self.postgres = postgres.provide(LAYOUT.pg)

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

    def serve(self) -> "subprocess.Popen[bytes]":
        """Start the service, and wait until it holds the line."""
        since = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
        service = self.odoo("engineering_exchange")
        self.wait("the line is not held", CONNECTED.format(since=since), {(1,)})
        return service

    def run(self, text: str) -> None:
        """Run a text in the shell of the host."""
        shell = self.odoo("shell", "--no-http", "--log-level=error")
        shell.communicate(text.encode())
        if shell.returncode:
            raise ExchangeError("the shell has failed")

    def wait(self, what: str, statement: str, right: object) -> None:
        """Wait until a statement gives what is right."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            rows = self.postgres.rows(statement, self.database)
            if set(rows) == right:
                return
            time.sleep(1)
        raise ExchangeError(f"{what}: {sorted(rows)}")

    def make_calls(self) -> None:
        """Let the phones of the far side call, one after the other and at once."""
        exchange = self.exchange
        exchange.call_in("74950000101", "79160000101")
        self.wait_until_quiet()
        missed = exchange.call_in("74950000103", "79160000103")
        exchange.call_from("104", "+79031112234")
        time.sleep(4)
        exchange.hang_up(missed)
        self.wait_until_quiet()
        exchange.call_in("74950000500", "79160000500")
        self.wait_until_quiet()
        exchange.call_in("74950000700", "79160000700")
        silent = exchange.call_from("101", "+79031112239")
        time.sleep(5)
        exchange.hang_up(silent)
        self.wait_until_quiet()
        exchange.call_in("74950000105", "79160000105")
        self.wait_until_quiet()
        exchange.call_in("74950000106", "79160000106")
        self.wait_until_quiet()
        self.run(DIAL)
        self.wait_until_quiet()

    def test_softphone(self) -> None:
        """Let the softphone in a browser talk with the exchange."""
        command = [sys.executable, "-m", "tools.host", "test", self.database]
        tests = subprocess.run(
            [*command, "tests/telephony"], check=False, cwd=LAYOUT.checkout
        )
        if tests.returncode:
            raise ExchangeError("the softphone's tests have failed")

    def wait_until_quiet(self) -> None:
        """Wait until all have hung up."""
        time.sleep(1)
        until = time.monotonic() + PATIENCE
        while not self.exchange.is_quiet():
            if time.monotonic() > until:
                raise ExchangeError("somebody talks for too long")
            time.sleep(0.5)


def prove(proof: Proof) -> None:
    user, password = get_access("exchange")
    proof.run(SET_UP.format(address=ADDRESS, user=user, password=password))
    service = proof.serve()
    try:
        # It rings when the service is killed, and is over when it is there again.
        gone = proof.exchange.call_in("74950000103", "79160000999")
        time.sleep(3)
        service.send_signal(signal.SIGKILL)
        service.wait()
        proof.exchange.hang_up(gone)
        time.sleep(10)
        service = proof.serve()
        began = time.monotonic()
        proof.make_calls()
        print(f"telephony: called for {time.monotonic() - began:.0f} s", flush=True)
        proof.wait("the calls are not right", CALLS, RIGHT)
        print(f"telephony: {len(RIGHT)} calls, all of them right", flush=True)
    finally:
        service.terminate()
        service.wait(timeout=30)
    proof.test_softphone()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.telephony", description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument(
        "--running", action="store_true", help="the exchange runs already"
    )
    options = parser.parse_args()
    try:
        with Exchange(ROOT, runs=options.running) as exchange:
            prove(Proof(options.database, exchange))
    except ExchangeError as error:
        print(f"telephony: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
