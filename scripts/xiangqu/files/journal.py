"""The journal of a committed write: which files it is to change, and whether it can be trusted.

A journal is a folder: `PLAN` lists the changes, and the new contents are files named by their
number in it. It may come from anyone, with a cloned repository for example, so one that is found
must be this user's, name only files that a verb makes, and hold what it says.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from pathlib import Path

import msgspec

from ..annotation.errors import DataError
from ..annotation.repo import read_bytes, sha256

JOURNAL = ".xiangqu-journal"
STAGED = ".xiangqu-new"
"""The journal before the write is committed, and again when it is done."""
PLAN = "plan.json"

_NAME = r"[^/\\:.][^/\\:]*"  # yanfeng-feature-2021
_MADE = re.compile(  # corpus/text/yanfeng-feature-2021.txt
    r"(README(\.zh)?|DATASHEET)\.md|(croissant|datapackage|\.zenodo)\.json|schema/(README(\.zh)?|CHECKS)\.md"
    rf"|schema/{_NAME}\.schema\.json"
    r"|corpus/(example\.svg|tables\.zip)|(seeds|corpus/text|corpus/data)/SHA256SUMS"
    rf"|(seeds/({_NAME}/)*|corpus/text/){_NAME}\.txt|corpus/curated/{_NAME}/{_NAME}\.jsonl"
    r"|corpus/retired\.jsonl"
    rf"|(corpus/data/)?{_NAME}/{_NAME}\.parquet"  # below corpus/data: build, else: annotate
    rf"|(curated/)?{_NAME}/{_NAME}\.jsonl"  # annotate, import
    rf"|{_NAME}/({_NAME}\.csv|text\.tsv)"  # export
    r"|index\.html|reader\.(css|js)|(data|figures|(text|source)-\d+)\.js"  # browse
    rf"|{_NAME}\.(csv|(zh|en)\.(svg|png))|captions\.md"  # figures
)
"""The names of all files that verbs write together; one file alone needs no journal."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file below the folder, and its SHA-256 before and after; None: there is no such file."""

    name: str
    old: str | None
    new: str | None


def is_made(change: Change) -> bool:
    """Whether a verb of the package makes files of this name, or removes them if that is the change."""
    is_removable = change.name.startswith(("corpus/text/", "corpus/data/"))
    return bool(_MADE.fullmatch(change.name)) and (change.new is not None or is_removable)


def target(folder: Path, name: str) -> Path:
    """The file ``name`` below ``folder``, which need not be there.

    Raises DataError if it, or a folder on the way to it, is a link or something else in its place.
    """
    file = folder / name
    for path in reversed([file, *file.parents[: name.count("/")]]):
        mode = _mode(path)
        if stat.S_ISLNK(mode):
            raise DataError(f"{path}: is a link, and nothing is written or removed through links")
        if path == file and stat.S_ISDIR(mode):
            raise DataError(f"{path}: is a folder")
        if mode and not (stat.S_ISREG if path == file else stat.S_ISDIR)(mode):
            raise DataError(f"{path}: is not a {'file' if path == file else 'folder'}")
    return file


def digest(file: Path) -> str | None:
    """The SHA-256 of ``file``; None if there is no such file."""
    return sha256(read_bytes(file)) if os.path.lexists(file) else None


def read(folder: Path) -> list[Change]:
    """The changes that the journal in ``folder`` lists, each of which can be carried out.

    Raises DataError if the journal is not sound, or a file to be replaced has been changed since.
    """
    journal = folder / JOURNAL
    sound = is_own_folder(journal) and _is_own_file(journal / PLAN)
    with contextlib.suppress(msgspec.MsgspecError, RecursionError):
        plan = read_bytes(journal / PLAN) if sound else b""
        changes = msgspec.json.decode(plan, type=list[Change])
        if all(is_made(c) and _can_be_done(folder, n, c) for n, c in enumerate(changes)):
            return changes
    raise DataError(
        f"{journal}: is not what an interrupted write of yours leaves here: look at it and remove it"
    )


def _can_be_done(folder: Path, number: int, change: Change) -> bool:
    file, content = target(folder, change.name), folder / JOURNAL / str(number)
    present = digest(file)
    if change.new in (None, present):
        return True
    if present not in (None, change.old):
        raise DataError(
            f"{file}: was changed after a write was interrupted: move it elsewhere and run the "
            "command again"
        )
    return _is_own_file(content) and digest(content) == change.new


def _mode(path: Path) -> int:
    """Type and permissions of ``path`` itself, links not followed; 0 if there is nothing."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return os.lstat(path).st_mode
    return 0


def is_own_folder(path: Path) -> bool:
    """Whether ``path`` is a folder of this user, and no link to one."""
    return stat.S_ISDIR(_mode(path)) and _is_own(path)


def _is_own_file(path: Path) -> bool:
    return stat.S_ISREG(_mode(path)) and _is_own(path)


def _is_own(path: Path) -> bool:
    return sys.platform == "win32" or os.lstat(path).st_uid == os.geteuid()
