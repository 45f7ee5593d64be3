"""From seeds, curated annotation and schema to everything that is derived.

`build` computes all files before it writes the first; nothing that does not validate is built.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from . import card, codebook, publish, stats
from .errors import DataError
from .records import Annotated
from .repo import Repo, machine_errors, read_bytes, read_text, sha256, write_atomic
from .validate import Validator
from .vocabulary import vocabulary

Files = dict[Path, bytes]
Progress = Callable[[str], None]
DOCUMENTS = ("README.md", "DATASHEET.md")
PARQUET = "train-00000-of-00001.parquet"


def _silent(_: str) -> None:
    """Say nothing."""


def verify_seeds(repo: Repo) -> None:
    """Raise DataError unless every seed is the one that ``seeds/SHA256SUMS`` lists, and there."""
    for line in read_text(repo.seeds / "SHA256SUMS").splitlines():
        digest, _, name = line.partition("  ")
        if sha256(read_bytes(repo.seeds / name)) != digest:
            raise DataError(
                f"{repo.seeds / name}: SHA-256 differs from seeds/SHA256SUMS; restore the file"
            )


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
            raise DataError(f"{f.file}:{f.line}: {f.code} {f.id}: {f.message} {f.detail}{more}")
        documents.append(annotated)
    if not documents:
        raise DataError(f"{repo.curated}: holds no document")
    return documents


def derive(repo: Repo, progress: Progress = _silent) -> tuple[Files, stats.Counts]:
    """Every derived file by its path, and the counts. A pure function of what `repo` holds."""
    verify_seeds(repo)
    themes = vocabulary(repo, "themes")
    parts, files = [], Files()
    for annotated in read_documents(repo, progress):
        progress(f"publish {annotated.document.id}")
        raw = read_text(repo.seeds / annotated.document.seed_file)
        part = publish.Publisher(annotated, raw, themes).rows()
        parts.append(part)
        text = part["documents"][0]["text"] + "\n"
        files[repo.text / f"{annotated.document.id}.txt"] = text.encode()
    rows = publish.collect(parts)
    data = {config: publish.parquet(config, rows[config]) for config in rows}
    files |= {repo.data / config / PARQUET: content for config, content in data.items()}
    files[repo.data / "SHA256SUMS"] = _manifest(repo, files)
    counts = stats.count(rows)
    hashes = {config: sha256(content) for config, content in data.items()}
    figures = card.figures(counts, hashes, {config: len(rows[config]) for config in rows})
    for name in DOCUMENTS:
        files[repo.root / name] = card.fill(read_text(repo.root / name), figures, name).encode()
    files[repo.schema / "README.md"] = codebook.render(repo).encode()
    return files, counts


def _manifest(repo: Repo, files: Files) -> bytes:
    lines = [
        f"{sha256(content)}  {file.relative_to(repo.data).as_posix()}"
        for file, content in sorted(files.items())
        if file.is_relative_to(repo.data)
    ]
    return ("\n".join(lines) + "\n").encode()


def build(repo: Repo, progress: Progress = _silent) -> stats.Counts:
    """Write every derived file that differs, remove what no longer belongs; return the counts.

    Raises DataError before anything is written if seeds, edits or annotation are at fault.
    """
    files, counts = derive(repo, progress)
    for file, content in files.items():
        if not file.exists() or read_bytes(file) != content:
            write_atomic(file, content)
    for stray in _strays(repo, files):
        with machine_errors():
            stray.unlink()
    return counts


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
        elif file.suffix == ".parquet" and _same_table(present, content):
            rehashed.append((sha256(content).encode(), sha256(present).encode()))
        elif present != content:
            stale.append(f"{file} is stale")
    return stale


def _same_table(one: bytes, other: bytes) -> bool:
    try:
        tables = [
            pq.read_table(io.BytesIO(b), page_checksum_verification=True) for b in (one, other)
        ]
    except (OSError, ValueError):
        return False
    return bool(tables[0].equals(tables[1]))


def _strays(repo: Repo, files: Files) -> list[Path]:
    """Files under corpus/text and corpus/data that a build does not make."""
    found = [p for folder in (repo.text, repo.data) for p in folder.rglob("*") if p.is_file()]
    return sorted(p for p in found if p not in files)
