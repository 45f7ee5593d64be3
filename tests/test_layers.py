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
    {"scale"},
    {"reader"},
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


LATER = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    print(name, *sys.modules)
"""


@pytest.mark.parametrize("turn", [1, -1])
def test_a_room_loads_only_what_is_below_it(turn: int) -> None:
    """From the ground floor up, and the rooms of a floor in either order: none is there too early."""
    rooms = [room for floor in reversed(ROOMS) for room in sorted(floor)[::turn]]
    names = [f"xiangqu.{m}" for room in rooms for m in MODULES if m.partition(".")[0] == room]
    done = subprocess.run(
        [sys.executable, "-c", LATER, *names], capture_output=True, text=True, check=True
    )
    for line in done.stdout.splitlines():
        name, *there = line.split()
        found = {other.split(".")[1] for other in there if other.startswith("xiangqu.")}
        reached = rooms[: rooms.index(name.split(".")[1]) + 1]
        assert found <= {*reached}, name


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
