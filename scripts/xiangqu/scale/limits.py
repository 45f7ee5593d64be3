"""How long a document may take, and how much memory: what takes more is stopped, and the rest goes on.

A thread watches the one that drafts and raises an exception in it. Where that cannot help, as in one long
call of a C function, the alarm of the system ends the process: a worker dies and its document is known.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_STEP = 0.1
_GRACE = 2
"""How many times its seconds a document has before its process is ended."""
_MEMORY = Path("/proc/self/statm")


class Exceeded(Exception):
    """A document took more than its limits."""


@dataclass(frozen=True)
class Limits:
    """``seconds`` for one document, and ``megabytes`` for the process that drafts it.

    ``fatal`` says that the process may be ended, being a worker.
    """

    seconds: float = 300
    megabytes: int = 4096
    fatal: bool = False

    @property
    def said(self) -> str:
        return f"takes more than {self.seconds:g} seconds or {self.megabytes} MB of memory"

    @contextlib.contextmanager
    def watch(self) -> Iterator[None]:
        """Raise Exceeded in what is done inside, once it takes more."""
        done = threading.Event()
        thread, until = threading.get_ident(), time.monotonic() + self.seconds
        watcher = threading.Thread(target=self._wait, args=(done, thread, until), daemon=True)
        self._set_alarm(self.seconds * _GRACE)
        try:
            try:
                watcher.start()
                yield
            finally:  # where the exception may still come
                done.set()
                watcher.join()
                _raise_in(thread, None)
        finally:
            done.set()
            self._set_alarm(0)

    def _wait(self, done: threading.Event, thread: int, until: float) -> None:
        while not done.wait(min(_STEP, max(until - time.monotonic(), 0))):
            if time.monotonic() >= until or _megabytes() > self.megabytes:
                _raise_in(thread, Exceeded)
                return

    def _set_alarm(self, seconds: float) -> None:
        if self.fatal and hasattr(signal, "setitimer"):  # not on Windows
            signal.setitimer(signal.ITIMER_REAL, seconds)


def _raise_in(thread: int, error: type[Exception] | None) -> None:
    """Have ``error`` raised in a thread, at its next instruction; None takes one back that waits."""
    what = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _megabytes() -> float:
    """What this process holds in memory; 0 where the system does not tell."""
    try:
        pages = int(_MEMORY.read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
