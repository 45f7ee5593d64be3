"""Validate and build: from seeds, curated annotation and schema to everything that is derived.

`build` computes all files before it writes the first; nothing that does not validate is built.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import validate as checks
from ..annotation.errors import DataError
from ..annotation.records import Annotated
from ..annotation.repo import Repo, read_bytes, sha256
from ..files import store
from ..tabular import derive, stats
from ..tabular.derive import Progress, silent
from ..validate import UTF8, Finding, Validator, settings_files
from . import derived_files, freshness, kept_ids, saved
from .derived_files import MANIFEST


def validate(
    repo: Repo,
    paths: Sequence[Path] = (),
    encoding: str = UTF8,
    progress: Progress = silent,
) -> Iterator[Finding]:
    """Findings of levels 1 to 5 on all of ``repo``; of levels 1 to 4 on the files and folders given.

    Errors as `xiangqu.validate.validate`. A repository without corpus/data has no release to check.
    Where a file of ``schema/`` is broken nothing else can be checked, and only this is found.
    """
    if paths and [path.resolve() for path in paths] != [repo.root.resolve()]:
        yield from checks.validate(repo, paths, encoding)
        return
    if broken := list(settings_files.check(repo)):
        yield from broken
        return
    validator, documents, whole = Validator(repo, encoding), [], True
    yield from checks.same_but_for_case(repo.documents())
    for folder in repo.documents():
        progress(f"validate {folder.name}")
        checked = validator.document(folder)
        yield from checked.findings
        documents += [checked.annotated] if checked.annotated else []
        whole = whole and checked.annotated is not None
    if repo.data.is_dir():
        progress("check the release")
        yield from _release(repo, documents, whole)


def _release(repo: Repo, documents: Sequence[Annotated], whole: bool) -> Iterator[Finding]:
    yield from kept_ids.seeds(repo, documents if whole else None)
    if not documents:
        return
    derived = derive.derive(repo, documents)
    yield from kept_ids.ids(repo, documents, derived)
    yield from freshness.check(repo, derived, whole)


def read_documents(repo: Repo, progress: Progress = silent) -> list[Annotated]:
    """Every curated document. Raises DataError naming the first finding in schema, seeds or annotation."""
    _raise_first(list(settings_files.check(repo)))
    validator, documents = Validator(repo), []
    findings = list(kept_ids.seeds(repo, None))
    for folder in repo.documents():
        progress(f"validate {folder.name}")
        checked = validator.document(folder)
        findings += checked.findings
        documents += [checked.annotated] if checked.annotated else []
    _raise_first(findings or list(kept_ids.seeds(repo, documents)))
    if not documents:
        raise DataError(f"{repo.curated}: holds no document")
    return documents


def _raise_first(findings: Sequence[Finding]) -> None:
    if findings:
        more = f" ({len(findings)} findings; run xiangqu validate)" if len(findings) > 1 else ""
        raise DataError(f"{findings[0]}{more}")


def build(repo: Repo, progress: Progress = silent) -> tuple[stats.Counts, list[Path]]:
    """Write every derived file that differs, remove old ones; return the counts and what was removed.

    Raises DataError before anything is written if seeds, edits or annotation are at fault or a
    published id is lost, MachineError if the machine fails or another process writes. The old
    files stand then, unless the message says that the next run finishes the new ones.
    """
    store.finish(repo.root)
    documents = read_documents(repo, progress)
    derived = derive.derive(repo, documents, progress)
    _raise_first(list(kept_ids.ids(repo, documents, derived)))
    files = derived_files.files(repo, derived, derive.parquet(derived))
    removed = [f for f in freshness.strays(repo, derived) if _is_of_last_build(f, repo)]
    store.write_all(repo.root, files, removed)
    return derived.counts, removed


def refresh(repo: Repo, progress: Progress = silent) -> tuple[stats.Counts, list[Path], list[Path]]:
    """Build, with every saved result that is stale and can be computed here computed again.

    Returns what `build` does, and the files of the results that were computed. Raises as `build` does,
    and UsageError if what a computation needs is not installed.
    """
    counts, removed = build(repo, progress)
    computed = saved.refresh(repo, progress)
    if computed:
        build(repo, progress)  # the documents show them
    return counts, removed, computed


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
    return list(_release(repo, documents, whole=True))
