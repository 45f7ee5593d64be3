"""A fault at any operation, a kill at any moment: a reader finds all old files or all new ones."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest
from writers import Tree, plant, striking, tidy, tree

from xiangqu.annotation.errors import MachineError
from xiangqu.files import store
from xiangqu.files.journal import JOURNAL

pytestmark = pytest.mark.slow

OLD = {
    "README.md": b"old",
    "corpus/text/gone.txt": b"old",
    "corpus/text/same.txt": b"same",
    "corpus/text/SHA256SUMS": b"old",
}
NEW = {
    "README.md": b"new",
    "corpus/curated/a-report-2020/claims.jsonl": b"new",
    "corpus/text/same.txt": b"same",
    "corpus/text/SHA256SUMS": b"new",
}
CHANGES: dict[str, tuple[Tree, Tree]] = {
    "several files": (OLD, NEW),
    "one file": (OLD, OLD | {"README.md": b"new"}),
    "a new folder": ({}, {"a-report-2020/claims.jsonl": b"new", "a-report-2020/themes.jsonl": b""}),
}


def write(folder: Path, new: Tree) -> None:
    """Make ``folder`` hold the files ``new``."""
    files = {folder / name: data for name, data in new.items()}
    store.write_all(folder, files, [folder / name for name in OLD.keys() - new.keys()])


FAULTS = ["fails", "keeps failing", "is interrupted", "is killed"]


def strike(fault: str, at: int, folder: Path, new: Tree) -> bool:
    """Write, and operation number ``at`` meets with ``fault``; whether there are so many."""

    def hit(number: int) -> None:
        if number == at or (number > at and fault == "keeps failing"):
            if fault == "is killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if fault == "is interrupted":
                raise KeyboardInterrupt
            raise OSError(errno.ENOSPC, "No space left on device")

    with striking(hit) as done:
        try:
            write(folder, new)
        except MachineError as failure:
            assert "No space left" in str(failure) and "\n" not in str(failure)
        except KeyboardInterrupt:
            pass
    return len(done) >= at


def strike_in_child(fault: str, at: int, folder: Path, new: Tree) -> bool:
    """As `strike`, in a process that may be killed."""
    child = os.fork()
    if child == 0:
        try:
            strike(fault, at, folder, new)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def try_all(fault: str, folder: Path, before: Tree, old: Tree, new: Tree) -> None:
    """Strike at each operation of a write that finds ``before``; then the next one is to finish."""
    struck = strike_in_child if fault == "is killed" else strike
    for at in range(1, 1000):
        plant(folder, before)
        if not struck(fault, at, folder, new):
            assert tree(folder) == new and at > 10
            return
        left = tree(folder)
        if (folder / JOURNAL).exists():
            with pytest.raises(MachineError, match="a write was interrupted here"):
                store.check_finished(folder)
        else:
            assert tidy(left) in (old, new), at
            has_folder = (folder / "corpus/curated").exists()
            assert not has_folder or tidy(left) == new, at  # it would refuse the next `add`
            assert fault != "fails" or tidy(left) == new or left == old, at  # nothing lies about
        write(folder, new)
        assert tree(folder) == new, at


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_operation(fault: str, old: Tree, new: Tree, tmp_path: Path) -> None:
    try_all(fault, tmp_path / "root", old, old, new)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_the_next_writer_finishes(fault: str, tmp_path: Path) -> None:
    folder, at = tmp_path / "root", 0
    while not (folder / JOURNAL).exists():
        at += 1
        strike("keeps failing", at, plant(folder, OLD), NEW)
    try_all(fault, folder, tree(folder), OLD, NEW)


def test_what_counts_has_reached_the_disk(tmp_path: Path) -> None:
    """Contents before the journal, the journal before the first replacement, all replacements before
    the journal goes: so a power cut is no worse than a kill.
    """
    folder, log, opened = plant(tmp_path / "root", OLD), list[str](), Path()

    def keep(_: int) -> None:
        nonlocal opened
        name, what = done[-1]
        opened = what if name == "open" else opened
        if name in ("replace", "fsync"):
            where = what if name == "replace" else opened  # the file that was opened last is synced
            log.append(f"{name} {where.relative_to(folder).as_posix()}")

    with striking(keep) as done:
        write(folder, NEW)
    commit, end = log.index("replace .xiangqu-new"), log.index("replace .xiangqu-journal")
    contents = {f"fsync .xiangqu-new{name}" for name in ("", "/plan.json", "/0", "/1", "/2")}
    assert contents == {*log[:commit]} and log[commit + 1] == "fsync ."
    last = max(n for n, line in enumerate(log[:end]) if line.startswith("replace"))
    folders = ("corpus/curated/a-report-2020", "corpus/text", ".")
    assert {*log[last + 1 : end]} == {f"fsync {folder}" for folder in folders}
