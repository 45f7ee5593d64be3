"""Saved results know what they were computed from, and one command brings them up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Command
from xiangqu.annotation.errors import DataError, UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.compare import extraction
from xiangqu.release import pipeline, saved
from xiangqu.release.saved import AGREEMENT, AUDIT_SCORES, BASELINES, RULE_SCORES, Saved


def test_the_saved_scores_of_our_rules_are_those_of_today(repo: Repo) -> None:
    """The rows of our own in the table of extractors, on the corpus and the held-out set."""
    kept = saved.read(repo, RULE_SCORES)
    now = extraction.rule_scores(repo)
    assert set(kept) == set(now) == {"corpus", "held-out", "drafts"}
    for which in ("corpus", "held-out"):
        assert now[which] == pytest.approx(kept[which])
    for which, scores in now["drafts"].items():
        assert scores == pytest.approx(kept["drafts"][which])


def test_nothing_that_is_saved_is_stale(repo: Repo) -> None:
    assert list(saved.faults(repo)) == []
    assert None not in saved.inputs(repo).values()


def gut(file: Path) -> None:
    """Take the words of a theme out of the rules."""
    rules = json.loads(file.read_text(encoding="utf-8"))
    rules["themes"]["values"]["economy"] = {}
    file.write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")


def append(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("schema/rules/themes.json", {"baselines": "rules", "rule-scores": "rules"}),
        ("schema/vocabularies/units.json", {"baselines": "rules", "rule-scores": "rules"}),
        (
            "corpus/curated/yanfeng-feature-2021/claims.jsonl",
            dict.fromkeys(("baselines", "rule-scores", "benchmark"), "labels"),
        ),
        ("corpus/curated/yanfeng-feature-2021/passes/two/claims.jsonl", {"agreement": "passes"}),
        (
            "corpus/curated/yanfeng-feature-2021/edits.jsonl",
            dict.fromkeys(("agreement", "baselines", "rule-scores", "benchmark"), "texts"),
        ),
        ("corpus/curated/relations.jsonl", {"audit-scores": "relations"}),
        ("corpus/curated/yanfeng-feature-2021/document.jsonl", {}),
    ],
)
def test_what_a_result_depends_on(copy: Repo, changed: str, stale: dict[str, str]) -> None:
    append(copy.root / changed)
    found = {file.stem: said for file, said in saved.faults(copy)}
    assert set(found) == set(stale)
    for name, changed_input in stale.items():
        assert found[name].startswith(f"changed since it was computed: {changed_input}; run: ")


@pytest.mark.parametrize(
    ("room", "stale"),
    [
        ("annotator", {BASELINES, RULE_SCORES}),
        ("text", {AGREEMENT, BASELINES, RULE_SCORES}),
        ("compare", {AGREEMENT, BASELINES, RULE_SCORES}),
        ("audit", {AUDIT_SCORES}),
        ("release", set()),
    ],
)
def test_code_that_counts(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str, stale: set[Saved]
) -> None:
    package = tmp_path / "xiangqu"
    for name in ("annotator", "text", "compare", "audit", "tabular", "release"):
        (package / name).mkdir(parents=True)
        for file in (saved._PACKAGE / name).glob("*.py"):
            (package / name / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(saved, "_PACKAGE", package)
    assert list(saved.faults(repo)) == []
    append(package / room / "__init__.py")
    assert {s for s in saved.ALL if saved.stale(repo, s, saved.inputs(repo))} == stale


@pytest.mark.slow  # reads the whole corpus
def test_an_audit_that_is_broken_is_a_finding(copy: Repo) -> None:
    """The figures cannot be made then, and a build would stop there."""
    (copy.root / "corpus" / "fitness.json").write_text("{")
    assert [f.code for f in pipeline.check(copy)] == ["XQ511"]


def test_an_input_that_is_not_there_is_not_missed(copy: Repo) -> None:
    """A copy of the corpus has neither the held-out set nor the other extractors."""
    assert saved.inputs(copy)["held-out set"] is None
    assert list(saved.faults(copy)) == []


@pytest.mark.slow  # trains the models; the next test but computes the scores of the rules
def test_gutted_rules_are_seen_and_the_refresh_mends_all(copy: Repo, command: Command) -> None:
    before = saved.read(copy, BASELINES)
    gut(copy.schema / "rules" / "themes.json")
    code, out, err = command("build", "--check", "--root", copy.root)
    assert (code, out.count("XQ511")) == (1, 2) and "xiangqu build --refresh" in err
    code, _, err = command("build", "--root", copy.root)
    assert code == 0 and err.count("changed since it was computed: rules") == 2
    code, _, err = command("build", "--refresh", "--root", copy.root)
    assert code == 0
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "baselines.json",
        "rule-scores.json",
    ]
    assert pipeline.check(copy) == []
    accuracy = saved.read(copy, BASELINES)["rules"]["all"]["themes_cls"]["accuracy"]
    assert accuracy < before["rules"]["all"]["themes_cls"]["accuracy"]
    assert f"| {accuracy:.3f} |" in (copy.root / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow  # computes and builds
def test_a_result_of_another_shape_is_computed_again(copy: Repo) -> None:
    """As after a change of what is computed, which a build refuses to show."""
    file = RULE_SCORES.file(copy)
    kept = file.read_bytes()
    told = json.loads(kept)
    told["result"] = {"old": 1}
    file.write_text(json.dumps(told))
    with pytest.raises(DataError, match=r"rule-scores\.json: result"):
        pipeline.build(copy)
    _, _, computed = pipeline.refresh(copy)
    assert computed == [file] and pipeline.check(copy) == []


def test_a_refresh_with_nothing_to_do(copy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "save", lambda *_: pytest.fail("nothing is stale"))
    assert pipeline.refresh(copy)[1:] == ([], [])


def test_without_the_library_that_it_needs(
    copy: Repo, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(copy.schema / "rules" / "themes.json")

    def lacking(*_: object) -> None:
        raise UsageError("baselines need scikit-learn: pip install 'xiangqu[baselines]'")

    monkeypatch.setattr(saved, "ALL", (Saved("baselines", BASELINES.inputs, compute=lacking),))
    code, _, err = command("build", "--refresh", "--root", copy.root)
    assert code == 2 and "xiangqu[baselines]" in err and "Traceback" not in err


def test_check_and_refresh_do_not_go_together(command: Command, repo: Repo) -> None:
    code, _, err = command("build", "--check", "--refresh", "--root", repo.root)
    assert code == 2 and "--refresh" in err
