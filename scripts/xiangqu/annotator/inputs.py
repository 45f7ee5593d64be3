"""The texts to draft: those of files, of folders, of standard input, and of the rows of tables.

What cannot be read is reported, and the rest is read all the same.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from ..annotation.errors import DataError, MachineError, UsageError
from ..annotation.repo import read_bytes
from .document import Given
from .formats import READERS, decode
from .given import check
from .table_rows import TABLES, Row, Table, cell, open_table

STANDARD_INPUT = Path("-")
ROWS = Path("rows")
"""The name of rows that are no file."""
GIVEN = tuple(f.name for f in fields(Given))
ID = "id"
_OTHER = re.compile("[^0-9A-Za-z_\u3400-\u9fff-]+")
"""What an id may not have: see ``schema/document.schema.json``."""
_LONGEST = 80
"""An id becomes the name of a folder, which may have 255 bytes."""
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {*map(ord, "\t\n\r")}, " ")
_CONTROLS |= dict.fromkeys(map(ord, "\v\f"), "\n")
"""What replaces the characters that no record can quote; the end of a page or a column ends a line."""
Report = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Source:
    """A text and what is known of it.

    ``name`` is the path of its file in the folder that was named. ``id`` is the one to give it, unless
    another text has it.
    """

    name: str
    text: str
    id: str | None = None
    given: Given = field(default_factory=Given)


@dataclass(frozen=True)
class Reading:
    """How inputs are read: in which encoding, from which columns, and what is given for all of them.

    ``columns`` maps ``text``, ``id`` and the fields of `Given` to the columns that were named for them.
    Where none was named, the column of the same name is read if there is one; the text needs a name.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    given: Given = field(default_factory=Given)


class Texts:
    """The texts of ``paths``, in order, those of a folder sorted by name; then those of ``rows``.

    ``total`` is how many there are and ``done`` how many were read or reported. ``notes`` maps what is
    to be said at the end to the names of the files that it concerns. Raises UsageError for a path that
    does not exist, a folder without texts and a table without a column that was named; anything else
    that is wrong with a text goes to ``report``.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        reading: Reading,
        report: Report,
        stdin: bytes = b"",
        rows: Table | None = None,
    ) -> None:
        check(reading.given)
        self.notes: dict[str, list[str]] = defaultdict(list)
        self.done = 0
        self._reading, self._report, self._stdin = reading, report, stdin
        self._ids: set[str] = set()
        self._inputs: list[tuple[Path, Sequence[str], Table | None]] = []
        for path in paths:
            self._inputs += self._open(path)
        if rows:
            self._check_columns(ROWS, rows)
            self._inputs.append((ROWS, [ROWS.name], rows))
        if (
            reading.columns
            and not rows
            and not any(path.suffix.lower() in TABLES for path in paths)
        ):
            raise UsageError(f"columns go with a table: {', '.join(TABLES)}")
        self.total = sum(table.count if table else len(names) for _, names, table in self._inputs)

    def __iter__(self) -> Iterator[Source]:
        for path, names, table in self._inputs:
            if table:
                yield from self._read(path, self._of_rows(path, names[0], table))
                continue
            is_folder = path.is_dir()
            for name in names:
                file = path / name if is_folder else path
                self.done += 1
                yield from self._read(file, self._of_file(file, _utf8(name)))

    def _read(self, path: Path, sources: Iterator[Source]) -> Iterator[Source]:
        """The ``sources`` in ``path``, up to where they cannot be read."""
        try:
            yield from sources
        except (DataError, MachineError) as error:
            self._report(_said(path, error))

    def _open(self, path: Path) -> Iterator[tuple[Path, Sequence[str], Table | None]]:
        """``path`` with the names of the files that it stands for, or with its table."""
        if path == STANDARD_INPUT:
            yield path, ["stdin"], None
        elif path.is_dir():
            names = sorted(self._in_folder(path))
            if not names:
                raise UsageError(f"{path}: holds no file of texts ({', '.join(READERS)})")
            yield path, names, None
        elif not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        elif path.suffix.lower() in TABLES:
            try:
                table = open_table(path, self._reading.encoding)
            except (DataError, MachineError) as error:
                self._report(_said(path, error))
                return
            self._check_columns(path, table)
            yield path, [_utf8(path.name)], table
        else:
            yield path, [path.name], None

    def _in_folder(self, folder: Path) -> Iterator[str]:
        """The names of the files of texts in ``folder``, as seen from there; hidden ones are left out."""

        def unreadable(error: OSError) -> None:
            self._report(f"{error.filename}: {error.strerror}")

        for parent, folders, names in os.walk(folder, onerror=unreadable):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                file = Path(parent, name)
                if name.startswith(".") or not file.is_file():
                    continue
                if file.suffix.lower() in READERS:
                    yield file.relative_to(folder).as_posix()
                else:
                    self.notes["passed over, being of another kind"].append(_utf8(name))

    def _of_file(self, path: Path, name: str) -> Iterator[Source]:
        content = self._stdin if path == STANDARD_INPUT else read_bytes(path)
        read = READERS.get(path.suffix.lower(), decode)
        text, guessed = read(content, self._reading.encoding)
        if guessed:
            self._note_guess(name)
        known = None if path == STANDARD_INPUT else identity(Path(name).stem)
        yield Source(name, with_text(text), known, self._reading.given)

    def _check_columns(self, path: Path, table: Table) -> None:
        there = f"there {'are' if table.names else 'is none'} {', '.join(table.names)}".rstrip()
        columns = self._reading.columns
        if "text" not in columns:
            said = "say which column holds the text, with --text-column NAME"
            raise UsageError(f"{_shown(path)}: {said}; {there}")
        for column in columns.values():
            if table.names and column not in table.names:
                raise UsageError(f"{_shown(path)}: has no column {column!r}; {there}")

    def _of_rows(self, path: Path, name: str, table: Table) -> Iterator[Source]:
        if table.guessed:
            self._note_guess(name)
        columns = {n: n for n in (ID, *GIVEN)} | dict(self._reading.columns)
        for number, row in enumerate(table.rows, 1):
            self.done += 1
            try:
                yield self._of_row(f"{name}/{number}", row, columns)
            except (DataError, UsageError) as error:
                self._report(f"{_shown(path)}:{number}: {error}")

    def _of_row(self, name: str, row: Row, columns: Mapping[str, str]) -> Source:
        if isinstance(row, str):
            raise DataError(row)
        text = row.get(columns["text"])
        if not isinstance(text, str):
            raise DataError(f"has no text in {columns['text']!r}")
        cells = {n: cell(row.get(column)) for n, column in columns.items() if n != "text"}
        told = {n: value for n in GIVEN if (value := cells.get(n))}
        given = Given(**(asdict(self._reading.given) | told))
        check(given)
        return Source(name, with_text(text), self._of_column(cells.get(ID)), given)

    def _of_column(self, value: str | None) -> str | None:
        """The id that a table gives; raises DataError if a row before has it."""
        found = identity(value) if value else None
        if found:
            if found.casefold() in self._ids:
                raise DataError(f"the id {value!r} is given twice")
            self._ids.add(found.casefold())
        return found

    def _note_guess(self, name: str) -> None:
        self.notes["not UTF-8, and read as GB18030"].append(name)


def identity(name: str) -> str | None:
    """``name`` as an id: what an id may not have is a hyphen. None if nothing is left, or too much."""
    found = _OTHER.sub("-", name).strip("-")
    return found if 0 < len(found) <= _LONGEST else None


def with_text(text: str) -> str:
    """``text`` without control characters, as many characters. Raises DataError if there is nothing."""
    if not text.strip("\ufeff \u3000\t\r\n"):
        raise DataError("holds no text")
    return text.translate(_CONTROLS)


def _utf8(name: str) -> str:
    """A name as the system has it, whatever its bytes are."""
    content = os.fsencode(name)
    try:
        return decode(content).text
    except DataError:
        return content.decode("utf-8", "backslashreplace")


def _shown(path: Path) -> str:
    return _utf8(str(path))


def _said(path: Path, error: Exception) -> str:
    """The message of ``error``, which may name the file itself."""
    said = _utf8(str(error))
    return said if said.startswith(_shown(path)) else f"{_shown(path)}: {said}"
