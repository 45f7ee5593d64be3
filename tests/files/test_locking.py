"""Several writers at once, and a full disk."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from writers import plant, small_root, start, tidy, tree

from conftest import Command
from xiangqu.files import lock

HOLD = """
import sys, time
from pathlib import Path
from xiangqu.files.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_root(tmp_path_factory.mktemp("small") / "root")


def test_the_second_writer_waits_and_is_refused(
    root: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "SECONDS", 0.2)
    folder = plant(tmp_path / "root", tree(root))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    before = tree(folder)
    code, out, err = command("build", "--root", folder)
    assert (code, out) == (3, "")
    assert re.fullmatch(r"xiangqu: \S+: another xiangqu is writing here: wait .*\n", err)
    assert tree(folder) == before
    assert command("stats", "--root", folder)[0] == 0
    holder.kill()
    holder.communicate()
    assert (folder / lock.LOCK).exists()
    assert command("build", "--root", folder)[0] == 0
    assert command("build", "--check", "--root", folder)[0] == 0
    assert tidy(tree(folder)) == tree(folder)


@pytest.mark.slow  # three programs start; the second writer above waits for the same lock
def test_two_builds_at_once(root: Path, tmp_path: Path, command: Command) -> None:
    one, other = (plant(tmp_path / name, tree(root)) for name in ("one", "other"))
    both = [start("build", "--root", str(one)) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert command("build", "--root", other)[0] == 0
    assert tree(one) == tree(other)


@pytest.mark.slow  # two programs start
def test_two_adds_of_one_id_at_once(root: Path, tmp_path: Path, command: Command) -> None:
    """The second fails; a third text, of another id, is added and listed beside the first."""
    folder = plant(tmp_path / "root", tree(root))
    texts = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, text in enumerate(texts):
        text.write_text(f"新建学校{number + 3}所。\n", encoding="utf-8")
    ids = ("new-report-2021", "new-report-2021", "new-report-2022")
    adds = [
        start("add", str(text), "--id", name, "--root", str(folder))
        for text, name in zip(texts, ids, strict=True)
    ]
    codes = [process.wait() for process in adds]
    assert codes in ([0, 2, 0], [2, 0, 0])
    seed = (folder / "seeds" / "new-report-2021.txt").read_bytes()
    assert seed == texts[codes.index(0)].read_bytes()
    assert "XQ501" not in command("validate", "--root", folder)[1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "xiangqu-test", str(tmp_path)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting is not permitted")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_and_a_read_only_one(
    root: Path, small_disk: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.dup2", lambda *_: None)
    folder = plant(small_disk / "root", tree(root))
    with (small_disk / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"0" * 1024):
            pass
    before = tree(small_disk)
    code, _, err = command("build", "--root", folder)
    assert (code, err.count("\n")) == (3, 1)
    assert "No space left" in err and tree(small_disk) == before
    (small_disk / "filler").unlink()
    assert command("build", "--root", folder)[0] == 0
    assert tidy(tree(small_disk)) == tree(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert command("build", "--root", folder)[0] == 0  # nothing differs
