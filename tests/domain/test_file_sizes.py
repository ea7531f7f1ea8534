"""A file that grows too long has a part with a name of its own in it."""

from pathlib import Path

import domain

ADDON = Path(domain.__file__).parents[1]
MOST_LINES = 250


def test_no_file_is_too_long() -> None:
    sizes = {
        str(path.relative_to(ADDON)): len(path.read_text("utf-8").splitlines())
        for path in ADDON.glob("**/*.py")
    }
    assert not {path: size for path, size in sizes.items() if size > MOST_LINES}
