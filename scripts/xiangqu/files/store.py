"""Writing so that a crash leaves all old files or all new ones, and that only one process writes.

New files are staged beside their targets. Then a *journal* that lists them is put into the folder
that the run writes to: from here on they count, and whoever comes next finishes what it lists.

Files are changed through ``os`` alone, one operation a call, so that a test can make each one fail.
"""
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..annotation.errors import DataError, MachineError
from ..annotation.repo import machine_errors, read_bytes
from .lock import LOCK, insist, locked

JOURNAL = ".xiangqu-journal"
STAGED = ".xiangqu-new"


def write_all(
    folder: Path, files: Mapping[Path, bytes], remove: Iterable[Path] = (), *, doing: str
) -> None:
    """Give every file its bytes and remove the others: all of it or nothing, in one run at a time.

    ``folder`` holds journal and lock. Raises MachineError if the machine fails or another process
    writes there, DataError if a target is a folder or the journal in ``folder`` is damaged.
    """
    remove = [Path(os.path.relpath(file, folder)) for file in remove]
    folder = folder.resolve()
    with _folders([folder]), locked(folder, doing):
        recover(folder)
        targets = {file.resolve(): data for file, data in files.items()}
        for file in (folder / JOURNAL, *targets):
            with machine_errors(file):
                _unlink(_staged(file))  # from a run that was killed before its journal stood
        changed = {f: d for f, d in targets.items() if not f.is_file() or read_bytes(f) != d}
        present = [name for name in remove if os.path.lexists(folder / name)]
        if changed or present:
            _replace(folder, changed, present)


def recover(folder: Path) -> None:
    """Finish what the journal in ``folder`` lists, if there is one; the caller holds the lock.

    Raises DataError if the journal is damaged, MachineError if the machine fails again.
    """
    journal = folder / JOURNAL
    if os.path.lexists(journal):
        _put_in_place(folder, *_read(journal))


def recover_if_interrupted(folder: Path) -> bool:
    """Finish an interrupted run before ``folder`` is read; say whether there was one.

    A reader goes on if it cannot: a living writer is at it, or the disk is read-only.
    Raises DataError if the journal is damaged.
    """
    if not any(os.path.lexists(folder / name) for name in (JOURNAL, LOCK)):
        return False
    folder = folder.resolve()
    with contextlib.suppress(MachineError), locked(folder, "recovery of an interrupted run"):
        recover(folder)
        return True
    return False


def _replace(folder: Path, files: Mapping[Path, bytes], remove: list[Path]) -> None:
    replace = [Path(os.path.relpath(file, folder)) for file in files]
    with _folders({file.parent for file in files}):
        try:
            for file, data in files.items():
                with machine_errors(file):
                    _stage(file, data)
            with machine_errors(folder / JOURNAL):
                _commit(folder, replace, remove)
        except BaseException:
            _abandon(folder, files)
            raise
        _put_in_place(folder, replace, remove)


def _stage(file: Path, data: bytes) -> None:
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    _write(_staged(file), data, file.stat().st_mode & 0o777 if file.exists() else 0o644)


def _commit(folder: Path, replace: list[Path], remove: list[Path]) -> None:
    """Put the journal in place; once it and what it lists have reached the disk, all of it counts."""
    for path in sorted({(folder / name).parent for name in replace}):
        _sync(path)
    plan = {"replace": [n.as_posix() for n in replace], "remove": [n.as_posix() for n in remove]}
    journal = folder / JOURNAL
    _write(_staged(journal), json.dumps(plan).encode(), 0o644)
    os.replace(_staged(journal), journal)
    _sync(folder)


def _abandon(folder: Path, files: Iterable[Path]) -> None:
    """Remove what was staged; the journal first, since it must not list what is gone."""
    with contextlib.suppress(OSError):
        for file in (folder / JOURNAL, _staged(folder / JOURNAL), *map(_staged, files)):
            _unlink(file)


def _read(journal: Path) -> tuple[list[Path], list[Path]]:
    try:
        plan = json.loads(read_bytes(journal))
        replace, remove = ([Path(name) for name in plan[key]] for key in ("replace", "remove"))
    except (ValueError, LookupError, TypeError):
        raise DataError(f"{journal}: is damaged; delete it and run the command again") from None
    if any(name.is_absolute() or ".." in name.parts for name in remove):
        raise DataError(f"{journal}: would remove a file elsewhere; delete it")
    return replace, remove


def _put_in_place(folder: Path, replace: list[Path], remove: list[Path]) -> None:
    """Do what the journal lists; what an interrupted run did already is passed over."""
    files, gone = [folder / name for name in replace], [folder / name for name in remove]

    def put() -> None:
        for file in files:
            with contextlib.suppress(FileNotFoundError):
                os.replace(_staged(file), file)
        for file in gone:
            _unlink(file)
        for path in sorted({file.parent for file in (*files, *gone)}):
            _sync(path)
        _unlink(folder / JOURNAL)
        with contextlib.suppress(OSError):  # all is done; the journal alone may be seen again
            _sync(folder)

    try:
        insist(put)
    except OSError as error:
        raise MachineError(
            f"{error.filename or folder}: {error.strerror or error}; some files are new and some "
            "old: run the command again to finish"
        ) from None


@contextlib.contextmanager
def _folders(needed: Iterable[Path]) -> Iterator[None]:
    """Make the folders that are missing, and remove them again if what follows fails."""
    missing = sorted({p for path in needed for p in (path, *path.parents) if not p.exists()})
    try:
        for path in missing:
            with machine_errors(path):
                with contextlib.suppress(FileExistsError):
                    os.mkdir(path)
                _sync(path.parent)
        yield
    except BaseException:
        for path in reversed(missing):
            with contextlib.suppress(OSError):
                os.rmdir(path)
        raise


def _write(file: Path, data: bytes, mode: int) -> None:
    """Make ``file``, which must not be there, and see that it reaches the disk."""
    binary: int = getattr(os, "O_BINARY", 0)  # for Windows
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, mode)
    try:
        os.chmod(file, mode)  # whatever the umask is
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """See that the names in ``folder`` reach the disk."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _staged(file: Path) -> Path:
    return file.with_name(f".{file.name}{STAGED}")


def _unlink(file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(file)
