"""A small root in which there is something to write, and faults in what is done to files."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import small_copy
from xiangqu.annotation.repo import sha256
from xiangqu.files import store
from xiangqu.files.lock import LOCK
from xiangqu.release import pipeline

Tree = dict[str, bytes]


def small_root(to: Path) -> Path:
    """A root with one small document, where a build has files to write, to replace and to remove."""
    root, old = small_copy(to), b"to be removed\n"
    pipeline.build(root)
    (root.text / "base-report-2020.txt").unlink()
    (root.text / "old-report-2019.txt").write_bytes(old)
    (root.text / "SHA256SUMS").write_text(f"{sha256(old)}  old-report-2019.txt\n")
    (root.schema / "README.md").write_bytes(b"to be replaced\n")
    return to


def tree(folder: Path) -> Tree:
    """Every file by its path, also what a run leaves behind; but for the lock file, which may stay."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != LOCK)
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


def start(*words: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own, which runs beside us."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "xiangqu", *words], stdout=quiet, stderr=quiet)
