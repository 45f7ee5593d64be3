"""Agreement: known coefficients, odd shapes, and the passes that the corpus keeps."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Command
from xiangqu.annotation import disagreement, spot_check
from xiangqu.annotation.errors import DataError, MachineError, UsageError
from xiangqu.annotation.jsonlines import plain
from xiangqu.annotation.records import Decision, Verdict
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.spans import Unit, units
from xiangqu.compare import agreement, annotations, passes, sheets
from xiangqu.compare.paragraphs import Passage
from xiangqu.compare.picture import confusion_svg
from xiangqu.files import store
from xiangqu.release import saved
from xiangqu.text.split import sentences
from xiangqu.validate import Validator
from xiangqu.validate.schemas import Schemas

GAMMA = pytest.mark.skipif(not agreement.HAS_GAMMA, reason="needs the extra gamma")
TEXTS = {f"d-x-2020.p{n:03d}": "一二三四五六七八九十" for n in range(1, 61)}
PARAGRAPHS = list(TEXTS)


@pytest.fixture(autouse=True)
def without_gamma(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only slow tests compute gamma: its library compiles for many seconds at the first call."""
    if "slow" not in request.keywords:
        monkeypatch.setattr(agreement, "HAS_GAMMA", False)


def unit(paragraph: int, start: int, end: int, label: str = "a", layer: str = "claims") -> Unit:
    key = PARAGRAPHS[paragraph]
    return Unit(layer, key, start, end, TEXTS[key][start:end], label, {})


def scores(one: list[Unit], other: list[Unit], layer: str = "claims") -> agreement.LayerAgreement:
    return next(a for a in agreement.compare(one, other, TEXTS) if a.layer == layer)


def test_kappa_and_alpha_of_a_known_table() -> None:
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: kappa 0.4 (Cohen 1960); alpha 1 - 0.3/0.5."""
    table = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    one = [unit(n, 0, 1, a, "themes") for n, (a, _) in enumerate(table)]
    other = [unit(n, 0, 1, b, "themes") for n, (_, b) in enumerate(table)]
    found = scores(one, other, "themes")
    assert found.kappa.value == pytest.approx(0.4)
    assert found.alpha.value == pytest.approx(0.4)
    assert found.kappa.low < 0.4 < found.kappa.high  # type: ignore[operator]
    assert disagreement.confusion(one, other, "themes") == {
        ("y", "y"): 20,
        ("y", "n"): 5,
        ("n", "y"): 10,
        ("n", "n"): 15,
    }


def test_spans() -> None:
    one = [unit(0, 0, 2), unit(0, 4, 6), unit(1, 0, 3), unit(2, 0, 1)]
    other = [unit(0, 0, 2), unit(0, 5, 8), unit(3, 0, 1)]
    found = scores(one, other)
    assert (found.one, found.other, found.shared) == (4, 3, 1)
    assert found.exact == pytest.approx(2 * (1 / 4) * (1 / 3) / (1 / 4 + 1 / 3))
    assert found.overlap == pytest.approx(2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3))


def test_spans_that_touch_do_not_overlap() -> None:
    found = scores([unit(0, 0, 2), unit(1, 4, 6)], [unit(0, 2, 4), unit(1, 2, 4)])
    assert (found.exact, found.overlap) == (0, 0)


@GAMMA
@pytest.mark.slow
def test_gamma() -> None:
    found = scores(
        [unit(0, 0, 2), unit(0, 4, 6), unit(1, 0, 3), unit(2, 0, 1)],
        [unit(0, 0, 2), unit(0, 5, 8), unit(3, 0, 1)],
    )
    assert found.gamma is not None and found.gamma < 0.9
    one = [unit(n, n % 3, n % 3 + 2) for n in range(30)]
    assert scores(one, list(one)).gamma == pytest.approx(1)


def test_without_its_library_there_is_no_gamma(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "HAS_GAMMA", False)
    one = [unit(n, 0, 2) for n in range(3)]
    assert scores(one, one).gamma is None and scores(one, one).exact == 1
    code, _, err = command("agree", "one", "two", "--save")
    assert code == 2 and "pip install 'xiangqu[gamma]'" in err


def test_the_same_annotation_agrees_wholly() -> None:
    one = [unit(n, n % 3, n % 3 + 2, "ab"[n % 2]) for n in range(30)]
    found = scores(one, list(one))
    assert (found.exact, found.overlap) == (1, 1)
    assert (found.kappa.value, found.alpha.value) == (1, 1)
    assert disagreement.disagreements(one, one) == []


def test_defined_answers_for_odd_shapes() -> None:
    """Empty layers, a layer that one leaves out, one label only, nothing shared."""
    empty = scores([], [])
    assert (empty.exact, empty.overlap, empty.gamma, empty.kappa.value) == (None, None, None, None)
    lone = scores([unit(0, 0, 1)], [])
    assert (lone.exact, lone.overlap, lone.gamma) == (0, 0, None)
    same = scores([unit(0, 0, 1), unit(1, 0, 1)], [unit(0, 0, 1), unit(1, 0, 1)])
    assert same.kappa.value is None and same.alpha.value is None
    apart = scores([unit(0, 0, 1, "a")], [unit(0, 2, 3, "b")])
    assert (apart.exact, apart.kappa.value, apart.shared) == (0, None, 0)


def test_disagreements_name_their_place() -> None:
    one = [dataclasses.replace(unit(0, 0, 2), attributes={"unit": "m"}), unit(1, 0, 1)]
    other = [dataclasses.replace(unit(0, 0, 2, "b"), attributes={"unit": "km"}), unit(2, 0, 1)]
    found = [(d.paragraph, d.field, d.one, d.other) for d in disagreement.disagreements(one, other)]
    assert found == [
        (PARAGRAPHS[0], "label", "a", "b"),
        (PARAGRAPHS[0], "unit", "m", "km"),
        (PARAGRAPHS[1], "span", "a", None),
        (PARAGRAPHS[2], "span", None, "a"),
    ]


def test_departures_from_what_was_decided() -> None:
    one, two = [unit(0, 0, 1, "a"), unit(1, 0, 1)], [unit(0, 0, 1, "b"), unit(1, 0, 1)]
    decision = Decision("claims", PARAGRAPHS[0], 0, 1, "label", "a", "b", "b", "why")
    assert [d.one for d in disagreement.open_questions(one, two, [])] == ["a"]
    assert disagreement.open_questions(one, two, [decision]) == []
    assert disagreement.departures(one, two, [decision], two) == []
    assert [d.other for d in disagreement.departures(one, two, [decision], one)] == ["a"]
    assert disagreement.departures(one, two, [decision], two[:1])[0].field == "span"


def test_every_difference_of_the_passes_is_decided_and_published(repo: Repo) -> None:
    validator = Validator(repo)
    for folder in repo.documents():
        annotated = validator.document(folder).annotated
        assert annotated
        kept = {name: units(labels, sentences) for name, labels in annotated.passes}
        assert set(kept) == {"one", "two"}
        decided = annotated.adjudication
        assert disagreement.open_questions(kept["one"], kept["two"], decided) == []
        published = units(annotated, sentences)
        assert disagreement.departures(kept["one"], kept["two"], decided, published) == []
        found = {
            (d.layer, d.paragraph, d.start, d.end, d.field): (d.one, d.other)
            for d in disagreement.disagreements(kept["one"], kept["two"])
        }
        for d in decided:
            key = (d.layer, d.paragraph, d.start, d.end, d.field)
            assert found.pop(key, (d.one, d.two)) == (d.one, d.two)
        assert found == {}


@GAMMA
@pytest.mark.slow
def test_saved_agreement_is_what_the_passes_give(repo: Repo) -> None:
    ours, theirs, texts = annotations.common(
        annotations.read(repo, "one"), annotations.read(repo, "two")
    )
    again = plain(list(agreement.compare(ours, theirs, texts)))
    for layer, kept in zip(again, saved.agreement_by_layer(repo), strict=True):
        for name, value in kept.items():
            if name == "fields":
                for field, scores in value.items():
                    assert layer[name][field] == pytest.approx(scores, abs=1e-9), field
            elif isinstance(value, dict):
                assert layer[name] == pytest.approx(value, abs=0.002), name
            elif isinstance(value, float):
                close = 0.02 if name == "gamma" else 1e-12
                assert layer[name] == pytest.approx(value, abs=close), name
            else:
                assert layer[name] == value, name


def test_saved_agreement_knows_its_passes(copy: Repo) -> None:
    file = copy.curated / "yanfeng-feature-2021" / "passes" / "two" / "themes.jsonl"
    file.write_text(
        file.read_text(encoding="utf-8").replace("economy", "fiscal", 1), encoding="utf-8"
    )
    said = saved.stale(copy, saved.AGREEMENT, saved.inputs(copy))
    assert said == "changed since it was computed: passes; run: xiangqu build --refresh"


@pytest.mark.parametrize("content", ["", "null", "[]", "{}", '{"layers": 1}', '{"layers": [{}]}'])
def test_a_damaged_agreement_is_one_sentence(copy: Repo, content: str) -> None:
    (copy.root / "corpus" / "agreement.json").write_text(content)
    with pytest.raises(DataError, match=r"agreement\.json: ") as raised:
        saved.agreement_by_layer(copy)
    assert "\n" not in str(raised.value)


def test_reading_annotations(repo: Repo, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name published, one, two"):
        annotations.read(repo, "three")
    one = annotations.read(repo, "one")
    folder = repo.curated / "yanfeng-feature-2021" / "passes" / "one"
    other = tmp_path / "yanfeng-feature-2021"
    other.mkdir()
    for file in folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    for source in (tmp_path, other):
        ours, theirs, texts = annotations.common(one, annotations.read(repo, str(source)))
        assert ours == theirs and len(texts) == 44
    themes = other / "themes.jsonl"
    themes.write_text(themes.read_text(encoding="utf-8").replace("奋斗", "努力"), encoding="utf-8")
    with pytest.raises(DataError, match=r"themes.jsonl:\d+: XQ309"):
        annotations.read(repo, str(tmp_path))


def test_different_texts_are_an_error(repo: Repo) -> None:
    one = annotations.read(repo, "one")
    other = dataclasses.replace(one, name="other", passages=[Passage("x-y-2020.p001", "x", "甲")])
    with pytest.raises(UsageError, match="one and other annotate different texts"):
        annotations.common(one, other)


def test_csv_round_trip(repo: Repo, tmp_path: Path) -> None:
    for folder in repo.documents():
        passes.export(repo, folder.name, tmp_path / "csv", blank=False)
    passes.import_(repo, tmp_path / "csv", tmp_path / "layers")
    ours, theirs, texts = annotations.common(
        annotations.read(repo, "published"), annotations.read(repo, str(tmp_path / "layers"))
    )
    assert disagreement.disagreements(ours, theirs) == []
    assert {key.partition(".")[0] for key in texts} == {d.name for d in repo.documents()}


def test_blank_export_has_no_labels(repo: Repo, tmp_path: Path) -> None:
    passes.export(repo, "yueyanglou-article-2018", tmp_path, blank=True)
    folder = tmp_path / "yueyanglou-article-2018"
    assert len((folder / "claims.csv").read_text(encoding="utf-8-sig").splitlines()) == 1
    rows = (folder / "themes.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(rows) == 61 and all(row.endswith(",") for row in rows)
    passes.import_(repo, tmp_path, tmp_path / "layers")
    assert annotations.read(repo, str(tmp_path / "layers")).units == []
    with pytest.raises(UsageError, match="there already"):
        passes.export(repo, "yueyanglou-article-2018", tmp_path, blank=True)


CLAIM = {
    "paragraph": PARAGRAPHS[0],
    "text": "三四",
    "value": "34",
    "unit": "count",
    "measure": "level",
    "bound": "over",
    "status": "actual",
}
SCHEMAS = Schemas(Repo(ROOT))


def claims_csv(**row: str) -> bytes:
    columns = sheets.COLUMNS["claims"]
    return (",".join(columns) + "\n" + ",".join((CLAIM | row).get(c, "") for c in columns)).encode()


def test_a_claim_is_placed_by_its_words() -> None:
    (record,) = sheets.from_csv("claims", claims_csv(indicator="八"), "f", TEXTS, SCHEMAS)
    assert (record["start"], record["end"], record["low"], record["high"]) == (2, 4, 34, None)
    assert record["indicator"] == {"start": 7, "end": 8, "text": "八"}


def test_quoted_words_are_taken_where_they_stand_nearest_to_the_claim() -> None:
    """增 stands at 0, 4 and 9; the claims begin at 2, 3, 5, 6, 7 and 8."""
    texts = {PARAGRAPHS[0]: "增甲一二增三四五六增"}
    for claim, start in (("一", 0), ("二", 4), ("三", 4), ("四", 4), ("五", 9), ("六", 9)):
        (record,) = sheets.from_csv(
            "claims", claims_csv(text=claim, indicator="增"), "f", texts, SCHEMAS
        )
        assert record["indicator"] == {"start": start, "end": start + 1, "text": "增"}
    asked = claims_csv(text="六", indicator="增", indicator_start="0")
    (record,) = sheets.from_csv("claims", asked, "f", texts, SCHEMAS)
    assert record["indicator"]["start"] == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"paragraph": "nowhere"}, "f:2: there is no paragraph nowhere"),
        ({"text": "四三"}, "f:2: '四三' does not stand there"),
        ({"nth": "2"}, "does not stand there"),
        ({"start": "3"}, "does not stand there"),
        ({"value": "many"}, "f:2: "),
        ({"indicator": "百"}, "'百' does not stand there"),
    ],
)
def test_csv_that_cannot_be_placed(row: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        sheets.from_csv("claims", claims_csv(**row), "f", TEXTS, SCHEMAS)


@pytest.mark.parametrize("content", [b"\xff", b"paragraph,text\n", b""])
def test_csv_of_another_form(content: bytes) -> None:
    with pytest.raises(DataError, match=r"is not CSV in UTF-8|lacks the column"):
        sheets.from_csv("claims", content, "f", TEXTS, SCHEMAS)


def test_the_audit_read_the_sample_that_was_drawn(repo: Repo) -> None:
    validator = Validator(repo)
    verdicts = [
        v for folder in repo.documents() for v in validator.document(folder).annotated.audit
    ]  # type: ignore[union-attr]
    drawn = spot_check.sample(annotations.read(repo, "published").units, "audit-2")
    assert {(v.layer, v.paragraph, v.start, v.end) for v in verdicts} == {
        (u.layer, *u.place) for u in drawn
    }
    rates = spot_check.error_rates(verdicts)
    assert (
        rates["all"][0] == len(drawn) == sum(rates[layer][0] for layer in rates if layer != "all")
    )


def test_error_rates() -> None:
    """Wilson's interval of 1 in 10 is 0.018 to 0.404 (Brown, Cai and DasGupta 2001 use the same)."""
    assert spot_check.wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert spot_check.wilson(0, 209)[0] == 0 and spot_check.wilson(209, 209)[1] == 1
    verdict = Verdict("claims", "p", 0, 1, "wrong", None)
    assert spot_check.error_rates([verdict])["claims"][:2] == (1, 1)


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilson_holds_the_share(hits: int, more: int) -> None:
    low, high = spot_check.wilson(hits, hits + more)
    assert 0 <= low <= hits / (hits + more) <= high <= 1


def test_picture_is_svg_with_chinese_names() -> None:
    counts = disagreement.confusion([unit(0, 0, 1, "a")], [unit(0, 0, 1, "b")], "claims")
    svg = confusion_svg(counts, {"a": "经济 a", "b": "<b>", "c": "c"}, "one", "two")
    texts = [e.text for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "经济 a" in texts and "<b>" in texts and "c" not in texts and "1" in texts
    assert "Noto Sans CJK SC" in svg


def test_equal_attributes_are_a_share_of_the_shared_spans() -> None:
    one = [dataclasses.replace(unit(n, 0, 2), attributes={"unit": "m"}) for n in range(4)]
    other = [*one[:3], dataclasses.replace(one[3], attributes={"unit": "km"}), unit(5, 0, 1)]
    found = scores(one, other)
    assert (found.shared, found.attributes["unit"], found.attributes["bound"]) == (4, 0.75, 1)
    assert scores([], other).attributes == {} and scores([], other).fields == {}


def test_a_folder_in_which_a_write_was_interrupted_is_not_read(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / store.JOURNAL).write_text("")
    (tmp_path / "paragraphs").mkdir()  # tables, which are looked for first
    with pytest.raises(MachineError, match="a write was interrupted here"):
        annotations.read(repo, str(tmp_path))
