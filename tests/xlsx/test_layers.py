"""The package makes bytes of the domain's values, and knows nothing of the host."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from crm_engineering_calc import xlsx

MODULES = sorted(Path(xlsx.__file__).parent.glob("**/*.py"))
# What else than the standard library it may import.
KNOWN = {"openpyxl", "pydantic", "pydantic_core", "python_calamine", "xlsxwriter"}

IMPORT_WITHOUT_HOST = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest
import crm_engineering_calc.xlsx
assert not [name for name in sys.modules if name.partition(".")[0] == "odoo"]
"""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_the_domain_and_workbooks_alone(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert node.level == 1 or module.partition(".")[0] == "domain"
            continue
        else:
            continue
        tops = {name.partition(".")[0] for name in names}
        assert tops <= KNOWN | sys.stdlib_module_names


def test_package_is_imported_without_the_host() -> None:
    folder = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", IMPORT_WITHOUT_HOST, folder], check=True)
