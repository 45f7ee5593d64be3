"""A run into a folder: what it writes, what the next run keeps of it, and what it does again."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from texts import rows, sources, state

import xiangqu
from xiangqu.annotation.errors import MachineError, UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import Annotator
from xiangqu.annotator.drafted import Drafted
from xiangqu.annotator.inputs import Source
from xiangqu.annotator.names import Names
from xiangqu.annotator.output import SCHEMAS
from xiangqu.files import store
from xiangqu.files.lock import locked
from xiangqu.scale import batches, manifest, run, shards
from xiangqu.scale.drafts import draft
from xiangqu.scale.limits import Exceeded, Limits
from xiangqu.scale.run import Options
from xiangqu.validate.schemas import Schemas

SMALL = Options(documents=4)


@pytest.fixture
def report() -> list[str]:
    return []


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the shards that are drafted, as they come."""
    numbers: list[int] = []
    make = shards.make

    def noted(job: shards.Job, shard: shards.Shard) -> manifest.Line:
        numbers.append(shard.number)
        return make(job, shard)

    monkeypatch.setattr(shards, "make", noted)
    return numbers


def test_the_tables_are_the_same_however_large_a_part_is(tmp_path: Path, report: list[str]) -> None:
    counts = run.annotate(sources(10), tmp_path / "one", report.append)
    run.annotate(sources(10), tmp_path / "more", report.append, options=SMALL)
    assert counts["documents"] == 10 and counts["claims"] == 20 and not report
    assert rows(tmp_path / "one") == rows(tmp_path / "more")
    assert {f.name for f in (tmp_path / "more" / "claims").iterdir()} == {
        f"part-0000{n}.parquet" for n in range(3)
    }
    for config, schema in SCHEMAS.items():
        for file in (tmp_path / "more" / config).iterdir():
            assert pq.read_schema(file).remove_metadata() == schema
    assert not (tmp_path / "more" / ".xiangqu-work").exists()


def test_what_is_whole_stays(tmp_path: Path, report: list[str], made: list[int]) -> None:
    out = tmp_path / "out"
    run.annotate(sources(10), out, report.append, options=SMALL)
    before = state(out)
    assert made == [0, 1, 2]
    counts = run.annotate(sources(10), out, report.append, options=SMALL)
    assert made == [0, 1, 2] and state(out) == before and counts["claims"] == 20


def _changed(out: Path) -> None:
    file = out / "claims" / "part-00001.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _deleted(out: Path) -> None:
    (out / "edits" / "part-00001.parquet").unlink()


def _other_rules(out: Path) -> None:
    lines = manifest.read(out)
    text = (out / manifest.NAME).read_text(encoding="utf-8")
    at = text.index(lines[1].rules, text.index('"shard":1'))
    (out / manifest.NAME).write_text(text[:at] + "0" * 64 + text[at + 64 :], encoding="utf-8")


def _not_told(out: Path) -> None:
    told = (out / manifest.NAME).read_bytes().splitlines(keepends=True)
    (out / manifest.NAME).write_bytes(told[0] + told[2] + told[1][:-30])


@pytest.mark.parametrize("damage", [_changed, _deleted, _other_rules, _not_told])
def test_what_is_not_whole_is_done_again(
    damage: Any, tmp_path: Path, report: list[str], made: list[int]
) -> None:
    out = tmp_path / "out"
    run.annotate(sources(10), out, report.append, options=SMALL)
    before = state(out)
    damage(out)
    run.annotate(sources(10), out, report.append, options=SMALL)
    assert made == [0, 1, 2, 1] and state(out) == before


def test_other_input_is_drafted_and_what_is_gone_goes(
    tmp_path: Path, report: list[str], made: list[int]
) -> None:
    out = tmp_path / "out"
    run.annotate(sources(10), out, report.append, options=SMALL)
    texts = [*sources(7)]
    texts[5] = texts[0].__class__("5.txt", "新建学校99所。", "t5")
    run.annotate(texts, out, report.append, options=SMALL)
    assert made == [0, 1, 2, 1]
    assert [row["id"] for row in rows(out)["documents"]] == [f"t{n}" for n in range(7)]
    assert len([*out.glob("*/part-*.parquet")]) == 2 * len(SCHEMAS)


def test_a_run_that_broke_off_goes_on(
    tmp_path: Path, report: list[str], made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers refuse the folder until then."""
    out, write = tmp_path / "out", shards._write

    def full(job: shards.Job, number: int, parts: dict[str, bytes]) -> None:
        if number == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "part")
        write(job, number, parts)

    with monkeypatch.context() as patched:
        patched.setattr(shards, "_write", full)
        with pytest.raises(MachineError, match="part: No space left"):
            run.annotate(sources(10), out, report.append, options=SMALL)
    with pytest.raises(MachineError, match="interrupted"):
        store.check_finished(out)
    run.annotate(sources(10), out, report.append, options=SMALL)
    assert made == [0, 1, 1, 2]
    store.check_finished(out)
    run.annotate(sources(10), tmp_path / "other", report.append, options=SMALL)
    assert state(out) == state(tmp_path / "other")


def test_a_worker_with_other_rules(
    tmp_path: Path, report: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = shards.make

    def other(job: shards.Job, shard: shards.Shard) -> manifest.Line:
        return msgspec.structs.replace(make(job, shard), rules="0")

    monkeypatch.setattr(shards, "make", other)
    with pytest.raises(MachineError, match="another xiangqu"):
        run.annotate(sources(1), tmp_path / "out", report.append)


def test_a_run_that_lost_its_folder_to_another_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".xiangqu-work").mkdir()
    (tmp_path / ".xiangqu-work" / "run").write_text("other")
    batch = next(batches.batches(sources(1), 1))
    shard = shards.Shard(0, batches.packed(batch), "x", 1)
    with pytest.raises(MachineError, match="another run"):
        shards.make(shards.Job(tmp_path, "mine", Limits()), shard)
    assert not [*tmp_path.rglob("*.parquet")] and not [*tmp_path.rglob("claims-*")]


def test_two_runs_into_one_folder(
    tmp_path: Path, report: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiangqu.files.lock.SECONDS", 0.1)
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(MachineError, match="another xiangqu"):
        run.annotate(sources(1), tmp_path / "out", report.append)


def test_a_folder_of_others(tmp_path: Path, report: list[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"other content \(mine.txt\)"):
        run.annotate(sources(1), tmp_path, report.append)
    assert [*tmp_path.iterdir()] == [tmp_path / "mine.txt"]
    run.annotate(sources(1), tmp_path, report.append, options=Options(force=True))
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_people_write_around_the_figures_stays(tmp_path: Path, report: list[str]) -> None:
    run.annotate(sources(1), tmp_path / "out", report.append)
    page = tmp_path / "out" / "README.md"
    page.write_text(page.read_text("utf-8").replace("pretty_name", "mine: 1\npretty_name"), "utf-8")
    run.annotate(sources(2), tmp_path / "out", report.append)
    text = page.read_text("utf-8")
    assert "mine: 1" in text and "| `documents` | 2 |" in text


def test_a_text_goes_into_all_tables_or_into_none(
    tmp_path: Path, report: list[str], made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit a column, like a number beyond 64 bits, is found before anything is kept."""
    to_arrow = Drafted.to_arrow

    def overflow(self: Drafted, config: str = "claims") -> pa.Table:
        if config == "doubts" and "4所" in self.raw:
            raise OverflowError("beyond 64 bits")
        return to_arrow(self, config)

    with monkeypatch.context() as patched:
        patched.setattr(Drafted, "to_arrow", overflow)
        counts = run.annotate(sources(3), tmp_path / "out", report.append, options=SMALL)
    assert counts["documents"] == 2 and report[0].startswith("2.txt: a fault of the program")
    for found in rows(tmp_path / "out").values():
        assert {row.get("document", row.get("id")) for row in found} <= {"t0", "t1"}
    assert manifest.read(tmp_path / "out")[0].aside[0].document == "t2"
    run.annotate(sources(3), tmp_path / "out", report.append, options=SMALL)
    assert made == [0, 0] and len(rows(tmp_path / "out")["documents"]) == 3


def test_a_document_that_takes_too_long_or_too_much(
    tmp_path: Path, report: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate, held = Annotator.annotate, list[bytes]()

    def slow(self: Annotator, raw: str, *others: Any) -> object:
        if "3所" in raw:
            while True:
                time.sleep(0.01)
        while "4所" in raw:
            held.append(bytes(2**24))
            time.sleep(0.01)
        return annotate(self, raw, *others)

    monkeypatch.setattr(Annotator, "annotate", slow)
    now = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
    limits = Limits(seconds=2, megabytes=now + 300)
    counts = run.annotate(
        sources(4), tmp_path / "out", report.append, options=Options(limits=limits)
    )
    held.clear()
    assert counts["documents"] == 2 and [line.partition(":")[0] for line in report] == [
        "1.txt",
        "2.txt",
    ]
    assert report[0].endswith(f"takes more than 2 seconds or {now + 300} MB of memory")


def test_a_limit_leaves_nothing_behind() -> None:
    before = threading.active_count()
    for _ in range(200):
        with contextlib.suppress(Exceeded), Limits(seconds=0.0002).watch():
            pass
    with pytest.raises(Exceeded), Limits(seconds=0.01).watch():
        while True:
            time.sleep(0.001)
    time.sleep(0.05)
    assert threading.active_count() <= before


def test_the_function_takes_any_batch_with_ids_and_texts() -> None:
    batch = pa.RecordBatch.from_pydict(
        {"id": ["a", "b c", "d", "e"], "text": ["新建学校3所。", "4所", " ", None], "url": [""] * 4}
    )
    made = draft(batch)
    assert made.tables["claims"]["text"].to_pylist() == ["3所"]
    assert [(a.document, a.said.split(":")[0]) for a in made.aside] == [
        ("b c", "'b c' is no id"), ("d", "holds no text"), ("e", "holds no text"),
    ]  # fmt: skip
    assert made.tables["documents"]["seed_file"].to_pylist() == ["a.txt"]
    assert {config: t.schema for config, t in draft(batch.slice(1)).tables.items()} == SCHEMAS


def test_a_batch_survives_its_journey() -> None:
    (batch,) = batches.batches(sources(3), 5)
    assert batches.unpacked(batches.packed(batch)) == batch
    assert batches.digest(batch) != batches.digest(next(batches.batches(sources(2), 5)))


def test_long_texts_make_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "CHARACTERS", 60)
    assert [len(batch) for batch in batches.batches(sources(5), 100)] == [2, 2, 1]


def test_rows_of_any_kind(tmp_path: Path) -> None:
    """What `datasets` gives, read as it comes."""
    given = ({"n": str(n), "body": s.text, "date": None} for n, s in enumerate(sources(5)))
    counts = xiangqu.annotate_rows(given, tmp_path / "out", text="body", id="n")
    assert counts["documents"] == 5
    assert [row["id"] for row in rows(tmp_path / "out")["documents"]] == [*"01234"]
    with pytest.raises(UsageError, match="no column 'text'; there are body"):
        xiangqu.annotate_rows([{"body": "x"}], tmp_path / "other")


def test_documents_of_any_number(tmp_path: Path, report: list[str]) -> None:
    """The ten thousandth has an id that the schema takes."""
    names = Names()
    ids = [names.give(Source("", "x"))[0] for _ in range(10_001)]
    assert ids[-1] == "text-10001"
    run.annotate([Source("", "有3个。", "text-10001")], tmp_path / "out", report.append)
    row = rows(tmp_path / "out")["sources"][0]
    for layer in ("paragraphs", "claims", "numerals"):
        record = json.loads(str(row[layer]).splitlines()[0])
        assert Schemas(Repo(xiangqu.path())).fitting(layer)(record)
