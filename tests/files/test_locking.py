"""Two writers at once, and a full disk."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from writers import plant, record, run, small_root, start, striking, tidy, tree

from xiangqu.annotation.errors import MachineError
from xiangqu.files import lock


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_root(tmp_path_factory.mktemp("small") / "root")


HOLD = """
import sys, time
from pathlib import Path
from xiangqu.files.lock import locked
with locked(Path(sys.argv[1]), "xiangqu build"):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(root: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    plant(tmp_path / "root", tree(root))
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "root"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_writer_is_told_who_writes(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    folder = tmp_path / "root"
    before = tree(folder)
    refused = run("build", "--root", str(folder))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert re.fullmatch(
        rf"xiangqu: .*: process {holder.pid} on \S+ \(xiangqu build, since \d{{4}}-\d\d-\d\d "
        r"\d\d:\d\d:\d\d\S+\) is writing here: wait until it is done, or end it\n",
        refused.stderr,
    )
    assert tree(folder) == before
    assert run("stats", "--root", str(folder)).returncode == 0
    holder.kill()
    holder.wait()
    assert (folder / lock.LOCK).exists()
    assert run("build", "--root", str(folder)).returncode == 0
    assert run("build", "--check", "--root", str(folder)).returncode == 0
    assert [name for name in tree(folder) if ".xiangqu-" in name] == []


def test_two_builds_at_once(root: Path, tmp_path: Path) -> None:
    folder, build = plant(tmp_path / "root", tree(root)), record("build", root)
    both = [start("build", "--root", str(folder)) for _ in range(2)]
    assert sorted(process.wait() for process in both) in ([0, 0], [0, 3])
    assert (
        tree(folder) == {n: d for n, d in tree(root).items() if n not in build.remove} | build.new
    )


def test_a_lock_file_removed_by_its_holder_locks_nothing(tmp_path: Path) -> None:
    """Who opened the file before its holder removed it must not think that it holds the lock."""
    removed = []

    def strike(_: int) -> None:
        if done[-1][0] == "flock" and not removed:
            (tmp_path / lock.LOCK).unlink()
            removed.append(True)

    with (
        striking(strike) as done,
        lock.locked(tmp_path, "test"),
        pytest.raises(MachineError, match=f"process {os.getpid()} "),
    ):
        lock._take(tmp_path / lock.LOCK, "other")
    assert removed and tree(tmp_path) == {}


def test_many_writers_take_turns(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")

    def add() -> None:
        for _ in range(30):
            while True:
                try:
                    with lock.locked(tmp_path, "counting"):
                        count = int((tmp_path / "count").read_text())
                        (tmp_path / "count").write_text(str(count + 1))
                        break
                except MachineError:
                    continue

    turns = [get_context("fork").Process(target=add) for _ in range(4)]
    for process in turns:
        process.start()
    for process in turns:
        process.join()
    assert tree(tmp_path) == {"count": b"120"}


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "xiangqu-test", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode:
        pytest.skip("mounting is not permitted")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(root: Path, full_disk: Path) -> None:
    plant(full_disk / "root", tree(root))
    filler = (full_disk / "filler").open("wb", buffering=0)
    with filler, contextlib.suppress(OSError):
        while filler.write(b"0" * 1024):
            pass
    before = tree(full_disk)
    failed = run("build", "--root", str(full_disk / "root"))
    assert (failed.returncode, failed.stderr.count("\n")) == (3, 1)
    assert "No space left" in failed.stderr and tree(full_disk) == before
    (full_disk / "filler").unlink()
    assert run("build", "--root", str(full_disk / "root")).returncode == 0
    assert tidy(tree(full_disk)) == tree(full_disk)
