"""The rooms of the package stand in one order, and nothing that is loaded leads up it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xiangqu

PACKAGE = Path(xiangqu.__file__).parent
ROOMS = [
    {"cli"},
    {"release"},
    {"versioning"},
    {"citation", "compare"},
    {"annotator"},
    {"validate"},
    {"tabular"},
    {"files"},
    {"text"},
    {"annotation"},
]
"""Top to bottom: a room may load its own modules and those of rooms below it."""

FLOOR = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}
MODULES = sorted(
    ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
    for file in PACKAGE.rglob("*.py")
    if file.parent != PACKAGE
)
MAKERS = {"xiangqu.text.split", "xiangqu.text.clean"}
"""What made the data that `xiangqu.validate` checks."""


def loaded(module: str) -> set[str]:
    """The modules that importing ``module`` loads in a fresh process."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def above(room: str) -> set[str]:
    """The rooms that ``room`` must not load: those on its own floor and on every floor above."""
    return {other for other, floor in FLOOR.items() if floor <= FLOOR[room]} - {room}


def test_every_module_is_in_a_room() -> None:
    assert {module.partition(".")[0] for module in MODULES} == set(FLOOR)
    assert {file.name for file in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", FLOOR)
def test_a_room_loads_only_what_is_below_it(room: str) -> None:
    names = [f"xiangqu.{module}" for module in MODULES if module.partition(".")[0] == room]
    found = {name.split(".")[1] for name in loaded(", ".join(names)) if name[:8] == "xiangqu."}
    assert not found & above(room)


@pytest.mark.parametrize("module", MODULES)
def test_a_late_import_leads_down_too(module: str) -> None:
    """Imports inside functions are not loaded with the module, so they are read from its source."""
    parts = module.split(".")
    source = (PACKAGE / Path(*parts)).with_suffix(".py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == len(parts):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            for name in names:
                assert name.partition(".")[0] not in above(parts[0]), f"{module}: {name}"


def test_the_checker_does_not_load_the_maker() -> None:
    found = loaded("xiangqu.validate")
    assert not found & MAKERS
    assert not any(name.startswith("xiangqu.annotator") for name in found)


def test_import_is_light() -> None:
    heavy = {"datasets", "huggingface_hub", "jsonschema", "pandas", "pyarrow", "rich", "yaml"}
    assert not loaded("xiangqu") & heavy
