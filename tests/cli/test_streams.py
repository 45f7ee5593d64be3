"""What others wrote reaches a terminal as text; closed and full streams, and Ctrl-C, end with a line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import xiangqu.__main__
from conftest import Command
from xiangqu.annotation.repo import Repo
from xiangqu.cli import streams

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\u2066\u200f\r"
SHOWN = r"\u001b]0;owned\u0007\u009b31m\u202e\u2066\u200f\u000d"


def test_what_is_visible() -> None:
    assert streams.visible(f"甲{HOSTILE}\t乙\n") == f"甲{SHOWN}\t乙\n"
    text = json.dumps(f"\\{HOSTILE}", ensure_ascii=False)
    assert json.loads(streams.visible(text)) == f"\\{HOSTILE}"


def check_harmless(said: str) -> None:
    assert not [c for c in said if c != "\n" and streams.visible(c) != c]


METADATA = "\u202e\u2066\x9b甲"


@pytest.fixture
def foreign(small: Repo, command: Command) -> Repo:
    """A release with `METADATA`."""
    document = small.curated / "base-report-2020" / "document.jsonl"
    record = json.loads(document.read_text(encoding="utf-8"))
    record |= {"publisher": METADATA, "rights": METADATA}
    document.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    assert command("build", "--root", small.root)[0] == 0
    return small


def test_a_text_gives_no_commands_to_a_terminal(
    foreign: Repo, command: Command, tmp_path: Path
) -> None:
    """Metadata, names of files and labels at fault are foreign."""
    root = ["--root", foreign.root]
    for words in (
        ["show", "base-report-2020"],
        ["cite", "base-report-2020"],
        ["cite", "base-report-2020", "--style", "bibtex"],
        ["show", HOSTILE],
        ["export", HOSTILE, tmp_path / "out"],
        ["validate", tmp_path / HOSTILE],
        ["evaluate", HOSTILE, "published"],
        ["review", HOSTILE],
    ):
        _, out, err = command(*words, *root)
        check_harmless(out + err)
    claims = foreign.curated / "base-report-2020" / "claims.jsonl"
    told = claims.read_text(encoding="utf-8").replace('"exact"', f'"{METADATA}"', 1)
    claims.write_text(told, encoding="utf-8")
    for form in ("text", "json", "github", "sarif"):
        _, out, err = command("validate", "--format", form, *root)
        check_harmless(out + err)
        assert r"\u202e\u2066\u009b甲" in out, form


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_drafts_give_no_commands_to_a_terminal(command: Command, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"a{HOSTILE.replace('/', '')}.txt"
    file.write_text(f"甲{HOSTILE}乙产值\u2066完成1亿元。", encoding="utf-8")
    _, out, err = command("annotate", file, "--format", form)
    check_harmless(out + err)
    assert "1亿元" in out


def test_a_table_for_another_program_has_the_text_as_it_is(
    foreign: Repo, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["table", "documents", "--format", "csv", "--root", foreign.root]
    assert METADATA in command(*words)[1]
    monkeypatch.setattr(streams.Guarded, "isatty", lambda _: True, raising=False)
    _, out, err = command(*words)
    check_harmless(out + err)
    assert streams.visible(METADATA) in out


RUN = [sys.executable, "-m", "xiangqu"]


def run(words: list[str], setup: Callable[[], None], **streams: int) -> tuple[int, str]:
    """The exit code of the command in a process of its own, and what it says on standard error."""
    process = subprocess.run(
        [*RUN, *words], stderr=subprocess.PIPE, preexec_fn=setup, timeout=60, check=False, **streams
    )
    return process.returncode, process.stderr.decode()


@pytest.mark.slow  # a program starts each time
@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        ((0,), ["annotate"], 1),
        ((0,), ["validate", "-"], 1),
        ((1,), ["schema"], 0),
        ((0, 1), ["schema", "nothing"], 2),
    ],
)
def test_closed_streams(closed: tuple[int, ...], words: list[str], code: int) -> None:
    status, said = run(words, lambda: [os.close(number) for number in closed] and None)
    assert status == code and said.count("\n") <= 1 and "fault of the program" not in said


@pytest.mark.slow  # three programs start
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="of Linux")
def test_messages_that_cannot_be_written_are_lost() -> None:
    """What the command found does not depend on them."""
    with Path("/dev/full").open("w") as full:
        for words, code in ((["cite"], 0), (["schema", "nothing"], 2), (["nonsense"], 2)):
            process = subprocess.run(
                [*RUN, *words], stderr=full, stdout=subprocess.DEVNULL, timeout=60, check=False
            )
            assert process.returncode == code, words


def test_interrupted_while_it_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at any moment from the first: no traceback."""
    code = (
        "import os, signal, sys; from importlib.abc import MetaPathFinder\n"
        "class Strike(MetaPathFinder):\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'xiangqu.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Strike()); sys.argv = ['xiangqu', 'schema']\n"
        "from xiangqu.__main__ import main; main()"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stderr) == (130, "xiangqu: interrupted\n")


def test_the_package_loads_nothing_before_it_can_be_interrupted() -> None:
    code = "import sys; before = {*sys.modules}; import xiangqu.__main__; print(*{*sys.modules} - before)"
    process = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(Path(xiangqu.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {*process.stdout.split()} >= {"xiangqu.__main__"}
    assert not [m for m in process.stdout.split() if m.startswith(("xiangqu.annotation", "typing"))]
