"""One writer at a time: a lock file in the folder that is written to, which says who holds it.

The kernel frees the lock when its holder dies, so a file that was left behind locks nothing.
"""
# ruff: noqa: PTH108, PTH116

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from ..annotation.errors import MachineError
from ..annotation.repo import machine_errors

if sys.platform != "win32":
    import fcntl

LOCK = ".xiangqu-lock"


@contextlib.contextmanager
def locked(folder: Path, doing: str) -> Iterator[None]:
    """Be the only process that writes to ``folder``; ``doing`` is what a second one is told.

    Raises MachineError, naming the process that is at it, if there is one.
    """
    if sys.platform == "win32":  # it has no flock: there a second writer is not kept out
        yield
        return
    file = folder / LOCK
    with machine_errors(file):
        handle = _take(file, doing)
    try:
        yield
    finally:
        _release(file, handle)


def _take(file: Path, doing: str) -> int:
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(_release, file, handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(handle, 500, 0).decode(errors="replace") or "another process"
                raise MachineError(
                    f"{file.parent}: {holder} is writing here: wait until it is done, or end it"
                ) from None
            if _names(file, handle):  # else its holder removed it after we had opened it
                _sign(handle, doing)
                on_failure.pop_all()
                return handle


def _names(file: Path, handle: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.stat(file), os.fstat(handle))
    return False


def _sign(handle: int, doing: str) -> None:
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    holder = f"process {os.getpid()} on {os.uname().nodename} ({doing}, since {since})"
    with contextlib.suppress(OSError):  # on a full disk the lock holds without a name
        os.ftruncate(handle, 0)
        os.write(handle, holder.encode())


def _release(file: Path, handle: int) -> None:
    """Remove the lock file if the lock is ours, then let go; a file that stays does no harm."""

    def remove() -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _names(file, handle):
            os.unlink(file)

    try:
        with contextlib.suppress(OSError):
            insist(remove)
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def insist(step: Callable[[], None]) -> None:
    """Do ``step``, and once more if it fails; an interrupt is raised when it is done."""
    try:
        step()
    except OSError:
        step()
    except BaseException:
        step()
        raise
