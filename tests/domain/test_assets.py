"""What styles and drives pages and papers is in a bundle: else nobody would load it."""

import ast
from pathlib import Path

import pytest

ADDONS = sorted((Path(__file__).parents[2] / "addons").iterdir())


def in_bundle(addon, entries):
    """Return the files of a bundle, which a manifest adds and removes by patterns."""
    files = set()
    for entry in entries:
        step, pattern = entry if isinstance(entry, tuple) else ("append", entry)
        found = set(addon.parent.glob(pattern))
        assert found, f"{pattern} finds nothing"
        files = files - found if step == "remove" else files | found
    return files


@pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)
def test_every_source_is_in_a_bundle(addon):
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text("utf-8"))
    bundles = manifest.get("assets", {}).values()
    loaded = set().union(*(in_bundle(addon, entries) for entries in bundles))
    sources = {path for path in (addon / "static/src").rglob("*") if path.is_file()}
    assert sources - loaded == set()
