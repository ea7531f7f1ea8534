"""Arrows point down: wizards, controllers and papers know models, these the domain."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import domain
import pytest

ADDON = Path(domain.__file__).parents[1]
LAYERS = {
    "domain": set[str](),
    "xlsx": {"domain"},
    "models": {"domain", "xlsx"},
    "controllers": {"domain", "models"},
    "reports": {"domain", "models"},
    "wizards": {"domain", "models", "xlsx"},
}


def get_imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the addon's modules that a file imports, as parts of their paths."""
    package = path.relative_to(ADDON).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) + 1 - node.level]
            module = node.module.split(".") if node.module else []
            for alias in node.names:
                yield (*base, *module, alias.name)


def get_order() -> list[str]:
    """Return the folders of the models as they are loaded: after those they know."""
    loaded = (ADDON / "models/__init__.py").read_text(encoding="utf-8")
    return [
        alias.name
        for node in ast.walk(ast.parse(loaded))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_layer_knows_what_is_below_it_alone(layer: str) -> None:
    known = {
        imported[0]
        for path in (ADDON / layer).rglob("*.py")
        for imported in get_imported(path)
    }
    assert known - {layer} <= LAYERS[layer]


def get_modules(layer: str) -> dict[tuple[str, ...], Path]:
    """Return the files of a layer, by the parts of their modules."""
    files = (ADDON / layer).rglob("*.py")
    return {path.relative_to(ADDON).with_suffix("").parts: path for path in files}


@pytest.mark.parametrize("layer", ["domain", "xlsx"])
def test_modules_import_each_other_in_no_circle(layer: str) -> None:
    modules = get_modules(layer)
    known = {
        module: {
            part
            for imported in get_imported(path)
            for part in (imported, imported[:-1])
            if part in modules
        }
        for module, path in modules.items()
    }
    # A circle raises an error that names it.
    assert len(list(TopologicalSorter(known).static_order())) == len(modules)


@pytest.mark.parametrize("folder", get_order())
def test_folder_of_models_knows_those_before_it_alone(folder: str) -> None:
    order = get_order()
    known = {
        imported[1]
        for path in (ADDON / "models" / folder).rglob("*.py")
        for imported in get_imported(path)
        if imported[0] == "models"
    }
    assert known <= set(order[: order.index(folder) + 1])


def test_each_folder_of_models_is_loaded() -> None:
    folders = {path.parent.name for path in (ADDON / "models").glob("*/__init__.py")}
    assert folders == set(get_order())
