"""Building: the same from run to run, whole or not at all, and honest about what is stale."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from conftest import BASE, relabel, small_copy
from xiangqu.annotation import settings
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import PASSES, Repo, sha256
from xiangqu.files.lock import LOCK
from xiangqu.release import card, derived_files, pipeline
from xiangqu.tabular import derive, rows, tables
from xiangqu.tabular.tables import DEFAULT, SCHEMAS
from xiangqu.validate import edits


def snapshot(repo: Repo) -> dict[str, str]:
    return {
        str(f.relative_to(repo.root)): sha256(f.read_bytes())
        for f in sorted(repo.root.rglob("*"))
        if f.is_file() and f.name != LOCK
    }


def test_the_release_is_fresh(repo: Repo) -> None:
    """Parquet, text, manifest, stamps, figures and codebook are what the sources give."""
    assert pipeline.check(repo) == []


def test_build_is_deterministic(small: Repo, tmp_path: Path) -> None:
    """What the five documents give is what is committed: `test_the_release_is_fresh` says so."""
    before = snapshot(small)
    pipeline.build(small)
    assert snapshot(small) == before
    for file in [*small.data.rglob("*"), *small.text.rglob("*")]:
        if file.is_file():
            file.unlink()
    pipeline.build(small)
    assert snapshot(small) == before
    other = small_copy(tmp_path / "elsewhere")
    pipeline.build(other)
    assert snapshot(other) == before


def test_configs_of_the_card(repo: Repo) -> None:
    front = yaml.safe_load(
        repo.root.joinpath("README.md").read_text(encoding="utf-8").split("---\n")[1]
    )
    assert [c["config_name"] for c in front["configs"]] == list(SCHEMAS)
    assert [c["config_name"] for c in front["configs"] if c.get("default")] == [DEFAULT]
    assert "dataset_info" not in front
    for config in front["configs"]:
        file = repo.data / config["config_name"] / tables.FILE
        assert config["data_files"] == [
            {"split": "train", "path": f"corpus/data/{config['config_name']}/train-*.parquet"}
        ]
        assert config["description"] == f"content-sha256:{sha256(file.read_bytes())}"


def test_manifest(repo: Repo) -> None:
    lines = (repo.data / "SHA256SUMS").read_text().splitlines()
    assert [line.split("  ") for line in lines] == [
        [
            sha256((repo.data / config / tables.FILE).read_bytes()),
            f"{config}/{tables.FILE}",
        ]
        for config in sorted(SCHEMAS)
    ]
    listed = derived_files.listed(repo.text / "SHA256SUMS")
    assert listed == {f.name: sha256(f.read_bytes()) for f in sorted(repo.text.glob("*.txt"))}


def test_columns_are_the_contract(repo: Repo) -> None:
    for config, schema in SCHEMAS.items():
        assert pq.read_schema(repo.data / config / tables.FILE).remove_metadata() == schema


def test_a_flipped_bit_in_a_page_is_seen(repo: Repo) -> None:
    data = bytearray((repo.data / "claims" / tables.FILE).read_bytes())
    data[len(data) // 3] ^= 4
    with pytest.raises(OSError):
        pq.read_table(io.BytesIO(bytes(data)), page_checksum_verification=True)


def flip_bits(file: Path, step: int) -> Iterator[None]:
    """Flip one bit after the other, ``step`` bytes apart, and put it back."""
    sound = file.read_bytes()
    for at in range(4, len(sound) - 4, step):
        damaged = bytearray(sound)
        damaged[at] ^= 1 << at % 8
        file.write_bytes(bytes(damaged))
        yield
    file.write_bytes(sound)


def test_the_program_sees_flipped_bits(copy: Repo) -> None:
    """A reader says so or gives the rows as they are; a check never calls it fresh wrongly."""
    file = copy.data / "sections" / tables.FILE
    rows = tables.read(copy.data, "sections")
    seen = 0
    for _ in flip_bits(file, len(file.read_bytes()) // 60):
        try:
            assert tables.read(copy.data, "sections") == rows
        except DataError as error:
            assert str(file) in str(error)
            seen += 1
    assert seen > 40


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("README.md", "<!-- /figure -->\n", ""),
        ("README.md", "# /figure\n", ""),
        ("README.md", "# figure configs", "# figures configs"),
        ("README.md", "<!-- figure tables -->", " <!-- figure tables -->"),
        ("README.md", "\n", "\r\n"),
        ("DATASHEET.md", "<!-- figure agreement -->", "<!--figure agreement-->"),
    ],
)
def test_damaged_markers_are_refused(small: Repo, name: str, old: str, new: str) -> None:
    file = small.root / name
    text = file.read_bytes().decode()
    file.write_bytes(text.replace(old, new, -1 if old == "\n" else 1).encode())
    before = snapshot(small)
    with pytest.raises(DataError, match=name):
        pipeline.build(small)
    assert snapshot(small) == before


def test_seeds_are_just_those_listed(small: Repo) -> None:
    (small.seeds / "new.txt").write_text("x")
    with pytest.raises(DataError, match=r"new.txt: XQ501"):
        pipeline.build(small)
    (small.seeds / "new.txt").unlink()
    with (small.seeds / "SHA256SUMS").open("a") as listing:
        listing.write("\n")
    with pytest.raises(DataError, match=r"SHA256SUMS:2: is not a hash"):
        pipeline.build(small)


def test_a_document_that_is_gone_is_missed(copy: Repo) -> None:
    shutil.rmtree(copy.curated / "yanfeng-feature-2021")
    with pytest.raises(DataError, match=r"XQ502 .* no document in .* names it"):
        pipeline.build(copy)


@pytest.mark.slow  # reads and builds the whole corpus
def test_a_document_does_not_vanish_with_its_seed(copy: Repo) -> None:
    """Nor do the ids that were published of it; what is not sound is not gone."""
    name = "yanfeng-feature-2021"
    folder = copy.curated / name
    seed = json.loads((folder / "document.jsonl").read_text(encoding="utf-8"))["seed_file"]
    claims = folder / "claims.jsonl"
    sound = claims.read_bytes()
    claims.write_bytes(b"{")
    assert "XQ512" not in {f.code for f in pipeline.validate(copy)}
    claims.write_bytes(sound)
    shutil.rmtree(folder)
    for relations in copy.curated.glob("relation*.jsonl"):
        kept = [
            line for line in relations.read_text().splitlines(keepends=True) if name not in line
        ]
        relations.write_text("".join(kept))
    (copy.seeds / seed).unlink()
    listing = copy.seeds / "SHA256SUMS"
    lines = listing.read_text().splitlines(keepends=True)
    listing.write_text("".join(line for line in lines if seed not in line))
    (lost,) = [f for f in pipeline.validate(copy) if f.code == "XQ512"]
    ids = [r for c in ("paragraphs", "sections", "claims") for r in tables.read(copy.data, c)]
    assert lost.id == name
    assert f"{sum(row['document'] == name for row in ids)} ids with it" in lost.detail
    with pytest.raises(DataError, match=f"XQ512 {name}"):
        pipeline.build(copy)
    shutil.rmtree(copy.data)
    pipeline.build(copy)
    assert {f.code for f in pipeline.check(copy)} == {"XQ511"}


@pytest.mark.slow  # reads and builds the whole corpus
def test_the_ids_of_relations_are_kept(copy: Repo) -> None:
    """One that is gone must be retired, then is not given again; one that is there names its claims."""
    curated = copy.relations.read_text(encoding="utf-8").splitlines(keepends=True)
    first, *others = curated
    copy.relations.write_text("".join(others), encoding="utf-8")
    for decisions in (copy.relation_decisions, *map(copy.relations_of, PASSES)):
        decisions.unlink()
    with pytest.raises(DataError, match=r"XQ512 r001: .* corpus/retired\.jsonl"):
        pipeline.build(copy)
    copy.retired.write_text('{"id": "r001", "reason": "Not one fact."}\n')
    pipeline.build(copy)
    again = json.loads(first) | {"claims": [*reversed(json.loads(first)["claims"])]}
    copy.relations.write_text(json.dumps(again) + "\n" + "".join(others), encoding="utf-8")
    found = [(f.code, f.detail) for f in pipeline.validate(copy)]
    assert ("XQ487", "the id is retired") in found
    second, third = (json.loads(line) for line in others[:2])
    swapped = [second | {"id": third["id"]}, third | {"id": second["id"]}]
    lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in swapped]
    copy.relations.write_text("".join([*lines, *others[2:]]), encoding="utf-8")
    with pytest.raises(DataError, match=r"XQ513 r002: .* now of .* \(2 findings"):
        pipeline.build(copy)


@pytest.mark.slow  # reads the whole corpus
def test_a_check_reads_each_file_of_the_schema_once(
    copy: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And replays the edits of each document once."""
    read, replayed = Counter[str](), Counter[str]()
    real, apply = settings.read_bytes, edits.align.apply
    monkeypatch.setattr(settings, "read_bytes", lambda file: read.update([str(file)]) or real(file))
    for module in (edits.align, rows, derive):
        monkeypatch.setattr(
            module, "apply", lambda raw, e: replayed.update([raw]) or apply(raw, e), raising=False
        )
    assert pipeline.check(copy) == []
    assert {str(file) for file in copy.vocabularies.glob("*.json")} <= set(read)
    assert set(read.values()) == set(replayed.values()) == {1} and len(replayed) == len(
        copy.documents()
    )


def test_a_build_removes_only_what_the_last_one_made(small: Repo) -> None:
    """That is what its manifest lists, as long as nobody has changed it."""
    old, changed = small.text / "old-report-2020.txt", small.text / "changed-report-2020.txt"
    table, mine = (small.data / name / tables.FILE for name in ("old", "mine"))
    for file in (old, changed, table, mine, small.text / "mine.txt"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("old")
    for folder in (small.text, small.data):
        with (folder / "SHA256SUMS").open("a") as listing:
            for file in {old, changed, table} & {*folder.rglob("*")}:
                listing.write(f"{sha256(b'old')}  {file.relative_to(folder).as_posix()}\n")
    changed.write_text("edited by hand")
    _, removed = pipeline.build(small)
    assert removed == [table, old] and not table.exists() and not old.exists()
    assert pipeline.build(small)[1] == []
    left = [(f.code, Path(f.file)) for f in pipeline.check(small)]
    assert left == [("XQ510", f) for f in (mine, changed, small.text / "mine.txt")]


@pytest.mark.parametrize("linked", [f"text/{BASE.name}.txt", "text", "data/claims"])
def test_a_build_does_not_write_through_links(small: Repo, tmp_path: Path, linked: str) -> None:
    edit_json(small.curated / BASE.name / "themes.jsonl", 0, theme="culture")
    place, victim = small.root / "corpus" / linked, tmp_path / "victim"
    place.rename(victim)
    place.symlink_to(victim)
    before, held = snapshot(small), snapshot(Repo(tmp_path))
    with pytest.raises(DataError, match=f"{place}: is a link"):
        pipeline.build(small)
    assert (snapshot(small), snapshot(Repo(tmp_path))) == (before, held)


def edit_json(file: Path, line: int, **change: object) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[line] = json.dumps(json.loads(lines[line]) | change, ensure_ascii=False)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.slow  # checks and builds the whole corpus
def test_check_names_what_is_stale(copy: Repo) -> None:
    relabel(copy)
    (copy.text / "extra.txt").write_text("x")
    (copy.text / "yanfeng-feature-2021.txt").unlink()
    before = snapshot(copy)
    stale = Counter(
        (f.code, Path(f.file).relative_to(copy.root).parts[-2:]) for f in pipeline.check(copy)
    )
    assert snapshot(copy) == before
    assert set(stale) == {
        ("XQ503", ("text", "yanfeng-feature-2021.txt")),
        ("XQ504", ("themes", tables.FILE)),
        ("XQ504", ("themes_cls", tables.FILE)),
        ("XQ504", ("paragraphs", tables.FILE)),
        ("XQ504", ("corpus", "tables.zip")),
        ("XQ507", ("README.md",)),
        ("XQ508", ("DATASHEET.md",)),
        ("XQ510", ("text", "extra.txt")),
        ("XQ514", ("croissant.json",)),
        ("XQ514", ("datapackage.json",)),
    }
    pipeline.build(copy)
    assert [f.code for f in pipeline.check(copy)] == ["XQ510"]
    assert (copy.text / "extra.txt").exists()  # no build made it


def test_check_under_another_pyarrow(small: Repo) -> None:
    """Parquet of the same rows in other bytes is fresh, if manifest and stamps are those of the file."""
    file = small.data / "numerals" / tables.FILE
    old = sha256(file.read_bytes())
    pq.write_table(pq.read_table(file), file, compression="none")
    assert {f.code for f in pipeline.check(small)} == {"XQ506", "XQ507", "XQ514"}
    for name in (small.data / "SHA256SUMS", small.root / "README.md"):
        name.write_text(
            name.read_text(encoding="utf-8").replace(old, sha256(file.read_bytes())),
            encoding="utf-8",
        )
    data = {config: (small.data / config / tables.FILE).read_bytes() for config in SCHEMAS}
    derived = derive.derive(small, pipeline.read_documents(small))
    for name, content in derived_files.descriptions(small, derived, data).items():
        name.write_bytes(content)
    assert pipeline.check(small) == []


def refuse(repo: Repo, said: str) -> None:
    """A build of ``repo`` fails with one line that says so, and changes nothing."""
    before = snapshot(repo)
    with pytest.raises(DataError, match=re.escape(said)) as raised:
        pipeline.build(repo)
    assert "\n" not in str(raised.value)
    assert snapshot(repo) == before


DOCUMENT = f"corpus/curated/{BASE.name}"


@pytest.mark.parametrize(
    ("part", "harm", "said"),
    [
        (
            "seeds/base.txt",
            lambda f: f.write_bytes(f.read_bytes() + b"\n"),
            "base.txt",
        ),
        ("seeds/SHA256SUMS", Path.unlink, "SHA256SUMS"),
        ("seeds/base.txt", Path.unlink, "base.txt"),
        (f"{DOCUMENT}/claims.jsonl", Path.unlink, "claims.jsonl"),
        (
            f"{DOCUMENT}/claims.jsonl",
            lambda f: edit_json(f, 0, value=1),
            f"XQ423 {BASE.name}.p002.c01",
        ),
        (f"{DOCUMENT}/edits.jsonl", lambda f: edit_json(f, 0, before="x"), "edits.jsonl:1: XQ301"),
        ("schema/claim.schema.json", lambda f: f.write_text("{"), "claim.schema.json: XQ207"),
        ("schema/vocabularies/themes.json", Path.unlink, "themes.json"),
        ("schema/release.json", lambda f: f.write_text("{}"), "the file: 'name' is a required"),
        (
            "CITATION.cff",
            lambda f: f.write_text("title: x"),
            "CITATION.cff: the file: 'version' is a required property",
        ),
        ("CITATION.cff", Path.unlink, "CITATION.cff"),
        (
            "README.md",
            lambda f: f.write_text("<!-- figure nonsense -->\n<!-- /figure -->\n"),
            "nonsense",
        ),
        ("DATASHEET.md", Path.unlink, "DATASHEET.md"),
    ],
)
def test_faulty_sources_change_nothing(small: Repo, part: str, harm: object, said: str) -> None:
    harm(small.root / part)  # type: ignore[operator]
    refuse(small, said)


@pytest.mark.slow  # reads the whole corpus
def test_an_example_that_is_not_there_changes_nothing(copy: Repo) -> None:
    facts = copy.schema / "release.json"
    facts.write_text(facts.read_text("utf-8").replace(".p032", ".p999"), "utf-8")
    refuse(copy, "example: there is no sentence 1 of 'yueyanglou-feature-2021.p999'")


def test_figures_are_filled_between_markers() -> None:
    text = "a\n<!-- figure x -->\nold\n<!-- /figure -->\nb\n# figure y\n# /figure\n"
    assert card.fill(text, {"x": "new\n", "y": "z: 1\n"}, "f", ("x",)) == (
        "a\n<!-- figure x -->\nnew\n<!-- /figure -->\nb\n# figure y\nz: 1\n# /figure\n"
    )


def test_no_figure_in_a_document_is_typed_by_hand(repo: Repo) -> None:
    """Counts of two digits and more stand between markers only, or in words quoted from the texts."""
    for name in derived_files.FIGURES:
        text = repo.root.joinpath(name).read_text(encoding="utf-8")
        bare = card._MARKED.sub("", text)
        bare = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|「[^」]*」", "", bare, flags=re.S)
        bare = re.sub(r"### \d+|第 \d+ 问|questions?\s+\d+(?:(?:,|\s+and|\s+to)\s+\d+)*", "", bare)
        constants = {"2018", "2021", "2025", "2026", "130", "95", "2260", "4217", "8601"}
        assert set(re.findall(r"(?<![\w.-])\d{2,}(?![\w.-])", bare)) <= constants


def test_a_corpus_without_claims_passes_or_audit(tmp_path: Path) -> None:
    """Someone's own corpus: one small document, no numbers asserted, none of our extras."""
    copied = small_copy(tmp_path / "own")
    folder = copied.curated / BASE.name
    (folder / "claims.jsonl").write_text("")
    numerals = (folder / "numerals.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(numerals):
        if json.loads(line)["claim"]:
            edit_json(folder / "numerals.jsonl", number, label="name", claim=None)
    counts, removed = pipeline.build(copied)
    assert counts["layers"]["claims"]["total"] == 0 and removed == []
    assert pipeline.check(copied) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda claim: claim["indicator"].update(end=99), r"row 0, indicator.end: 99, not \d+"),
        (
            lambda claim: claim.update(text="五" * 90 + claim["text"]),
            "row 0, text, from character 0 on: ",
        ),
        (
            lambda claim: claim.update(section_path=["a"] * 9),
            r"row 0, section_path(.0, from|: 9 items)",
        ),
        (lambda claim: claim.update(value=None), r"row 0, value: None, not \d"),
    ],
)
def test_a_table_that_differs_is_told_where(
    change: Callable[[dict[str, Any]], None], said: str, small: Repo
) -> None:
    """The value at fault and no other, in a long text from where it differs."""
    file = small.data / "claims" / tables.FILE
    claims = tables.read(small.data, "claims")
    change(claims[0])
    pq.write_table(pa.Table.from_pylist(claims, schema=SCHEMAS["claims"]), file)
    (found,) = (f for f in pipeline.check(small) if f.code == "XQ504")
    assert found.id == claims[0]["id"] and re.match(said, found.detail), found.detail
