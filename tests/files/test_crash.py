"""A fault at any operation, a kill at any moment: a reader finds all old files or all new ones."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from writers import (
    OLD_TEXT,
    WRITERS,
    Tree,
    Write,
    plant,
    record,
    run,
    small_root,
    start,
    striking,
    tidy,
    tree,
    words,
)

from xiangqu.annotation.errors import MachineError
from xiangqu.files.journal import JOURNAL, STAGED
from xiangqu.files.lock import LOCK

KILLS = 51
"""How often each writer is killed at a random moment."""


@pytest.fixture(params=WRITERS, scope="module")
def write(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Write:
    writer: str = request.param
    return record(writer, small_root(tmp_path_factory.mktemp(writer) / "root", writer))


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill is no power cut: nothing need reach the disk, which takes most of the time."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def fails(number: int, at: int) -> None:
    if number == at:
        raise full()


def fails_from_then_on(number: int, at: int) -> None:
    if number >= at:
        raise full()


def interrupted(number: int, at: int) -> None:
    if number == at:
        raise KeyboardInterrupt


def killed(number: int, at: int) -> None:
    if number == at:
        os.kill(os.getpid(), signal.SIGKILL)


Fault = Callable[[int, int], None]


def struck(write: Write, folder: Path, fault: Fault, at: int) -> str:
    """Do ``write`` with ``fault`` at its operation number ``at``; its name, if it came so far."""
    with striking(lambda number: fault(number, at)) as done:
        try:
            write.run(folder)
        except MachineError as failure:
            assert "No space left" in str(failure) and "\n" not in str(failure)
        except KeyboardInterrupt:
            pass
    return done[at - 1][0] if len(done) >= at else ""


def in_child(work: Callable[[], object]) -> bool:
    """Do ``work`` in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def try_all(write: Write, folder: Path, before: Tree, fault: Fault) -> int:
    """Strike at each operation of a run in ``before``; how many there are."""
    for at in range(1, 1000):
        plant(folder, before)
        if fault is killed:
            reached = in_child(partial(struck, write, folder, fault, at)) and "kill"
        else:
            reached = struck(write, folder, fault, at)
        if reached in ("open", "write", "fsync") and fault in (fails, interrupted):
            assert tree(folder) == tidy(tree(folder)) or (folder / write.home / JOURNAL).exists(), (
                at
            )
        if not reached:
            assert tree(folder) == write.new
            return at - 1
        write.check_whole(folder, at)
    raise AssertionError("no end")


FAULTS = [fails, fails_from_then_on, interrupted, killed]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_operation(write: Write, fault: Fault, tmp_path: Path) -> None:
    assert write.old != write.new
    assert try_all(write, tmp_path / "root", write.old, fault) > 10


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_an_interrupted_write_is_finished(
    write: Write, fault: Fault, tmp_path: Path
) -> None:
    folder = tmp_path / "root"
    if write.writer == "save":  # one file: there is no journal
        return
    for at in range(1, 1000):
        plant(folder, write.old)
        struck(write, folder, fails_from_then_on, at)
        if (folder / write.home / JOURNAL).exists():
            break
    assert try_all(write, folder, tree(folder), fault) > 10


def test_what_the_faults_are_tried_on(write: Write) -> None:
    fewest = {"build": 10, "add": 9, "import": 4, "save": 1}
    assert len(write.files) >= fewest[write.writer]
    assert write.remove == [OLD_TEXT] * (write.writer == "build")


def test_what_counts_has_reached_the_disk(write: Write, tmp_path: Path) -> None:
    """Contents before the journal, the journal before the first replacement, and all replacements
    before the journal goes: so a power cut is no worse than a crash.
    """
    folder, names, log = tmp_path / "root", dict[int, str](), list[tuple[str, str]]()
    plant(folder, write.old)
    home = folder / write.home
    real_open = os.open

    def strike(_: int) -> None:
        name, what = done[-1]
        log.append((name, names[what] if isinstance(what, int) else str(what)))

    def opened(path: Path, *rest: int) -> int:
        handle = real_open(path, *rest)
        names[handle] = str(path)
        return handle

    with striking(strike) as done, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", opened)
        write.run(folder)
    staged, journal = str(home / STAGED), str(home / JOURNAL)
    moves = [n for n, (name, _) in enumerate(log) if name == "replace"]
    written = [path for name, path in log[: moves[0]] if name == "open" and STAGED in path]
    assert {*written} == {
        path for name, path in log[: moves[0]] if name == "fsync" and STAGED in path
    }
    if write.writer == "save":
        assert log[moves[0]][1] == f"{staged}/0" and len(moves) == 1
        return
    first, *replaced, last = moves
    assert log[first][1] == staged and log[last][1] == journal
    assert log.index(("fsync", str(home)), first) < min(replaced)
    for name in write.files.keys() - {n for n, d in write.old.items() if write.files.get(n) == d}:
        assert (
            max(replaced) < log.index(("fsync", str((folder / name).parent)), max(replaced)) < last
        )


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_killed_at_a_random_moment(writer: str, tmp_path: Path) -> None:
    """A third of the kills is spread over the whole run, a third over its writing, a third over
    what comes when its journal stands.
    """
    folder, chance = tmp_path / "root", random.Random(writer)
    root = small_root(tmp_path / "small", writer)
    old = tree(root)
    plant(folder, old)
    began = time.monotonic()
    assert run(*words(writer, folder)).returncode == 0
    whole, new = time.monotonic() - began, tree(folder)
    home = folder / record(writer, root).home
    moments = [(None, whole), (home / LOCK, 0.003), (home / JOURNAL, 0.0003)]
    for number in range(KILLS):
        awaited, span = moments[number % 3]
        plant(folder, old)
        process = start(*words(writer, folder))
        while awaited and process.poll() is None and not awaited.exists():
            pass
        time.sleep(chance.uniform(0, span))
        process.kill()
        process.wait()
        assert tidy(tree(folder)) in (old, new) or (home / JOURNAL).exists(), number
        again = run(*words(writer, folder))
        if "a write was interrupted" in again.stderr:
            assert run("build", "--root", str(folder)).returncode == 0
        else:
            assert again.returncode == 0 or "is there already" in again.stderr, again.stderr
            assert {n: d for n, d in tree(folder).items() if n != LOCK} == new, number
