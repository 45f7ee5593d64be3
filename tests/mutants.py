"""Mutants of the code: small faults made one at a time, each of which a test has to see.

Run ``python tests/mutants.py``: it draws a seeded sample of mutants from each room where a silent fault
would change the data, runs on each the fast tests of the room that run the changed block, prints the
mutants that survive, and fails if fewer than 90 % are killed. ``--rooms validate --sample 60`` runs a part,
``--only validate/claims.py`` what has this in its name. A mutant that no test can tell from the code is
listed in ``mutants-equivalent.json`` with the reason, and counts neither way.

Neither mutmut nor cosmic-ray draws a sample that can be drawn again. mutmut 3 finds no sources in
``scripts/``; cosmic-ray writes mutants into the checkout and starts an interpreter for each. Here nothing is
written: one process collects the tests, and is forked for each mutant, where the functions of the module
get their code anew.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import contextlib
import copy
import functools
import gc
import importlib
import json
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NoReturn

import pytest

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parent / "scripts" / "xiangqu"
ROOMS = ("text", "validate", "annotator", "compare", "citation")
EQUIVALENT = TESTS / "mutants-equivalent.json"
LEAST = 0.9
"""The share that must be killed."""
LONGEST = 20.0
"""Seconds of processor time of the tests that are run on a mutant."""
LIMIT = 60
"""Seconds after which a mutant counts as killed: it does not come to an end."""
MEMORY = 4 * 2**30

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip

ASSIGNED = (ast.Assign, ast.AnnAssign)
OUTSIDE = (ast.Module, ast.ClassDef)
DEFINED = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
SURVIVED, KILLED, NOT_TRIED = range(3)
"""Exit codes of a process that tries a mutant."""


@dataclass(frozen=True)
class Mutant:
    """One fault: the ``place``-th of those that `faults` makes in a module."""

    file: str
    """Below the package: ``validate/claims.py``."""
    function: str
    """Empty for what stands outside of functions."""
    before: str
    after: str
    twin: int
    """Counts what reads the same in one function, from 0."""
    line: int
    lines: range
    """Those of its function; none outside of functions."""
    block: int
    """The first line of the innermost block that it is in; 0 outside of functions."""
    place: int

    @property
    def name(self) -> str:
        """Stands for the mutant in the list of equivalents: stays when lines move."""
        twin = f" #{self.twin + 1}" if self.twin else ""
        return f"{self.file}::{self.function or 'module'}: {self.before} -> {self.after}{twin}"

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


Place = tuple[str, range, int, ast.AST, str, int | None, ast.AST]
"""Where a mutant can be: its function (with its lines) and block, the parent and field that hold the node,
and the node.
"""


def places(
    node: ast.AST, function: str = "", lines: range = range(0), block: int = 0
) -> Iterator[Place]:
    """The places below ``node``: the bodies of functions, and what is assigned outside of them.

    Not annotations, defaults and the fields of classes, which are read once when the module is loaded;
    not assertions (``is not None`` for mypy) and ``strict=True``, which asserts too.
    """
    left_out: tuple[type[ast.AST], ...] = (ast.Assert,)
    if isinstance(node, ast.ClassDef):
        left_out = (ast.AST,)
    elif isinstance(node, ast.Module):
        left_out = tuple(set(ast.stmt.__subclasses__()) - set(ASSIGNED))
    for field, value in ast.iter_fields(node):
        if field == "annotation" or (isinstance(node, DEFINED) and field != "body"):
            continue
        within = value[0].lineno if function and _is_block(value) else block
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = range(child.lineno, (child.end_lineno or 0) + 1)
                yield from places(child, _named(child, function), inside)
            elif isinstance(child, ast.keyword) and child.arg == "strict":
                continue
            elif isinstance(child, ast.AST) and not isinstance(child, left_out):
                yield function, lines, within, node, field, at, child
                yield from places(child, function, lines, within)


def _is_block(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], ast.stmt)


def _named(node: ast.FunctionDef | ast.ClassDef, within: str) -> str:
    return f"{within}.{node.name}" if within else node.name


def faults(tree: ast.Module) -> Iterator[tuple[Place, ast.AST]]:
    """Every place of a module with what may stand there, in the order of its source."""
    for place in places(tree):
        for variant in variants(place[-1]):
            yield place, variant


def _tree(file: str) -> ast.Module:
    return ast.parse((PACKAGE / file).read_text(encoding="utf-8"))


def mutants(file: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    seen = Counter[tuple[str, str, str]]()
    for number, (place, variant) in enumerate(faults(_tree(file))):
        function, lines, block, *_, node = place
        before, after = _shown(node), _shown(variant)
        line = next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 0)
        key = function, before, after
        yield Mutant(file, function, before, after, seen[key], line, lines, block, number)
        seen[key] += 1


def _shown(node: ast.AST) -> str:
    """The code of ``node`` on one line, the test alone of a statement with a body."""
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def put_in(mutant: Mutant) -> list[ast.stmt]:
    """Change the functions of the loaded module to the mutant; give assignments that have changed."""
    tree = _tree(mutant.file)
    (*_, parent, field, at, _), variant = list(faults(tree))[mutant.place]
    if at is None:
        setattr(parent, field, variant)
    else:
        getattr(parent, field)[at] = variant
    ast.fix_missing_locations(tree)
    _replace_code(mutant.file, tree)
    for known in gc.get_objects():  # what was computed while tests were collected
        if type(known) is functools._lru_cache_wrapper:
            known.cache_clear()
    both = zip(_tree(mutant.file).body, tree.body, strict=True)
    return [n for o, n in both if isinstance(n, ASSIGNED) and ast.dump(o) != ast.dump(n)]


def _replace_code(file: str, tree: ast.Module) -> None:
    """Give every function of a loaded module the code that ``tree`` has for it."""
    path = str(PACKAGE / file)
    codes = {(c.co_qualname, c.co_firstlineno): c for c in _codes(compile(tree, path, "exec"))}
    for function in gc.get_objects():
        if type(function) is FunctionType and function.__code__.co_filename == path:
            old = function.__code__
            function.__code__ = codes[old.co_qualname, old.co_firstlineno]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _assign_anew(file: str, statement: ast.stmt) -> None:
    """Run one assignment of a module again, and give its value to all that imported the name."""
    module = _module(file)
    before = dict(vars(module))
    exec(compile(ast.Module([statement], []), str(PACKAGE / file), "exec"), vars(module))
    changed = {n: v for n, v in vars(module).items() if n in before and v is not before[n]}
    for other in list(sys.modules.values()):
        for name, value in changed.items():
            if getattr(other, "__dict__", {}).get(name) is before[name]:
                setattr(other, name, value)


def _module(file: str) -> ModuleType:
    parts = Path(file).with_suffix("").parts
    return importlib.import_module(".".join(("xiangqu", *parts)).removesuffix(".__init__"))


Run = set[tuple[str, int]]
"""Files and the first lines of their blocks."""


def _report_blocks(file: str) -> None:
    """Make every block of the functions of a loaded module add itself to ``__run__`` when it is run."""
    tree = _tree(file)
    for node in list(ast.walk(tree)):
        for _, value in () if isinstance(node, OUTSIDE) else ast.iter_fields(node):
            if _is_block(value):
                value[:0] = ast.parse(f"__run__.add({(file, value[0].lineno)!r})").body
    _replace_code(file, tree)


class Trial:
    """A plugin of pytest that tries mutants in place of running tests."""

    def __init__(self, files: Sequence[str], mutants: Sequence[Mutant], processes: int) -> None:
        self.files = files
        self.mutants = mutants
        self.processes = processes
        self.survivors: list[Mutant] = []
        self.failed = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            _stop(f"{report.nodeid} cannot be collected:\n{report.longreprtext}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = f"{report.nodeid}\n{report.longreprtext}"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for file in self.files:
            _module(file)
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            os.waitpid(_fork(folder, lambda: self._log(session.items, log)), 0)
            failed, tests = pickle.loads(log.read_bytes())
        if failed:
            _stop(f"A test fails without any mutant: {failed}")
        print(f"{len(tests)} tests, {sum(taken for taken, _ in tests):.0f} seconds", flush=True)
        self._try(session.items, tests)
        return True

    def _log(self, items: Sequence[pytest.Item], log: Path) -> int:
        """Run all tests, and write down what each took and ran."""
        run: Run = set()
        builtins.__run__ = run  # type: ignore[attr-defined]
        for file in self.files:
            _report_blocks(file)
        built = {function: _blocks_of(function, run) for function in _builders()}
        tests: list[tuple[float, Run]] = []
        for item, following in _in_turn(items):
            run.clear()
            called = {function: function.cache_info().hits for function in built}
            began = _cpu()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            taken = _cpu() - began
            used = (built[f] for f, hits in called.items() if f.cache_info().hits > hits)
            tests.append((taken, run.union(*used)))
            if self.failed:
                break
        return log.write_bytes(pickle.dumps((self.failed, tests)))

    def _try(self, items: Sequence[pytest.Item], tests: Sequence[tuple[float, Run]]) -> None:
        """Try every mutant, some at a time, and print those that survive."""
        running: dict[int, tuple[Mutant, tempfile.TemporaryDirectory[str]]] = {}
        waiting = list(reversed(self.mutants))
        while waiting or running:
            if waiting and len(running) < self.processes:
                mutant = waiting.pop()
                folder = tempfile.TemporaryDirectory()
                work = functools.partial(self._outcome, mutant, _chosen(mutant, items, tests))
                running[_fork(folder.name, work)] = mutant, folder
                continue
            child, status = os.wait()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)  # what a test started
            mutant, folder = running.pop(child)
            folder.cleanup()
            outcome = os.waitstatus_to_exitcode(status)
            if outcome in (SURVIVED, NOT_TRIED):
                self.survivors.append(mutant)
                said = "survived" if outcome == SURVIVED else "cannot be tried"
                print(f"{said}: {mutant.name} (line {mutant.line})", flush=True)

    def _outcome(self, mutant: Mutant, items: Sequence[pytest.Item]) -> int:
        assigned = put_in(mutant)
        signal.alarm(LIMIT)
        try:
            for statement in assigned:
                _assign_anew(mutant.file, statement)
            for item, following in _in_turn(items):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    return KILLED
        except BaseException:  # it cannot be loaded, or stopped pytest itself
            return KILLED
        return SURVIVED


def _builders() -> list[functools._lru_cache_wrapper[object]]:
    """The functions of tests that build something once, for every test that calls them."""
    return [
        cached
        for cached in gc.get_objects()
        if type(cached) is functools._lru_cache_wrapper
        and Path(cached.__wrapped__.__code__.co_filename).is_relative_to(TESTS)
        and not cached.__wrapped__.__code__.co_argcount
    ]


def _blocks_of(function: Callable[[], object], run: Run) -> Run:
    """The blocks that ``function`` runs, which add themselves to ``run``."""
    run.clear()
    function()
    return set(run)


def _cpu() -> float:
    """Seconds of processor time that this process and those that it waited for have used."""
    return sum(os.times()[:4])


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    pytest.exit(message, returncode=3)


def _in_turn(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Every test with the one that follows, for which pytest keeps what both need."""
    return zip(items, [*items[1:], None], strict=True)


def _chosen(
    mutant: Mutant, items: Sequence[pytest.Item], tests: Sequence[tuple[float, Run]]
) -> list[pytest.Item]:
    """The tests of the room that run the block of the mutant: first those that run most of its function,
    and of these the quickest.
    """
    near = []
    for at, (seconds, run) in enumerate(tests):
        if items[at].path.parent.name != mutant.room:
            continue
        blocks = {block for file, block in run if file == mutant.file}
        if mutant.block in blocks if mutant.block else blocks:
            near.append((-len(blocks.intersection(mutant.lines)), seconds, at))
    chosen = []
    left = LONGEST
    for _, seconds, at in sorted(near):
        left -= seconds
        if left > 0:
            chosen.append(items[at])
    return chosen


def _fork(folder: str, work: Callable[[], int]) -> int:
    """Start a process that works in silence, writes below ``folder``, and exits with what ``work`` gives."""
    child = os.fork()
    if child:
        return child
    outcome = NOT_TRIED
    try:
        os.setsid()
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        names = ("TMPDIR", "PYTEST_DEBUG_TEMPROOT", "HYPOTHESIS_STORAGE_DIRECTORY")
        os.environ.update(dict.fromkeys(names, folder))
        tempfile.tempdir = folder
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        outcome = work()
    finally:
        os._exit(outcome)


def equivalents() -> dict[str, str]:
    """The mutants that nothing can tell from the code, and why."""
    listed: dict[str, str] = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return listed


def draw(rooms: Sequence[str], only: str, sample: int, seed: int) -> list[Mutant]:
    """``sample`` mutants of each room, the same for the same code and seed."""
    listed = equivalents()
    drawn: list[Mutant] = []
    for room in rooms:
        found = [m for file in files_of(room) for m in mutants(file)]
        for name in sorted(set(listed) - {m.name for m in found}):
            if name.startswith(f"{room}/"):
                raise SystemExit(f"{EQUIVALENT.name} lists what is no mutant any more: {name}")
        found = [m for m in found if m.name not in listed and only in m.name]
        drawn += random.Random(seed).sample(found, min(sample, len(found)))
    return drawn


def files_of(room: str) -> list[str]:
    """The modules of a room, below the package: ``validate/claims.py``."""
    return [f.relative_to(PACKAGE).as_posix() for f in sorted((PACKAGE / room).rglob("*.py"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rooms", nargs="+", default=ROOMS, choices=ROOMS)
    parser.add_argument("--sample", type=int, default=50, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="part of the name of a mutant")
    options = parser.parse_args()

    drawn = draw(options.rooms, options.only, options.sample, options.seed)
    files = [file for room in options.rooms for file in files_of(room)]
    trial = Trial(files, drawn, options.processes)
    words = ["-m", "not slow", "--override-ini=addopts=", "--capture=no", "--hypothesis-seed=0"]
    words += [f"-pno:{plugin}" for plugin in ("terminal", "randomly", "cacheprovider")]
    words += [f"--rootdir={TESTS.parent}", *(str(TESTS / room) for room in options.rooms)]
    if pytest.main(words, [trial]):
        raise SystemExit(3)
    for room in options.rooms:
        left = sum(mutant.room == room for mutant in trial.survivors)
        of = sum(mutant.room == room for mutant in drawn)
        print(f"{room:12} {of - left:4} of {of} killed")
    rate = 1 - len(trial.survivors) / max(len(drawn), 1)
    print(f"{rate:.1%} of {len(drawn)} mutants killed")
    raise SystemExit(rate < LEAST)


if __name__ == "__main__":
    main()
