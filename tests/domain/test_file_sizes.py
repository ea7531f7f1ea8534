"""A file that grows too long has a part with a name of its own in it."""

from pathlib import Path

import domain

ADDONS = Path(domain.__file__).parents[2]
MOST_LINES = 250


def test_no_file_is_too_long() -> None:
    sizes = {
        str(path.relative_to(ADDONS)): len(path.read_text("utf-8").splitlines())
        for path in ADDONS.glob("**/*.py")
    }
    assert not {path: size for path, size in sizes.items() if size > MOST_LINES}
