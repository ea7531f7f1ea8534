"""A headless Chromium, driven by its DevTools protocol."""

import base64
import contextlib
import io
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import websocket
from PIL import Image

from tools.demo.session import Session
from tools.host.servers import end

DESK = (1440, 900)
# Where two tables stand one below the other.
TALL = (1440, 1200)
PHONE = (390, 844)
# Of the people in the demo: what a browser says stands beside what Odoo says.
TIME_ZONE = "Europe/Moscow"
SECONDS = 90
# A page of a phone is shown to its end, and no further.
LONGEST = 2400

# The page has what it is opened for, and nothing is under way on it.
SETTLED = """
    document.querySelector({selector!r})
    && !document.querySelector(".o_loading_indicator, .o_skeleton, .o_blockUI")
    && document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete)
"""
# Notifications that cover a corner of a page.
QUIET = "document.querySelectorAll('.o_notification_close').forEach((b) => b.click())"


class ScreenshotError(Exception):
    """A page did not show what it should."""


class Browser:
    """One user's browser: a page that is logged in from the start."""

    def __init__(self, page: str, session: Session, size: tuple[int, int]) -> None:
        self.socket = websocket.create_connection(
            page, timeout=SECONDS, suppress_origin=True
        )
        self.address = session.address
        self.commands = 0
        self.command("Inspector.enable")
        self.resize(*size)
        self.command("Emulation.setTimezoneOverride", timezoneId=TIME_ZONE)
        self.command(
            "Network.setCookie",
            name="session_id",
            value=session.cookie,
            url=session.address,
        )

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

    def open(self, path: str, selector: str) -> None:
        answer = self.command("Page.navigate", url=f"{self.address}{path}")
        if error := answer.get("errorText"):
            raise ScreenshotError(f"{path}: {error}")
        self.wait(SETTLED.format(selector=selector), f"{selector} of {path}")

    def click(self, selector: str, result: str) -> None:
        self.evaluate(f"document.querySelector({selector!r}).click()")
        self.wait(SETTLED.format(selector=result), result)

    def resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1}
        is_phone = width == PHONE[0]
        self.command("Emulation.setDeviceMetricsOverride", mobile=is_phone, **metrics)

    def show_all(self, width: int) -> None:
        """Make the window as high as its page."""
        height = self.evaluate("document.documentElement.scrollHeight")
        self.resize(width, min(height, LONGEST))
        self.wait("true", "the page in its length")

    def picture(self) -> Image.Image:
        self.evaluate(QUIET)
        data = self.command("Page.captureScreenshot", format="png")["data"]
        return Image.open(io.BytesIO(base64.b64decode(data)))


@contextlib.contextmanager
def browser(session: Session, size: tuple[int, int] = DESK) -> Iterator[Browser]:
    """Run a browser of one user, and of nobody else.

    A page whose session ends under it goes to the login by itself, and so into the way
    of whatever is opened next: each user gets a profile of his own instead.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        try:
            page = page_address(Path(profile) / "DevToolsActivePort")
            yield Browser(page, session, size)
        finally:
            end(process)


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
