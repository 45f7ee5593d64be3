"""Every verb on input that was spoilt: a line and an exit code, soon, and nothing written elsewhere.

The same inputs each time; another `SEED` gives others.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from conftest import Command
from xiangqu.annotator import drafting
from xiangqu.cli import streams
from xiangqu.compare import annotations

EXAMPLES = 1500
"""Under two minutes of CPU time."""
SEED = 1
SECONDS = 30
TEXT = "某市2021年政府工作报告\n一、回顾\n2021年，全市生产总值完成120.5亿元，增长8%。新建学校3所，-2.1%。\n"
DOCUMENT = "base-report-2020"
HANGS = "^(([0-9A-Za-z一-龥.-])+)+!$"
ODD_TEXTS = [
    *(
        "",
        "\x1b]0;x\x07",
        "\x9b1m\u202e",
        "../../victim/precious.txt",
        "/etc/passwd",
        "=1+1",
        "-2.1%",
    ),
    *(
        "1e9999999",
        "NaN",
        "\ud83d",
        "\udcff",
        "\u2028",
        "\x00",
        "[" * 40,
        "[b]*?",
        "１２",
        "²",
        HANGS,
    ),
    *("9" * 500, "甲" * 300, "\ufeff", "2021/2020", "2021-13", "d.p001", f"{DOCUMENT}.p002.c01"),
    *("由1亿元增长到" * 60, "、".join(map(str, range(300))) + "亿元"),
]
ODD_VALUES = [
    *(None, True, -1, 0, 10**30, 1e300, 0.1, [], {}, [[]], {"$ref": "http://127.0.0.1:9/x"}),
    *({"$ref": "#"}, {"pattern": HANGS}, {"start": 0, "end": 10**9, "text": "甲"}, ["甲", None]),
    *ODD_TEXTS,
]
ODD_BYTES = [
    *(b"", b"\xff\xfe", b"\x00", b"\n", b"\r", b",", b'"', b"\xef\xbb\xbf", b"{" * 99, b"NaN"),
    *(b"1e9999999", b"\xb1\xa8\xb8\xe6", b"\xe2\x80\xa8", b"\x1b[2J", b"=1+1,", b"'"),
]
NAMES = [
    *(DOCUMENT, f"{DOCUMENT}.p002", f"{DOCUMENT}.p002.c01", "p002", "all", "claims", "published"),
    *(
        "one",
        "text-0001",
        "a",
        ".",
        "..",
        "root",
        "drafts",
        "inputs",
        "sheets",
        "victim",
        "-",
        *(text for text in ODD_TEXTS if text not in {"\ud83d", "\x00"}),  # as no argument is
    ),
]
VERBS: list[list[str]] = [
    ["validate", "--root", "root"],
    ["validate", "root/corpus/curated", "--format", "sarif", "--root", "root"],
    ["validate", "drafts"],
    ["validate", "*", "--root", "root"],
    ["validate", "-", "--format", "github"],
    ["build", "--root", "root"],
    ["build", "--check", "--root", "root"],
    ["schema", "claim", "--root", "root"],
    ["stats", "--root", "root"],
    ["table", "claims", "--format", "jsonl", "--root", "root"],
    ["table", "*", "--format", "csv", "--output", "out/a.csv", "--root", "root"],
    ["show", "*", "--root", "root"],
    ["show", "a.p001", "--root", "drafts"],
    ["cite", "*", "--root", "root"],
    ["cite", "--style", "bibtex", "--root", "root"],
    ["evaluate", "published", "drafts", "--root", "root"],
    ["evaluate", "gold", "drafts", "--errors"],
    ["evaluate", "*", "*", "--root", "root"],
    ["agree", "published", "published", "--list", "--root", "root"],
    ["agree", "*", "*", "--list", "--format", "json", "--root", "root"],
    ["diff", "root", "root"],
    ["diff", "*", "drafts"],
    ["export", DOCUMENT, "out", "--root", "root"],
    ["export", "*", "out", "--blank", "--root", "drafts"],
    ["import", "sheets", "out", "--root", "root"],
    ["import", "sheets", "--root", "root"],
    ["annotate", "inputs"],
    ["annotate", "inputs/a.txt", "--format", "jsonl", "--date", "*"],
    ["annotate", "inputs/a.csv", "--text-column", "text", "--format", "csv"],
    ["annotate", "inputs/a.jsonl", "--text-column", "text", "--output", "out"],
    ["annotate", "inputs/a.parquet", "--text-column", "text", "--why"],
    ["annotate", "inputs", "--output", "out", "--root", "root"],
    ["annotate", "-", "--encoding", "gb18030"],
    ["annotate", "*"],
    ["add", "inputs/a.txt", "--id", "a-report-2021", "--place", "*", "--root", "root"],
    ["add", "inputs/a.txt", "--id", "*", "--root", "root"],
    ["redraft", "a-report-2022", "--review-period", "*", "--root", "root"],
    ["review", "a-report-2022", "--confirm", "*", "--root", "root"],
    ["review", "a-report-2022", "--set", "p003.c01.value=*", "--next", "9", "--root", "root"],
    ["review", "a-report-2022", "--drop", "p003.c01=*", "--root", "root"],
    ["remove", "a-report-2022", "--reason", "*", "--root", "root"],
]
READING = {"validate", "schema", "stats", "show", "cite", "evaluate", "agree", "diff", "export"}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """A folder with all that verbs take, and a victim that nothing may touch."""
    here = tmp_path_factory.mktemp("world")
    shutil.copytree(built, here / "root")
    (here / "victim").mkdir()
    (here / "victim" / "precious.txt").write_text("mine")
    (here / "inputs").mkdir()
    for name, content in inputs().items():
        (here / "inputs" / name).write_bytes(content)
    table = pa.table({"id": ["a", "b"], "text": [TEXT, TEXT], "date": ["2021", "2021-01"]})
    pq.write_table(table, here / "inputs" / "a.parquet")
    gold = here / "gold"
    gold.mkdir()
    (gold / "paragraphs.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    (gold / "claims.jsonl").write_text("")
    return here


def inputs() -> dict[str, bytes]:
    row = {"id": "a", "text": TEXT, "date": "2021"}
    return {
        "a.txt": TEXT.encode(),
        "b.html": f"<title>甲</title><p>{TEXT}</p><table><tr><td>1</table>".encode(),
        "c.md": f"# 标题\n**{TEXT}**".encode(),
        "a.csv": f'id,text,date\na,"{TEXT}",2021\n'.encode(),
        "a.jsonl": (json.dumps(row) + "\n").encode() * 2,
    }


Tree = dict[Path, bytes | None]
"""By path the content of a file, and None of a folder."""


def tree(folder: Path) -> Tree:
    return {path: content(path) for path in folder.rglob("*") if path.name != ".xiangqu-lock"}


def content(path: Path) -> bytes | None:
    if path.is_symlink():
        return b"a link"
    return None if path.is_dir() else path.read_bytes()


def restore(folder: Path, before: Tree) -> None:
    """Put everything in ``folder`` back to what it was."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or (path not in before and path.is_file()):
            path.unlink()
        elif path.is_dir() and (path not in before or before[path] is not None):
            shutil.rmtree(path)
        elif path in before and before[path] is None and not path.is_dir():
            path.unlink()
    for path, old in before.items():
        if old is None:
            path.mkdir(exist_ok=True, parents=True)
        elif not path.exists() or path.read_bytes() != old:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(old)


def spoil(draw: Callable[[Any], Any], file: Path, victim: Path) -> None:
    """Change ``file`` in one way or another, or put something else in its place."""
    old = file.read_bytes()
    ways = ["bytes", "bytes", "cut", "missing", "folder", "link", "loop"]
    ways += ["json"] * 9 * (file.suffix in (".json", ".jsonl"))
    way = draw(st.sampled_from(ways))
    if way in ("missing", "folder", "link", "loop"):
        file.unlink()
    match way:
        case "bytes":
            at, length = draw(st.integers(0, len(old))), draw(st.integers(0, 9))
            file.write_bytes(old[:at] + draw(st.sampled_from(ODD_BYTES)) + old[at + length :])
        case "cut":
            file.write_bytes(old[: draw(st.integers(0, len(old)))])
        case "folder":
            file.mkdir()
        case "link":
            file.symlink_to(victim)
        case "loop":
            file.symlink_to(file.name)
        case "json":
            lines = old.split(b"\n") if file.suffix == ".jsonl" else [old]
            number = draw(st.integers(0, max(len(lines) - 2, 0)))
            with contextlib.suppress(ValueError):
                value = changed(draw, json.loads(lines[number]))
                lines[number] = json.dumps(value, ensure_ascii=draw(st.booleans())).encode(
                    "utf-8", "surrogatepass"
                )
            file.write_bytes(b"\n".join(lines))


def changed(draw: Callable[[Any], Any], value: Any) -> Any:
    """A JSON value with one value in it replaced, removed or added."""
    if isinstance(value, dict | list) and value and draw(st.integers(0, 5)):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = draw(st.sampled_from(keys))
        if not draw(st.integers(0, 9)):
            del value[key]
        else:
            value[key] = changed(draw, value[key])
        return value
    return draw(st.sampled_from(ODD_VALUES))


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """What lasts longer than `SECONDS` is ended by a `TimeoutError`."""

    def end(*_: object) -> None:
        raise TimeoutError(f"it hangs: {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def prepare(world: Path, command: Command) -> None:
    """Drafts, sheets and a document with drafts, made by the command itself."""
    if (world / "sheets").exists():
        return
    assert command("annotate", "inputs/a.txt", "--output", "drafts")[0] == 0
    added = ["inputs/a.txt", "--id", "a-report-2022", "--review-period", "2021", "--root", "root"]
    assert command("add", *added)[0] == 0
    for document in (DOCUMENT, "a-report-2022"):
        assert command("export", document, "sheets", "--root", "root")[0] == 0


@pytest.mark.slow
def test_spoilt_input(world: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world)
    monkeypatch.setattr(annotations, "is_corpus", lambda _: False)
    monkeypatch.setattr(streams, "lose_output", lambda: None)  # there is no file to close
    prepare(world, command)
    before = tree(world)
    victim = tree(world / "victim")
    files = [path for path, old in before.items() if old is not None]
    folders: dict[str, list[Path]] = {}
    for path in files:
        folders.setdefault(path.relative_to(world).parts[0], []).append(path)
    del folders["victim"]

    def place(words: list[str]) -> st.SearchStrategy[Path]:
        """A file of what the words name: else most would be spoilt in vain."""
        named = {word.partition("/")[0] for word in words} & {*folders}
        found = [path for name in sorted(named or {*folders}) for path in folders[name]]
        by_kind: dict[str, list[Path]] = {}
        for path in found:
            by_kind.setdefault(f"{path.parent.name}{path.suffix}", []).append(path)
        return st.sampled_from(sorted(by_kind)).flatmap(lambda kind: st.sampled_from(by_kind[kind]))

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        words = [*data.draw(st.sampled_from(VERBS))]
        spoilt = [data.draw(place(words)) for _ in range(data.draw(st.integers(0, 2)))]
        try:
            for file in dict.fromkeys(spoilt):
                spoil(data.draw, file, world / "victim" / "precious.txt")
            if any("schema" in file.parts for file in spoilt):
                drafting.rules.cache_clear()
            names = st.sampled_from(NAMES)
            words = [w.replace("*", data.draw(names)) if "*" in w else w for w in words]
            stdin = data.draw(st.sampled_from(sorted(inputs().values()))) + data.draw(
                st.binary(max_size=9)
            )
            now = tree(world)
            with in_time():
                code, out, err = command(*words, stdin=stdin)
            said = f"{words} {spoilt}: {code} {out[-300:]}{err[-600:]}"
            assert code in (0, 1, 2, 3), said
            assert "fault of the program" not in out + err and "Traceback" not in err, said
            if "csv" not in words:
                assert all(c == "\n" or streams.visible(c) == c for c in out + err), said
            after = tree(world)
            assert tree(world / "victim") == victim, said
            new = {path for path in {*now, *after} if now.get(path) != after.get(path)}
            homes = {world / "out", *([] if words[0] in READING else [world / "root"])}
            odd = [p for p in new if not homes & {p, *p.parents}]
            assert not odd, f"{odd} {said}"
        finally:
            restore(world, before)
            if any("schema" in file.parts for file in spoilt):
                drafting.rules.cache_clear()

    check()
