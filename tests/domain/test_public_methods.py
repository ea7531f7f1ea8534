"""Public methods say what they do: buttons, programs and addons call them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import domain
import pytest

ADDONS = Path(domain.__file__).parents[2]
MODULES = sorted(
    path
    for folder in ("models", "wizards", "controllers", "reports")
    for path in ADDONS.glob(f"*/{folder}/**/*.py")
    if path.name != "__init__.py"
)


def is_property(method: ast.FunctionDef) -> bool:
    return any(
        isinstance(decorator, ast.Name) and decorator.id == "property"
        for decorator in method.decorator_list
    )


def public_methods(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (
                method
                for method in node.body
                if isinstance(method, ast.FunctionDef)
                and not method.name.startswith("_")
                and not is_property(method)
            )


def says_as_the_host(method: ast.FunctionDef) -> bool:
    """Return whether it only adds to a method of the same name, documented there."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == method.name
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
        for node in ast.walk(method)
    )


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(ADDONS).with_suffix(""))
)
def test_public_methods_say_what_they_do(path: Path) -> None:
    silent = [
        method.name
        for method in public_methods(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(method) and not says_as_the_host(method)
    ]
    assert not silent
