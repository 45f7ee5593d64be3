"""The baselines: what their models see, and that their saved scores are those of this data."""

from __future__ import annotations

import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import ROOT, Command
from xiangqu.annotation.repo import Repo
from xiangqu.compare import baselines
from xiangqu.compare.baselines import around, majority
from xiangqu.tabular import tables

Row = dict[str, Any]


def test_a_model_never_sees_the_document_it_predicts() -> None:
    rows = [{"document": d, "theme": n} for n, d in enumerate("aabbbc")]
    seen = []

    def spy(train: list[Row], test: list[Row], column: str) -> list[Any]:
        seen.append(({r["document"] for r in train}, {r["document"] for r in test}))
        return majority(train, test, column)

    predicted = list(baselines.leave_one_out(rows, ["a", "b", "c"], "theme", spy))
    assert seen == [({"b", "c"}, {"a"}), ({"a", "c"}, {"b"}), ({"a", "b"}, {"c"})]
    assert [row for row, _ in predicted] == rows


def test_what_a_tagger_sees() -> None:
    first, _ = around(list("8万"))
    assert "0" + "8" in first and "18" not in first and "0" + "8万" in first and "1万" in first
    assert len(first) == 9 + 8 + 7


@pytest.mark.slow
def test_saved_baselines_are_those_of_this_data(command: Command) -> None:
    """Computed anew; another version of the library may move a score a little."""
    code, out, err = command("baselines", "--format", "json", "--root", ROOT)
    assert code == 0, err
    saved = json.loads((ROOT / "corpus" / "baselines.json").read_text(encoding="utf-8"))["result"]
    for model, documents in json.loads(out).items():
        for document, configs in documents.items():
            for config, scores in configs.items():
                close = pytest.approx(saved[model][document][config], abs=0.01)
                assert scores == close, (model, document, config)


def test_a_document_without_a_row(copy: Repo, command: Command) -> None:
    file = copy.data / "claims_bio" / tables.FILE
    pq.write_table(tables.parse(file.read_bytes(), file).slice(0, 3), file)
    code, _, err = command("baselines", "--root", copy.root)
    assert code == 1 and "no row of yueyanglou-article-2018; run: xiangqu build" in err


def test_an_installed_copy_is_not_written_to(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Repo, "is_installed_copy", property(lambda _: True))
    code, _, err = command("baselines", "--save", "--root", ROOT)
    assert code == 2 and "save in a checkout" in err


def test_a_sentence_that_the_rules_give_no_theme(repo: Repo) -> None:
    paragraphs = tables.read(repo.data, "paragraphs")[:1]
    rules = baselines.Rules(repo, paragraphs)
    row = {"paragraph": "nowhere", "sentence": 0}
    assert rules.predict([], [row], "theme") == [baselines.NO_THEME]
    assert rules.predict([], [row], "tags") == [[]]


def test_one_document_cannot_be_held_out(copy: Repo, command: Command) -> None:
    file = copy.data / "documents" / tables.FILE
    pq.write_table(tables.parse(file.read_bytes(), file).slice(0, 1), file)
    code, _, err = command("baselines", "--root", copy.root)
    assert code == 2 and "there must be two" in err


def test_scores_of_tags_and_of_themes() -> None:
    """Of two claims one is found with another measure; a sentence without a theme is wrong."""
    names = ["O", "B-level", "I-level", "B-share", "I-share"]
    at = {"paragraph": "p", "sentence": 0, "text": "一二三四"}
    gold, found = at | {"tags": [1, 2, 0, 3]}, at | {"tags": [1, 2, 0, 1]}
    assert baselines._scores([(gold, found)], names, "tags") == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }
    rows = [at | {"sentence": n, "theme": theme} for n, theme in enumerate([0, 0, 1])]
    said = [rows[0], rows[1] | {"theme": baselines.NO_THEME}, rows[2]]
    pairs = list(zip(rows, said, strict=True))
    assert baselines._scores(pairs, ["a", "b"], "theme") == {
        "accuracy": pytest.approx(2 / 3),
        "macro_f1": pytest.approx((2 / 3 + 1) / 2),
    }


def test_the_most_frequent_label() -> None:
    rows = [{"theme": 7}, {"theme": 5}, {"theme": 5}]
    assert majority(rows, rows[:2], "theme") == [5, 5]
    tagged = [{"tags": [4, 4, 8]}, {"tags": [8, 8]}]
    assert majority(tagged, [{"tags": [9, 9]}, {"tags": [9]}], "tags") == [[8, 8], [8]]
