"""How far a run through many texts is, on stderr: a line that changes, or a line in a log now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from ..annotator.inputs import Source, Texts
from . import streams

_TERMINAL_SECONDS, _LOG_SECONDS = 0.2, 30.0
_SLOW_SECONDS = 2.0


class Run:
    """Says how many texts are done, how many a second, and how long the rest will take.

    Not on a terminal on which the run is ``printing``: what it prints shows how far it is.
    """

    def __init__(self, *, printing: bool) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._silent = printing and self._on_terminal and sys.stdout.isatty()
        self._pause = _TERMINAL_SECONDS if self._on_terminal else _LOG_SECONDS
        self._began = time.monotonic()
        self._next = self._began + max(self._pause, _SLOW_SECONDS)
        self._shown = False

    def follow(self, texts: Texts) -> Iterator[Source]:
        """The texts, as they are asked for."""
        for source in texts:
            yield source
            self.tick(texts.done, texts.done, texts.total)
        self._clear()

    def say(self, line: str) -> None:
        """A line on stderr that stays."""
        self._clear()
        print(line, file=sys.stderr)

    def tick(self, done: int, now_done: int, total: int, failed: int = 0) -> None:
        """Say, if it is time to, that of ``total`` texts so many are ``done``, ``now_done`` of them by
        this run, and that so many ``failed``.
        """
        now = time.monotonic()
        if self._silent or now < self._next:
            return
        self._next = now + self._pause
        rate = now_done / (now - self._began)
        left = str(timedelta(seconds=round((total - done) / rate))) if rate else "an unknown time"
        line = f"{done} of {total} texts, {rate:.1f} a second, {left} left"
        if failed:
            line += f", {failed} failed"
        if self._on_terminal:
            streams.replace_line(line)
            self._shown = True
        else:
            print(line, file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._shown:
            streams.replace_line()
            self._shown = False
