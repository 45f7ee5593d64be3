"""Killed at any operation and at any moment: the next run leads to the new files, and no litter."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from writers import (
    WRITERS,
    Write,
    operations,
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

from xiangqu.files import lock, store

KILLS = 51
"""How often each writer is killed at a random moment."""


@pytest.fixture(params=WRITERS, scope="module")
def write(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Write:
    writer: str = request.param
    return record(writer, small_root(tmp_path_factory.mktemp(writer) / "root", writer))


def in_child(work: Callable[[], object]) -> int:
    """Do ``work`` in a process of its own; say which signal killed it (0: none)."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def killed_at(at: int, work: Callable[[], object]) -> bool:
    """Whether ``work`` came to its operation number ``at``, where it is killed."""

    def strike(number: int) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def struck() -> None:
        with striking(strike):
            work()

    return in_child(struck) == signal.SIGKILL


def test_killed_at_any_operation(write: Write, tmp_path: Path) -> None:
    folder, journals = tmp_path / "root", 0
    for at in range(1, operations(write, folder) + 1):
        plant(folder, write.old)
        assert killed_at(at, lambda: write.run(folder))
        left = tree(folder)
        assert tidy(left) in (write.old, write.new) or write.journal in left, at
        journals += write.journal in left
        write.run(folder)
        assert tree(folder) == write.new, at
    assert journals > 3


def test_killed_while_an_interrupted_run_is_finished(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "root"
    home = folder / write.folder
    for first in range(1, operations(write, folder) + 1):
        plant(folder, write.old)
        killed_at(first, lambda: write.run(folder))
        if (folder / write.journal).exists():
            break
    left, at = tree(folder), 1
    while killed_at(at, lambda: store.recover_if_interrupted(plant(folder, left) and home)):
        now = tree(folder)
        assert tidy(now) == write.new or write.journal in now, at
        interrupted = (home / store.JOURNAL).exists() or (home / lock.LOCK).exists()
        assert store.recover_if_interrupted(home) == interrupted
        assert tree(folder) == write.new, at
        write.run(folder)
        assert tree(folder) == write.new, at
        at += 1
    assert at > 10


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
    home = folder / record(writer, root).folder
    moments = [(None, whole), (home / lock.LOCK, 0.003), (home / store.JOURNAL, 0.0003)]
    for number in range(KILLS):
        awaited, span = moments[number % 3]
        plant(folder, old)
        process = start(*words(writer, folder))
        while awaited and process.poll() is None and not awaited.exists():
            pass
        time.sleep(chance.uniform(0, span))
        process.kill()
        process.wait()
        left = tree(folder)
        assert tidy(left) in (old, new) or (home / store.JOURNAL).exists(), number
        again = run(*words(writer, folder))
        assert again.returncode == 0 or "is there already" in again.stderr, again.stderr
        assert tree(folder) == new, number
