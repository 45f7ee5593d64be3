"""The standard streams: what texts and names of others say reaches no terminal as a command to it."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, TextIO

_UNSEEN = re.compile(  # ESC, C1 (8-bit forms of escapes), marks that turn the direction of writing
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_CLEAR = "\r\x1b[K"


def visible(text: str) -> str:
    """``text`` with control characters, but tab and line feed, as ``\\u001b``: so JSON stays the same."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Guarded:
    """A text stream that makes what is written to it `visible`; rich, which colours, writes past it."""

    def __init__(self, stream: TextIO) -> None:
        self.rich_proxied_file = stream  # where rich looks for a stream to write to

    def write(self, text: str) -> int:
        self.rich_proxied_file.write(visible(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


class Messages(Guarded):
    """Standard error: what cannot be written there is lost, and nothing fails for it."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            _lose(self.rich_proxied_file)
            return len(text)

    def flush(self) -> None:
        try:
            self.rich_proxied_file.flush()
        except OSError:
            _lose(self.rich_proxied_file)


def guard() -> None:
    """Guard what is written; a stream that is closed is empty, or takes what nobody reads."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(
                os.devnull, os.O_RDWR
            )  # the lowest that is free, so that no file gets it
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8", closefd=False))
    sys.stdout, sys.stderr = Guarded(sys.stdout), Messages(sys.stderr)


def exact() -> TextIO:
    """Standard output for what another program reads as it is; guarded if it is a terminal."""
    return (
        sys.stdout if sys.stdout.isatty() else getattr(sys.stdout, "rich_proxied_file", sys.stdout)
    )


def lose_output() -> None:
    """Nothing more is written to standard output, not even what waits to be."""
    _lose(sys.stdout)


def replace_line(line: str = "") -> None:
    """Put ``line`` in the place of the last one on standard error, which is a terminal."""
    stream = getattr(sys.stderr, "rich_proxied_file", sys.stderr)
    stream.write(_CLEAR + visible(line))
    stream.flush()


def _lose(stream: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
