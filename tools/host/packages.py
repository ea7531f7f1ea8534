"""The Debian packages whose programs the host runs."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from .shell import HostError, run, say

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


@dataclass(frozen=True)
class Machine:
    """What the choice of packages depends on."""

    has_program: Callable[[str], bool] = lambda name: shutil.which(name) is not None
    has_module: Callable[[str], bool] = lambda name: (
        importlib.util.find_spec(name) is not None
    )
    is_root: bool = os.geteuid() == 0


def missing_packages(machine: Machine) -> list[str]:
    wanted = {
        "python3-venv": machine.has_module("ensurepip"),
        "chromium": any(map(machine.has_program, BROWSERS)),
        "wkhtmltopdf": machine.has_program("wkhtmltopdf"),
        "poppler-utils": machine.has_program("pdftotext"),
        "libreoffice-calc-nogui": machine.has_program("soffice"),
    }
    return [package for package, present in wanted.items() if not present]


def install_missing(machine: Machine) -> None:
    packages = missing_packages(machine)
    if not packages:
        return
    privilege = _privilege(machine)
    if privilege is None or not machine.has_program("apt-get"):
        raise HostError(
            f"these Debian packages are missing: {' '.join(packages)}. Install them: "
            f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        )
    say(f"installing Debian packages: {' '.join(packages)}")
    apt = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run([*apt, "update"])
    run([*apt, "install", "-y", "--no-install-recommends", *packages])


def _privilege(machine: Machine) -> list[str] | None:
    """The words before a command that make it run as root, if there are any."""
    if machine.is_root:
        return []
    if not machine.has_program("sudo"):
        return None
    try:
        run(["sudo", "-n", "true"])
    except HostError:
        return None
    return ["sudo", "-n"]
