"""A line to one Asterisk: questions by HTTP, and what it tells by WebSocket."""

import base64
import json
import re
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import requests
import websocket

from ..telephony.ari_channel import HEARD
from ..telephony.events import RECORDING, CallEvent

ANSWERS_WITHIN = 5
# A name has no part that leads elsewhere: dots alone, or what is escaped like them.
STORED = re.compile(r"recordings/stored/(?!(?:\.|%2e)+/)[^/?#\\]+/file", re.IGNORECASE)
HEARD_WITHIN = 45
NEXT_WITHIN = 1
# What is at hand has come already.
AT_HAND = 0.001
MOST_AT_ONCE = 200
PASSWORD = "password"
ADDRESS = "address"
CLOSED = "closed"
REFUSED = "refused"


class LineError(Exception):
    """The line does not do what it is asked; `reason` is one of those above."""

    def __init__(self, reason, told=""):
        self.reason = reason
        super().__init__(f"{reason}: {told}" if told else reason)


class AriLine:
    """What may be asked of an Asterisk, and how it is heard."""

    def __init__(self, address, user, password):
        self.address = address.rstrip("/")
        self._auth = (user or "", password or "")

    def is_same(self, other):
        """Return whether another line leads to the same place, in the same name."""
        return (self.address, self._auth) == (other.address, other._auth)

    # === QUESTIONS ===

    def ask(self, method, path, missing=None, **kwargs):
        """Return the answer to a question.

        :param missing: what to return where there is no such thing
        :raises LineError: there is no answer, or it is a refusal
        """
        try:
            # A redirection would carry the password elsewhere.
            answer = requests.request(
                method,
                f"{self.address}/ari/{path}",
                auth=self._auth,
                timeout=ANSWERS_WITHIN,
                allow_redirects=False,
                **kwargs,
            )
        except requests.RequestException as error:
            raise LineError(ADDRESS, error) from error
        if answer.status_code in (401, 403):
            raise LineError(PASSWORD)
        if answer.status_code == 404 and missing is not None:
            return missing
        if not answer.ok or answer.is_redirect:
            raise LineError(REFUSED, f"{answer.status_code} {answer.text[:200]}")
        return answer

    def get_channels(self):
        """Return the channels that there are."""
        return self._get_list("channels")

    def get_bridges(self):
        """Return the bridges that there are."""
        return self._get_list("bridges")

    def _get_list(self, path):
        try:
            return self.ask("GET", path).json()
        except ValueError as error:
            raise LineError(ADDRESS, "no ARI") from error

    def has_recording(self, name):
        """Return whether a recording of this name is stored."""
        path = f"recordings/stored/{quote(name, safe='')}"
        return bool(self.ask("GET", path, missing=False))

    def get_recording_address(self, name):
        """Return the address of the file of a stored recording."""
        path = f"recordings/stored/{quote(name, safe='')}/file"
        return f"{self.address}/ari/{path}"

    def find_recording(self, ended):
        """Return the event that a call which has ended was recorded; none: it is not.

        :raises LineError: it can't be asked
        """
        if not self.has_recording(ended.call):
            return None
        return CallEvent(
            id=f"{ended.call}:{RECORDING}"[:128],
            call=ended.call,
            type=RECORDING,
            time=ended.time,
            recording=self.get_recording_address(ended.call),
        )

    def is_mine(self, address):
        """Return whether an address is one of this Asterisk's recordings."""
        return bool(STORED.fullmatch(self._get_path(address)))

    def fetch(self, address):
        """Return the answer that has a recording, to be read piece by piece."""
        return self.ask("GET", self._get_path(address), stream=True)

    def delete(self, address):
        """Delete a recording; one that is not there is none."""
        path = self._get_path(address).removesuffix("/file")
        self.ask("DELETE", path, missing=False)

    def _get_path(self, address):
        return address.removeprefix(f"{self.address}/ari/")

    # === WHAT IT TELLS ===

    @contextmanager
    def listen(self, app):
        """Return a function that gives all that is told by now, see `Ear.hear`.

        :raises LineError: it can't be heard, or not any more
        """
        told = urlencode({"app": app, "subscribeAll": "true"})
        address = f"ws{self.address.removeprefix('http')}/ari/events?{told}"
        token = base64.b64encode(":".join(self._auth).encode()).decode()
        try:
            socket = websocket.create_connection(
                address,
                timeout=ANSWERS_WITHIN,
                header=[f"Authorization: Basic {token}"],
                redirect_limit=0,
            )
        except websocket.WebSocketBadStatusException as error:
            is_refused = error.status_code in (401, 403)
            raise LineError(PASSWORD if is_refused else ADDRESS, error) from error
        except (OSError, ValueError, websocket.WebSocketException) as error:
            raise LineError(ADDRESS, error) from error
        try:
            self._hear_only(app)
            yield Ear(socket).hear
        finally:
            socket.close(timeout=1)

    def _hear_only(self, app):
        """Ask to be told of what is read here alone: older ones tell of everything."""
        allowed = [{"type": kind} for kind in HEARD]
        path = f"applications/{quote(app, safe='')}/eventFilter"
        self.ask("PUT", path, missing=False, json={"allowed": allowed})


class Ear:
    """Hears what is told, and notices when nobody is there any more."""

    def __init__(self, socket):
        self._socket = socket
        self._heard = self._asked = time.monotonic()

    def hear(self, waits=True):
        """Return what is told next, and what else is at hand; none: nothing is.

        :param waits: for a second, where nothing is at hand
        :raises LineError: the line is closed, or dead
        """
        told = []
        kind, data = self._receive(NEXT_WITHIN if waits else AT_HAND)
        while kind is not None:
            if kind == websocket.ABNF.OPCODE_TEXT:
                told.append(self._read(data))
            if len(told) >= MOST_AT_ONCE:
                break
            try:
                kind, data = self._receive(AT_HAND)
            except LineError:
                if told:
                    # What was told before counts; who hears on is refused again.
                    break
                raise
        return told

    def _receive(self, within):
        """Return kind and data of the next frame; none: it does not come in time."""
        now = time.monotonic()
        if now - self._heard > HEARD_WITHIN:
            raise LineError(CLOSED, "no answer")
        try:
            if now - self._asked > HEARD_WITHIN / 3:
                self._asked = now
                self._socket.ping()
            self._socket.settimeout(within)
            kind, data = self._socket.recv_data(control_frame=True)
        except websocket.WebSocketTimeoutException:
            return None, b""
        except (OSError, websocket.WebSocketException) as error:
            raise LineError(CLOSED, error) from error
        self._heard = time.monotonic()
        if kind == websocket.ABNF.OPCODE_CLOSE:
            raise LineError(CLOSED)
        return kind, data

    def _read(self, data):
        try:
            return json.loads(data)
        except ValueError as error:
            raise LineError(CLOSED, "no JSON") from error
