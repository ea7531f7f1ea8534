"""The virtual environment, installed from the lock alone."""

import hashlib
import platform
import shutil
import sys

from .layout import Layout
from .shell import Command, run, say


def fingerprint(layout: Layout) -> str:
    """Changes when the environment must be built anew."""
    made_of = f"{platform.python_version()} {layout.venv} {layout.lock.read_text()}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def provide(layout: Layout) -> None:
    stamp = layout.venv / "fingerprint"
    if stamp.exists() and stamp.read_text() == fingerprint(layout):
        return
    say("installing the locked Python packages (about a minute)")
    if layout.venv.exists():
        shutil.rmtree(layout.venv)
    run([sys.executable, "-m", "venv", layout.venv])
    # The lock is complete: --no-deps also keeps the addons' "odoo" requirement out.
    pip: Command = [layout.python, "-m", "pip", "install", "--quiet", "--no-deps"]
    run([*pip, "--require-hashes", "-r", layout.lock])
    stamp.write_text(fingerprint(layout))
