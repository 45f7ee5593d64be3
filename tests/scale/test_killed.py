"""Real workers, and what is left when processes are killed: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from texts import as_json_lines, rows, state

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
import varied

pytestmark = pytest.mark.slow
COUNT = 40
ENGINES = [("--workers", "2"), ("--dask", "local", "--workers", "2")]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("given") / "texts.jsonl"
    varied.write(file, COUNT)
    return file


def _command(texts: Path, out: Path, *options: str) -> list[str]:
    words = [sys.executable, "-m", "xiangqu", "annotate", str(texts), "--text-column", "text"]
    return [*words, "--output", str(out), "--part-size", "4", *options]


def _run(texts: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(texts, out, *options), capture_output=True, text=True)


@pytest.fixture(scope="module")
def whole(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of the texts."""
    out = tmp_path_factory.mktemp("whole") / "out"
    assert _run(given, out).returncode == 0
    assert len(rows(out)["documents"]) == COUNT
    return out


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a run, which the test may kill."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            _command(*words),  # type: ignore[arg-type]
            stderr=subprocess.PIPE,
            text=True,
            # A job in the background of a shell has the signal ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            start_new_session=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()


def _parts(out: Path) -> int:
    return len([*out.glob("sources/part-*.parquet")])


def _wait_for_parts(out: Path, number: int, process: subprocess.Popen[str]) -> None:
    while _parts(out) < number and process.poll() is None:
        time.sleep(0.02)


def _children(process: subprocess.Popen[str]) -> list[int]:
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    names = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in told.split()}
    return [pid for pid, name in names.items() if b"spawn_main" in name]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_makes_the_same(
    engine: tuple[str, ...], given: Path, whole: Path, tmp_path: Path
) -> None:
    done = _run(given, tmp_path / "out", *engine)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "out") == rows(whole) and state(tmp_path / "out") == state(whole)


def test_workers_that_are_killed(given: Path, whole: Path, tmp_path: Path, start: Start) -> None:
    """A run goes on when one of its workers is killed, at any time."""
    chance, out = random.Random(), tmp_path / "out"
    process = start(given, out, "--workers", "2")
    for parts in (1, 5):
        _wait_for_parts(out, parts, process)
        time.sleep(chance.random() / 2)
        if process.poll() is None and (workers := _children(process)):
            os.kill(chance.choice(workers), signal.SIGKILL)
    said = process.communicate()[1]
    assert process.returncode == 0, said
    assert state(out) == state(whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_is_killed(
    engine: tuple[str, ...], given: Path, whole: Path, tmp_path: Path, start: Start
) -> None:
    """The next one finishes its work, and its workers are gone."""
    chance, out = random.Random(), tmp_path / "out"
    for parts in (2, 5):
        process = start(given, out, *engine)
        _wait_for_parts(out, parts, process)
        time.sleep(chance.random() / 2)
        workers = _children(process) if process.poll() is None else []
        process.kill()
        process.communicate()
        until = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(_is_running(pid) for pid in workers)
    done = _run(given, out, *engine)
    assert done.returncode == 0, done.stderr
    assert state(out) == state(whole)


def _is_running(pid: int) -> bool:
    file = Path(f"/proc/{pid}/stat")
    return file.exists() and file.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_scheduler_that_is_killed(given: Path, whole: Path, tmp_path: Path, start: Start) -> None:
    """The run ends with one line, and the next one goes on where it was."""
    out, address = tmp_path / "out", "tcp://127.0.0.1:18786"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    module = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = subprocess.Popen([*module, "--host", "127.0.0.1", "--port", "18786"], **quiet)
    module = [sys.executable, "-m", "distributed.cli.dask_worker"]
    worker = subprocess.Popen([*module, address, "--nthreads", "1"], **quiet)
    try:
        process = start(given, out, "--dask", address)
        _wait_for_parts(out, 3, process)
        scheduler.kill()
        said = process.communicate()[1]
        assert process.returncode == 3 and "the cluster is gone" in said.splitlines()[-1]
    finally:
        for other in (scheduler, worker):
            other.terminate()
            other.wait()
    assert _run(given, out).returncode == 0
    assert state(out) == state(whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c(
    engine: tuple[str, ...], given: Path, whole: Path, tmp_path: Path, start: Start
) -> None:
    """At a terminal all processes get it; one line is said, and the next run goes on."""
    out = tmp_path / "out"
    process = start(given, out, *engine)
    _wait_for_parts(out, 3, process)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate()[1].splitlines()
    assert told[-1] == "xiangqu: interrupted" and "Traceback" not in "".join(told)
    assert process.returncode == 130 and 0 < _parts(out) < COUNT // 4
    assert _run(given, out).returncode == 0
    assert state(out) == state(whole)


@pytest.mark.parametrize(
    ("engine", "poisons"),
    [(ENGINES[0], {2: "毒死", 5: "毒卡", 9: "毒慢"}), (ENGINES[1], {2: "毒死"})],
)
def test_poisoned_documents(
    engine: tuple[str, ...],
    poisons: dict[int, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is named and set aside, however it ends its worker; the others are drafted."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "poison"))
    texts, out = as_json_lines(tmp_path / "texts.jsonl", 12), tmp_path / "out"
    told = [json.loads(line) for line in texts.read_text("utf-8").splitlines()]
    for number, poison in poisons.items():
        told[number]["text"] += poison
    texts.write_text("".join(json.dumps(row) + "\n" for row in told), "utf-8")
    done = _run(texts, out, *engine, "--seconds", "4")
    assert done.returncode == 1, done.stderr
    for number in poisons:
        assert f"texts.jsonl/{number + 1}.txt: " in done.stderr
    assert "takes more than 4 seconds" in done.stderr and "its worker died" in done.stderr
    left = [f"t{n}" for n in range(12) if n not in poisons]
    assert [row["id"] for row in rows(out)["documents"]] == left
    monkeypatch.delenv("PYTHONPATH")
    assert _run(texts, out, "--workers", "1").returncode == 0
    assert len(rows(out)["documents"]) == 12


def test_a_second_run_is_refused(given: Path, tmp_path: Path, start: Start) -> None:
    out = tmp_path / "out"
    process = start(given, out)
    _wait_for_parts(out, 1, process)
    process.send_signal(signal.SIGSTOP)  # it must not end before the second has given up
    second = _run(given, out)
    assert second.returncode == 3 and "another xiangqu is writing here" in second.stderr


def test_a_full_disk(given: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "disk" / "out"
    out.parent.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(out.parent)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        done = _run(given, out, "--workers", "2")
        assert done.returncode == 3 and "No space left on device" in done.stderr
        assert len(done.stderr.splitlines()) == 1 and 0 < _parts(out) < COUNT // 4
        more = ["mount", "-o", "remount,size=100m", str(out.parent)]
        subprocess.run(more, check=True, capture_output=True)
        assert _run(given, out, "--workers", "2").returncode == 0
        assert state(out) == state(whole)
    finally:
        subprocess.run(["umount", str(out.parent)], check=True)
