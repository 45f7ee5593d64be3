"""The package's writers on a small root, and faults in what they do to files."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import small_copy
from xiangqu.annotation.errors import MachineError
from xiangqu.annotation.repo import LABEL_LAYERS, sha256
from xiangqu.cli import cli
from xiangqu.files import store
from xiangqu.files.journal import JOURNAL
from xiangqu.files.lock import LOCK
from xiangqu.tabular.tables import FILE

DOCUMENT = "base-report-2020"
OLD_TEXT = "corpus/text/old-report-2019.txt"
Tree = dict[str, bytes]

WRITERS = {
    "build": ("build",),
    "add": ("add", "{root}/new.txt", "--id", "new-report-2021"),
    "import": ("import", "{root}/csv", "{root}/layers"),
    "save": ("agree", "one", "two", "--save"),
}
"""Verbs that replace and remove, add to what is there, fill a new folder, and write one file."""


def words(writer: str, root: Path) -> list[str]:
    return [word.format(root=root) for word in (*WRITERS[writer], "--root", str(root))]


def invoke(*arguments: str) -> None:
    cli.main(list(arguments), standalone_mode=False)


def small_root(to: Path, writer: str = "build") -> Path:
    """A root with one small document, in which ``writer`` has something to do."""
    root = small_copy(to)
    invoke("build", "--root", str(to))
    (root.text / f"{DOCUMENT}.txt").unlink()
    old = b"to be removed\n"
    (to / OLD_TEXT).write_bytes(old)
    (root.text / "SHA256SUMS").write_text(f"{sha256(old)}  {Path(OLD_TEXT).name}\n")
    for file in (root.data / "sections" / FILE, root.schema / "README.md"):
        file.write_bytes(b"to be replaced\n")
    (to / "corpus" / "agreement.json").write_text("{}\n")
    (to / "new.txt").write_text("新建学校3所。\n", encoding="utf-8")
    if writer == "import":
        invoke("export", DOCUMENT, str(to / "csv"), "--root", str(to))
    if writer == "save":
        for name in ("one", "two"):  # without labels, which are soon compared
            folder = root.curated / DOCUMENT / "passes" / name
            folder.mkdir(parents=True)
            for layer in LABEL_LAYERS:
                (folder / f"{layer}.jsonl").write_text("")
    return to


def tree(folder: Path) -> Tree:
    """Every file by its path; what the store leaves behind included."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def tidy(found: Mapping[str, bytes]) -> Tree:
    """Without what an interrupted run leaves behind, which the next one takes away."""
    return {name: data for name, data in found.items() if ".xiangqu-" not in name}


def plant(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Make ``folder`` hold just these files."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


@dataclass(frozen=True)
class Write:
    """What a verb asks of the store, its paths relative to a root: it is done anew in any folder."""

    writer: str
    home: str
    files: Tree
    remove: list[str]
    old: Tree

    @property
    def new(self) -> Tree:
        return {n: d for n, d in (self.old | self.files).items() if n not in self.remove}

    def run(self, root: Path) -> None:
        files = {root / name: data for name, data in self.files.items()}
        store.write_all(root / self.home, files, [root / n for n in self.remove])

    def check_whole(self, root: Path, at: int) -> None:
        """A reader finds all old files or all new ones, or is told; the next run gives the new ones."""
        if (root / self.home / JOURNAL).exists():
            with pytest.raises(MachineError, match="a write was interrupted here"):
                store.check_finished(root / self.home)
        else:
            assert tidy(tree(root)) in (self.old, self.new), at
        self.run(root)
        left = {n: d for n, d in tree(root).items() if Path(n).name != LOCK}
        assert left == self.new, at  # a lock file may stay: it locks nothing


def record(writer: str, root: Path) -> Write:
    """What ``writer`` asks the store to do in ``root``; no file is written."""
    calls: list[tuple[Path, Mapping[Path, bytes], list[Path]]] = []

    def keep(folder: Path, files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
        calls.append((folder, files, list(remove)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "put", keep)
        invoke(*words(writer, root))
    ((folder, files, remove),) = calls
    new = {file.relative_to(root).as_posix(): data for file, data in files.items()}
    gone = [file.relative_to(root).as_posix() for file in remove]
    touched = {*new, *gone, "schema/claim.schema.json"}
    old = {name: data for name, data in tree(root).items() if name in touched}
    return Write(writer, folder.relative_to(root).as_posix(), new, gone, old)


OPERATIONS = ("open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir", "chmod")


class Faulty:
    """Stands in for ``os``: calls ``strike`` before each operation that changes files."""

    def __init__(self, strike: Callable[[str, Any], None]) -> None:
        self._strike = strike

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)

        def operation(*arguments: Any) -> Any:
            try:
                self._strike(name, arguments[0])
            except BaseException:
                if name == "close":
                    real(*arguments)  # as Linux does: the handle is gone, error or not
                raise
            return real(*arguments)

        return operation if name in OPERATIONS else real


@contextlib.contextmanager
def striking(strike: Callable[[int], None]) -> Iterator[list[tuple[str, Any]]]:
    """Call ``strike`` with the number of each operation of the store; yield the operations so far."""
    done: list[tuple[str, Any]] = []

    def count(name: str, argument: Any) -> None:
        done.append((name, argument))
        strike(len(done))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "os", Faulty(count))
        yield done


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "xiangqu", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, encoding="utf-8")


def start(*arguments: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(*arguments), stdout=quiet, stderr=quiet)
