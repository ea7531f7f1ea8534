"""The Debian packages whose programs the host runs, installed where one is missing."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable

from .shell import HostError, run, say

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PROGRAMS = {
    "chromium": BROWSERS,
    "wkhtmltopdf": ("wkhtmltopdf",),
    "poppler-utils": ("pdftotext",),
    "libreoffice-calc-nogui": ("soffice",),
}


def main() -> int:
    missing = missing_packages()
    if not missing:
        return 0
    say(f"installing Debian packages: {' '.join(missing)}")
    try:
        install(missing)
    except HostError as error:
        print(f"host: {error}", file=sys.stderr)
        return 1
    return 0


def missing_packages(
    find: Callable[[str], object] = shutil.which,
    find_module: Callable[[str], object] = importlib.util.find_spec,
) -> list[str]:
    venv = [] if find_module("ensurepip") else ["python3-venv"]
    return venv + [
        package
        for package, programs in PROGRAMS.items()
        if not any(map(find, programs))
    ]


def install(packages: list[str]) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        run([*apt, "update"])
        run([*apt, "install", "-y", "--no-install-recommends", *packages])
    except HostError as error:
        raise HostError(
            f"{error}\nThese Debian packages are missing. Install them: "
            f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
