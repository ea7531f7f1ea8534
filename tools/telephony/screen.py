"""A user's screen: what it is told of calls, and what its cards show."""

import json
import time
from contextlib import closing
from threading import Event, Thread
from typing import Any

import websocket
from typing_extensions import Self

from .proof import Proof
from .recorded import log_in

CHANNEL = "engineering_call"


class Screen:
    """Asks for cards as the page does: when it is told of a call, once at a time."""

    def __init__(self, proof: Proof, login: str) -> None:
        self.told: dict[int, float] = {}
        self.shown: dict[int, float] = {}
        self._proof = proof
        self._session = log_in(proof, login)
        self._over = Event()
        self._is_stale = Event()
        self._threads = [
            Thread(target=self._listen, daemon=True),
            Thread(target=self._look, daemon=True),
        ]
        self._is_heard = Event()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self._is_heard.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._is_stale.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _listen(self) -> None:
        cookie = f"session_id={self._session.cookies['session_id']}"
        address = f"ws{self._proof.address.removeprefix('http')}/websocket"
        line = websocket.create_connection(
            address, cookie=cookie, origin=self._proof.address, timeout=1
        )
        with closing(line):
            data = {"channels": [], "last": 0}
            line.send(json.dumps({"event_name": "subscribe", "data": data}))
            self._is_heard.set()
            while not self._over.is_set():
                try:
                    told = json.loads(line.recv() or "[]")
                except websocket.WebSocketTimeoutException:
                    continue
                self._take(told)

    def _take(self, told: list[dict[str, Any]]) -> None:
        moment = time.time()
        for one in told:
            if one["message"]["type"] == CHANNEL:
                self.told.setdefault(one["message"]["payload"]["id"], moment)
                self._is_stale.set()

    def _look(self) -> None:
        while not self._over.is_set():
            self._is_stale.wait()
            self._is_stale.clear()
            cards = self.ask("engineering.call", "get_cards")
            moment = time.time()
            for card in cards:
                self.shown.setdefault(card["id"], moment)

    def ask(self, model: str, method: str) -> Any:
        """Return what a method of a model returns to the user."""
        params = {"model": model, "method": method, "args": [], "kwargs": {}}
        answer = self._session.post(
            f"{self._proof.address}/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "params": params},
            timeout=60,
        )
        return answer.json()["result"]
