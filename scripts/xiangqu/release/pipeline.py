"""Validate and build: from seeds, curated annotation and schema to everything that is derived.

`build` computes all files before it writes the first; nothing that does not validate is built.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import validate as annotation_checks
from ..annotation.errors import DataError
from ..annotation.records import Relation
from ..annotation.repo import Repo, read_bytes, real, sha256
from ..files import store
from ..tabular import derive, stats
from ..tabular.derive import Aligned, Progress, silent
from ..tabular.relations import read
from ..tabular.tables import FILE
from ..validate import (
    UTF8,
    CheckedDocument,
    Finding,
    Validator,
    relations,
    retired,
    settings_files,
)
from ..validate.schemas import Schemas
from . import checks, derived_files, saved
from .derived_files import MANIFEST


def validate(
    repo: Repo,
    paths: Sequence[Path] = (),
    encoding: str = UTF8,
    progress: Progress = silent,
) -> Iterator[Finding]:
    """Findings of all levels on all of ``repo``; of all but level 5 on the files and folders given.

    Errors as `xiangqu.validate.validate`. Drafts, and a repository without corpus/data, have no release
    to check.
    Where a file of ``schema/`` is broken nothing else can be checked, and only this is found.
    """
    if paths and [real(path) for path in paths] != [real(repo.root)]:
        yield from annotation_checks.validate(repo, paths, encoding)
        return
    if broken := list(settings_files.check(repo)):
        yield from broken
        return
    documents: list[Aligned] = []
    whole = True
    has_release = repo.data.is_dir() and not repo.is_drafts  # it tells which documents are gone
    folders = repo.documents() if has_release else repo.all_documents()
    yield from annotation_checks.same_but_for_case(folders)
    yield from retired.check(repo, Schemas(repo), encoding)
    for checked in _checked(repo, encoding, progress):
        yield from (*checked.findings, *checked.warnings)
        documents += _sound(checked)
        whole = whole and checked.annotated is not None
    related, found = _relations(repo, documents, encoding) if whole else ([], [])
    yield from found
    if has_release:
        progress("check the release")
        yield from checks.seeds(repo, documents if whole else None)
        yield from checks.known(repo, documents)
        yield from _release(repo, documents, related, whole and not found)


def _checked(repo: Repo, encoding: str, progress: Progress) -> Iterator[CheckedDocument]:
    """Every document of ``repo``, checked on levels 1 to 4."""
    validator = Validator(repo, encoding)
    for folder in repo.documents():
        progress(f"validate {folder.name}")
        yield validator.document(folder)


def _sound(checked: CheckedDocument) -> Iterator[Aligned]:
    """The document with its alignment, if there is nothing wrong with it."""
    if checked.annotated and checked.alignment:
        yield checked.annotated, checked.alignment


def _relations(
    repo: Repo, documents: Sequence[Aligned], encoding: str = UTF8
) -> tuple[list[Relation], list[Finding]]:
    """The relations between the claims of ``documents``, and what is wrong with them."""
    annotated = [document for document, _ in documents]
    return relations.read(repo, Schemas(repo), annotated, encoding)


def _release(
    repo: Repo, documents: Sequence[Aligned], related: Sequence[Relation], whole: bool
) -> Iterator[Finding]:
    derived = derive.derive(repo, documents, related=related) if documents else None
    yield from checks.ids(repo, documents, derived.rows if derived else {})
    if derived:
        yield from checks.relation_ids(repo, documents, derived.rows) if whole else ()
        yield from checks.fresh(repo, derived, whole)


def read_documents(repo: Repo, progress: Progress = silent) -> list[Aligned]:
    """Every curated document with its alignment.

    Raises DataError naming the first finding in schema, seeds or annotation.
    """
    raise_first(list(settings_files.check(repo)))
    repo.all_documents()
    documents: list[Aligned] = []
    findings: list[Finding] = []
    for checked in _checked(repo, UTF8, progress):
        findings += checked.findings
        documents += _sound(checked)
    findings += [*checks.known(repo, documents), *retired.check(repo, Schemas(repo), UTF8)]
    found = [] if findings else _relations(repo, documents)[1]
    raise_first([*checks.seeds(repo, None if findings else documents), *findings, *found])
    return documents


def raise_first(findings: Sequence[Finding], consequence: str = "") -> None:
    """Raise DataError with the first of ``findings``, how many there are, and what follows from it."""
    if findings:
        more = f" ({len(findings)} findings; run xiangqu validate)" if len(findings) > 1 else ""
        raise DataError(f"{findings[0]}{more}{consequence}")


def build(repo: Repo, progress: Progress = silent) -> tuple[stats.Counts, list[Path]]:
    """Write every derived file that differs, remove old ones; return the counts and what was removed.

    Raises DataError before anything is written if seeds, edits or annotation are at fault or a
    published id is lost, MachineError if the machine fails or another process writes. The old
    files stand then, unless the message says that the next run finishes the new ones.
    """
    derived = _derived(repo, progress)
    return derived.counts, _write(repo, derived, derive.parquet(derived))


def refresh(repo: Repo, progress: Progress = silent) -> tuple[stats.Counts, list[Path], list[Path]]:
    """Build, with every saved result that is stale or broken computed again, if that can be done here.

    Returns what `build` does, and the files of the results that were computed. Raises as `build` does,
    and UsageError if what a computation needs is not installed.
    """
    derived = _derived(repo, progress)
    data = derive.parquet(derived)
    tables = {repo.data / config / FILE: content for config, content in data.items()}
    store.write_all(repo.root, tables)  # results are computed from them, and documents show results
    computed = saved.refresh(repo, progress)
    return derived.counts, _write(repo, derived, data), computed


def _derived(repo: Repo, progress: Progress) -> derive.Derived:
    """What is to be published now. Raises DataError as `build`."""
    store.finish(repo.root)
    documents = read_documents(repo, progress)
    derived = derive.derive(repo, documents, progress)
    for check in (checks.ids, checks.relation_ids):
        raise_first([*check(repo, documents, derived.rows)])
    return derived


def _write(repo: Repo, derived: derive.Derived, data: dict[str, bytes]) -> list[Path]:
    """Write all derived files that differ and remove old ones, which are returned."""
    files = derived_files.files(repo, derived, data)
    removed = [f for f in checks.strays(repo, derived) if _is_of_last_build(f, repo)]
    store.write_all(repo.root, files, removed)
    return removed


def _is_of_last_build(file: Path, repo: Repo) -> bool:
    """Whether the manifest of the last build lists ``file`` with the hash that it has."""
    folder = repo.text if file.is_relative_to(repo.text) else repo.data
    with contextlib.suppress(DataError):  # a manifest that is damaged or missing lists nothing
        listed = derived_files.listed(folder / MANIFEST).get(file.relative_to(folder).as_posix())
        return not file.is_symlink() and listed == sha256(read_bytes(file))
    return False


def check(repo: Repo, progress: Progress = silent) -> list[Finding]:
    """What a build would change, as findings of level 5; none if the release is fresh.

    Raises DataError as `build` does.
    """
    documents = read_documents(repo, progress)
    return list(_release(repo, documents, read(repo), whole=True))
