"""Take the pictures of the documentation from fresh demo databases."""

import argparse
import subprocess
import sys
from pathlib import Path

from tools.demo.__main__ import LAYOUT, server
from tools.demo.session import DemoError

from . import pages, papers
from .album import OUT
from .browser import ScreenshotError

PAPERS = LAYOUT.host / "demo"
ENGLISH, RUSSIAN = "en_US", "ru_RU"
MODULES = {
    ENGLISH: "crm_engineering_calc",
    RUSSIAN: "crm_engineering_calc,crm_engineering_calc_ru",
}


def make(database: str, lang: str, folder: Path) -> None:
    """Make a demo database whose people read a language, and walk a deal in it."""
    python = [sys.executable, "-m"]
    made = ["tools.host", "database", database, "--demo", "--lang", lang]
    walk = ["tools.demo", "--database", database, "--out", str(folder)]
    for command in ([*made, "--modules", MODULES[lang]], walk):
        subprocess.run([*python, *command], check=True, cwd=LAYOUT.checkout)


def shoot(database: str, russian: str, log: Path) -> None:
    with server(database, log) as address:
        pages.shoot_boards(address, database, "")
        pages.shoot_manager(address, database)
        pages.shoot_engineer(address, database)
        pages.shoot_administrator(address, database)
        pages.shoot_customer(address, database, "")
        papers.shoot_papers(address, database, PAPERS, papers.PAPERS, "")
    with server(russian, log) as address:
        pages.shoot_boards(address, russian, "-ru")
        pages.shoot_customer(address, russian, "-ru")
        printed = papers.PAPERS | papers.RUSSIAN
        papers.shoot_papers(address, russian, PAPERS / RUSSIAN, printed, "-ru")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.screenshots", description=__doc__)
    parser.add_argument("--database", default="demo")
    parser.add_argument("--reuse", action="store_true", help="databases as they are")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    russian = f"{options.database}_ru"
    if not options.reuse:
        make(options.database, ENGLISH, PAPERS)
        make(russian, RUSSIAN, PAPERS / RUSSIAN)
    try:
        shoot(options.database, russian, PAPERS / "screenshots.log")
    except (DemoError, ScreenshotError) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
