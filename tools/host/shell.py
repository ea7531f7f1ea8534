"""Say what is done, and run the programs that do it."""

import pwd
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

# A program and its arguments.
Command = Sequence[str | Path]


class HostError(Exception):
    """The set-up can't go on; the message tells the remedy."""


def say(text: str) -> None:
    print(f"host: {text}", flush=True)


def run(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
) -> str:
    """Run a program quietly and return its output, or raise with its last lines."""
    try:
        done = subprocess.run(
            command,
            check=False,
            env=env,
            cwd=cwd,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except FileNotFoundError as error:
        raise HostError(f"{command[0]} is not on this machine") from error
    if done.returncode:
        line = " ".join(str(part) for part in command)
        tail = "\n".join(done.stdout.splitlines()[-100:])
        raise HostError(f"this command failed: {line}\n{tail}")
    return done.stdout
