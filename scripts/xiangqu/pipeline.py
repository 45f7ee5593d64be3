"""From seeds, curated annotation and schema to everything that is derived.

`build` computes all files before it writes the first; nothing that does not validate is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from . import audit, card, codebook, passes, publish, stats
from .errors import DataError
from .records import Annotated, Verdict
from .repo import Repo, machine_errors, read_bytes, read_text, sha256, write_all
from .tables import FILE, parse
from .units import units
from .validate import Validator
from .vocabulary import vocabulary

Files = dict[Path, bytes]
Progress = Callable[[str], None]
DOCUMENTS = {"README.md": ("configs", "tables"), "DATASHEET.md": ("agreement", "error rates")}
"""The documents with figures, and the figures that each must have."""


def _silent(_: str) -> None:
    """Say nothing."""


def verify_seeds(repo: Repo) -> None:
    """Raise DataError unless the seeds are just those that ``seeds/SHA256SUMS`` lists, byte for byte."""
    listing = repo.seeds / "SHA256SUMS"
    listed = {}
    for number, line in enumerate(read_text(listing).splitlines(), 1):
        match = re.fullmatch(r"([0-9a-f]{64})  ([^/\\]+)", line)
        if not match:
            raise DataError(f"{listing}:{number}: is not a hash, two spaces and a file name")
        listed[match[2]] = match[1]
    for name, digest in listed.items():
        if sha256(read_bytes(repo.seeds / name)) != digest:
            raise DataError(
                f"{repo.seeds / name}: SHA-256 differs from {listing}; restore the file"
            )
    for file in sorted(repo.seeds.iterdir()):
        if file.name not in {*listed, listing.name}:
            raise DataError(f"{file}: is not listed in {listing}")


def _check_every_seed_has_a_document(repo: Repo, documents: list[Annotated]) -> None:
    annotated = {document.document.seed_file for document in documents}
    for file in sorted(repo.seeds.glob("*.txt")):
        if file.name not in annotated:
            raise DataError(f"{file}: no document in {repo.curated} has this seed")


def read_documents(repo: Repo, progress: Progress = _silent) -> list[Annotated]:
    """Every curated document, validated. Raises DataError naming the first finding."""
    validator = Validator(repo)
    documents = []
    for folder in repo.documents():
        progress(f"validate {folder.name}")
        annotated, findings = validator.document(folder)
        if annotated is None:
            f = findings[0]
            more = f" ({len(findings)} findings; run xiangqu validate)" if len(findings) > 1 else ""
            raise DataError(f"{f}{more}")
        documents.append(annotated)
    if not documents:
        raise DataError(f"{repo.curated}: holds no document")
    _check_every_seed_has_a_document(repo, documents)
    return documents


def derive(repo: Repo, progress: Progress = _silent) -> tuple[Files, stats.Counts]:
    """Every derived file by its path, and the counts. A pure function of what `repo` holds."""
    verify_seeds(repo)
    themes = vocabulary(repo, "themes")
    parts, files = [], Files()
    verdicts: list[Verdict] = []
    for annotated in read_documents(repo, progress):
        verdicts += annotated.audit
        progress(f"publish {annotated.document.id}")
        raw = read_text(repo.seeds / annotated.document.seed_file)
        publisher = publish.Publisher(annotated, raw, themes)
        part = publisher.rows()
        for name, labels in annotated.passes:
            part["passes"] += publisher.pass_rows(name, units(labels))
        parts.append(part)
        text = part["documents"][0]["text"] + "\n"
        files[repo.text / f"{annotated.document.id}.txt"] = text.encode()
    rows = publish.collect(parts)
    data = {config: publish.parquet(config, rows[config]) for config in rows}
    files |= {repo.data / config / FILE: content for config, content in data.items()}
    files[repo.data / "SHA256SUMS"] = _manifest(repo, files)
    counts = stats.count(rows)
    hashes = {config: sha256(content) for config, content in data.items()}
    sizes = {config: len(rows[config]) for config in rows}
    rates = audit.error_rates(verdicts)
    figures = card.figures(counts, hashes, sizes, passes.saved(repo), rates)
    for name, needed in DOCUMENTS.items():
        text = card.fill(read_text(repo.root / name), figures, name, needed)
        files[repo.root / name] = text.encode()
    files[repo.schema / "README.md"] = codebook.render(repo).encode()
    return files, counts


def _manifest(repo: Repo, files: Files) -> bytes:
    lines = [
        f"{sha256(content)}  {file.relative_to(repo.data).as_posix()}"
        for file, content in sorted(files.items())
        if file.is_relative_to(repo.data)
    ]
    return ("\n".join(lines) + "\n").encode()


def build(repo: Repo, progress: Progress = _silent) -> tuple[stats.Counts, list[Path]]:
    """Write every derived file that differs, remove old ones; return the counts and what was removed.

    Raises DataError before anything is written if seeds, edits or annotation are at fault.
    """
    files, counts = derive(repo, progress)
    write_all({f: new for f, new in files.items() if not f.exists() or read_bytes(f) != new})
    removed = [stray for stray in _strays(repo, files) if _is_made_by_build(repo, stray)]
    for stray in removed:
        with machine_errors(stray):
            stray.unlink()
    return counts, removed


def _is_made_by_build(repo: Repo, file: Path) -> bool:
    """Whether ``file`` has a name that a build gives: a text, or the Parquet of a config."""
    return (file.parent == repo.text and file.suffix == ".txt") or (
        file.parent.parent == repo.data and file.name == FILE
    )


def check(repo: Repo, progress: Progress = _silent) -> list[str]:
    """What a build would change, one sentence a file; empty if the release is fresh.

    Parquet is compared as tables, since its bytes differ between versions of pyarrow; where the
    table is the same, the manifest and the card must have the hash of the file that is there.
    """
    files, _ = derive(repo, progress)
    stale = [f"{stray} is not part of the release" for stray in _strays(repo, files)]
    rehashed: list[tuple[bytes, bytes]] = []
    for file, content in sorted(files.items(), key=lambda item: item[0].suffix != ".parquet"):
        present = read_bytes(file) if file.exists() else None
        for old, new in rehashed:
            content = content.replace(old, new)
        if present is None:
            stale.append(f"{file} is missing")
        elif file.suffix == ".parquet" and _same_table(present, content, file):
            rehashed.append((sha256(content).encode(), sha256(present).encode()))
        elif present != content:
            stale.append(f"{file} is stale")
    return stale


def _same_table(one: bytes, other: bytes, file: Path) -> bool:
    try:
        return bool(parse(one, file).equals(parse(other, file)))
    except DataError:
        return False


def _strays(repo: Repo, files: Files) -> list[Path]:
    """Files under corpus/text and corpus/data that a build does not make."""
    found = [p for folder in (repo.text, repo.data) for p in folder.rglob("*") if p.is_file()]
    return sorted(p for p in found if p not in files)
