"""Shared by all tests: no network, a Hugging Face home of their own, the repository, and copies of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="xiangqu-hf-")
os.environ["HF_HUB_OFFLINE"] = "1"

from xiangqu.repo import Repo

settings.register_profile("untimed", deadline=None)  # a slow machine is no failure
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("seeds", "corpus", "schema", "README.md", "DATASHEET.md")


def copy_root(to: Path) -> Repo:
    """A copy of what a build reads and writes, to break at will."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, to / part)
        else:
            shutil.copy(source, to / part)
    return Repo(to)


@pytest.fixture(scope="session")
def repo() -> Repo:
    """The repository itself: to read only."""
    return Repo(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Repo:
    return copy_root(tmp_path / "xiangqu")


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["HF_HOME"], ignore_errors=True)
