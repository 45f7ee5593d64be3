"""The contents of every file of a release: texts, tables, documents with figures, codebook, descriptions."""

from __future__ import annotations

from pathlib import Path

from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.jsonlines import indented
from ..annotation.repo import LABEL_LAYERS, Repo, read_text, sha256
from ..annotation.vocabulary import schema, schema_names
from ..tabular import flat, relations
from ..tabular.codebook import vocabularies
from ..tabular.derive import Derived
from ..tabular.tables import FILE
from ..validate import catalogue
from . import card, codebook, croissant, datapackage, deposit, metadata, saved, specimen

Files = dict[Path, bytes]
MANIFEST = "SHA256SUMS"
"""In corpus/text and corpus/data: lists the files of the last build, which the next may remove."""
_CARD = (
    *("layers", "documents", "tables", "labels", "relations", "findings", "agreement"),
    *("error rates", "fitness", "baselines", "extractors", "drafts"),
)
_DATASHEET = (
    *("layers", "claims by measure", "claims by status", "claims by unit", "claims by theme"),
    *("sentences by theme", "numerals by label", "relations", "agreement on relations"),
    *("error rates", "fitness", "agreement", "agreement on attributes"),
)
FIGURES = {
    "README.md": ("license", "configs", *_CARD),
    "README.zh.md": _CARD,
    "DATASHEET.md": _DATASHEET,
}
"""The documents with figures, and the figures that each must have."""

TRANSLATION = "README.zh.md"
"""The one document that a repository need not have."""


def files(repo: Repo, derived: Derived, data: dict[str, bytes]) -> Files:
    """Every derived file by its path; ``data`` is the Parquet file of every config.

    Raises DataError where a document lacks the markers of a figure, or a saved result is broken.
    """
    made = {repo.data / config / FILE: content for config, content in data.items()}
    made |= {repo.data / MANIFEST: _manifest(repo.data, made)} | texts(repo, derived)
    made[repo.archive] = archive(derived)
    shown = figures(repo, derived, data)
    for file, needed in documents(repo).items():
        made[file] = card.fill(read_text(file), shown, file.name, needed).encode()
    return made | codebooks(repo) | descriptions(repo, derived, data)


def archive(derived: Derived) -> bytes:
    """Every table as CSV, in one zip file."""
    return flat.archive({config: derived.table(config) for config in derived.rows})


def texts(repo: Repo, derived: Derived) -> Files:
    """The cleaned texts, and the manifest that lists them."""
    made = {repo.text / f"{name}.txt": f"{t}\n".encode() for name, t in derived.texts.items()}
    return made | {repo.text / MANIFEST: _manifest(repo.text, made)}


def documents(repo: Repo) -> dict[Path, tuple[str, ...]]:
    """The documents with figures that ``repo`` is to have, and the figures that each must have."""
    files = {repo.root / name: needed for name, needed in FIGURES.items()}
    return {f: needed for f, needed in files.items() if f.name != TRANSLATION or f.exists()}


def figures(repo: Repo, derived: Derived, data: dict[str, bytes]) -> dict[str, str]:
    """The figures of the documents by name."""
    hashes = {config: sha256(content) for config, content in data.items()}
    sizes = {config: len(rows) for config, rows in derived.rows.items()}
    return card.figures(
        derived.counts,
        hashes,
        sizes,
        saved.agreement_by_layer(repo),
        derived.rates,
        saved.extractors(repo),
        saved.drafts(repo),
        saved.read(repo, saved.BASELINES) or {},
        dict(vocabularies(repo, LABEL_LAYERS)),
        saved.fitness(repo),
        derived.rows["documents"],
        derived.rows["relations"],
        relations.agreement(repo),
        saved.read(repo, saved.AUDIT_SCORES) or {},
        [licence["name"] for licence in settings.read(repo, "release")["licenses"]],
    )


def codebooks(repo: Repo) -> Files:
    """The codebook, the manual of checks and the schemas with the labels of today; none for a root that
    uses the package's schema.
    """
    if repo.schema.parent != repo.root:
        return {}
    schemas = {name: schema(repo, name) for name in schema_names(repo)}
    return {
        repo.schema / f"{name}.schema.json": f"{indented(definition)}\n".encode()
        for name, definition in schemas.items()
    } | {
        repo.schema / "README.md": codebook.render(repo).encode(),
        repo.schema / "README.zh.md": codebook.render(repo, codebook.CHINESE).encode(),
        repo.schema / "CHECKS.md": catalogue.manual(repo).encode(),
    }


def descriptions(repo: Repo, derived: Derived, data: dict[str, bytes]) -> Files:
    """The descriptions for other programs, and the picture of an example; none for a root that uses
    the package's schema.

    Raises DataError if CITATION.cff or a file of the schema lacks something.
    """
    if repo.schema.parent != repo.root:
        return {}
    files = {
        config: ((repo.data / config / FILE).relative_to(repo.root).as_posix(), content)
        for config, content in data.items()
    }
    described = metadata.read(repo)
    made = {
        "croissant.json": indented(croissant.dataset(described, files, derived.rows["documents"])),
        "datapackage.json": indented(datapackage.package(described, files)),
        ".zenodo.json": indented(deposit.record(described)),
    }
    if example := described.facts["example"]:
        made["corpus/example.svg"] = _example(derived, **example)
    return {repo.root / name: f"{content}\n".encode() for name, content in made.items()}


def _example(derived: Derived, paragraph: str, sentence: int) -> str:
    for row in derived.rows["paragraphs"]:
        if row["id"] == paragraph and sentence < len(row["sentences"]):
            return specimen.svg(row, sentence)
    raise DataError(
        f"schema/release.json: example: there is no sentence {sentence} of {paragraph!r}; "
        "name another, or write null"
    )


def _manifest(folder: Path, made: Files) -> bytes:
    lines = [
        f"{sha256(content)}  {file.relative_to(folder).as_posix()}"
        for file, content in sorted(made.items())
    ]
    return ("\n".join(lines) + "\n").encode()


def listed(manifest: Path) -> dict[str, str]:
    """File name → SHA-256, as a ``SHA256SUMS`` lists them.

    Raises DataError, naming the line that is not a hash, two spaces and a name.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(read_text(manifest).removesuffix("\n").split("\n"), 1):
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or set(digest) - set("0123456789abcdef") or not name:
            raise DataError(f"{manifest}:{number}: is not a hash, two spaces and a file name")
        found[name] = digest
    return found
