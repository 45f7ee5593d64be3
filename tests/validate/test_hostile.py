"""Input that nobody should send: each is one finding or one line, and hides nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import CASES, Command
from xiangqu.annotation import jsonlines
from xiangqu.annotation.repo import Repo

CLAIMS = "claims.jsonl"
Change = Callable[[bytes], bytes]


def _first_line(old: str, new: str) -> Change:
    """``old`` in the first line becomes ``new``."""

    def change(content: bytes) -> bytes:
        first, _, rest = content.partition(b"\n")
        assert old.encode() in first, old
        return first.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1) + b"\n" + rest

    return change


BYTES: dict[str, tuple[Change, str, str]] = {
    "byte order mark": (lambda c: b"\xef\xbb\xbf" + c, "XQ104", "save the file without it"),
    "line ends of Windows": (lambda c: c.replace(b"\n", b"\r\n"), "XQ105", "line ends"),
    "line ends of old Macs": (lambda c: c.replace(b"\n", b"\r"), "XQ102", "Extra data"),
    "raw NUL": (_first_line("10亿元", "10\0亿元"), "XQ102", "control character"),
    "escaped NUL": (_first_line("10亿元", "10\\u0000亿元"), "XQ112", "U+0000"),
    "lone surrogate, escaped": (_first_line("10亿元", "\\ud83d"), "XQ112", "U+D83D"),
    "lone surrogate, raw": (_first_line("10亿元", "\ud83d"), "XQ101", "byte"),
    "GB18030": (lambda c: c.decode().encode("gb18030"), "XQ101", "--encoding gb18030"),
    "UTF-16": (lambda c: c.decode().encode("utf-16"), "XQ101", "--encoding utf-16"),
    "UTF-16 without a mark": (lambda c: c.decode().encode("utf-16-le"), "XQ10", ""),
    "UTF-32": (lambda c: c.decode().encode("utf-32"), "XQ10", ""),
    "overlong UTF-8": (lambda c: c.replace(b"{", b"{\xc0\xaf", 1), "XQ101", "byte 1 of the line"),
    "full-width digits": (_first_line("1000000000", "１０００"), "XQ102", "Expecting value"),
    "superscript digit": (_first_line("1000000000", "10²"), "XQ102", "delimiter"),
    "superscript in a quote": (_first_line("10亿元", "10²亿元"), "XQ309", "10²亿元"),
    "full-width digits in a quote": (_first_line("10亿元", "１０亿元"), "XQ309", "１０亿元"),
    "combining characters in a quote": (_first_line("10亿元", "1\u03010亿元"), "XQ309", "…10亿元…"),
    "line separator between records": (
        lambda c: c.replace(b"\n", "\u2028".encode(), 1),
        "XQ102",
        "",
    ),
    "line separator in a quote": (_first_line("10亿元", "10\u2028亿元"), "XQ309", ""),
    "key twice": (_first_line('"value"', '"low": 1, "value"'), "XQ109", '"low" occurs twice'),
    "NaN": (_first_line("1000000000", "NaN"), "XQ110", "NaN"),
    "infinity": (_first_line("1000000000", "-Infinity"), "XQ110", "-Infinity"),
    "1e400": (_first_line("1000000000", "1e400"), "XQ110", "1e400"),
    "1e99999999999999999999": (_first_line("1000000000", "1e" + "9" * 20), "XQ110", ""),
    "5000 digits": (_first_line("1000000000", "1" * 5000), "XQ110", "5000 digits"),
    "400 digits": (_first_line("1000000000", "1" * 400), "XQ206", "maximum"),
    "depth 100 000": (lambda c: b"[" * 100_000 + b"\n" + c, "XQ111", "deep"),
    "depth 100 000, closed": (lambda c: b"[" * 10**5 + b"]" * 10**5 + b"\n" + c, "XQ111", "deep"),
    "depth 40": (_first_line("null", "[" * 40 + "]" * 40), "XQ111", "deep"),
    "ten megabytes in a line": (_first_line("10亿元", "一" * 3_500_000), "XQ309", "…"),
    "ten megabytes of spaces": (lambda c: b" " * 10**7 + b"\n" + c, "XQ106", ""),
    "ten megabytes of quotes": (lambda c: b'"' * 10**7 + b"\n" + c, "XQ102", ""),
    "a megabyte of an id": (_first_line("base-report", "base-" * 200_000), "XQ205", "…"),
    "a label that is long": (_first_line('"exact"', f'"{"x" * 10**6}"'), "XQ204", "…"),
    "a thousand fields": (
        _first_line("{", "{" + "".join(f'"f{n}": 1, ' for n in range(1000))),
        "XQ203",
        "f0",
    ),
    "an id that climbs": (
        _first_line("base-report-2020.p002.c01", "../../p002.c01"),
        "XQ205",
        "..",
    ),
    "not an object": (lambda c: b"[1, 2]\n" + c, "XQ201", "not object"),
    "a text": (lambda c: b'"claim"\n' + c, "XQ201", "not object"),
    "null": (lambda c: b"null\n" + c, "XQ201", "not object"),
    "cut in a record": (lambda c: c[: len(c) // 2], "XQ102", ""),
    "binary": (lambda c: bytes(range(256)) * 4, "XQ10", ""),
}


@pytest.fixture
def faulty(base: tuple[Repo, Path]) -> Path:
    """The small document with one known fault elsewhere: no other fault may hide it."""
    _, folder = base
    shutil.copy(CASES / "XQ413" / "bad.themes.jsonl", folder / "themes.jsonl")
    return folder


@pytest.mark.parametrize("name", BYTES)
def test_bytes(faulty: Path, command: Command, name: str) -> None:
    change, code, said = BYTES[name]
    file = faulty / CLAIMS
    file.write_bytes(change(file.read_bytes()))
    status, out, err = command("validate", "--root", faulty.parents[2], faulty)
    lines = out.splitlines()
    assert status == 1
    assert any(f"{CLAIMS}:" in line and code in line and said in line for line in lines), out[:500]
    assert any("themes.jsonl:" in line and "XQ413" in line for line in lines)
    assert max(map(len, lines)) < 700 and "Traceback" not in err


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-32", "utf-8-sig"])
def test_other_encodings_are_read_when_named(
    base: tuple[Repo, Path], command: Command, encoding: str
) -> None:
    repo, folder = base
    for file in folder.glob("*.jsonl"):
        file.write_bytes(file.read_bytes().decode().encode(encoding))
    assert command("validate", "--root", repo.root, folder, "--encoding", encoding)[0] == 0
    assert command("validate", "--root", repo.root, folder)[0] == 1


@pytest.mark.parametrize("name", ["latin-9000", "rot13", "hex", ""])
def test_an_encoding_that_is_none(command: Command, name: str) -> None:
    code, _, err = command("validate", "--encoding", name)
    assert code == 2 and "no encoding of text" in err


def test_not_in_the_encoding_that_is_named(base: tuple[Repo, Path], command: Command) -> None:
    repo, folder = base
    code, out, _ = command("validate", "--root", repo.root, folder, "--encoding", "ascii")
    assert code == 1 and "not ascii either" in out


@pytest.mark.parametrize(
    ("layer", "old", "new", "code", "said"),
    [
        ("document", "base.txt", "../base.txt", "XQ205", "../base.txt"),
        ("document", "base.txt", "/etc/passwd", "XQ205", "/etc/passwd"),
        ("document", '"base-report-2020"', '"../base-report-2020"', "XQ205", "../"),
        ("document", '"base-report-2020"', '"Base-report-2020"', "XQ108", "base-report-2020"),
        ("paragraphs", "base-report-2020.p001", "base-report-2020.p001/../x", "XQ205", "/../"),
    ],
)
def test_names_that_lead_elsewhere(
    base: tuple[Repo, Path], command: Command, layer: str, old: str, new: str, code: str, said: str
) -> None:
    repo, folder = base
    file = folder / f"{layer}.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    status, out, _ = command("validate", "--root", repo.root, folder)
    assert status == 1 and f"{code} " in out and said in out


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _link_out(file: Path) -> None:
    outside = file.parents[3].parent / f"outside-{os.getpid()}.jsonl"
    file.rename(outside)
    file.symlink_to(outside)


def _loop(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


FILES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "missing": (Path.unlink, "XQ103", "no such file"),
    "a folder": (_folder, "XQ113", "a folder"),
    "a pipe": (_pipe, "XQ113", "a device"),
    "a link out of the repository": (_link_out, "XQ113", "a link to"),
    "empty": (lambda f: f.write_bytes(b"") and None, "XQ308", "is not there"),
}


@pytest.mark.parametrize("name", FILES)
def test_files(faulty: Path, command: Command, name: str) -> None:
    change, code, said = FILES[name]
    change(faulty / CLAIMS)
    status, out, err = command("validate", "--root", faulty.parents[2], faulty)
    assert status == 1 and "Traceback" not in err
    assert any(code in line and said in line for line in out.splitlines()), out
    assert "XQ413" in out


def test_a_link_to_itself(faulty: Path, command: Command) -> None:
    _loop(faulty / CLAIMS)
    status, out, _ = command("validate", "--root", faulty.parents[2], faulty)
    assert status in (1, 3) and CLAIMS in out and "XQ413" in out


def test_a_link_inside_the_repository_is_followed(
    base: tuple[Repo, Path], command: Command
) -> None:
    repo, folder = base
    (folder / CLAIMS).rename(repo.root / "kept-elsewhere.jsonl")
    (folder / CLAIMS).symlink_to(repo.root / "kept-elsewhere.jsonl")
    assert command("validate", "--root", repo.root, folder)[0] == 0


def test_a_seed_that_leads_out(base: tuple[Repo, Path], tmp_path: Path, command: Command) -> None:
    repo, folder = base
    outside = tmp_path.parent / f"seed-{os.getpid()}.txt"
    (repo.seeds / "base.txt").rename(outside)
    (repo.seeds / "base.txt").symlink_to(outside)
    status, out, _ = command("validate", "--root", repo.root, folder)
    outside.unlink()
    assert status == 1 and "XQ300" in out and "a link out of the repository" in out


def test_names_that_differ_by_case(base: tuple[Repo, Path], command: Command) -> None:
    repo, folder = base
    shutil.copy(folder / CLAIMS, folder / "Claims.jsonl")
    status, out, _ = command("validate", "--root", repo.root, folder)
    assert status == 1 and "XQ115" in out and "Claims.jsonl and claims.jsonl" in out
    (folder / "Claims.jsonl").unlink()
    shutil.copytree(folder, folder.with_name("Base-Report-2020"))
    _, out, _ = command("validate", "--root", repo.root, repo.curated)
    assert "XQ115" in out and "Base-Report-2020 and base-report-2020" in out


def test_no_permission(faulty: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's fault, so exit code 3; the faults in the data are told all the same."""
    (faulty / CLAIMS).chmod(0)
    if os.access(faulty / CLAIMS, os.R_OK):  # the superuser may read everything
        opened = Path.open

        def refuse(file: Path, *mode: str, **named: str) -> object:
            if file.name == CLAIMS:
                raise PermissionError(13, "Permission denied", str(file))
            return opened(file, *mode, **named)

        monkeypatch.setattr(Path, "open", refuse)
    status, out, _ = command("validate", "--root", faulty.parents[2], faulty)
    assert status == 3
    assert f"{CLAIMS}: XQ114" in out and "permission denied" in out and "XQ413" in out


def test_a_corpus_without_documents(base: tuple[Repo, Path], command: Command) -> None:
    repo, folder = base
    shutil.rmtree(folder)
    for words in (["--root", repo.root], ["--root", repo.root, repo.curated], [repo.root]):
        code, out, err = command("validate", *words)
        assert (code, out, err) == (1, "", f"xiangqu: {repo.curated}: holds no document\n")


def test_passes_that_cannot_be_read(
    base: tuple[Repo, Path], command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, folder = base
    (folder / "passes").mkdir()
    listed = Path.iterdir

    def refuse(place: Path) -> object:
        if place.name == "passes":
            raise PermissionError(13, "Permission denied", str(place))
        return listed(place)

    monkeypatch.setattr(Path, "iterdir", refuse)
    status, out, _ = command("validate", "--root", repo.root, folder)
    assert status == 3 and f"{folder / 'passes'}: XQ114" in out and "permission denied" in out
    status, _, err = command("agree", "one", "two", "--root", repo.root)
    assert status == 3 and "passes: Permission denied" in err


def test_the_documents_are_a_link_out_of_the_repository(
    base: tuple[Repo, Path], tmp_path: Path, command: Command
) -> None:
    repo, _ = base
    repo.curated.rename(tmp_path / "elsewhere")
    repo.curated.symlink_to(tmp_path / "elsewhere")
    status, out, _ = command("validate", "--root", repo.root)
    assert status == 1 and "XQ113" in out and f"a link to {tmp_path / 'elsewhere'}" in out


@pytest.mark.parametrize("config", ["claims", "paragraphs"])
def test_a_table_with_text_that_is_not_utf8(small: Repo, command: Command, config: str) -> None:
    file = small.data / config / "train-00000-of-00001.parquet"
    table = pq.read_table(file)
    bad = pa.array([b"\xff"] * table.num_rows, pa.binary()).view(pa.string())
    pq.write_table(
        table.set_column(table.schema.get_field_index("text"), table.field("text"), bad), file
    )
    for words in (["show", "base-report-2020.p002.c01"], ["validate"]):
        status, out, err = command(*words, "--root", small.root)
        assert status == 1 and f"{file}" in out + err and "fault of the program" not in err


def test_an_id_that_is_not_utf8(small: Repo, command: Command) -> None:
    """As the shell gives it: the bytes that are none become surrogates."""
    for words in (["show", "\udcff"], ["cite", "\udcff"], ["export", "\udcff", small.root / "out"]):
        status, _, err = command(*words, "--root", small.root)
        assert status == 2 and "fault of the program" not in err


HARMS = ["cut", "emptied", "text", "missing", "folder"]


@pytest.mark.parametrize(
    "harm", ["flipped", *(pytest.param(harm, marks=pytest.mark.slow) for harm in HARMS)]
)
def test_published_tables(copy: Repo, command: Command, harm: str) -> None:
    file = copy.data / "claims" / "train-00000-of-00001.parquet"
    content = file.read_bytes()
    middle = len(content) // 3
    file.unlink()
    if harm == "folder":
        file.mkdir()
    elif harm != "missing":
        file.write_bytes(
            {
                "cut": content[:middle],
                "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "emptied": b"",
                "text": b"not Parquet\n",
            }[harm]
        )
    theme = copy.curated / "yanfeng-feature-2021" / "themes.jsonl"
    theme.write_bytes(theme.read_bytes().replace(b"economy", b"weather", 1))
    status, out, _ = command("validate", "--root", copy.root)
    assert status == 1 and "XQ204" in out
    assert "claims/train-00000-of-00001.parquet: XQ503" in out


LINES = (CASES / "base" / "base-report-2020" / CLAIMS).read_bytes()


def test_standard_input(command: Command) -> None:
    assert command("validate", "-", stdin=LINES) == (0, "", "No findings.\n")
    code, out, _ = command("validate", "-", stdin=LINES.replace(b'"exact"', b'"exactly"', 1))
    assert code == 1 and out.startswith("-:1: XQ204") and "did you mean exact?" in out
    code, out, _ = command("validate", "-", "--layer", "themes", stdin=LINES)
    assert code == 1 and "XQ202" in out
    empty = (1, "", "xiangqu: standard input is empty: nothing was checked\n")
    assert command("validate", "-", "--layer", "claims", stdin=b"") == empty
    assert command("validate", "--layer", "claims")[0] == 2
    gb = LINES.decode().encode("gb18030")
    assert command("validate", "-", "--encoding", "gb18030", stdin=gb)[0] == 0


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C while reading: one line, exit code 130."""
    process = subprocess.Popen(
        [sys.executable, "-m", "xiangqu", "validate", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A job in the background of a shell has the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin and process.stderr
    process.stdin.write('{"id": 1}\n' * 7_000)  # more than a pipe holds: it has begun to read
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert process.stderr.read().splitlines()[-1] == "xiangqu: interrupted"


REJECTED: list[str] = json.loads((Path(__file__).parent / "not-json.json").read_text())
"""What JSONTestSuite (Nicolas Seriot, "Parsing JSON is a minefield") says must be refused, and more."""


@pytest.mark.parametrize("number", range(len(REJECTED)))
def test_json_that_is_none(number: int) -> None:
    with pytest.raises(jsonlines.JsonError):
        jsonlines.loads(REJECTED[number].encode("utf-8", "surrogatepass"))
