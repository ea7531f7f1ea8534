"""A line that can be cut: it passes on what comes to it, as long as it is whole."""

import socket
from contextlib import suppress
from threading import Thread
from types import TracebackType

from typing_extensions import Self

PIECE = 64 * 1024


class CuttableLine:
    """Leads from a port of its own to another one, both of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._door: socket.socket | None = None
        self._ends: list[socket.socket] = []
        self._own = 0

    @property
    def address(self) -> str:
        """Return where the line begins: the same after it was cut."""
        return f"http://127.0.0.1:{self._own}"

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()

    def mend(self) -> None:
        """Let the line be whole."""
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self._own))
        door.listen()
        self._door, self._own = door, door.getsockname()[1]
        Thread(target=self._serve, args=(door,), daemon=True).start()

    def cut(self) -> None:
        """Break off what is said, and let nobody in."""
        door, self._door = self._door, None
        for end in (door, *self._ends):
            if end is not None:
                _close(end)
        self._ends = []

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                near, _whence = door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port))
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(PIECE):
            other.sendall(piece)
    _close(one)
    _close(other)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        # A thread that waits for it wakes up.
        end.shutdown(socket.SHUT_RDWR)
    end.close()
