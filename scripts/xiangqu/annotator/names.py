"""The id and the seed of each document of a run; none is given twice, also not in another case."""

from __future__ import annotations

import re
from itertools import count

from .inputs import Source

_ODD = re.compile(r"[\x00-\x1f\\:]")
"""What the name of a file may not have here: see `xiangqu.files.journal`."""
_LONGEST = 240
"""A part of a file's name has at most 255 bytes; some are left for what comes after it."""


class Names:
    """Gives ids and names of seeds, and remembers which it has given."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers = count(1)

    def give(self, source: Source) -> tuple[str, str]:
        """The id of the document, its own or the next number, and the name of its seed.

        A seed has the name of the file that the text is from, with ``.txt`` after any other ending; it
        is named after the id where that cannot be.
        """
        identity = source.id if source.id and self._is_free(source.id) else self._number()
        self._take(identity)
        seed = _seed(source.name)
        if not (seed and self._is_free(seed)):
            seed = f"{identity}.txt"
        self._take(seed)
        return identity, seed

    def _number(self) -> str:
        return next(name for n in self._numbers if self._is_free(name := f"text-{n:04d}"))

    def _is_free(self, name: str) -> bool:
        return name.casefold() not in self._taken

    def _take(self, name: str) -> None:
        self._taken.add(name.casefold())


def _seed(name: str) -> str | None:
    parts = [_ODD.sub("-", part).lstrip(".") for part in name.split("/")]
    if not parts[-1].endswith(".txt"):
        parts[-1] += ".txt"
    if any(not part or len(part.encode()) > _LONGEST for part in parts):
        return None
    return "/".join(parts)
