"""Evaluation: small cases with known scores, what must not matter, every kind of error and of source."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Command
from xiangqu.annotation import disagreement
from xiangqu.annotation.errors import DataError, UsageError
from xiangqu.annotation.pairing import pairs
from xiangqu.annotation.records import LABEL_OF
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.spans import Unit
from xiangqu.annotation.vocabulary import vocabularies
from xiangqu.cli.evaluate import SEEN
from xiangqu.compare import annotations, evaluation
from xiangqu.compare.annotations import Annotation
from xiangqu.compare.evaluation import (
    LEVELS,
    NOT_ACTUAL,
    Error,
    Evaluation,
    FieldScore,
    Scores,
    claim_scores,
    evaluate,
    field_scores,
)
from xiangqu.compare.fields import equal
from xiangqu.compare.paragraphs import Passage, same_paragraphs
from xiangqu.compare.scores import LabelScores, Score
from xiangqu.tabular import tables

HELDOUT = ROOT / "tests" / "heldout"
TEXT = "产值增长到735亿元，就业2.8万人，建成四大园区。"
PASSAGES = [
    Passage("a.p001", "a", TEXT),
    Passage("a.p002", "a", "甲。"),
    Passage("b.p001", "b", TEXT),
]


def unit(layer: str, paragraph: str, text: str, label: str, **attributes: Any) -> Unit:
    start = TEXT.index(text)
    return Unit(layer, paragraph, start, start + len(text), text, label, attributes)


def quote(text: str) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text}


def claim(text: str, value: float | None, paragraph: str = "a.p001", **more: Any) -> Unit:
    said = {"value": value, "low": value, "high": value, "parts": None, "unit": "CNY"}
    said |= {"bound": "exact", "status": "actual", "indicator": quote("产值"), "period": "2020"}
    return unit("claims", paragraph, text, "level", **said | more)


def head(text: str, level: int) -> Unit:
    return unit("sections", "a.p001", text, "none", level=level)


def theme(paragraph: str, label: str) -> Unit:
    return unit("themes", paragraph, TEXT, label)


def numeral(text: str, label: str) -> Unit:
    return unit("numerals", "a.p001", text, label)


def changed(one: Unit, field: str, value: Any) -> Unit:
    """The same unit with another label, if that is what ``field`` is, or attribute."""
    if field == LABEL_OF[one.layer]:
        return replace(one, label=value)
    return replace(one, attributes={**one.attributes, field: value})


LEAST: dict[str, Any] = {
    "paragraph": "p",
    "start": 0,
    "end": 1,
    "text": "甲",
    "value": 1,
    "low": 1,
    "high": 1.5,
    "parts": None,
    "unit": "m",
    "bound": "exact",
    "measure": "level",
    "status": "actual",
    "indicator": None,
    "period": None,
}
"""A claim with no more than what is needed."""

CLAIMS = [
    claim("735亿元", 735e8),
    claim("2.8万人", 28000),
    claim("四大", 4),
    claim("四大", 4, "b.p001"),
]
THEMES = [theme("a.p001", "economy"), theme("b.p001", "general")]
CENSUS = [numeral("735亿", "claim"), numeral("四", "claim")]
GOLD = Annotation("gold", PASSAGES, [*CLAIMS, head("产值", 1), *THEMES, *CENSUS])


def with_layers(**layers: list[Unit]) -> Annotation:
    """The gold annotation with other units in these layers."""
    kept = [u for u in GOLD.units if u.layer not in layers]
    return replace(
        GOLD, name="predicted", units=kept + [u for some in layers.values() for u in some]
    )


def scored(*claims: Unit, **layers: list[Unit]) -> Evaluation:
    """The evaluation of a prediction with these claims, and else as gold."""
    return evaluate(GOLD, with_layers(claims=list(claims), **layers))


def hits(scores: Scores, view: str) -> list[int]:
    assert scores.claims
    return [scores.claims[level][view].hits for level in LEVELS]


def every_score(scores: Scores) -> list[Score]:
    found = [score for views in (scores.claims or {}).values() for score in views.values()]
    found += (scores.heads or {}).values()
    return found + [
        s for labels in (scores.themes, scores.census) if labels for s in labels.labels.values()
    ]


def assert_perfect(found: Evaluation) -> None:
    assert found.errors == [] and (found.not_found, found.left_out) == (0, 0)
    for scores in (found.scores, *found.documents.values()):
        assert {s.f1 for s in every_score(scores)} <= {1.0, None}
        for labels in (scores.themes, scores.census):
            assert labels is None or (labels.accuracy, labels.macro_f1) == (1, 1)
    assert {s.f1 for s in every_score(found.scores)} == {1.0}


def test_known_scores() -> None:
    """Of 4: one is right, one has another unit, one begins late, one is missed, one is spurious."""
    late = claim("大", 4, bound="about")
    found = scored(
        claim("735亿元", 735e8), claim("2.8万人", 28000, unit="count"), late, claim("增长", 0)
    )
    assert hits(found.scores, "exact") == [2, 2] + [1] * (len(LEVELS) - 2)
    assert hits(found.scores, "overlap") == [3, 3, 2] + [1] * (len(LEVELS) - 3)
    assert found.scores.claims
    assert found.scores.claims["unit"]["exact"] == Score(4, 4, 1, 0.25, 0.25, 0.25)
    assert found.scores.claims["span"]["overlap"] == Score(4, 4, 3, 0.75, 0.75, 0.75)
    assert (
        hits(found.documents["a"], "exact")[0] == 2
        and hits(found.documents["b"], "overlap")[0] == 0
    )
    assert found.documents["b"].claims["span"]["exact"] == Score(1, 0, 0, None, 0.0, 0.0)  # type: ignore[index]


def test_a_field_is_scored_among_the_claims_that_are_found() -> None:
    """Of two found, one status is wrong, and one indicator stands beside the right one."""
    whole, part = ({"start": 0, "end": end, "text": TEXT[:end]} for end in (3, 2))
    gold = [claim("735亿元", 735e8, status="target"), claim("2.8万人", 28000, indicator=whole)]
    gold.append(claim("四大", 4, status="estimate"))
    said = [claim("735亿元", 735e8), claim("2.8万人", 28000, indicator=part)]
    fields = field_scores(gold, said)
    assert fields["status"] == FieldScore(2, 1)
    assert fields[NOT_ACTUAL] == FieldScore(1, 0)
    assert fields["indicator"] == FieldScore(2, 1, 2)
    assert "predicate" not in fields


@pytest.mark.parametrize("level", LEVELS[1:])
def test_levels_are_cumulative(level: str) -> None:
    """A wrong attribute counts against its own level and all after it, whatever these say."""
    other: Any = quote("就业") if level == "indicator" else -1.0
    found = scored(*CLAIMS[1:], changed(CLAIMS[0], level, other))
    reached = LEVELS.index(level)
    for view in ("exact", "overlap"):
        assert hits(found.scores, view) == [4] * reached + [3] * (len(LEVELS) - reached)
    assert [(e.kind, e.field) for e in found.errors] == [("wrong", level)]


def test_overlapping_indicators_are_the_same_in_the_overlap_view_only() -> None:
    longer = changed(CLAIMS[0], "indicator", quote("产值增长"))
    found = scored(longer, *CLAIMS[1:])
    assert hits(found.scores, "exact")[-2:] == [3, 3]
    assert hits(found.scores, "overlap")[-2:] == [4, 4]
    assert [(e.field, e.gold, e.predicted) for e in found.errors] == [
        ("indicator", "产值", "产值增长")
    ]


def test_labels() -> None:
    """Two themes, one of two sentences right: F1 2/3 of the one that is said twice, 0 of the other."""
    themes = [theme(p, "economy") for p in ("a.p001", "b.p001")]
    census = [numeral("735亿", "time"), numeral("2.8万", "claim")]
    found = scored(*CLAIMS, themes=themes, numerals=census).scores
    assert isinstance(found.themes, LabelScores) and isinstance(found.census, LabelScores)
    assert found.themes.accuracy == 0.5
    assert found.themes.macro_f1 == pytest.approx(1 / 3)
    assert found.themes.labels["general"] == Score(1, 0, 0, None, 0, 0)
    assert (found.census.accuracy, found.census.macro_f1) == (0, 0)
    assert found.census.labels["claim"] == Score(2, 1, 0, 0, 0, 0)


def test_heads() -> None:
    deeper = scored(*CLAIMS, sections=[head("产值", 2)]).scores.heads
    assert deeper and (deeper["span"].f1, deeper["level"].f1) == (1, 0)
    longer = scored(*CLAIMS, sections=[head("产值增", 1)]).scores.heads
    assert longer and longer["span"].f1 == 0


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ({"claims": CLAIMS[1:]}, ("claims", "missed", "span", "735亿元", None)),
        (
            {"claims": [*CLAIMS, claim("增长", 0)]},
            ("claims", "spurious", "span", None, "增长"),
        ),
        (
            {"claims": [claim("735亿", 735e8), *CLAIMS[1:]]},
            ("claims", "wrong", "span", "735亿元", "735亿"),
        ),
        (
            {"claims": [changed(CLAIMS[0], "value", 735), *CLAIMS[1:]]},
            ("claims", "wrong", "value", 735e8, 735),
        ),
        ({"sections": [head("产值", 2)]}, ("heads", "wrong", "level", 1, 2)),
        ({"sections": []}, ("heads", "missed", "span", "产值", None)),
        ({"themes": THEMES[:1]}, ("themes", "missed", "span", TEXT, None)),
        (
            {"themes": [changed(THEMES[0], "theme", "rural"), THEMES[1]]},
            ("themes", "wrong", "theme", "economy", "rural"),
        ),
        (
            {"numerals": [CENSUS[0], changed(CENSUS[1], "label", "name")]},
            ("census", "wrong", "label", "claim", "name"),
        ),
    ],
)
def test_every_kind_of_error_is_listed(layers: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    (error,) = evaluate(GOLD, with_layers(**layers)).errors
    assert (error.layer, error.kind, error.field, error.gold, error.predicted) == wanted
    assert TEXT[error.start : error.end] == error.text and error.paragraph.startswith(
        error.document
    )


def test_layers_that_gold_lacks_are_not_scored() -> None:
    bare = replace(GOLD, units=CLAIMS)
    found = evaluate(bare, GOLD)
    assert (found.scores.heads, found.scores.themes, found.scores.census) == (None, None, None)
    assert found.errors == []


def test_paragraphs_are_known_by_their_text() -> None:
    """Other ids, the documents in another order, and in one a paragraph more: each finds its own."""
    passages = [
        Passage("x.p1", "x", TEXT),
        Passage("y.p1", "y", TEXT),
        Passage("y.p2", "y", "甲。"),
        Passage("x.p2", "z", "乙。"),
    ]
    assert same_paragraphs(PASSAGES, passages) == {
        "y.p1": "a.p001",
        "y.p2": "a.p002",
        "x.p1": "b.p001",
    }
    assert same_paragraphs(PASSAGES, PASSAGES[::-1]) == {p.id: p.id for p in PASSAGES}
    moved = [replace(c, paragraph={"a.p001": "y.p1"}.get(c.paragraph, "x.p1")) for c in CLAIMS]
    found = evaluate(replace(GOLD, units=CLAIMS), Annotation("p", passages, moved))
    assert (found.paragraphs, found.not_found, found.left_out, found.errors) == (3, 0, 1, [])


def test_claims_of_a_paragraph_that_is_not_found_are_missed() -> None:
    other = replace(GOLD, passages=[*PASSAGES[:2], Passage("b.p001", "b", "别的。")])
    found = evaluate(GOLD, other)
    assert (found.not_found, found.left_out) == (1, 1)
    assert [(e.kind, e.document) for e in found.errors] == [("missed", "b")] * 2
    assert found.scores.claims and found.scores.claims["span"]["exact"] == Score(
        4, 3, 3, 1, 0.75, 6 / 7
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"value": 33.333333}, {"value": 33.33}, True),
        ({"value": 33.333333}, {"value": 33.3}, False),
        ({"value": 0.1 + 0.2}, {"value": 0.3}, True),
        ({"value": 12.34}, {"value": 12.35}, False),
        ({"value": 12.344}, {"value": 12.341}, False),
        ({"value": None, "low": None, "high": 6}, {"value": None, "low": 5, "high": 6}, False),
        ({"value": 0.00012}, {"value": 0.00015}, False),
        ({"value": 0}, {"value": 0.0}, True),
        ({"value": None, "parts": [1, 22.6]}, {"value": None, "parts": [1.0, 22.6]}, True),
        ({"value": None, "parts": [1, 22.6]}, {"value": None, "parts": [1, 22.6, 3]}, False),
        ({"value": None, "low": 5, "high": 6}, {"value": None, "low": 5, "high": 7}, False),
        ({"value": None, "low": 5, "high": 6}, {"value": None, "low": 5, "high": 6}, True),
        ({"value": 5}, {"value": None, "low": 5, "high": 6}, False),
        ({"value": 5, "low": None}, {"value": 5, "low": 5}, True),
    ],
)
def test_values_are_compared_as_numbers(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    pair = claim("四大", **one), claim("四大", **other)
    assert equal(pair, "value") is same
    assert equal(pair[::-1], "value") is same


SPANS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 4), st.integers(0, 1)).map(
        lambda t: replace(claim("产", t[2]), start=t[0], end=t[0] + t[1])
    ),
    max_size=6,
)


@given(SPANS, SPANS, st.randoms())
def test_order_does_not_matter(
    gold: list[Unit], predicted: list[Unit], chance: random.Random
) -> None:
    scores = claim_scores(gold, predicted)
    assert (
        claim_scores(chance.sample(gold, len(gold)), chance.sample(predicted, len(predicted)))
        == scores
    )
    for level in LEVELS:
        exact, overlap = scores[level]["exact"], scores[level]["overlap"]
        assert exact.hits <= overlap.hits <= min(len(gold), len(predicted))
    for view in ("exact", "overlap"):
        reached = [scores[level][view].hits for level in LEVELS]
        assert reached == sorted(reached, reverse=True)


def test_order_of_everything_does_not_matter(repo: Repo) -> None:
    gold, two = annotations.read(repo, "published"), annotations.read(repo, "two")
    found = evaluate(gold, two)
    chance = random.Random(1)
    mixed = replace(two, units=chance.sample(two.units, len(two.units)))
    assert evaluate(gold, mixed) == found


def test_hand_made_gold_against_itself() -> None:
    assert_perfect(evaluate(GOLD, GOLD))


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("published", "published"),
        ("published", str(ROOT)),
        (str(ROOT / "corpus" / "data"), "published"),
        ("two", str(ROOT / "corpus" / "curated" / "yueyanglou-report-2021" / "passes" / "two")),
        (str(HELDOUT), str(HELDOUT)),
    ],
)
def test_every_kind_of_source_against_itself(
    repo: Repo, gold: str, predicted: str, tmp_path: Path
) -> None:
    if "passes" in predicted:  # one document of a pass, in a folder with its name
        shutil.copytree(predicted, tmp_path / "yueyanglou-report-2021")
        predicted, gold = str(tmp_path / "yueyanglou-report-2021"), str(tmp_path)
    assert_perfect(evaluate(annotations.read(repo, gold), annotations.read(repo, predicted)))


def test_published_against_pass_two(repo: Repo) -> None:
    """What another module counts of the same two: the spans shared and the labels that differ."""
    found = evaluate(annotations.read(repo, "published"), annotations.read(repo, "two"))
    ours, theirs, _ = annotations.common(
        annotations.read(repo, "published"), annotations.read(repo, "two")
    )
    differing = disagreement.disagreements(ours, theirs)

    def count(layer: str, *fields: str) -> int:
        return sum(d.layer == layer and d.field in fields for d in differing)

    scores = found.scores
    assert scores.claims and scores.heads and scores.themes and scores.census
    for layer, score in (
        ("claims", scores.claims["span"]["exact"]),
        ("sections", scores.heads["span"]),
    ):
        pair = [[u for u in side if u.layer == layer and u.text] for side in (ours, theirs)]
        assert (score.gold, score.predicted) == (len(pair[0]), len(pair[1]))
        assert score.hits == len(pairs(*pair))
    assert count("claims", "value", "unit", "bound", "label", "status", "parts") == (
        scores.claims["span"]["exact"].hits - scores.claims["status"]["exact"].hits
    )
    wrong = [e.field for e in found.errors if (e.layer, e.kind) == ("claims", "wrong")]
    assert wrong.count("indicator") == count("claims", "indicator")
    assert wrong.count("period") == count("claims", "period")
    for name, labels in (("themes", scores.themes), ("numerals", scores.census)):
        units = [u for u in ours if u.layer == name]
        missed = sum(d.layer == name and d.field == "span" and d.other is None for d in differing)
        assert labels.gold == len(units)
        assert labels.accuracy == pytest.approx(1 - (count(name, "label") + missed) / len(units))


@pytest.mark.parametrize(("folder", "claims"), [("heldout", 384), ("development", 716)])
def test_gold_beside_the_corpus_is_sound(repo: Repo, folder: str, claims: int) -> None:
    gold = annotations.read(repo, str(ROOT / "tests" / folder))
    known = vocabularies(repo)
    assert len(gold.layer("claims")) == claims
    for field, name in (("bound", "bounds"), ("measure", "measures"), ("status", "statuses")):
        assert {c.get(field) for c in gold.layer("claims")} <= set(known[name].terms)
    assert {t.label for t in gold.layer("themes")} <= set(known["themes"].terms)
    assert {n.label for n in gold.layer("numerals")} <= set(known["numeral-labels"].terms)
    ours = {p.text for p in annotations.read(repo, "published").passages}
    assert not ours & {p.text for p in gold.passages}


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("claims", "{", "claims.jsonl:1: "),
        ("claims", "[]", "claims.jsonl:1: is not an object"),
        ("claims", '{"start": 1}', "claims.jsonl:1: lacks 'paragraph'"),
        (
            "themes",
            '{"paragraph": "p", "start": 0, "end": "1", "text": "", "theme": "x"}',
            "end is '1'",
        ),
        (
            "themes",
            '{"paragraph": "p", "start": 0, "end": 1, "text": "乙", "theme": "x"}',
            r"p\[0:1\]",
        ),
        (
            "numerals",
            '{"paragraph": "q", "start": 0, "end": 1, "text": "甲", "label": "x"}',
            r"q\[0:1\]",
        ),
        ("paragraphs", '{"id": "p"}', "paragraphs.jsonl:1: lacks 'text'"),
        ("paragraphs", '{"id": "p", "text": "甲", "document": []}', r"document is \[\]"),
        ("claims", json.dumps(LEAST | {"unit": None}), "unit is None"),
        ("claims", json.dumps(LEAST | {"parts": [1, "x"]}), r"parts is \[1, 'x'\]"),
        ("claims", json.dumps(LEAST | {"status_cue": "将"}), "status_cue is '将'"),
        (
            "claims",
            json.dumps(LEAST | {"status_cue": {"start": 0, "end": 1, "text": "将"}}),
            "'将'",
        ),
        ("paragraphs", '{"id": "p", "text": "甲"}\n{"id": "p", "text": "乙"}', "have one id"),
    ],
)
def test_damaged_gold_is_one_sentence(
    repo: Repo, tmp_path: Path, file: str, line: str, said: str
) -> None:
    (tmp_path / "paragraphs.jsonl").write_text('{"id": "p", "text": "甲"}\n', encoding="utf-8")
    (tmp_path / f"{file}.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=said):
        annotations.read(repo, str(tmp_path))


def test_what_a_record_lacks_is_none(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "paragraphs.jsonl").write_text('{"id": "p", "text": "甲"}\n', encoding="utf-8")
    for layer, row in (
        ("claims", LEAST),
        ("sections", {"heading": None, "first_paragraph": "p", "start": 0, "level": 0}),
    ):
        (tmp_path / f"{layer}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    found = annotations.read(repo, str(tmp_path))
    assert found.passages == [Passage("p", tmp_path.name, "甲")]
    section, one = found.units
    assert (section.label, section.get("level")) == (None, 0)
    assert (one.get("measure"), one.get("high"), one.get("status_cue")) == ("level", 1.5, None)
    assert evaluate(found, found).scores.heads is None


def test_tables_agree_with_the_layer_files_that_they_were_made_of(repo: Repo) -> None:
    one, other = annotations.read(repo, "published"), annotations.read(repo, str(ROOT))
    assert one.passages == other.passages
    assert all(one.layer(layer) == other.layer(layer) for layer in LABEL_OF)


def test_units_are_common_under_the_ids_of_the_first() -> None:
    other = Annotation("other", [Passage("x", "x", "乙。"), Passage("y", "y", TEXT)], [])
    other.units.append(replace(CLAIMS[0], paragraph="y"))
    ours, theirs, texts = annotations.common(GOLD, other)
    assert texts == {"b.p001": TEXT} and theirs == [replace(CLAIMS[0], paragraph="b.p001")]
    assert {u.paragraph for u in ours} == {"b.p001"}


def test_damaged_tables_are_one_sentence(repo: Repo, tmp_path: Path) -> None:
    for config, wrong in (("paragraphs", "sections"), ("sections", "paragraphs")):
        (tmp_path / config).mkdir()
        with pytest.raises(DataError, match="no such file"):
            annotations.read(repo, str(tmp_path))
        shutil.copy(repo.data / wrong / tables.FILE, tmp_path / config)
        with pytest.raises(DataError, match="has other columns"):
            annotations.read(repo, str(tmp_path))
        shutil.copy(repo.data / config / tables.FILE, tmp_path / config)


def test_no_such_source(repo: Repo) -> None:
    with pytest.raises(UsageError, match="name published, one, two, or a folder"):
        annotations.read(repo, "nowhere")


def test_command(command: Command) -> None:
    code, text, said = command("evaluate", "published", "two", "--errors")
    assert (code, said) == (0, "") and text.endswith(SEEN + "\n")
    for word in ("exact F1", "indicator", "macro-F1", "Section heads", "Census", "By document"):
        assert word in text
    assert "yueyanglou-feature-2026" in text and "claims wrong indicator" in text
    code, text, _ = command("evaluate", HELDOUT, HELDOUT)
    assert code == 0 and SEEN not in text and "Section heads" not in text
    code, text, _ = command("evaluate", HELDOUT, "published")
    size = sum(
        len((d / "paragraphs.jsonl").read_bytes().splitlines()) for d in Repo(ROOT).documents()
    )
    assert code == 0 and f"26 of them not found in published, and {size} of its paragraphs" in text


def test_command_as_json(command: Command) -> None:
    found = json.loads(command("evaluate", "published", "two", "--format", "json")[1])
    assert found["note"] == SEEN and "errors" not in found
    assert set(found["scores"]["claims"]) == set(LEVELS) and len(found["documents"]) > 1
    found = json.loads(command("evaluate", "published", "two", "--format", "json", "--errors")[1])
    assert set(found["errors"][0]) == set(Error.__dataclass_fields__)
    found = json.loads(command("evaluate", HELDOUT, HELDOUT, "--format", "json", "--errors")[1])
    assert (found["note"], found["errors"], found["scores"]["heads"]) == (None, [], None)
    assert command("evaluate", "published", "nowhere")[0] == 2


def test_a_document_without_claims_in_the_table() -> None:
    passages = [*PASSAGES, Passage("c.p001", "c", "乙。")]
    (*_, (_, heads, rows)) = evaluation.tables(
        evaluate(replace(GOLD, passages=passages), replace(GOLD, passages=passages))
    )
    assert heads[:3] == ["document", "claims", "span"]
    assert [row[:2] for row in rows] == [["a", "3"], ["b", "1"], ["c", "0"]]
    assert rows[2][2:] == ["–"] * 6 and rows[0][2] == "1.000"
