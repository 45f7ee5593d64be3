"""Mutants of the code: small faults made one at a time, each of which a test has to see.

Run ``python tests/mutants.py``: it makes a seeded sample of mutants of the rooms where a silent fault would
change the data, runs the fast tests of the room on each, prints those that survive, and fails if fewer
than 90 % are killed. ``--rooms validate --sample 60`` runs a part, ``--only 'validate/claims.py'`` what
lies in one file or function. A mutant that no test can tell from the code is listed in
``mutants-equivalent.json`` with the reason, and counts neither way.

Neither mutmut nor cosmic-ray does this here. mutmut 3 finds sources in ``src/`` and not in ``scripts/``,
leaves what is outside functions alone (patterns, tables of checks), and takes no sample. cosmic-ray
changes files in place, so that two at a time need two checkouts, starts an interpreter for each mutant
and draws no sample that can be drawn again. Here a mutant is never written: a process forked from one
that has loaded the heavy libraries compiles the changed module in memory.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import multiprocessing
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType

import pytest

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parent / "scripts" / "xiangqu"
ROOMS = ("text", "validate", "annotator", "compare", "citation")
EQUIVALENT = TESTS / "mutants-equivalent.json"
LIMIT = 120.0
"""Seconds after which a mutant counts as killed: it does not come to an end."""

Seconds = dict[str, float]
"""What each test took, by its name."""

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the ``number``-th that `variants` makes of the node at ``path`` of a module."""

    file: str
    """Below the package: ``validate/claims.py``."""
    function: str
    before: str
    after: str
    twin: int
    """Counts what reads the same in one function, from 0."""
    line: int
    place: int

    @property
    def name(self) -> str:
        """Stands for the mutant in the list of equivalents: stays when lines move."""
        twin = f" #{self.twin + 1}" if self.twin else ""
        return f"{self.file}::{self.function}: {self.before} -> {self.after}{twin}"

    @property
    def room(self) -> str:
        return self.file.partition("/")[0]


def variants(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand for ``node`` in a mutant; each is a new node."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield _with(node, ops=[*ops[:at], SWAPPED[type(op)](), *ops[at + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.BinOp(op=op) if type(op) in SWAPPED:
            yield _with(node, op=SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()) | ast.AugAssign():
            yield ast.Pass()
        case ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_] as ifs):
            for at in range(len(ifs)):
                yield _with(node, ifs=[*ifs[:at], *ifs[at + 1 :]])
        case ast.Call(func=ast.Name(id="min" | "max" | "any" | "all" as name) as called):
            other = {"min": "max", "max": "min", "any": "all", "all": "any"}[name]
            yield _with(node, func=_with(called, id=other))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def places(tree: ast.Module) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
    """Where a mutant can be: its function, and the node with the parent and field that hold it.

    Not in annotations, decorators, assertions (``is not None`` for mypy) and under TYPE_CHECKING.
    """

    def walk(
        node: ast.AST, function: str
    ) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}" if function else node.name
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, ast.AST) or _is_apart(child):
                    continue
                yield function, node, field, at, child
                yield from walk(child, function)

    return walk(tree, "")


def _is_apart(node: ast.AST) -> bool:
    test = node.test if isinstance(node, ast.If) else None
    checks_types = isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"
    return checks_types or isinstance(node, ast.Assert | ast.Import | ast.ImportFrom)


def _each(tree: ast.Module) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST, ast.AST]]:
    for function, parent, field, at, node in places(tree):
        for variant in variants(node):
            yield function, parent, field, at, node, variant


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    name = file.relative_to(PACKAGE).as_posix()
    seen = Counter[tuple[str, str, str]]()
    for place, (function, _, _, _, node, variant) in enumerate(_each(tree)):
        before, after = _shown(node), _shown(variant)
        key = function, before, after
        yield Mutant(name, function or "module", before, after, seen[key], _line(node), place)
        seen[key] += 1


def _line(node: ast.AST) -> int:
    return next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 0)


def _shown(node: ast.AST) -> str:
    """The code of ``node`` on one line, the test alone of a statement with a body."""
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def source_of(mutant: Mutant) -> ast.Module:
    """The module with the fault in it."""
    tree = ast.parse((PACKAGE / mutant.file).read_text(encoding="utf-8"))
    if mutant.place < 0:
        return tree
    for place, (_, parent, field, at, _, variant) in enumerate(_each(tree)):
        if place == mutant.place:
            if at is None:
                setattr(parent, field, variant)
            else:
                getattr(parent, field)[at] = variant
            return ast.fix_missing_locations(tree)
    raise LookupError(mutant.name)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with a fault in it."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(source_of(self.mutant), self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module of a mutant, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        parts = Path(mutant.file).with_suffix("").parts
        self.name = ".".join(("xiangqu", *parts)).removesuffix(".__init__")
        self.mutant = mutant

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        file = str(PACKAGE / self.mutant.file)
        loader = _Loader(fullname, file, self.mutant)
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class _QuickestFirst:
    """A plugin of pytest: runs tests in the order of the ``seconds`` that they took, and takes their time."""

    def __init__(self, seconds: Seconds) -> None:
        self.known = seconds
        self.taken: Seconds = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.known.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.taken[report.nodeid] = self.taken.get(report.nodeid, 0.0) + report.duration


def _test(mutant: Mutant, seconds: Seconds, answer: Connection) -> None:
    """Run the fast tests of the room in this process; send pytest's exit code and what each took."""
    os.setsid()  # so that what tests start can be ended with them
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(PACKAGE.parent))
    sys.meta_path.insert(0, _Finder(mutant))
    options = ["-x", "-q", "-m", "not slow", "-p", "no:randomly", "-p", "no:cacheprovider"]
    order = _QuickestFirst(seconds)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = pytest.main(
            [str(TESTS / mutant.room), *options, f"--rootdir={TESTS.parent}"], [order]
        )
    answer.send((int(code), order.taken))


def run(mutant: Mutant, seconds: Seconds) -> tuple[bool, Seconds]:
    """Whether the fast tests of its room see the mutant, and what each of them took."""
    context = multiprocessing.get_context("forkserver")
    answer, of_process = context.Pipe(duplex=False)
    process = context.Process(target=_test, args=(mutant, seconds, of_process))
    process.start()
    of_process.close()
    killed, taken = True, {}
    with contextlib.suppress(EOFError):  # it ended Python itself
        if answer.poll(LIMIT):
            code, taken = answer.recv()
            killed = code != 0
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join()
    return killed, taken


def _sound(room: str) -> Mutant:
    """A module of ``room`` without any fault, brought in as a mutant is."""
    file = max((PACKAGE / room).glob("*.py"), key=lambda file: file.stat().st_size)
    return Mutant(file.relative_to(PACKAGE).as_posix(), "", "", "", 0, 0, place=-1)


def equivalents() -> dict[str, str]:
    """The mutants that nothing can tell from the code, and why."""
    listed: dict[str, str] = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return listed


def choose(found: Sequence[Mutant], sample: int, seed: int) -> list[Mutant]:
    """A sample that is the same for the same code and seed."""
    return random.Random(seed).sample(found, min(sample, len(found)))


def judge(chosen: Sequence[Mutant], seconds: Mapping[str, Seconds], processes: int) -> list[Mutant]:
    """The mutants that survive, each printed as soon as it is known."""

    def survives(mutant: Mutant) -> bool:
        killed, _ = run(mutant, seconds[mutant.room])
        if not killed:
            print(f"survived: {mutant.name} (line {mutant.line})", flush=True)
        return not killed

    with ThreadPoolExecutor(processes) as pool:
        alive = pool.map(survives, chosen)
        return [mutant for mutant, lives in zip(chosen, alive, strict=True) if lives]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rooms", nargs="+", default=ROOMS, choices=ROOMS)
    parser.add_argument("--sample", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="part of the name of a mutant")
    parser.add_argument("--least", type=float, default=0.9, help="the share that must be killed")
    options = parser.parse_args()

    multiprocessing.get_context("forkserver").set_forkserver_preload(
        [
            "pytest",
            "hypothesis",
            "pyarrow.parquet",
            "jsonschema",
            "jsonschema_rs",
            "msgspec",
            "yaml",
        ]
    )
    seconds: dict[str, Seconds] = {}
    for room in options.rooms:
        fail, seconds[room] = run(_sound(room), {})
        if fail:
            raise SystemExit(f"the fast tests of {room} fail without any mutant")
    listed = equivalents()
    files = [f for room in options.rooms for f in sorted((PACKAGE / room).glob("*.py"))]
    found = [m for file in files for m in mutants(file) if options.only in m.name]
    if not options.only and set(options.rooms) == set(ROOMS):
        unknown = sorted(set(listed) - {m.name for m in found})
        if unknown:
            raise SystemExit(f"{EQUIVALENT.name} lists what is no mutant any more: {unknown[0]}")
    chosen = choose([m for m in found if m.name not in listed], options.sample, options.seed)
    survivors = judge(chosen, seconds, options.processes)
    for room in options.rooms:
        of_room = [m for m in chosen if m.room == room]
        left = sum(m.room == room for m in survivors)
        print(f"{room:12} {len(of_room) - left:4} of {len(of_room)} killed")
    rate = 1 - len(survivors) / max(len(chosen), 1)
    print(f"{rate:.1%} of {len(chosen)} mutants killed (of {len(found)} that there are)")
    raise SystemExit(rate < options.least)


if __name__ == "__main__":
    main()
