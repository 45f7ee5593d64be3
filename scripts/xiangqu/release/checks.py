"""Level 5, the release: seeds and published ids are kept, and all else is what a build would give.

Parquet is compared as tables, since its bytes differ between versions of pyarrow; manifest and card
must have the hashes of the files that are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pyarrow as pa

from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.records import Document
from ..annotation.repo import Repo, read_bytes, read_text, sha256
from ..annotation.unread import placeholders
from ..citation import cff
from ..tabular import flat
from ..tabular.derive import Aligned, Derived, Rows
from ..tabular.places import place, same_place
from ..tabular.tables import BETWEEN, CODEBOOK, FILE, SCHEMAS, encode, parse
from ..validate import Finding
from ..validate.catalogue import RELEASE
from ..validate.retired import retired_ids
from . import card, derived_files, saved
from .derived_files import MANIFEST, listed

REBUILD = "run: xiangqu build"
_BEFORE = 8
"""How many characters are shown before the first that differs."""


def finding(file: Path, line: int, code: str, identity: str, detail: str) -> Finding:
    """A finding of level 5."""
    return Finding(str(file), line, code, identity, RELEASE[code], detail)


def seeds(repo: Repo, documents: Sequence[Aligned] | None) -> Iterator[Finding]:
    """Findings on the folder of seeds; a seed without a document is one only if all documents are given."""
    listing = repo.seeds / "SHA256SUMS"
    try:
        hashes = listed(listing)
    except DataError as error:
        yield finding(listing, 0, "XQ501", "", str(error))
        return
    for line, (name, digest) in enumerate(hashes.items(), 1):
        file = repo.seeds / name
        if not file.is_file() or sha256(read_bytes(file)) != digest:
            said = "has another SHA-256; restore the file" if file.exists() else "is not there"
            yield finding(listing, line, "XQ501", "", f"{name} {said}")
    yield from _same_seeds(repo, hashes)
    for file in sorted(repo.seeds.iterdir()):
        if file.name not in {*hashes, listing.name}:
            yield finding(file, 0, "XQ501", "", f"it is not listed in {listing.name}")
    if documents is not None:
        yield from _documents_of_seeds(repo, [annotated.document for annotated, _ in documents])


def _same_seeds(repo: Repo, hashes: Mapping[str, str]) -> Iterator[Finding]:
    """Texts that are listed twice, under two names."""
    listing, seen = repo.seeds / "SHA256SUMS", dict[str, str]()
    for line, (name, digest) in enumerate(hashes.items(), 1):
        if name.endswith(".txt") and seen.setdefault(digest, name) != name:
            yield finding(listing, line, "XQ515", "", f"{name} is the same text as {seen[digest]}")


def _documents_of_seeds(repo: Repo, documents: Sequence[Document]) -> Iterator[Finding]:
    """Seeds without a document, or with two."""
    named: dict[str, str] = {}
    for document in documents:
        if named.setdefault(document.seed_file, document.id) != document.id:
            said = f"{document.seed_file} is that of {named[document.seed_file]} too"
            yield finding(_metadata(repo, document), 1, "XQ515", document.id, said)
    for file in sorted(repo.seeds.glob("*.txt")):
        if file.name not in named:
            yield finding(file, 0, "XQ502", "", f"no document in {repo.curated} names it")


def known(repo: Repo, documents: Sequence[Aligned]) -> Iterator[Finding]:
    """Findings on what a draft could not know of a document, and nobody has filled in."""
    for document in (annotated.document for annotated, _ in documents):
        for said in placeholders(document):
            yield finding(_metadata(repo, document), 1, "XQ516", document.id, said)


def _metadata(repo: Repo, document: Document) -> Path:
    return repo.curated / document.id / "document.jsonl"


def ids(repo: Repo, documents: Sequence[Aligned], rows: Rows) -> Iterator[Finding]:
    """Findings on ids of the present tables that the ``rows`` to replace them lack, or use for another place.

    A document that is not among ``documents`` is gone, with its ids, unless it has a folder: then it
    is not sound, which has findings of its own.
    """
    sound = {annotated.document.id for annotated, _ in documents}
    retired = {r.id for annotated, _ in documents for r in annotated.retired} | retired_ids(repo)
    there = {folder.name for folder in repo.documents()}
    gone: Counter[str] = Counter()
    for config in ("paragraphs", "sections", "claims"):
        file = repo.data / config / FILE
        now = {row["id"]: row for row in rows.get(config, ())}
        for row in _published(file, config):
            if row["document"] not in sound:
                gone[row["document"]] += row["document"] not in there and row["id"] not in retired
            elif row["id"] not in now and row["id"] not in retired:
                said = "it is gone: give it back, or add it to retired.jsonl"
                yield finding(file, 0, "XQ512", row["id"], said)
            elif row["id"] in now and not same_place(row, now[row["id"]]):
                said = f"it named {place(row)}, now {place(now[row['id']])}"
                yield finding(file, 0, "XQ513", row["id"], said)
    for name, number in (+gone).items():
        said = (
            f"the document is gone, and {number} ids with it: give it back, or use xiangqu remove"
        )
        yield finding(repo.curated / name, 0, "XQ512", name, said)


def relation_ids(repo: Repo, documents: Sequence[Aligned], rows: Rows) -> Iterator[Finding]:
    """Findings on published ids of relations that the ``rows`` lack, or give to a relation of other claims.

    Relations of a document that is not among ``documents`` go with it.
    """
    sound = {annotated.document.id for annotated, _ in documents}
    retired = retired_ids(repo)
    file = repo.data / "relations" / FILE
    now = {row["id"]: set(row["claims"]) for row in rows.get("relations", ())}
    for row in _published(file, "relations"):
        name, claims = row["id"], set(row["claims"])
        if not {claim.partition(".")[0] for claim in claims} <= sound:
            continue
        if name not in now and name not in retired:
            said = f"it is gone: give it back, or add it to corpus/{repo.retired.name}"
            yield finding(file, 0, "XQ512", name, said)
        elif name in now and not claims & now[name]:
            said = f"it was of {', '.join(sorted(claims))}, now of {', '.join(sorted(now[name]))}"
            yield finding(file, 0, "XQ513", name, said)


def _published(file: Path, config: str) -> list[dict[str, Any]]:
    """The rows that are published; none where the table is missing, damaged or has other columns, which
    is a finding of its own.
    """
    try:
        table = parse(read_bytes(file), file)
    except DataError:
        return []
    return table.to_pylist() if table.schema.remove_metadata() == SCHEMAS[config] else []


def fresh(repo: Repo, derived: Derived, whole: bool = True) -> Iterator[Finding]:
    """What differs from ``derived``. If ``derived`` is not the ``whole`` corpus, because some documents
    have findings, only the tables and texts of the others and the manifest are compared.
    """
    data: dict[str, bytes] = {}
    for config in SCHEMAS if whole else sorted(SCHEMAS.keys() - {*CODEBOOK, *BETWEEN}):
        content, findings = _table(repo, config, derived, whole)
        data[config] = content
        yield from findings
    yield from _texts(repo, derived)
    yield from _manifest(repo)
    if whole:
        listing = repo.text / MANIFEST
        yield from _generated({listing: derived_files.texts(repo, derived)[listing]}, "XQ506")
        yield from _strays(repo, derived)
        yield from _archive(repo, derived)
        yield from _documents(repo, derived, data)
        yield from _descriptions(repo, derived, data)


def _table(repo: Repo, config: str, derived: Derived, whole: bool) -> tuple[bytes, list[Finding]]:
    """The Parquet file of ``config``, the present one if it is right; and what is wrong with it."""
    file = repo.data / config / FILE
    wanted = derived.table(config)
    try:
        content = read_bytes(file)
        present = parse(content, file)
    except DataError as error:
        return encode(wanted), [finding(file, 0, "XQ503", "", f"{error}; {REBUILD}")]
    if present.schema.remove_metadata() != SCHEMAS[config]:
        detail = f"other columns than {config} has; {REBUILD}"
        return encode(wanted), [finding(file, 0, "XQ504", "", detail)]
    if not whole:
        present = _of_documents(present, config, {*derived.texts})
    if present.equals(wanted) and present.schema.metadata == wanted.schema.metadata:
        return content, []
    identity, detail = _difference(present.to_pylist(), wanted.to_pylist())
    found = finding(file, 0, "XQ504", identity, f"{detail}; {REBUILD}")
    return encode(wanted), [found]


def _of_documents(table: pa.Table, config: str, documents: set[str]) -> pa.Table:
    names = table.column("id" if config == "documents" else "document").to_pylist()
    return table.filter(pa.array([name in documents for name in names], pa.bool_()))


def _difference(present: list[Any], wanted: list[Any]) -> tuple[str, str]:
    """The first row that differs, by its id, and how."""
    for number, (is_, should) in enumerate(zip(present, wanted, strict=False)):
        if is_ != should:
            identity = should.get("id") or should.get("paragraph") or should.get("document") or ""
            return identity, f"row {number}, {_apart(is_, should)}"
    if len(present) != len(wanted):
        return "", f"{len(present)} rows, not {len(wanted)}"
    return "", "other names of labels"


def _apart(present: Any, wanted: Any, place: str = "") -> str:
    """Where two values that differ do so, and how: ``claims.0.value: 3.0, not 4.0``."""
    if isinstance(present, dict) and isinstance(wanted, dict):
        name = next(name for name in wanted if present[name] != wanted[name])
        return _apart(present[name], wanted[name], f"{place}.{name}".lstrip("."))
    if isinstance(present, list) and isinstance(wanted, list):
        for number, (is_, should) in enumerate(zip(present, wanted, strict=False)):
            if is_ != should:
                return _apart(is_, should, f"{place}.{number}")
        return f"{place}: {len(present)} items, not {len(wanted)}"
    if isinstance(present, str) and isinstance(wanted, str):
        pairs = enumerate(zip(f"{present}\0", f"{wanted}\0", strict=False))  # an end differs too
        start = next(number for number, (a, b) in pairs if a != b)
        words = (f"{text[max(0, start - _BEFORE) :]!r:.40}" for text in (present, wanted))
        return f"{place}, from character {start} on: {', not '.join(words)}"
    return f"{place}: {present!r:.40}, not {wanted!r:.40}"


def _texts(repo: Repo, derived: Derived) -> Iterator[Finding]:
    for name, text in derived.texts.items():
        file = repo.text / f"{name}.txt"
        if not file.is_file():
            yield finding(file, 0, "XQ503", name, f"no such file; {REBUILD}")
            continue
        present, wanted = read_bytes(file).split(b"\n"), f"{text}\n".encode().split(b"\n")
        if present != wanted:
            pairs = enumerate(zip(present, wanted, strict=False), 1)
            line = next((n for n, (a, b) in pairs if a != b), min(len(present), len(wanted)))
            yield finding(file, line, "XQ505", name, f"another text; {REBUILD}")


def _archive(repo: Repo, derived: Derived) -> Iterator[Finding]:
    """The zip file holds the tables; its bytes differ between versions of zlib."""
    try:
        present = flat.contents(read_bytes(repo.archive))
    except (DataError, BadZipFile) as error:
        yield finding(repo.archive, 0, "XQ503", "", f"{error}; {REBUILD}")
        return
    wanted = flat.contents(derived_files.archive(derived))
    for name in sorted({*present, *wanted}):
        if present.get(name) != wanted.get(name):
            yield finding(repo.archive, 0, "XQ504", "", f"{name} is of other tables; {REBUILD}")


def _manifest(repo: Repo) -> Iterator[Finding]:
    """The hashes in the manifest are those of the files that are there."""
    manifest = repo.data / MANIFEST
    try:
        hashes = listed(manifest)
    except DataError as error:
        yield finding(manifest, 0, "XQ506", "", f"{error}; {REBUILD}")
        return
    for config in SCHEMAS:
        name = f"{config}/{FILE}"
        file = repo.data / name
        if file.is_file() and hashes.pop(name, "") != sha256(read_bytes(file)):
            yield finding(manifest, 0, "XQ506", config, f"not the hash of {name}; {REBUILD}")
    for name in hashes:
        if not (repo.data / name).is_file():
            yield finding(manifest, 0, "XQ506", "", f"{name} is not there; {REBUILD}")


def _strays(repo: Repo, derived: Derived) -> Iterator[Finding]:
    for file in strays(repo, derived):
        yield finding(
            file,
            0,
            "XQ510",
            "",
            f"not of this release: if an earlier build made it, {REBUILD}; else move it elsewhere",
        )


def strays(repo: Repo, derived: Derived) -> list[Path]:
    """Files under corpus/text and corpus/data that a build does not make."""
    made = {*derived_files.texts(repo, derived), repo.data / MANIFEST}
    made |= {repo.data / config / FILE for config in SCHEMAS}
    found = [p for folder in (repo.text, repo.data) for p in folder.rglob("*") if p.is_file()]
    return sorted(p for p in found if p not in made)


def _documents(repo: Repo, derived: Derived, data: dict[str, bytes]) -> Iterator[Finding]:
    """Findings on README.md, DATASHEET.md and what is generated from schema/."""
    yield from _generated(derived_files.codebooks(repo), "XQ509")
    for file, said in saved.faults(repo):
        yield finding(file, 0, "XQ511", "", said)
    try:
        figures = derived_files.figures(repo, derived, data)
    except DataError:
        return  # a saved result is broken, which is a finding already
    for file, needed in derived_files.documents(repo).items():
        try:
            text = read_text(file)
            card.fill(text, figures, file.name, needed)
        except DataError as error:
            yield finding(file, 0, "XQ508", "", str(error))
            continue
        for figure, line, shown in card.shown(text):
            if shown != figures[figure]:
                code = "XQ507" if figure == "configs" else "XQ508"
                yield finding(file, line, code, "", f"figure {figure} is stale; {REBUILD}")


def _descriptions(repo: Repo, derived: Derived, data: dict[str, bytes]) -> Iterator[Finding]:
    """Findings on the descriptions of the release for other programs."""
    try:
        made = derived_files.descriptions(repo, derived, data)
    except DataError as error:
        yield finding(repo.root / cff.NAME, 0, "XQ514", "", str(error))
        return
    yield from _generated(made, "XQ514")


def _generated(files: derived_files.Files, code: str) -> Iterator[Finding]:
    for file, content in files.items():
        if not file.is_file() or settings.contents(file) != content:
            yield finding(file, 0, code, "", f"stale; {REBUILD}")
