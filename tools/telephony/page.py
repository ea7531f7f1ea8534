"""A page in a browser with a microphone that beeps."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests  # type: ignore[import-untyped]
import websocket
from typing_extensions import Self

from tools.host.servers import end

from .exchange import ExchangeError
from .proof import PATIENCE

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)


class Page:
    """One page, as long as it is entered."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self._asked = 0

    def __enter__(self) -> Self:
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not program:
            raise ExchangeError("no Chromium is installed")
        own = f"--user-data-dir={self._folder.name}"
        self._browser = subprocess.Popen(
            [program, *SWITCHES, own, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._line = websocket.create_connection(self._find(), timeout=PATIENCE)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._line.close(timeout=1)
        self._end()

    def _end(self) -> None:
        end(self._browser)
        self._folder.cleanup()

    def _find(self) -> str:
        told = Path(self._folder.name) / "DevToolsActivePort"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if told.exists() and (lines := told.read_text().splitlines()):
                there = requests.get(f"http://127.0.0.1:{lines[0]}/json", timeout=10)
                for one in there.json():
                    if one["type"] == "page":
                        return str(one["webSocketDebuggerUrl"])
            time.sleep(0.2)
        raise ExchangeError("the browser does not start")

    def ask(self, method: str, **params: object) -> Any:
        """Return what the browser answers."""
        self._asked += 1
        asked = {"id": self._asked, "method": method, "params": params}
        self._line.send(json.dumps(asked))
        while True:
            answer = json.loads(self._line.recv())
            if answer.get("id") == self._asked:
                return answer.get("result", {})

    def open(self, address: str, session: str) -> None:
        """Open an address of the server, as whose session it is."""
        self.ask("Network.setCookie", name="session_id", value=session, url=address)
        self.ask("Page.navigate", url=address)

    def wait(self, what: str, script: str) -> None:
        """Wait until a script gives something that is true.

        :raises ExchangeError: it does not
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            told = self.ask("Runtime.evaluate", expression=f"Boolean({script})")
            if told.get("result", {}).get("value"):
                return
            time.sleep(0.2)
        raise ExchangeError(what)

    def click(self, what: str, selector: str) -> None:
        """Click an element, as soon as it is there.

        :raises ExchangeError: it is not
        """
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait(f"there is no {what}", found)
        self.ask("Runtime.evaluate", expression=f"{found}.click()")
