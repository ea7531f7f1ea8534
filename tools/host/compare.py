"""Odoo's own tests of what the addon extends: does the addon break any?"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .config import free_port
from .database import ADDON, Databases
from .shell import HostError, say

SUITES = ("crm", "project", "sale", "sale_crm", "sale_project")
FAILURE = re.compile(r" (odoo\.addons\.\S+): (?:FAIL|ERROR): (.+)$", re.MULTILINE)
TOTAL = re.compile(r"\d+ failed, \d+ error\(s\) of (\d+) tests")


@dataclass(frozen=True)
class Outcome:
    tests: int
    failures: frozenset[str]


def outcome(log: str) -> Outcome:
    totals = TOTAL.findall(log)
    if not totals:
        raise HostError(f"no test was run:\n{log[-2000:]}")
    failures = frozenset(": ".join(found) for found in FAILURE.findall(log))
    return Outcome(int(totals[-1]), failures)


def compare(databases: Databases) -> bool:
    """Whether all that fails with the addon fails without it too."""
    without = _tested(databases, "host_without", [])
    with_addon = _tested(databases, "host_with", [ADDON])
    broken = sorted(with_addon.failures - without.failures)
    say(f"without the addon: {len(without.failures)} of {without.tests} tests fail")
    say(f"with the addon: {len(with_addon.failures)} of {with_addon.tests} tests fail")
    for name in broken:
        say(f"fails with the addon alone: {name}")
    return not broken


def _tested(databases: Databases, name: str, modules: list[str]) -> Outcome:
    databases.make(name, modules=modules)
    log = databases.layout.host / f"{name}.log"
    say(f"running Odoo's tests of {', '.join(SUITES)}: see {log}")
    _run_tests(databases, name, log)
    return outcome(log.read_text())


def _run_tests(databases: Databases, name: str, log: Path) -> None:
    tags = ",".join(f"/{suite}" for suite in SUITES)
    command = [
        *databases.command(name),
        f"--http-port={free_port({})}",
        f"--update={','.join(SUITES)}",
        f"--test-tags={tags}",
        "--log-handler=odoo.tests.result:INFO",
    ]
    with log.open("w") as output:
        subprocess.run(
            command,
            check=False,
            cwd=databases.layout.checkout,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
