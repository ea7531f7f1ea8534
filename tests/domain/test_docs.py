"""What the docs say of extending is code that runs, and names that are there."""

import re
import textwrap
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs/extending.md"
EXTENSIONS = TOP / "tests/extensions"
EXCERPT = re.compile(
    r"^\[(?P<name>[\w/.]+)\]\((?P<path>[\w/.]+)\)\n\n```\w+\n(?P<code>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
# A name of ours that begins as private ones do, alone or behind its model.
METHOD = re.compile(r"`(?:[\w.]+\.)?(_[a-z]\w+[a-z])(?:\([^`]*\))?`")
INDENTS = range(0, 32, 4)


def dense(text: str) -> str:
    """Leave blank lines out: those between functions depend on how deep these stand."""
    return re.sub(r"\n\s*\n", "\n", text)


def excerpts():
    return [
        pytest.param(EXTENSIONS / found["name"], found["code"], id=found["name"])
        for found in EXCERPT.finditer(PAGE.read_text())
    ]


@pytest.mark.parametrize(("path", "code"), excerpts())
def test_excerpts_are_in_the_addons(path: Path, code: str) -> None:
    source = dense(path.read_text())
    for part in re.split(r"^ *…\n", code, flags=re.MULTILINE):
        lines = dense(textwrap.dedent(part).rstrip())
        assert any(
            textwrap.indent(lines, " " * indent) in source for indent in INDENTS
        ), lines


def test_both_addons_are_quoted_under_their_paths() -> None:
    found = list(EXCERPT.finditer(PAGE.read_text()))
    assert {Path(one["name"]).parts[0] for one in found} == {
        manifest.parent.name for manifest in EXTENSIONS.glob("*/__manifest__.py")
    }
    for one in found:
        assert (PAGE.parent / one["path"]).resolve() == EXTENSIONS / one["name"]


def test_hooks_that_are_named_are_there() -> None:
    code = "\n".join(
        path.read_text() for path in TOP.glob("addons/crm_engineering_calc/**/*.py")
    )
    defined = set(re.findall(r"^ +(?:def )?(_\w+)(?=\(| = )", code, re.MULTILINE))
    named = set(METHOD.findall(PAGE.read_text()))
    assert named
    assert named - defined == set()
