"""The lowest versions that pyproject.toml allows work: those installed, the fast tests pass."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow

HUB = ("tests/release/test_hub.py", "tests/test_layers.py")
"""The tests that load `xiangqu.release.hub`, which needs the extra ``publish``."""

CARD = "tests/release/test_hub.py::test_the_card_is_one"
"""The client of the Hub before 2.2 asks huggingface.co itself, not our stand-in, about a card."""

SCORES = "tests/compare/test_baselines.py::test_saved_baselines_are_those_of_this_data"
"""Slow, but all that uses scikit-learn."""


def pins() -> str:
    """The lines of the lock file for the tools of the tests, which are to be as they are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    ours = {wanted for extra in extras.keys() - {"dev"} for wanted in extras[extra]}
    tools = {re.split("[<>=]", tool)[0] for tool in set(extras["dev"]) - ours}
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"(?m)^([\w-]+)==(\S+)", lock))
    return "".join(f"{tool}=={pinned[tool]}\n" for tool in sorted(tools))


@pytest.mark.parametrize(
    ("extra", "tests"),
    [
        # `publish` needs a newer click than the package itself, so it has an environment of its own.
        ("baselines", ["-m", "not slow", *(f"--ignore={file}" for file in HUB)]),
        ("baselines", [SCORES]),
        ("publish", ["-m", "not slow", *HUB, f"--deselect={CARD}"]),
    ],
    ids=["all-but-hub", "scores", "hub"],
)
def test_the_lowest_versions_work(extra: str, tests: list[str], tmp_path: Path) -> None:
    constraints, lowest = tmp_path / "tools.txt", tmp_path / "lowest.txt"
    constraints.write_text(pins(), encoding="utf-8")
    python = tmp_path / "env" / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    pip, quiet = [uv, "pip"], ["--quiet", "--python", python]
    wanted = [ROOT / "pyproject.toml", "--extra", extra, "--extra", "dev", "-c", constraints]
    for words in (
        [uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "env"],
        [*pip, "compile", *quiet, "--resolution", "lowest-direct", *wanted, "-o", lowest],
        [*pip, "install", *quiet, "-r", lowest],
        [*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT],
    ):
        subprocess.run(words, check=True)
    done = subprocess.run(
        [python, "-m", "pytest", *tests], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
