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
    {"errors", "records", "numerals", "versions", "changed"},
    {"align", "jsonlines", "lock", "markdown", "repo", "store", "vocabulary", "tables", "cff"},
    {"clean", "split", "annotator"},
    {"units", "differences", "matching", "scores", "tasks", "bibliography", "interchange"},
    {
        "validate",
        "publish",
        "browse",
        "cite",
        "stats",
        "codebook",
        "metadata",
        "agreement",
        "audit",
        "evaluation",
        "exchange",
        "picture",
        "models",
    },
    {
        *("card", "catalogue", "freshness", "kept", "passes", "pipeline", "release", "report"),
        *(
            "adding",
            "baselines",
            "croissant",
            "datapackage",
            "deposit",
            "derive",
            "diff",
            "drafting",
        ),
        *("hub", "linked"),
        *("scorecard", "snapshot", "sources", "specimen"),
    },
    {"terminal", "listing", "cli", "__init__", "__main__"},
]
BESIDE = 4
"""The layer whose modules do not import each other."""

LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(file: Path) -> set[str]:
    """The top-level modules of the package that ``file`` imports, at any depth of nesting."""
    depth = len(file.relative_to(PACKAGE).parts) - 1
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = "xiangqu." if node.level == depth + 1 else "." if node.level else ""
            names = [f"{start}{node.module or alias.name}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("xiangqu.")}
    return (found & set(LAYER)) - {"__init__"}


def room(file: Path) -> str:
    part = file.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_go_one_way(file: Path) -> None:
    for name in imports(file) - {room(file)}:
        assert LAYER[name] <= LAYER[room(file)], f"{file.name} imports {name} from above"
        if LAYER[room(file)] == BESIDE:
            assert LAYER[name] < BESIDE, f"{file.name} imports {name} beside it"
    if room(file) == "validate":
        assert not imports(file) & LAYERS[2], "the validator must not share the maker's code"


def test_every_module_has_a_layer() -> None:
    assert {room(file) for file in MODULES} == set(LAYER)


def test_import_is_light() -> None:
    heavy = {"citeproc", "datasets", "huggingface_hub", "jsonschema", "pyarrow", "rich", "yaml"}
    code = f"import sys, xiangqu; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
