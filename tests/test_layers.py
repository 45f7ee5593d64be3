"""Imports go one way, and ``import xiangqu`` is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xiangqu

PACKAGE = Path(xiangqu.__file__).parent
LAYERS = [
    {"errors", "records", "numerals"},
    {"align", "jsonlines", "repo", "vocabulary", "tables"},
    {"clean", "split"},
    {"validate", "publish", "browse", "stats", "codebook"},
    {"card", "report", "pipeline"},
    {"terminal", "cli", "__init__", "__main__"},
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(file: Path) -> set[str]:
    """The top-level modules of the package that ``file`` imports, at any depth of nesting."""
    depth = len(file.relative_to(PACKAGE).parts) - 1
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            found |= (
                {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
            )
    return (found & set(LAYER)) - {"__init__"}


def room(file: Path) -> str:
    part = file.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_go_one_way(file: Path) -> None:
    for name in imports(file) - {room(file)}:
        assert LAYER[name] <= LAYER[room(file)], f"{file.name} imports {name} from above"
        if LAYER[room(file)] == 3:
            assert LAYER[name] < 3, f"{file.name} imports {name} beside it"
    if room(file) == "validate":
        assert not imports(file) & LAYERS[2], "the validator must not share the maker's code"


def test_every_module_has_a_layer() -> None:
    assert {room(file) for file in MODULES} == set(LAYER)


def test_import_is_light() -> None:
    heavy = {"datasets", "pyarrow", "rich", "jsonschema"}
    code = f"import sys, xiangqu; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
