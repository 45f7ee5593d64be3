"""Version numbers of data, after https://semver.org: what a change of each weight asks for.

*Patch*: no result computed from the tables changes. *Minor*: results may change, but code that reads
the tables goes on working, and every id and offset still names the same thing. *Major*: the rest.

Below 1.0.0 the second number is raised for a major change, the third for any other.
"""

from __future__ import annotations

import re

from ..annotation.errors import DataError

PATCH, MINOR, MAJOR = WEIGHTS = ("patch", "minor", "major")

_NUMBER = "(0|[1-9][0-9]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")  # 1.20.3


def parse(version: str) -> tuple[int, int, int]:
    """``1.2.3`` as numbers. Raises DataError for anything else, a pre-release too."""
    if match := _VERSION.fullmatch(version):
        return int(match[1]), int(match[2]), int(match[3])
    raise DataError(f"version {version!r} is not three numbers, as 1.2.3")


def needed(old: str, weight: str | None) -> str:
    """The lowest version that may follow ``old`` after changes of this ``weight``, None for no change."""
    major, minor, patch = parse(old)
    if weight is None:
        return old
    place = WEIGHTS[::-1].index(weight) + (major == 0)
    if place == 0:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if place == 1 else f"{major}.{minor}.{patch + 1}"
