"""Programs that run beside a command, and end with it."""

import subprocess
from typing import IO

from typing_extensions import Self

from .shell import Command

# Who has not ended by then is killed.
END_SECONDS = 30


def end(*servers: "subprocess.Popen[bytes]", seconds: float = END_SECONDS) -> None:
    """End programs, all at once; whoever does not listen is killed."""
    for server in servers:
        server.terminate()
    for server in servers:
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


class Servers:
    """Servers from entering to leaving; those of a start that fails end, too."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def start(self) -> None:
        """Run the servers, and wait until they answer."""
        raise NotImplementedError

    def end(self) -> None:
        """End what was run."""
        end(*self.processes)

    def run(self, command: Command, output: IO[bytes] | int) -> None:
        """Run one more server."""
        self.processes.append(subprocess.Popen(command, stdout=output, stderr=output))
