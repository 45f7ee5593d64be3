"""The texts of files, folders and tables: what is read, under which id, and what is said of the rest."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xiangqu.annotation.errors import UsageError
from xiangqu.annotator.document import Given
from xiangqu.annotator.inputs import Reading, Source, Texts
from xiangqu.annotator.names import Names

TEXT = "新建学校3所。"


def read(*paths: Path, stdin: bytes = b"", **how: Any) -> tuple[list[Source], list[str], Texts]:
    """The texts, what was reported, and how they were read."""
    reported: list[str] = []
    texts = Texts(paths, Reading(**how), reported.append, stdin)
    return list(texts), reported, texts


def write(file: Path, content: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def word_document() -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph("一\t总论")
    table = made.add_table(1, 3)
    for cell, words in zip(table.rows[0].cells, ("收入", "5亿元", "增\n长"), strict=True):
        cell.text = words
    made.add_paragraph(TEXT)
    made.save(stream)
    return stream.getvalue()


PAGE = (
    "<title>题</title><style>p{}</style><nav>首页</nav><script>if (a<b) 1</script>"
    "<div>全市<b>3</b>所\n学校<p>增长&nbsp;5%<br>二 <i> b</i></div><footer>尾</footer>"
    "<table><tr><td>甲<td>5%</td></tr></table>末"
)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", TEXT, TEXT),
        ("a.md", f"\ufeff{TEXT}", f"\ufeff{TEXT}"),
        ("报告", TEXT, TEXT),
        ("a.txt", TEXT.encode("gb18030"), TEXT),
        ("a.txt", "3\0所\f5\v个\x85", "3 所\n5\n个 "),
        ("a.docx", word_document(), f"一 总论\n收入 5亿元 增 长\n{TEXT}"),
        ("a.HTML", PAGE, "全市3所学校\n增长\u00a05%\n二 b\n甲 5%\n末"),
        ("a.htm", PAGE.encode("gbk"), "全市3所学校\n增长\u00a05%\n二 b\n甲 5%\n末"),
    ],
)
def test_formats(tmp_path: Path, name: str, content: str | bytes, text: str) -> None:
    (source,), reported, _ = read(write(tmp_path / name, content))
    assert (source.text, source.name, reported) == (text, name, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"3\xff", "byte 1 is not UTF-8"),
        ("a.txt", "增長百分之五，學校".encode("big5"), "byte 0 is not UTF-8"),
        ("a.txt", "caf\u00e9 5".encode("latin-1"), "byte 3 is not UTF-8"),
        ("a.txt", TEXT.encode("utf-16"), "--encoding utf-16"),
        ("a.docx", b"PK", "cannot be read as .docx"),
        ("a.md", "\ufeff \u3000\r\n", "holds no text"),
        ("a.parquet", b"PAR1", "cannot be read as .parquet"),
        ("a.csv", b"text\n\xff\n", "byte 5 is not UTF-8"),
    ],
)
def test_what_is_bad_is_named_and_the_rest_read(
    tmp_path: Path, name: str, content: bytes | str, said: str
) -> None:
    bad = write(tmp_path / name, content if isinstance(content, bytes) else content.encode())
    good = write(tmp_path / "b.txt", TEXT)
    columns = {"text": "text"} if name.endswith(("parquet", "csv")) else {}
    sources, (reported,), texts = read(bad, good, columns=columns)
    assert [source.name for source in sources] == ["b.txt"]
    assert reported.startswith(f"{bad}: ") and said in reported
    assert texts.done == texts.total


def test_an_encoding_that_is_named_is_the_only_one(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", "增長百分之五".encode("big5"))
    assert read(file, encoding="big5")[0][0].text == "增長百分之五"
    assert read(file, encoding="ascii")[1] == [f"{file}: byte 0 is not ascii"]


def test_a_folder(tmp_path: Path) -> None:
    """In the order of names, seen from the folder; hidden files are left out, others counted."""
    for name in ("b/报告.txt", "a.txt", ".hidden.txt", ".git/a.txt", "x.pdf"):
        write(tmp_path / "in" / name, TEXT)
    odd = os.fsencode(tmp_path / "in") + b"/\xb1\xa8.txt"  # 报 in GBK
    Path(os.fsdecode(odd)).write_text(TEXT, encoding="utf-8")
    sources, reported, texts = read(tmp_path / "in")
    assert [s.name for s in sources] == ["a.txt", "b/报告.txt", "报.txt"]
    assert not reported and texts.total == 3
    assert texts.notes == {"passed over, being of another kind": ["x.pdf"]}
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match="holds no file of texts"):
        read(tmp_path / "none")


def test_standard_input() -> None:
    (source,), *_, texts = read(Path("-"), stdin=TEXT.encode("gbk"))
    assert (source.text, source.name, source.id) == (TEXT, "stdin", None)
    assert texts.notes == {"not UTF-8, and read as GB18030": ["stdin"]}


ROWS: list[dict[str, Any]] = [
    {"body": TEXT, "key": "长沙 2022", "date": "2022-01-06", "place": "430100"},
    {"body": "增长5%。", "key": "b", "date": "2022", "place": None},
]


def table(folder: Path, suffix: str) -> Path:
    file = folder / f"t.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), file)
    elif suffix == "csv":
        lines = [",".join(ROWS[0]), *(",".join(v or "" for v in row.values()) for row in ROWS)]
        write(file, "\ufeff" + "\r\n".join(lines))
    else:
        write(file, "\n".join(json.dumps(row) for row in ROWS))
    return file


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table(tmp_path: Path, suffix: str) -> None:
    """Ids and what is known of a text come from columns; what is given for all, where these are empty."""
    known = Given(place="430000", plan_period="2022")
    columns = {"text": "body", "id": "key"}
    sources, reported, texts = read(table(tmp_path, suffix), columns=columns, given=known)
    assert not reported and (texts.done, texts.total) == (2, 2)
    assert sources == [
        Source(f"t.{suffix}/1", TEXT, "长沙-2022", Given("2022-01-06", "430100", None, "2022")),
        Source(f"t.{suffix}/2", "增长5%。", "b", Given("2022", "430000", None, "2022")),
    ]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("columns", [{}, {"text": "text"}, {"text": "body", "id": "nr"}])
def test_a_column_that_is_not_there(tmp_path: Path, suffix: str, columns: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="body, key, date, place"):
        read(table(tmp_path, suffix), columns=columns)


def test_columns_need_a_table(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv"):
        read(write(tmp_path / "a.txt", TEXT), columns={"text": "body"})


def test_bad_rows_are_named_and_the_rest_read(tmp_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    rows = [
        {"text": TEXT, "id": 7.0},
        {"text": TEXT, "id": 7},
        {"text": 3},
        {"text": " "},
        {"text": TEXT, "date": "2022-13"},
        {"text": TEXT, "review_period": "2016/2020", "date": None},
    ]
    lines = [*map(json.dumps, rows), "{", f'{{"text": {deep}}}', "[]"]
    file = write(tmp_path / "t.jsonl", "\n".join(lines) + "\n")
    sources, reported, texts = read(file, columns={"text": "text"})
    assert [(s.name, s.id) for s in sources] == [("t.jsonl/1", "7"), ("t.jsonl/6", None)]
    assert sources[1].given == Given(review_period="2016/2020")
    for number, said in zip(
        (2, 3, 4, 5, 7, 8, 9),
        ("id '7' is given twice", "no text in 'text'", "holds no text", "2022-13")
        + ("not one JSON object",) * 3,
        strict=True,
    ):
        (found,) = [line for line in reported if line.startswith(f"{file}:{number}: ")]
        assert said in found
    assert texts.done == 9


@pytest.mark.parametrize(
    ("name", "given"),
    [("date", "2022-1-6"), ("date", "2022-02-30"), ("plan_period", "2021-2025")],
)
def test_what_is_given_in_another_form(name: str, given: str) -> None:
    with pytest.raises(UsageError, match=given):
        read(given=Given(**{name: given}))


def test_ids_and_seeds_are_given_once() -> None:
    wanted = [
        ("a.txt", "a"),
        ("A.txt", "A"),
        ("stdin", None),
        ("text-0003", "text-0003"),
        ("x.docx", None),
        ("a:b\n/..c.md", "c"),
        ("长" * 100, "d"),
    ]
    names = Names()
    assert [names.give(Source(name, TEXT, identity)) for name, identity in wanted] == [
        ("a", "a.txt"),
        ("text-0001", "text-0001.txt"),
        ("text-0002", "stdin.txt"),
        ("text-0003", "text-0003.txt"),
        ("text-0004", "x.docx.txt"),
        ("c", "a-b-/c.md.txt"),
        ("d", "d.txt"),
    ]


def test_rows_of_parquet_that_cannot_be_read(tmp_path: Path) -> None:
    """Text that is not UTF-8, a time of no calendar, a number that is none: only those rows are lost."""
    text = pa.array([TEXT.encode(), b"\xff\xfe", TEXT.encode()], pa.binary()).view(pa.string())
    moments = pa.array([0, 0, 2**60], pa.timestamp("us"))
    file = tmp_path / "a.parquet"
    numbers = [float("inf"), float("nan"), 7.0]
    pq.write_table(pa.table({"id": numbers, "text": text, "at": moments}), file)
    found, reported, _ = read(file, columns={"text": "text"})
    assert [(s.id, s.text) for s in found] == [("inf", TEXT)]
    assert [said.removeprefix(f"{file}:")[:17] for said in reported] == [
        "2: is not UTF-8",
        "3: cannot be read",
    ]


def test_a_row_of_csv_with_more_cells_than_columns(tmp_path: Path) -> None:
    """A text with commas and without quotation marks would be cut at the first."""
    file = write(tmp_path / "t.csv", "id,text\na,完成1亿元,增长2%\nb,完成3亿元\n")
    sources, reported, _ = read(file, columns={"text": "text"})
    assert [s.text for s in sources] == ["完成3亿元"]
    assert len(reported) == 1 and "t.csv:1: has more cells than there are columns" in reported[0]
