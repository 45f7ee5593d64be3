"""The pure function from a batch of texts to the rows of every table; any engine can run it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa

from ..annotation.errors import DataError, UsageError
from ..annotation.repo import Repo, path
from ..annotator import Given, drafting
from ..annotator.given import check
from ..annotator.inputs import GIVEN, Source, identity, with_text
from ..annotator.output import SCHEMAS, rows
from .limits import Exceeded, Limits


class Aside(msgspec.Struct, frozen=True):
    """A document that was set aside, by its id and its seed, and why."""

    document: str
    seed_file: str
    said: str


@dataclass(frozen=True)
class Drafts:
    """The rows of each config, those of a document one after the other, and what was set aside.

    ``counts`` says how much was drafted: documents, characters, paragraphs, claims and numerals.
    """

    tables: dict[str, pa.Table]
    aside: tuple[Aside, ...]
    counts: dict[str, int]


def draft(
    texts: pa.RecordBatch,
    *,
    root: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    dead: Collection[int] = (),
    at: Callable[[int], object] = id,
) -> Drafts:
    """Drafts of the texts in the columns ``id`` and ``text``.

    Other columns, as `xiangqu.scale.batches.SCHEMA` has them, may be missing. A text that cannot be
    drafted is set aside, and so are those in the rows ``dead``. ``root`` has the rules, if not the
    installed package; ``at`` is told each row before it is drafted.
    """
    repo = Repo(root or path())
    made: dict[str, list[pa.Table]] = {config: [] for config in SCHEMAS}
    aside: list[Aside] = []
    counts = dict.fromkeys(("documents", "characters", *drafting.COUNTED), 0)
    for number, row in enumerate(texts.to_pylist()):
        about = row["id"], row.get("seed_file") or f"{row['id']}.txt"
        if number in dead:
            aside.append(Aside(*about, f"its worker died: it {limits.said}, or ends its process"))
            continue
        at(number)
        try:
            with limits.watch():
                drafted = drafting.draft(repo, _source(row), *about)
                tables = rows(drafted)
        except Exceeded:
            aside.append(Aside(*about, limits.said))
        except MemoryError:
            aside.append(Aside(*about, "takes more memory than there is"))
        except (DataError, UsageError) as error:
            aside.append(Aside(*about, str(error)))
        except Exception as error:
            aside.append(Aside(*about, f"a fault of the program, please report: {error!r}"))
        else:
            for config, table in tables.items():
                made[config].append(table)
            counts["documents"] += 1
            counts["characters"] += len(drafted.raw)
            for layer in drafting.COUNTED:
                counts[layer] += len(getattr(drafted, layer))
    whole = {config: _joined(tables, SCHEMAS[config]) for config, tables in made.items()}
    return Drafts(whole, tuple(aside), counts)


def _source(row: dict[str, str | None]) -> Source:
    """A row as a text. Raises DataError or UsageError for what cannot be an id, a text or a date."""
    if identity(row["id"] or "") != row["id"]:
        raise DataError(f"{row['id']!r} is no id: it has 1 to 80 letters, digits, _ and -")
    given = Given(**{name: row.get(name) for name in GIVEN})
    check(given)
    return Source("", with_text(row["text"] or ""), given=given)


def _joined(tables: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables).combine_chunks() if tables else schema.empty_table()
