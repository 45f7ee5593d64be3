"""What the pages show: the texts of a corpus, of a folder of drafts, or one drafted on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import dumps
from ..annotation.records import Claim, Draft
from ..annotation.repo import Repo, read_text, sha256
from ..annotation.unread import is_unread, line_of, listed
from ..annotation.vocabulary import vocabulary
from ..annotator import drafting, reviewing
from ..annotator.doubts import DoubtRules, Doubts
from ..annotator.drafted import Drafted
from ..annotator.inputs import Reading, Report, Texts
from ..tabular import sources, tables

Row = dict[str, Any]
Rows = dict[str, list[Row]]

PUBLISHED = ("documents", "paragraphs", "sections", "claims", "edits")
"""The configs that the pages show."""
RELATIONS = "relations"
"""A config that a corpus may have: how its claims fit each other."""


@dataclass(frozen=True)
class Text:
    """One document: its published rows by config, its seed, and what of it is a draft.

    ``unread`` has the claims that nobody has read, by id, each with the `digest` of its draft; ``doubts`` the
    reasons to doubt them. Only what ``is_published`` can be cited.
    """

    rows: Rows
    raw: str
    doubts: Doubts
    unread: dict[str, str]
    is_published: bool = False

    @property
    def document(self) -> Row:
        return self.rows["documents"][0]


@dataclass(frozen=True)
class Library:
    """Texts in the order of their ids, with the root that their labels and citations come from.

    It ``has_tables`` if the tables of that root are about these texts: figures can be made of them.
    """

    repo: Repo
    texts: list[Text]
    relations: list[Row]
    has_tables: bool = False


def of_root(repo: Repo) -> Library:
    """The texts of a corpus as published, those with drafts as they are now; of a folder of drafts, all.

    Raises DataError if a table or a record cannot be used, UsageError if there is no text.
    """
    if repo.is_drafts:
        names = [row["id"] for row in tables.read(repo.data, "documents")]
        with sources.opened(repo, names) as corpus:
            texts = [_drafted(corpus, name, is_listed=False) for name in names]
    else:
        drafts = [f.name for f in repo.documents() if (f / "drafts.jsonl").is_file()]
        published = _published(repo) if repo.data.is_dir() else ()
        known = {text.document["id"]: text for text in published}
        known |= {name: _drafted(repo, name, is_listed=True) for name in drafts}
        texts = [known[name] for name in sorted(known)]
    if not texts:
        raise UsageError(f"{repo.root}: has no text to show")
    return Library(repo, texts, _relations(repo), tables.is_there(repo.data, "documents"))


def is_root(path: Path) -> bool:
    """Whether ``path`` has annotation, or else texts."""
    repo = Repo(path)
    return repo.is_drafts or repo.curated.is_dir()


def of_texts(repo: Repo, path: Path, report: Report) -> Library:
    """Drafts of a text, or of a folder of texts, by the rules of ``repo``. Raises UsageError if none can be
    read; what is wrong with one of them goes to ``report``.
    """
    texts: list[Text] = []

    def use(drafted: Drafted) -> None:
        texts.append(_text(drafted, listed(drafted.annotated)))

    drafting.each(repo, Texts([path], Reading(), report), use, report)
    if not texts:
        raise UsageError(f"{path}: has no text to show")
    return Library(repo, texts, [])


def _published(repo: Repo) -> Iterator[Text]:
    by_document: dict[str, Rows] = defaultdict(lambda: {config: [] for config in PUBLISHED})
    for config in PUBLISHED:
        for row in tables.read(repo.data, config):
            by_document[row["id" if config == "documents" else "document"]][config].append(row)
    for name, rows in by_document.items():
        if not rows["documents"]:
            said = f"the published tables do not fit each other: documents has no {name}"
            raise DataError(f"{repo.data}: {said}; run: xiangqu build")
        raw = read_text(repo.seeds / rows["documents"][0]["seed_file"])
        yield Text(rows, raw, {}, {}, is_published=True)


def _drafted(repo: Repo, name: str, *, is_listed: bool) -> Text:
    """A document with drafts: those that a list names (``is_listed``), or all."""
    annotated, _ = reviewing.read(repo, name)
    raw = read_text(repo.seeds / annotated.document.seed_file)
    drafted = Drafted(annotated, raw, vocabulary(repo, "bounds"), DoubtRules(repo).of(annotated))
    return _text(drafted, annotated.drafts if is_listed else listed(annotated))


def digest(claim: Claim) -> str:
    """By which a draft is known again: it changes with any of the fields."""
    return sha256(dumps(claim).encode())[:16]


def _text(drafted: Drafted, drafts: Sequence[Draft]) -> Text:
    lines = {*drafts}
    unread = {c.id: digest(c) for c in drafted.claims if is_unread(line_of(c), lines)}
    doubts = {claim: doubts for claim, doubts in drafted.doubts.items() if claim in unread}
    return Text(drafted.rows, drafted.raw, doubts, unread)


def _relations(repo: Repo) -> list[Row]:
    return tables.read(repo.data, RELATIONS) if tables.is_there(repo.data, RELATIONS) else []
