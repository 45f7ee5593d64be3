"""The validator: every code has a case that raises it and a near-miss that raises nothing.

``cases/base`` is a small sound document. A case ``cases/<code>/<bad|good>[-name].<layer>.jsonl``
stands in for that layer of it (several files of one name: for several layers); ``passes-one-claims``
is ``passes/one/claims``. What is found in each is in ``cases/findings.txt``, word for word; after a
change, ``python tests/validate/test_validate.py`` writes it anew, and its diff is to be read. Faults of
folders and of the release: `test_changes`.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from conftest import BASE, CASES, ROOT, lay_base
from xiangqu.annotation import jsonlines
from xiangqu.annotation.errors import DataError, UsageError
from xiangqu.annotation.repo import LAYERS, SCHEMA_OF, Repo
from xiangqu.annotation.vocabulary import schema
from xiangqu.validate import CHECKS, Validator
from xiangqu.validate import validate as findings_of
from xiangqu.validate.catalogue import Entry, entries
from xiangqu.validate.finding import Finding
from xiangqu.validate.schemas import Schemas


def _listed() -> dict[str, list[str]]:
    """What is found in each case, word for word: ``cases/findings.txt``."""
    listed: dict[str, list[str]] = {}
    found: list[str] = []
    for line in (CASES / "findings.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("  "):
            found.append(line.removeprefix("  "))
        else:
            found = listed[line] = []
    return listed


TOLD = _listed()


def _cases() -> list[tuple[str, str, list[Path]]]:
    groups: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for file in sorted(CASES.glob("XQ*/*.jsonl")):
        groups[file.parent.name, file.name.split(".")[0]].append(file)
    return [(code, name, files) for (code, name), files in groups.items()]


def validate(repo: Repo, paths: Iterable[Path] = ()) -> list[Finding]:
    return list(findings_of(repo, paths))


def test_base_is_sound(base: tuple[Repo, Path]) -> None:
    assert validate(base[0]) == []


@pytest.mark.parametrize(
    ("code", "name", "files"), _cases(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_case(base: tuple[Repo, Path], code: str, name: str, files: list[Path]) -> None:
    repo, folder = base
    put(files, folder)
    findings = validate(repo)
    assert told(repo, findings) == TOLD.get(f"{code}/{name}", [])
    if name.startswith("good"):
        assert findings == []
    else:
        assert code in {f.code for f in findings}, findings
        hit = next(f for f in findings if f.code == code)
        assert hit.message and hit.detail and "\n" not in hit.detail
        assert min(f.level for f in findings) == hit.level


def put(files: Iterable[Path], folder: Path) -> None:
    """Put the files of a case into the document ``folder``."""
    for file in files:
        layer = file.name.partition(".")[2]
        of_corpus = layer.startswith("relation")
        target = folder.parent / layer if of_corpus else folder / layer.replace("-", "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)


def told(repo: Repo, findings: Iterable[Finding]) -> list[str]:
    """The findings as they are listed in ``cases/findings.txt``: without the messages of the checks, and
    without what Python's own JSON parser says, which changes with its version.
    """
    return [
        f"{_place(repo, Path(f.file))}:{f.line} "
        f"{f.code} {f.id} {'' if f.code == 'XQ102' else f.detail}".replace(
            str(repo.root), "…"
        ).rstrip()
        for f in findings
    ]


def _place(repo: Repo, file: Path) -> Path:
    """The path of a file in the document or, if it is of none, beside it."""
    folder = repo.curated / BASE.name
    return file.relative_to(folder if file.is_relative_to(folder) else repo.curated)


def test_missing_and_stray_files(base: tuple[Repo, Path]) -> None:
    repo, folder = base
    (folder / "numerals.jsonl").rename(folder / "numbers.jsonl")
    assert [(f.code, Path(f.file).name) for f in validate(repo)] == [
        ("XQ107", "numbers.jsonl"),
        ("XQ103", "numerals.jsonl"),
    ]


def test_single_file_is_checked_with_its_document(base: tuple[Repo, Path]) -> None:
    repo, folder = base
    shutil.copy(CASES / "XQ423" / "bad-parts.claims.jsonl", folder / "claims.jsonl")
    for layer in ("claims", "themes"):  # a fault may show elsewhere than where it is
        assert [f.code for f in validate(repo, [folder / f"{layer}.jsonl"])] == ["XQ423"]


def test_single_file_alone_is_checked_for_form(base: tuple[Repo, Path], tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(CASES / "XQ204" / "bad-theme.themes.jsonl", alone / "themes.jsonl")
    assert [(f.code, f.line) for f in validate(base[0], [alone / "themes.jsonl"])] == [("XQ204", 6)]


@pytest.mark.parametrize("name", ["nowhere", "notes.txt", "."])
def test_what_is_nothing_to_validate(base: tuple[Repo, Path], tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("")
    with pytest.raises(
        UsageError, match=r"no such file|not named after a layer|holds no curated document"
    ):
        validate(base[0], [tmp_path / "empty" / name])


def test_one_bad_file_does_not_hide_another(base: tuple[Repo, Path]) -> None:
    repo, folder = base
    shutil.copy(CASES / "XQ101" / "bad.claims.jsonl", folder / "claims.jsonl")
    shutil.copy(CASES / "XQ413" / "bad.themes.jsonl", folder / "themes.jsonl")
    assert {f.code for f in validate(repo)} == {"XQ101", "XQ413"}


def test_fast_and_reference_validators_agree(repo: Repo) -> None:
    from jsonschema import Draft202012Validator

    schemas = Schemas(repo)
    reference = {
        layer: Draft202012Validator(schema(repo, name)) for layer, name in SCHEMA_OF.items()
    }
    lines = {
        (file.name.split(".")[-2], line)
        for file in [*CASES.rglob("*.jsonl"), *repo.curated.rglob("*.jsonl")]
        for line in file.read_bytes().split(b"\n")[:40]
    }
    for layer, line in lines:
        try:
            record = jsonlines.loads(line)
        except ValueError:
            continue
        if layer in LAYERS:
            same = schemas.fitting(layer)(record) == reference[layer].is_valid(record)
            assert same or b'\\n"' in line, line  # Python's $ lets a final line break through


def test_faults_are_named_on_the_real_corpus(copy: Repo) -> None:
    """Five ways to break the corpus, each named at its record and at nothing else."""
    folder = copy.curated / "yueyanglou-report-2021"

    def broken(layer: str, line: int, **change: object) -> list[Finding]:
        file = folder / f"{layer}.jsonl"
        sound = file.read_text(encoding="utf-8")
        lines = sound.splitlines()
        lines[line - 1] = json.dumps(json.loads(lines[line - 1]) | change, ensure_ascii=False)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = validate(copy, [folder])
        file.write_text(sound, encoding="utf-8")
        return found

    for layer, line, change, code in [
        ("claims", 20, {"value": 85}, "XQ423"),
        ("claims", 20, {"end": 3, "start": 1}, "XQ309"),
        ("themes", 30, {"theme": "weather"}, "XQ204"),
        ("numerals", 40, {"label": "word", "claim": None}, "XQ443"),
        ("sections", 9, {"level": 3}, "XQ402"),
    ]:
        found = broken(layer, line, **change)
        assert (found[0].code, found[0].line, Path(found[0].file).stem) == (code, line, layer)


def test_message_is_the_docstring_of_its_check() -> None:
    for code, check in CHECKS.items():
        assert check.__doc__ and check.__doc__.endswith("."), code
        assert "\n" not in check.__doc__, code


def test_validator_is_reusable(repo: Repo) -> None:
    validator = Validator(repo)
    assert all(validator.document(folder).findings == [] for folder in repo.documents())


def test_text_that_does_not_come_back_is_found(
    base: tuple[Repo, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiangqu.text.align.restore", lambda text, edits: text)
    assert [f.code for f in validate(base[0])] == ["XQ303"]


def test_what_is_missing_is_told_once(base: tuple[Repo, Path]) -> None:
    repo, folder = base
    file = folder / "claims.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:4] + lines[5:]), encoding="utf-8")
    assert [(f.code, f.detail) for f in validate(repo)] == [
        ("XQ308", "claim base-report-2020.p002.c05 is not there")
    ]


def test_a_folder_in_place_of_a_layer_is_a_finding(base: tuple[Repo, Path]) -> None:
    repo, folder = base
    (folder / "claims.jsonl").unlink()
    (folder / "claims.jsonl").mkdir()
    assert validate(repo)[0].code == "XQ113"


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("vocabularies/units.json", "[]", "units.json: the file: .* is not of type 'object'"),
        ("vocabularies/units.json", None, "units.json: no such file"),
        (
            "vocabularies/kinds.json",
            '{"name": "kinds", "title_zh": "x", "title_en": "x", "terms": [{"id": "body"}]}',
            r"kinds.json: terms.0: '.*' is a required property",
        ),
        (
            "vocabularies/kinds.json",
            '{"name": "kind", "title_zh": "x", "title_en": "x", "terms": [{"id": "x", "zh": "x", '
            '"en": "x", "definition_zh": "x", "definition_en": "x"}]}',
            "kinds.json: name: 'kind' is not the name of the file",
        ),
        ("claim.schema.json", "[]", "claim.schema.json: the file: .* is not of type 'object'"),
        ("claim.schema.json", "[" * 100_000, "nested too deeply"),
        ("claim.schema.json", '{"type": 5, "properties": {}}', "claim.schema.json: "),
    ],
)
def test_a_damaged_schema_is_one_sentence(
    copy: Repo, part: str, content: str | None, said: str
) -> None:
    file = copy.schema / part
    if content is None:
        file.unlink()
    else:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        validate(copy)


def _examples() -> list[Entry]:
    return [entry for entry in entries(Repo(ROOT)).values() if entry.layer]


@pytest.mark.parametrize("entry", _examples(), ids=lambda entry: entry.code)
@pytest.mark.parametrize("side", ["wrong", "right"])
def test_examples_of_the_catalogue(base: tuple[Repo, Path], entry: Entry, side: str) -> None:
    """The example, put into the small document, is as wrong or as right as the manual says."""
    repo, folder = base
    file = folder / f"{entry.layer}.jsonl"
    lines = file.read_text(encoding="utf-8").split("\n")
    at, example = (entry.line or 0) - 1, getattr(entry, side)
    if isinstance(example, dict):
        example = json.dumps(json.loads(lines[at]) | example, ensure_ascii=False)
    lines[at] = example
    file.write_text("\n".join(lines), encoding="utf-8")
    codes = {f.code for f in validate(repo)}
    assert entry.code in codes if side == "wrong" else not codes


def test_the_catalogue_speaks_two_languages() -> None:
    for entry in entries(Repo(ROOT)).values():
        assert entry.zh.endswith("。") and entry.message.endswith(".") and entry.why.endswith(".")


def _write_findings() -> None:
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for code, name, files in _cases():
            repo, document = lay_base(Path(folder) / code / name)
            put(files, document)
            found = [f"  {line}" for line in told(repo, validate(repo))]
            lines += [f"{code}/{name}", *found] if found else []
        (CASES / "findings.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write_findings()
