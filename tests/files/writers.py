"""The package's writers on a small root, and faults in what they do to files: for the crash tests."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import small_copy
from xiangqu.annotation.repo import LABEL_LAYERS
from xiangqu.cli import cli
from xiangqu.files import lock, store
from xiangqu.tabular.tables import FILE

DOCUMENT = "base-report-2020"
Tree = dict[str, bytes]
Strike = Callable[[int], None]

WRITERS = {
    "build": ("build",),
    "save": ("agree", "one", "two", "--save"),
    "export": ("export", DOCUMENT, "{root}/csv-new"),
    "import": ("import", "{root}/csv", "{root}/layers"),
    "picture": ("agree", "one", "two", "--list", "--picture", "{root}/pictures/themes.svg"),
}
"""Every verb that writes, with its words; ``--root`` is added."""


def words(writer: str, root: Path) -> list[str]:
    if writer == "save":
        pytest.importorskip("pygamma_agreement", reason="needs the extra gamma")
    return [word.format(root=root) for word in (*WRITERS[writer], "--root", str(root))]


def invoke(*arguments: str) -> None:
    cli.main(list(arguments), standalone_mode=False)


def small_root(to: Path, writer: str = "build") -> Path:
    """A root with one small document, in which ``writer`` has something to do."""
    root = small_copy(to)
    saved = root.root / "corpus" / "agreement.json"
    invoke("build", "--root", str(to))
    (root.text / f"{DOCUMENT}.txt").unlink()
    (root.text / "old-report-2019.txt").write_text("to be removed\n")
    for file in (
        root.data / "SHA256SUMS",
        root.data / "sections" / FILE,
        root.schema / "README.md",
    ):
        file.write_bytes(b"to be replaced\n")
    saved.write_text("{}\n")
    if writer == "import":
        invoke("export", DOCUMENT, str(to / "csv"), "--root", str(to))
    if writer in ("save", "picture"):
        for name in ("one", "two"):  # without labels, which are soon compared
            folder = root.curated / DOCUMENT / "passes" / name
            folder.mkdir(parents=True)
            for layer in LABEL_LAYERS:
                (folder / f"{layer}.jsonl").write_text("")
    return to


def tree(folder: Path) -> Tree:
    """Every file by its path; links and what the store leaves behind included."""
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
    """One call of `store.write_all`, its paths relative to a root: it is made anew in any folder."""

    writer: str
    folder: str
    files: Tree
    remove: list[str]
    old: Tree

    @property
    def new(self) -> Tree:
        return {n: d for n, d in (self.old | self.files).items() if n not in self.remove}

    @property
    def journal(self) -> str:
        return Path(self.folder, store.JOURNAL).as_posix()

    def run(self, root: Path) -> None:
        files = {root / name: data for name, data in self.files.items()}
        store.write_all(root / self.folder, files, [root / n for n in self.remove], doing="test")


def record(writer: str, root: Path) -> Write:
    """What ``writer`` asks the store to do in ``root``; nothing is written."""
    calls: list[tuple[Path, Mapping[Path, bytes], list[Path]]] = []

    def keep(folder: Path, files: Mapping[Path, bytes], remove: Any = (), *, doing: str) -> None:
        assert doing.startswith(f"xiangqu {WRITERS[writer][0]}")
        calls.append((folder, files, list(remove)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write_all", keep)
        invoke(*words(writer, root))
    ((folder, files, remove),) = calls
    new = {file.relative_to(root).as_posix(): data for file, data in files.items()}
    gone = [file.relative_to(root).as_posix() for file in remove]
    old = {
        n: d
        for n, d in tree(root).items()
        if n in new or n in gone or n == "schema/claim.schema.json"
    }
    return Write(writer, folder.relative_to(root).as_posix(), new, gone, old)


OPERATIONS = (
    *("open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir", "chmod"),
    *("stat", "fstat", "ftruncate", "pread", "flock"),
)


class Faulty:
    """Stands in for ``os`` or ``fcntl``: calls ``strike`` before each operation on files."""

    def __init__(self, module: Any, strike: Callable[[str, Any], None]) -> None:
        self._module, self._strike = module, strike

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._module, name)

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
def striking(strike: Strike) -> Iterator[list[tuple[str, Any]]]:
    """Call ``strike`` with the number of each operation of the store; yield the operations so far."""
    done: list[tuple[str, Any]] = []

    def count(name: str, argument: Any) -> None:
        done.append((name, argument))
        strike(len(done))

    with pytest.MonkeyPatch.context() as patch:
        for module in (store, lock):
            patch.setattr(module, "os", Faulty(os, count))
        patch.setattr(lock, "fcntl", Faulty(lock.fcntl, count))
        yield done


def operations(write: Write, folder: Path) -> int:
    """How many operations an undisturbed run makes; it must lead to the new state."""
    with striking(lambda _: None) as done:
        write.run(plant(folder, write.old))
    assert tree(folder) == write.new != write.old
    return len(done)


def disk_full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "xiangqu", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, encoding="utf-8")


def start(*arguments: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(*arguments), stdout=quiet, stderr=quiet)
