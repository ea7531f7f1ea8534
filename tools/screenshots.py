"""Take the pictures of the documentation from fresh demo databases."""

import argparse
import base64
import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import websocket
from PIL import Image, ImageChops

from tools.demo.__main__ import LAYOUT, server
from tools.demo.session import Session

OUT = LAYOUT.checkout / "docs" / "images"
PAPERS = LAYOUT.host / "demo"
SIZE = (1440, 900)
PAPER_WIDTH = 1000
PAPER_MARGIN = 40
COLORS = 128
SECONDS = 90
ENGLISH, RUSSIAN = "en_US", "ru_RU"

# The page has what it is opened for, and nothing is under way on it.
SETTLED = """
    document.querySelector({selector!r})
    && !document.querySelector(".o_loading_indicator, .o_skeleton, .o_blockUI")
    && document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete)
"""
LOG_IN = """
    fetch("/web/session/authenticate", {{
        method: "POST",
        headers: {{ "Content-Type": "application/json" }},
        body: JSON.stringify({{
            params: {{ db: {database!r}, login: {login!r}, password: {login!r} }},
        }}),
    }}).then((response) => response.json()).then((answer) => !answer.error)
"""
# Notifications that cover a corner of a page.
QUIET = "document.querySelectorAll('.o_notification_close').forEach((b) => b.click())"


class ScreenshotError(Exception):
    """A page did not show what it should."""


class Browser:
    """A headless Chromium, driven by its DevTools protocol."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(
            address, timeout=SECONDS, suppress_origin=True
        )
        self.commands = 0
        self.command("Inspector.enable")
        size = {"width": SIZE[0], "height": SIZE[1]}
        metrics = {**size, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        self.commands += 1
        message = {"id": self.commands, "method": method, "params": params}
        self.socket.send(json.dumps(message))
        while True:
            try:
                answer: dict[str, Any] = json.loads(self.socket.recv())
            except websocket.WebSocketTimeoutException as error:
                raise ScreenshotError(f"{method} had no answer") from error
            if answer.get("method") == "Inspector.targetCrashed":
                raise ScreenshotError(f"the page crashed at {method}")
            if answer.get("id") != self.commands:
                continue
            if "error" in answer:
                raise ScreenshotError(f"{method}: {answer['error']['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    def evaluate(self, expression: str) -> Any:
        """Return the value of a script, None if the page was left meanwhile."""
        answer = self.command(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        return answer["result"].get("value")

    def wait(self, condition: str, what: str) -> None:
        """Wait until the condition holds, and still does half a second later."""
        deadline = time.monotonic() + SECONDS
        times = 0
        while times < 5:
            times = times + 1 if self.evaluate(f"!!({condition})") else 0
            if time.monotonic() > deadline:
                raise ScreenshotError(f"{what} did not come")
            time.sleep(0.1)

    def open(self, url: str, selector: str) -> None:
        self.command("Page.navigate", url="about:blank")
        self.command("Page.navigate", url=url)
        self.wait(SETTLED.format(selector=selector), f"{selector} of {url}")

    def log_in(self, address: str, database: str, login: str) -> None:
        self.command("Network.clearBrowserCookies")
        self.open(f"{address}/web/login", "body")
        if not self.evaluate(LOG_IN.format(database=database, login=login)):
            raise ScreenshotError(f"{login} can't log in")

    def click(self, selector: str, result: str) -> None:
        self.evaluate(f"document.querySelector({selector!r}).click()")
        self.wait(SETTLED.format(selector=result), result)

    def picture(self) -> Image.Image:
        self.evaluate(QUIET)
        data = self.command("Page.captureScreenshot", format="png")["data"]
        return Image.open(io.BytesIO(base64.b64decode(data)))


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        try:
            yield Browser(page_address(Path(profile) / "DevToolsActivePort"))
        finally:
            process.terminate()
            process.wait()


def page_address(port_file: Path) -> str:
    """Return where the first page of a starting browser listens."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, IndexError):
            port = port_file.read_text().splitlines()[0]
            with urlopen(f"http://127.0.0.1:{port}/json/list") as response:
                pages = [page for page in json.load(response) if page["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise ScreenshotError("Chromium did not start")


def save(picture: Image.Image, name: str) -> None:
    """Write a PNG of few colors, to be small."""
    few = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    path = OUT / f"{name}.png"
    few.save(path, optimize=True)
    print(f"{path.relative_to(LAYOUT.checkout)}: {path.stat().st_size // 1024} KB")


def save_paper(paper: Path, name: str) -> None:
    """Write what the first page of a document of the demo has."""
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(PAPER_WIDTH)]
    done = subprocess.run(
        [*command, "-scale-to-y", "-1", str(paper)], check=True, capture_output=True
    )
    page = Image.open(io.BytesIO(done.stdout)).convert("RGB")
    written = ImageChops.invert(page).getbbox() or (0, 0, *page.size)
    bottom = min(written[3] + PAPER_MARGIN, page.height)
    save(page.crop((0, 0, page.width, bottom)), name)


def shoot_desks(browser: Browser, address: str, database: str, suffix: str) -> None:
    browser.log_in(address, database, "manager")
    desk = f"{address}/odoo/engineering-manager-desk"
    browser.open(desk, ".o_kanban_record")
    save(browser.picture(), f"manager-desk{suffix}")
    browser.log_in(address, database, "engineer")
    browser.open(f"{address}/odoo/engineering-desk", ".o_kanban_record")
    save(browser.picture(), f"engineer-desk{suffix}")


def shoot_cards(browser: Browser, address: str, database: str) -> None:
    """Take the deal as its manager sees it, a variant as its engineer does."""
    manager = Session(address, database, "manager")
    deal = manager.find("crm.lead", engineering_state="provided")
    browser.log_in(address, database, "manager")
    browser.open(f"{address}/odoo/crm/{deal}", ".o_form_sheet")
    browser.click(
        ".nav-link[name=engineering]",
        "[name=engineering_completed_variant_ids] .o_data_row",
    )
    save(browser.picture(), "deal")
    engineer = Session(address, database, "engineer")
    domain = {"calculation_id.state": "in_progress", "line_ids.display_type": False}
    variant = engineer.find("engineering.variant", **domain)
    calculation = engineer.value("engineering.variant", variant, "calculation_id")
    card = f"engineering-desk/{calculation}/engineering.variant/{variant}"
    browser.log_in(address, database, "engineer")
    browser.open(f"{address}/odoo/{card}", ".o_data_row")
    save(browser.picture(), "calculation")


def shoot_tools(browser: Browser, address: str, database: str) -> None:
    """Take what an engineer works with: measurements, comparison, check, template."""
    engineer = Session(address, database, "engineer")
    browser.log_in(address, database, "engineer")
    deal = engineer.find("crm.lead", name="Windows of the show flat")
    calculation = engineer.find("engineering.calculation", lead_id=deal)
    card = f"{address}/odoo/calculations/{calculation}"
    browser.open(card, ".o_form_sheet")
    browser.click(".nav-link[name=measurements]", "[name=measurement_ids] .o_data_row")
    save(browser.picture(), "measurements")
    browser.open(card, ".o_form_sheet")
    browser.click("button[name=action_compare]", ".o_engineering_comparison tbody tr")
    save(browser.picture(), "comparison")
    template = engineer.find("engineering.template", name="Windows of a flat, turnkey")
    browser.open(
        f"{address}/odoo/engineering-templates/{template}",
        "[name=line_ids] .o_data_row",
    )
    save(browser.picture(), "template")


def shoot_configuration(browser: Browser, address: str, database: str) -> None:
    """Take what an administrator sets up: a direction and a coefficient."""
    administrator = Session(address, database, "administrator")
    browser.log_in(address, database, "administrator")
    for name, model, path, domain in (
        ("direction", "engineering.direction", "directions", {"code": "WIN-SEC"}),
        ("coefficient", "engineering.coefficient", "coefficients", {"code": "FLOOR"}),
    ):
        record = administrator.find(model, **domain)
        browser.open(f"{address}/odoo/engineering-{path}/{record}", ".o_form_sheet")
        save(browser.picture(), name)


def make(database: str, lang: str, papers: Path) -> None:
    """Make a demo database whose people read a language, and walk a deal in it."""
    python = [sys.executable, "-m"]
    made = ["tools.host", "database", database, "--demo", "--lang", lang]
    walk = ["tools.demo", "--database", database, "--out", str(papers)]
    for command in (made, walk):
        subprocess.run([*python, *command], check=True, cwd=LAYOUT.checkout)


def shoot(database: str, russian: str, log: Path) -> None:
    with chromium() as browser:
        with server(database, log) as address:
            shoot_desks(browser, address, database, "")
            shoot_cards(browser, address, database)
            shoot_tools(browser, address, database)
            shoot_configuration(browser, address, database)
        with server(russian, log) as address:
            shoot_desks(browser, address, russian, "-ru")


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
    except ScreenshotError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    for folder, suffix in ((PAPERS, ""), (PAPERS / RUSSIAN, "-ru")):
        for paper in ("proposal", "act"):
            save_paper(folder / f"{paper}.pdf", f"{paper}{suffix}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
