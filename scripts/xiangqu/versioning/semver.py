"""Version numbers of data, after https://semver.org: what a change of each weight asks for.

*Patch*: no result computed from the tables changes. *Minor*: results may change, but code that reads
the tables goes on working, and every id and offset still names the same. *Major*: the rest.

Below 1.0.0 the second number is raised for a major change, the third for any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..annotation.errors import DataError

PATCH, MINOR, MAJOR = WEIGHTS = ("patch", "minor", "major")

Version = tuple[int, int, int]

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def parse(version: str) -> Version:
    """``1.2.3`` as numbers. Raises DataError for anything else, a pre-release too."""
    match = _VERSION.fullmatch(version)
    if match is None:
        raise DataError(f"version {version!r} is not three numbers, as 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def needed(old: str, weight: str | None) -> str:
    """The lowest version that may follow ``old`` after a change of ``weight``: itself if there is none."""
    major, minor, patch = parse(old)
    if weight is None:
        return old
    if weight == MAJOR and major:
        raised = (major + 1, 0, 0)
    elif weight == MAJOR or (weight == MINOR and major):
        raised = (major, minor + 1, 0)
    else:
        raised = (major, minor, patch + 1)
    return ".".join(map(str, raised))


def weightiest(weights: Iterable[str]) -> str | None:
    """The greatest of ``weights``, None if there are none."""
    return max(weights, key=WEIGHTS.index, default=None)
