"""The Python packages, installed from the locks alone."""

import hashlib
import platform
import shutil
import sys
from pathlib import Path

from .layout import Layout
from .shell import Command, run, say


def fingerprint(folder: Path, lock: Path) -> str:
    """Changes when what the lock names must be installed anew."""
    made_of = f"{platform.python_version()} {folder} {lock.read_text()}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def provide(layout: Layout) -> None:
    """The virtual environment."""
    if _is_current(layout.venv, layout.lock):
        return
    say("installing the locked Python packages (about a minute)")
    shutil.rmtree(layout.venv, ignore_errors=True)
    run([sys.executable, "-m", "venv", layout.venv])
    _install(layout, layout.venv, layout.lock)


def provide_beside(layout: Layout) -> None:
    """The addons of others, in a folder that only make test-beside has on its path."""
    if _is_current(layout.beside, layout.beside_lock):
        return
    say("installing the locked addons of others")
    shutil.rmtree(layout.beside, ignore_errors=True)
    _install(layout, layout.beside, layout.beside_lock, "--target", layout.beside)


def _is_current(folder: Path, lock: Path) -> bool:
    stamp = folder / "fingerprint"
    return stamp.exists() and stamp.read_text() == fingerprint(folder, lock)


def _install(layout: Layout, folder: Path, lock: Path, *where: str | Path) -> None:
    # The lock is complete: --no-deps also keeps the addons' "odoo" requirement out.
    pip: Command = [layout.python, "-m", "pip", "install", "--quiet", "--no-deps"]
    run([*pip, *where, "--require-hashes", "-r", lock])
    (folder / "fingerprint").write_text(fingerprint(folder, lock))
