"""The text in the bytes of a file: plain text in some encoding, HTML, or a Word document."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
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
    found, guessed = encoding_of(lambda: [content], encoding)
    return Decoded(content.decode(found), guessed)


def encoding_of(
    chunks: Callable[[], Iterable[bytes]], encoding: str | None = None
) -> tuple[str, bool]:
    """The encoding in which `decode` reads what ``chunks`` gives, each time from the start, and whether
    it was guessed. Only one chunk is held at a time. Raises DataError naming the first bad byte.
    """
    at = _bad_byte(chunks(), encoding or "utf-8")
    if at is None:
        return encoding or "utf-8", False
    if encoding:
        raise DataError(f"byte {at} is not {encoding}")
    if next(iter(chunks())).startswith(_UTF16):
        raise DataError("is UTF-16 and not UTF-8: add --encoding utf-16")
    if not _is_guess_good(chunks()):
        raise DataError(f"byte {at} is not UTF-8; save it as UTF-8, or name its --encoding")
    return GUESSED, True


def _bad_byte(chunks: Iterable[bytes], encoding: str) -> int | None:
    """The position of the first byte that ``encoding`` cannot have; None if there is none."""
    decoder, before = codecs.getincrementaldecoder(encoding)(), 0
    waiting = b""
    try:
        for chunk in chunks:
            waiting = decoder.getstate()[0]
            decoder.decode(chunk)
            before += len(chunk)
        waiting = decoder.getstate()[0]
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        return before - len(waiting) + error.start if isinstance(error, UnicodeDecodeError) else 0
    return None


def _is_guess_good(chunks: Iterable[bytes]) -> bool:
    """Whether nearly all of it is in GB 2312, which has what simplified Chinese needs.

    Most bytes that are no UTF-8 can be read as GB18030, but Big5 so read is full of rare characters.
    """
    common = total = 0
    try:
        for text in codecs.iterdecode(chunks, GUESSED):
            total += len(text)
            common += len(text.encode("gb2312", "ignore").decode("gb2312"))
    except UnicodeDecodeError:
        return False
    return common >= _COMMON * total


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
