"""The wheel carries the data, and works in an environment where nothing else of the project is."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel; dependencies come from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    site = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    target = next((folder / "env" / "lib").glob("python*/site-packages"))
    (target / "dependencies.pth").write_text(f"{site}\n")
    return python


def test_wheel_works_from_anywhere(installed: Path, tmp_path: Path) -> None:
    code = (
        "import xiangqu, pathlib; p = xiangqu.path(); assert 'dataset' == p.name, p;"
        "print(xiangqu.load('claims').num_rows, xiangqu.load('documents', streaming=True).n_shards)"
    )
    done = subprocess.run(
        [installed, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"HF_HOME": str(tmp_path / "hf")},
    )
    assert done.stdout.split() == ["375", "1"], done.stderr
    for words in (
        ["validate"],
        ["build", "--check"],
        ["show", "yanfeng-feature-2021.p009.c01"],
        ["stats"],
    ):
        done = subprocess.run(
            [installed, "-m", "xiangqu", *words], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
