"""The addon and its tools run on the oldest Python that Odoo 19 allows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / name for name in ("addons", "benchmarks", "tools")]

# Possessive quantifiers and atomic groups came with 3.11, and vermin reads no patterns.
LATER = re.compile(r"(?<!\\)(?:\[[^\]]*\]|\\.|[\w.)])(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


def _get_text(pattern):
    return pattern.decode() if isinstance(pattern, bytes) else pattern


def test_code_needs_no_later_python():
    vermin = Path(sys.executable).with_name("vermin")
    found = subprocess.run(
        [vermin, "-t=3.10-", "--no-tips", "--violations", "--eval-annotations"]
        + FOLDERS,
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


def test_patterns_need_no_later_python():
    patterns = [
        (path.name, _get_text(node.args[0].value))
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("re.")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(patterns) > 10
    assert [found for found in patterns if LATER.search(found[1])] == []


@pytest.mark.parametrize("pattern", ["a*+", "[0-9]++", r"\d?+", "(a)?+", "(?>a)"])
def test_later_patterns_are_recognized(pattern):
    assert LATER.search(pattern)
