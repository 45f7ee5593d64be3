"""Loading with `datasets`, as users do: offline, from elsewhere, streaming and not, after a rebuild."""

from __future__ import annotations

from pathlib import Path

import datasets
import pytest

import xiangqu
from conftest import relabel
from xiangqu.annotation.errors import UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.release import pipeline
from xiangqu.tabular import tables
from xiangqu.tabular.tables import DEFAULT, SCHEMAS


@pytest.mark.parametrize("config", SCHEMAS)
def test_every_config(
    config: str, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = tables.read(repo.data, config)
    loaded = datasets.load_dataset(str(repo.root), config)
    assert list(loaded) == ["train"]
    assert loaded["train"].to_list() == rows
    assert (
        list(datasets.load_dataset(str(repo.root), config, split="train", streaming=True)) == rows
    )
    assert loaded["train"].column_names == SCHEMAS[config].names


def test_default_config(repo: Repo) -> None:
    assert (
        datasets.load_dataset(str(repo.root), split="train").column_names == SCHEMAS[DEFAULT].names
    )


def test_short_ways() -> None:
    assert xiangqu.load("claims").num_rows == len(list(xiangqu.load("claims", streaming=True)))
    assert (xiangqu.path() / "README.md").is_file()
    with pytest.raises(UsageError, match="there are claims, claims_bio, documents"):
        xiangqu.load("claim")


def test_a_rebuild_is_not_hidden_by_the_cache(copy: Repo) -> None:
    """The loader's cache key holds no content: the stamps in the card must change with the data."""
    before = datasets.load_dataset(str(copy.root), "themes", split="train")["theme"]
    theme = relabel(copy)
    pipeline.build(copy)
    after = datasets.load_dataset(str(copy.root), "themes", split="train")["theme"]
    assert theme != before[0] and list(after) == [theme, *before[1:]]
