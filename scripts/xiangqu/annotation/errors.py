"""The errors that the program raises, each one sentence for the person who reads it.

A fault in *data* is a finding (a value); these are for what keeps the program from doing its work.
"""

from __future__ import annotations

from pathlib import Path


class XiangQuError(Exception):
    """Any error that ends a command; ``exit_code`` is what the process returns."""

    exit_code = 1


class DataError(XiangQuError):
    """Input data cannot be used: the message names the file, the line and what is wrong."""

    def __init__(self, said: str, file: Path | None = None) -> None:
        super().__init__(f"{file}: {said}" if file else said)
        self.said = said
        self.file = file

    def about(self, file: Path) -> str:
        """The message for a reader who knows that it is about ``file``, which is left out."""
        return self.said if file == self.file else str(self)


class UsageError(XiangQuError):
    """The caller asked for something that does not exist; the message says what does."""

    exit_code = 2


class MachineError(XiangQuError):
    """The disk, its permissions or the machine failed, not the data."""

    exit_code = 3
