"""The files of the card: README.md, the data that its ``configs:`` name, and whatever it links to.

Pages (``.md``) among them are read for links too, so that what is published has no dead link.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ..annotation.errors import DataError
from ..annotation.repo import read_bytes, read_text, sha256

CARD = "README.md"
_MALFORMED = (KeyError, TypeError, AttributeError, ValueError, NotImplementedError, OSError)
"""What a head of other types, or a link that is no path, raises."""


@dataclass(frozen=True)
class File:
    """A file to publish: its path from the root, with ``/``, and its content."""

    path: str
    data: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.data)


def files(root: Path) -> list[File]:
    """The files of the card in ``root``, by path.

    Raises DataError if the card's head is not YAML of a dataset, or names or links to what is not there.
    """
    try:
        found = _gathered(root)
    except _MALFORMED as error:
        raise DataError(f"{root / CARD}: its head or a link is malformed: {error!s:.80}") from None
    return [File(name, found[name]) for name in sorted(found)]


def _gathered(root: Path) -> dict[str, bytes]:
    head, body = _parts(root)
    waiting = [CARD, *_data(root, head), *_targets(root, CARD, body)]
    if license_link := head.get("license_link"):
        waiting += _followed(root, CARD, str(license_link))
    found: dict[str, bytes] = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = read_bytes(root / name)
            if name.endswith(".md") and name != CARD:
                waiting += _targets(root, name, read_text(root / name))
    return found


def _parts(root: Path) -> tuple[dict[str, Any], str]:
    """The metadata at the head of the card, and the Markdown below it."""
    import yaml
    from huggingface_hub import DatasetCard

    file = root / CARD
    try:
        card = DatasetCard(read_text(file))
    except (ValueError, TypeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise DataError(f"{file}: the YAML at its head cannot be read: {reason}") from None
    return card.data.to_dict(), card.text


def _data(root: Path, head: dict[str, Any]) -> Iterator[str]:
    """The data files of every config, as `xiangqu build` names them: a pattern for each split."""
    for config in head.get("configs", []):
        for split in config["data_files"]:
            found = [file for file in root.glob(split["path"]) if _is_inside(file, root)]
            names = [file.relative_to(root).as_posix() for file in found]
            if not names:
                raise DataError(f"{root / CARD}: no file is {split['path']}; run: xiangqu build")
            yield from names


def _targets(root: Path, page: str, text: str) -> Iterator[str]:
    """The files that ``page`` links to or shows; ``text`` is its Markdown."""
    from markdown_it import MarkdownIt

    links = _Links()
    links.feed(MarkdownIt().enable("table").render(text))
    for link in links.found:
        yield from _followed(root, page, link)


class _Links(HTMLParser):
    """What the tags of a page name; Markdown may hold HTML, so both are read as HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def _followed(root: Path, page: str, link: str) -> list[str]:
    """The file that ``link`` leads to; none if it leads elsewhere, or to a heading of its own page."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return []
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    target = root / name
    if not _is_inside(target, root):
        raise DataError(f"{root / page}: links to {link}, which is outside of {root}")
    if target.is_dir():
        raise DataError(f"{root / page}: links to {link}, a folder: link to a file in it")
    if not target.is_file():
        raise DataError(f"{root / page}: links to {link}, which is not there")
    return [name]


def _is_inside(file: Path, root: Path) -> bool:
    """Whether ``file`` lies in ``root``, links followed."""
    return file.resolve().is_relative_to(root.resolve()) and ".." not in file.parts
