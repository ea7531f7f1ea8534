"""What the README tells to install is what the addon asks for, and what is tested."""

import ast
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
MANIFEST = ast.literal_eval(
    (ROOT / "addons/crm_engineering_calc/__manifest__.py").read_text()
)
IMPORTS = MANIFEST["external_dependencies"]["python"]
PINS = (ROOT / "pyproject.toml").read_text()


def pinned(text: str) -> list[Requirement]:
    return [Requirement(pin) for pin in re.findall(r'"(\S+==\S+)",', text)]


def commands(first: str) -> list[str]:
    """Return what is given to each `pip install` that begins with `first`."""
    lines = README.replace("\\\n", " ")
    found = re.findall(r"pip install (?:--target \S+ )?\s*(.*?)(?:&&|\n)", lines)
    return [" ".join(words.split()) for words in found if words.startswith(first)]


def test_each_way_installs_what_the_manifest_asks_for():
    asked = (name if name.isidentifier() else f'"{name}"' for name in IMPORTS)
    assert commands("packaging ") == [" ".join(asked)] * 3


def test_each_way_installs_the_addons_that_are_tested():
    own = pinned(PINS.partition("[dependency-groups]")[0])
    tested = [str(pin) for pin in own if pin.name.startswith("odoo-addon-")]
    assert commands("--no-deps") == [" ".join(("--no-deps", *tested))] * 3


@pytest.mark.parametrize("requirement", IMPORTS)
def test_what_is_asked_for_is_tested(requirement):
    asked = Requirement(requirement)
    (pin,) = (pin for pin in pinned(PINS) if pin.name == asked.name)
    (version,) = pin.specifier
    assert asked.specifier.contains(version.version)
