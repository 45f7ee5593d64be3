"""Writing files so that after a crash there are either all of the old ones or all of the new ones.

New contents are staged in a folder of their own, and renaming that folder to `JOURNAL` commits them:
before, nothing has changed; from then on they count, and the next writer finishes what was
interrupted. Readers write nothing: they refuse a folder that has a journal (`check_finished`).

Files are changed through ``os`` alone, one operation a call, so that a test can make each one fail.
"""
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from ..annotation.errors import DataError, MachineError, UsageError, XiangQuError
from ..annotation.repo import machine_errors, read_bytes, sha256
from . import journal
from .journal import JOURNAL, PLAN, STAGED, Change
from .lock import locked

WORK = ".xiangqu-work"
"""The folder in which `xiangqu.scale` keeps what is under way in a run, which may take hours."""


def write_all(folder: Path, files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
    """Give every file its bytes and remove the others, all of them below ``folder``: all or nothing.

    Where nothing differs nothing is written, so that ``folder`` may be read-only. Raises MachineError
    if the machine fails or another process writes there; DataError if a target is a folder or would
    be reached through a link, or what an interrupted run left in ``folder`` is not sound.
    """
    remove = list(remove)
    left = any(os.path.lexists(folder / name) for name in (JOURNAL, STAGED))
    if left or _changes(folder, files, remove):
        with writing(folder):
            put(folder, files, remove)


def write_output(folder: Path, files: Mapping[Path, bytes], *, force: bool) -> None:
    """Write ``files`` into a folder of the user's choice.

    Raises UsageError if it holds anything but files that are to be written, with the same bytes; with
    ``force`` files of the same name are replaced, and others stay. Other errors as `write_all`.
    """
    if not force:
        _check_no_other_content(folder, files)  # before anything is put there, be it a lock
    with writing(folder):
        if not force:
            _check_no_other_content(folder, files)
        put(folder, files)


def write_file(file: Path, data: bytes, *, force: bool) -> None:
    """Write one file of the user's choice. Raises UsageError if it is there with other content, unless
    ``force`` replaces it. Other errors as `write_all`.
    """
    if not force and file.is_file() and read_bytes(file) != data:
        raise UsageError(f"{file}: is there already with other content; --force replaces it")
    write_all(file.parent, {file: data})


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer in ``folder``, which is made if need be; an interrupted write is finished.

    For what must be looked at and then written, by one `put`. Raises as `write_all`.
    """
    with machine_errors(folder):
        _make_folder(folder)
    with locked(folder):
        _clear(folder)
        try:
            if os.path.lexists(folder / JOURNAL):
                _finish(folder, journal.read(folder))
                _clear(folder)
            yield
        finally:
            with contextlib.suppress(OSError, XiangQuError):
                _clear(folder)


def finish(folder: Path) -> None:
    """Finish an interrupted write in ``folder``, if there is one. Raises as `write_all`."""
    if os.path.lexists(folder / JOURNAL):
        with writing(folder):
            pass


def is_interrupted(folder: Path) -> bool:
    """Whether a write in ``folder`` was committed, or a long run begun, but is not finished."""
    return any(os.path.lexists(folder / name) for name in (JOURNAL, WORK))


def check_finished(root: Path) -> None:
    """Raise MachineError if a write in ``root`` is not finished: old and new files may be mixed."""
    _refuse_interrupted(root, "xiangqu build")


def check_output_finished(path: Path) -> None:
    """As `check_finished`, for what a verb wrote into a folder of the user's choice.

    ``path`` is that folder, a document in it, or one in its folder ``curated``.
    """
    for folder in (path, *path.absolute().parents[:2]):
        _refuse_interrupted(folder, "the command that wrote there again")


def _refuse_interrupted(folder: Path, command: str) -> None:
    if is_interrupted(folder):
        raise MachineError(
            f"{folder}: a write was interrupted here, or is under way; to finish it, run {command}"
        )


def put(folder: Path, files: Mapping[Path, bytes], remove: Iterable[Path] = ()) -> None:
    """As `write_all`, for a caller who is `writing` in ``folder``."""
    changes = _changes(folder, files, remove)
    if not changes:
        return
    if len(changes) > 1 and (unknown := [c.name for c in changes if not journal.is_made(c)]):
        raise DataError(f"{folder / unknown[0]}: is not a file that is written or removed here")
    _stage(folder, changes, files)
    with machine_errors(folder):
        if len(changes) == 1:  # one file is replaced at once: it needs no journal
            _put_in_place(folder, changes, folder / STAGED)
            return
        os.replace(folder / STAGED, folder / JOURNAL)
    _finish(folder, changes)


def _changes(folder: Path, files: Mapping[Path, bytes], remove: Iterable[Path]) -> list[Change]:
    wanted = {**{file: sha256(data) for file, data in files.items()}, **dict.fromkeys(remove)}
    changes = []
    for file, new in wanted.items():
        name = file.relative_to(folder).as_posix()
        old = journal.digest(journal.target(folder, name))
        if old != new:
            changes.append(Change(name, old, new))
    return changes


def _check_no_other_content(folder: Path, files: Mapping[Path, bytes]) -> None:
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in (*folders, *names)):
            is_ours = path.name.startswith(".xiangqu-") or (path.is_dir() and not path.is_symlink())
            if not is_ours and (path not in files or read_bytes(path) != files[path]):
                raise UsageError(
                    f"{folder}: has other content ({path.relative_to(folder)}): name another "
                    "folder, or add --force to replace files of the same name"
                )


def _stage(folder: Path, changes: Sequence[Change], files: Mapping[Path, bytes]) -> None:
    """Write the new contents and the plan of changes, and see that they reach the disk."""
    staged = folder / STAGED
    with machine_errors(staged):
        os.mkdir(staged, 0o700)
        _write(staged / PLAN, msgspec.json.encode(changes), 0o600)
    for number, change in enumerate(changes):
        file = folder / change.name
        if change.new:
            with machine_errors(file):
                mode = file.stat().st_mode & 0o777 if change.old else 0o644
                _write(staged / str(number), files[file], mode)
    with machine_errors(staged):
        _sync(staged)


def _finish(folder: Path, changes: Sequence[Change]) -> None:
    """Carry out the journal, except for what an interrupted run has done already."""
    try:
        _sync(folder)
        _put_in_place(folder, changes, folder / JOURNAL)
        os.replace(folder / JOURNAL, folder / STAGED)
        _sync(folder)
    except OSError as error:
        raise MachineError(
            f"{error.filename or folder}: {error.strerror or error}; some files may be new and some "
            "old: run the command again to finish"
        ) from None


def _put_in_place(folder: Path, changes: Sequence[Change], contents: Path) -> None:
    for number, change in enumerate(changes):
        file = journal.target(folder, change.name)  # looked at again: a link may have come since
        present = journal.digest(file)
        if change.new is None:
            if present and present == change.old:
                os.unlink(file)
        elif present != change.new:
            _make_folder(file.parent)
            os.replace(contents / str(number), file)
    for parent in sorted({(folder / change.name).parent for change in changes}):
        _sync(parent)


def _make_folder(path: Path) -> None:
    if not path.is_dir():
        _make_folder(path.parent)
        with contextlib.suppress(FileExistsError):  # another process may have made it
            os.mkdir(path)
        _sync(path.parent)


def _clear(folder: Path) -> None:
    """Remove what is staged in ``folder``: it does not count. Raises DataError if it is not ours."""
    staged = folder / STAGED
    if not os.path.lexists(staged):
        return
    if not journal.is_own_folder(staged):
        raise DataError(f"{staged}: is in the way of what is written here: remove it")
    with machine_errors(staged):
        for file in list(staged.iterdir()):
            os.unlink(file)
        os.rmdir(staged)


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
