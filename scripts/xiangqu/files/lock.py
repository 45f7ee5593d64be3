"""One writer at a time: a lock file in the folder that is written to.

The system frees the lock when its holder dies, so a file that is left there locks nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ..annotation.errors import MachineError
from ..annotation.repo import machine_errors

LOCK = ".xiangqu-lock"
SECONDS = 5.0
"""How long to wait for another writer, which takes the lock only after it has computed its files."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only process that writes to ``folder``, which must exist; the lock file stays there.

    Raises MachineError if another one still writes there after `SECONDS`.
    """
    from filelock import FileLock, Timeout  # it takes longer to import than most verbs need to run

    file = folder / LOCK
    lock = FileLock(file, timeout=SECONDS)
    with machine_errors(file):
        try:
            lock.acquire()
        except Timeout:
            raise MachineError(
                f"{folder}: another xiangqu is writing here: wait until it is done, or end it"
            ) from None
    try:
        yield
    finally:
        lock.release()
