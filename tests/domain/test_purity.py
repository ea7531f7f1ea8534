"""The domain knows neither the host nor the world outside of the process."""

import ast
import subprocess
import sys
from pathlib import Path

import domain
import pytest

FOLDER = Path(domain.__file__).parent
MODULES = sorted(FOLDER.glob("**/*.py"))
EACH_MODULE = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(FOLDER))
)

# Modules that compute; one that reads, writes, waits or asks doesn't belong here.
PURE = {
    "abc",
    "ast",
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "graphlib",
    "hashlib",
    "itertools",
    "json",
    "keyword",
    "math",
    "operator",
    "pydantic",
    "pydantic_core",
    "re",
    "simpleeval",
    "statemachine",
    "types",
    "typing",
    "unicodedata",
}
FORBIDDEN_CALLS = {
    "__import__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "input",
    "open",
    "print",
}

IMPORT_WITHOUT_HOST = """
import importlib, sys

class NoHost:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "odoo":
            raise AssertionError(f"the domain imports {name}")

sys.meta_path.insert(0, NoHost())
for name in sys.argv[1:]:
    importlib.import_module(name)
assert not [name for name in sys.modules if name.partition(".")[0] == "odoo"]
"""


def imported_names(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    plain = {
        alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return plain | {
        node.module or ""
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.level == 0
    }


@EACH_MODULE
def test_module_imports_only_what_computes(path: Path) -> None:
    names = imported_names(ast.parse(path.read_text(encoding="utf-8")))
    assert {name.partition(".")[0] for name in names} <= PURE


@EACH_MODULE
def test_module_reaches_no_further_than_its_package(path: Path) -> None:
    depth = len(path.relative_to(FOLDER).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= depth, f"line {node.lineno} leaves the domain"


@EACH_MODULE
def test_module_does_no_input_or_output(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"line {node.lineno}"


def test_domain_runs_where_the_host_is_forbidden() -> None:
    paths = (path.relative_to(FOLDER.parent).with_suffix("") for path in MODULES)
    names = (".".join(path.parts).removesuffix(".__init__") for path in paths)
    subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_HOST, *names],
        cwd=FOLDER.parent,
        check=True,
    )
