"""The text in the bytes of a file: plain text in some encoding, HTML, or a Word document."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..annotation.errors import DataError
from .html_text import html_text

GUESSED = "gb18030"
"""The encoding that is tried on files that are not UTF-8; text files from Chinese Windows have it."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMMON = 0.95
"""The guess is believed if at least this share of the characters is in GB 2312."""
EXTRA = "pip install 'xiangqu[documents]'"


class Decoded(NamedTuple):
    """A text, and whether its encoding was guessed."""

    text: str
    guessed: bool = False


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of ``content`` in ``encoding``, else in UTF-8, else in GB18030 if that makes sense.

    Raises DataError naming the first bad byte.
    """
    try:
        return Decoded(content.decode(encoding or "utf-8"))
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        if encoding:
            raise DataError(f"byte {at} is not {encoding}") from None
    if content.startswith(_UTF16):
        raise DataError("is UTF-16 and not UTF-8: add --encoding utf-16")
    if (text := _guess(content)) is None:
        raise DataError(f"byte {at} is not UTF-8; save it as UTF-8, or name its --encoding")
    return Decoded(text, guessed=True)


def _guess(content: bytes) -> str | None:
    """The text in GB18030, if nearly all of it is in GB 2312, which has what simplified Chinese needs.

    Most bytes that are no UTF-8 can be read as GB18030, but Big5 so read is full of rare characters.
    """
    try:
        text = content.decode(GUESSED)
    except UnicodeDecodeError:
        return None
    common = text.encode("gb2312", "ignore").decode("gb2312")
    return text if len(common) >= _COMMON * len(text) else None


def _html(content: bytes, encoding: str | None) -> Decoded:
    found = decode(content, encoding)
    return found._replace(text=html_text(found.text))


def _docx(content: bytes, _: str | None) -> Decoded:
    """The paragraphs and the rows of tables in their order, each on a line of its own."""
    try:
        import docx
    except ModuleNotFoundError:
        raise DataError(f"Word documents need an extra: {EXTRA}") from None
    try:
        return Decoded("\n".join(_blocks(docx.Document(io.BytesIO(content)))))
    except Exception as error:  # the library raises anything on broken archives or XML
        raise DataError(f"cannot be read as .docx: {str(error) or type(error).__name__}") from None


def _blocks(container: object) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                cells = {cell._tc: cell.text for cell in row.cells}  # a merged one is there twice
                yield " ".join(" ".join(cells.values()).split())
        else:
            yield block.text.replace("\t", " ")


Reader = Callable[[bytes, str | None], Decoded]

READERS: dict[str, Reader] = {
    ".txt": decode,
    ".md": decode,
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
}
"""The reader of a file by the suffix of its name; a file named with any other suffix is plain text."""
