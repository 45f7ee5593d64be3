"""A finished folder, as `datasets` and the verbs read it, and inputs of every kind that lead to it."""

from __future__ import annotations

import json
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from texts import as_json_lines, rows, sources

import xiangqu
from conftest import Command, tools
from xiangqu.annotation.repo import sha256
from xiangqu.annotator.inputs import Reading, Source, Texts
from xiangqu.annotator.output import SCHEMAS
from xiangqu.scale import run
from xiangqu.scale.run import Options


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Three parts; the last has a text without claims, so that many of its columns are null or empty."""
    texts = [*sources(5), Source("x.txt", "没有。", "x")]
    run.annotate(texts[-1:] + texts[:-1], tmp_path / "out", print, options=Options(documents=1))
    return tmp_path / "out"


@pytest.mark.parametrize("config", SCHEMAS)
def test_datasets_reads_it_whole_and_streaming(out: Path, config: str) -> None:
    whole = datasets.load_dataset(str(out), config, split="train")
    streamed = datasets.load_dataset(str(out), config, split="train", streaming=True)
    assert (
        whole.features.arrow_schema == streamed.features.arrow_schema == whole.features.arrow_schema
    )
    assert [*streamed] == [*whole] == rows(out)[config]


def test_a_rebuilt_folder_is_read_anew(out: Path) -> None:
    assert len(datasets.load_dataset(str(out), "documents", split="train")) == 6
    run.annotate(sources(2), out, print, options=Options(documents=1))
    assert len(datasets.load_dataset(str(out), "documents", split="train")) == 2


def test_parts_have_checksums(out: Path) -> None:
    file = out / "sources" / "part-00001.parquet"
    content = bytearray(file.read_bytes())
    at = content.index("2021年".encode()) if "2021年".encode() in content else len(content) // 3
    content[at] ^= 1
    with pytest.raises((OSError, pa.ArrowException)):
        pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True).read()


def test_a_dataset_of_the_library(tmp_path: Path) -> None:
    """Whole and streaming give the same drafts."""
    told = [{"id": s.id, "body": s.text, "date": "2022-01-06"} for s in sources(5)]
    whole = datasets.Dataset.from_list(told)
    xiangqu.annotate_rows(whole, tmp_path / "one", text="body")
    xiangqu.annotate_rows(whole.to_iterable_dataset(), tmp_path / "other", text="body")
    assert rows(tmp_path / "one") == rows(tmp_path / "other")
    assert {row["date"] for row in rows(tmp_path / "one")["documents"]} == {"2022-01-06"}


def test_every_kind_of_file_gives_the_same(tmp_path: Path, command: Command) -> None:
    lines = as_json_lines(tmp_path / "t.jsonl", 5)
    dataset = datasets.Dataset.from_list(
        [json.loads(line) for line in lines.open(encoding="utf-8")]
    )
    dataset.to_csv(tmp_path / "t.csv")
    dataset.to_parquet(tmp_path / "t.parquet")
    made = []
    for kind in ("jsonl", "csv", "parquet"):
        out = tmp_path / kind
        words = ["annotate", tmp_path / f"t.{kind}", "--text-column", "text", "--output", out]
        assert command(*words)[0] == 0
        made.append({config: found for config, found in rows(out).items() if config != "sources"})
        for document in made[-1]["documents"]:
            document["seed_file"] = None
    assert made[0] == made[1] == made[2] and len(made[0]["documents"]) == 5


def test_a_line_that_cannot_be_read_costs_one_text(tmp_path: Path, command: Command) -> None:
    file = as_json_lines(tmp_path / "t.jsonl", 5)
    told = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([told[0], "{", told[0], *told[1:]]), "utf-8")
    out = tmp_path / "out"
    code, _, err = command("annotate", file, "--text-column", "text", "--output", out)
    assert code == 1 and ":2: is not one JSON object" in err and ":3: the id 't0' is given" in err
    assert len(rows(out)["documents"]) == 5


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_file_of_texts_is_never_held_whole(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"t.{kind}"
    with file.open("w", encoding="utf-8") as stream:
        stream.write("text\n" if kind == "csv" else "")
        for n in range(600):
            text = f"新建学校{n}所。" * 200
            stream.write(f"{text}\n" if kind == "csv" else json.dumps({"text": text}) + "\n")
    tracemalloc.start()
    texts = Texts([file], Reading(columns={"text": "text"}), print)
    assert texts.total == 600 and sum(len(source.text) for source in texts) > 900_000
    assert tracemalloc.get_traced_memory()[1] < 1_800_000 < file.stat().st_size
    tracemalloc.stop()


def test_a_run_holds_one_part(tmp_path: Path) -> None:
    """What a run needs does not grow with the number of texts, but for their ids."""

    def texts(count: int) -> Iterator[Source]:
        return (Source(f"{n}.txt", f"新建学校{n}所。", f"t{n}") for n in range(count))

    peaks = []
    for count in (20, 60):
        tracemalloc.start()
        run.annotate(texts(count), tmp_path / f"{count}", print, options=Options(documents=10))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_counts_of_all_documents_together(out: Path, tmp_path: Path, command: Command) -> None:
    """They are the totals that the same documents in one part have."""
    run.annotate([*sources(5), Source("x.txt", "没有。", "x")], tmp_path / "one", print)
    many, one = (
        json.loads(command("stats", "--root", folder, "--format", "json")[1])
        for folder in (out, tmp_path / "one")
    )
    assert many.keys() == one.keys() and many["layers"]["claims"] == {"total": 10}
    for name, table in one.items():
        assert many[name] == {label: {"total": of["total"]} for label, of in table.items()}
        assert [*many[name]] == [*table]


def test_a_card(out: Path, command: Command, tmp_path: Path) -> None:
    code, said, _ = command("card", out)
    names = [Path(line).relative_to(out).as_posix() for line in said.splitlines()]
    assert code == 0 and names == [
        "README.md", "codebook/README.md", "codebook/README.zh.md", "croissant.json",
    ]  # fmt: skip
    told = json.loads((out / "croissant.json").read_text("utf-8"))
    assert told["name"] == "out"
    folder, *parts = told["distribution"]
    assert folder["sha256"] == sha256((out / "manifest.jsonl").read_bytes())
    assert {name for part in parts for name in out.glob(part["includes"])} == {
        *out.glob("*/part-*.parquet")
    }
    sets = {r["name"]: len(r["field"]) for r in told["recordSet"] if "data" not in r}
    assert sets == {
        name: len(s) for name, s in SCHEMAS.items() if name not in ("doubts", "sources")
    }
    text = (out / "codebook" / "README.md").read_text("utf-8")
    assert "xiangqu build" not in text and "## Vocabularies" in text
    run.annotate(sources(2), out, print)
    assert command("card", tmp_path)[0] == 2


@pytest.mark.slow
def test_mlcroissant_reads_every_row(out: Path, command: Command, tmp_path: Path) -> None:
    command("card", out)
    script = """
import sys, mlcroissant
print(sum(1 for _ in mlcroissant.Dataset(sys.argv[1]).records("claims")))
"""
    python = tools(tmp_path / "tools", "mlcroissant[parquet]==1.1.1") / "python"
    words = [python, "-c", script, out / "croissant.json"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "10", done.stdout


def test_verbs_take_it(out: Path, tmp_path: Path, command: Command) -> None:
    code, said, _ = command("show", "t3.p002.c01", "--root", out)
    assert code == 0 and "seeds/3.txt, line 3" in said
    code, said, _ = command("table", "claims", "--root", out)
    assert code == 0 and len(said.splitlines()) == 11
    code, said, _ = command("evaluate", out, out)
    assert code == 0 and "Claims: 10 in gold, 10 predicted" in said
    assert command("export", "t3", tmp_path / "sheets", "--root", out)[0] == 0
    assert command("import", tmp_path / "sheets", tmp_path / "layers", "--root", out)[0] == 0
    code, said, _ = command("agree", tmp_path / "layers", out, "--root", out, "--list")
    assert code == 0
    (out / ".xiangqu-work").mkdir()
    for words in (
        ["show", "t3.p002.c01", "--root", out],
        ["validate", out],
        ["evaluate", out, out],
    ):
        code, _, err = command(*words)
        assert code == 3 and "interrupted here" in err
