"""The data, tested like code: exact counts, every quote, every offset, every rule of the codebook."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from xiangqu.annotation.repo import BETWEEN as LAYERS_BETWEEN
from xiangqu.annotation.repo import SCHEMA_OF, Repo, read_text, sha256
from xiangqu.annotation.vocabulary import rulings, schema, vocabularies
from xiangqu.tabular import tables as tables_module
from xiangqu.tabular.tables import BETWEEN, CODEBOOK, SCHEMAS
from xiangqu.text import numerals

Row = dict[str, Any]
SIZES = {  # of the documents in PARAGRAPHS: a text that is added changes none of them
    "documents": 5,
    "paragraphs": 251,
    "sections": 156,
    "themes": 381,
    "claims": 375,
    "numerals": 895,
    "passes": 4151,
    "edits": 1179,
    "claims_bio": 683,
    "themes_cls": 649,
}
PARAGRAPHS = {
    "yueyanglou-feature-2021": 49,
    "yanfeng-feature-2021": 44,
    "yueyanglou-article-2018": 9,
    "yueyanglou-feature-2026": 69,
    "yueyanglou-report-2021": 80,
}
LABELS = {
    "documents.genre": 3,
    "documents.date_certainty": 3,
    "paragraphs.kind": 7,
    "sections.head_kind": 4,
    "sections.function": 11,
    "themes.theme": 19,
    "claims.bound": 7,
    "claims.measure": 8,
    "claims.direction": 2,
    "claims.change": 2,
    "claims.basis": 4,
    "claims.status": 4,
    "claims.period_source": 3,
    "claims.period_type": 3,
    "numerals.label": 6,
    "relations.kind": 6,
    "relations.rule": 26,
    "relations.verdict": 4,
    "relations.reason": 7,
    "relations.outcome": 4,
    "relations.decided_by": 3,
}
"""How many labels each column has whose list is closed; units are added as texts need them."""
ENDS = {
    "exact": lambda value: (value, value, True, True),
    "over": lambda value: (value, None, False, None),
    "at_least": lambda value: (value, None, True, None),
    "under": lambda value: (None, value, None, False),
    "at_most": lambda value: (None, value, None, True),
    "nearly": lambda value: (None, None, None, None),
    "about": lambda value: (None, None, None, None),
}
"""low, high, low_inclusive and high_inclusive of a value, by bound."""
KEY = ("indicator_id", "measure", "unit", "period", "place", "status", "period_type")
"""What claims have in common whose values stand for one thing."""
TOLD_DIFFERENTLY = {
    # Two texts about one year: the feature rounds to whole per cent, the report does not.
    "public_kindergarten_enrolment_share": {
        "yueyanglou-feature-2021.p031.c04": 51,
        "yueyanglou-report-2021.p011.c03": 50.8,
    },
    # The two texts differ, and neither sentence names the year.
    "resident_income_per_capita": {
        "yueyanglou-feature-2021.p032.c04": 40542,
        "yueyanglou-report-2021.p010.c02": 41040,
    },
}
"""Claims with one `KEY` and different values, by indicator, each with the reason."""
SPANNED = ("themes", "claims", "numerals")
NAMED = ("indicator", "predicate", "reference", "status_cue")
"""The fields of a claim that are spans, or null."""


@pytest.fixture(scope="module")
def tables(repo: Repo) -> dict[str, list[Row]]:
    return {config: tables_module.read(repo.data, config) for config in SCHEMAS}


@pytest.fixture(scope="module")
def texts(tables: dict[str, list[Row]]) -> dict[str, str]:
    return {p["id"]: p["text"] for p in tables["paragraphs"]}


@pytest.fixture(scope="module")
def seeds(repo: Repo, tables: dict[str, list[Row]]) -> dict[str, str]:
    return {d["id"]: read_text(repo.seeds / d["seed_file"]) for d in tables["documents"]}


def test_sizes(tables: dict[str, list[Row]]) -> None:
    of = {config: "id" if config == "documents" else "document" for config in tables}
    counted = {
        config: sum(row[of[config]] in PARAGRAPHS for row in rows)
        for config, rows in tables.items()
        if config not in (*CODEBOOK, *BETWEEN)
    }
    assert counted == SIZES
    paragraphs = Counter(p["document"] for p in tables["paragraphs"])
    assert {name: paragraphs[name] for name in PARAGRAPHS} == PARAGRAPHS


def test_seeds_are_the_ones_listed(repo: Repo, tables: dict[str, list[Row]]) -> None:
    listed = dict(
        line.split("  ")[::-1] for line in read_text(repo.seeds / "SHA256SUMS").splitlines()
    )
    assert {d["seed_file"]: d["seed_sha256"] for d in tables["documents"]} == listed
    assert {f.name: sha256(f.read_bytes()) for f in repo.seeds.glob("*.txt")} == listed


def test_every_span_is_its_quote(tables: dict[str, list[Row]], texts: dict[str, str]) -> None:
    for config in SPANNED:
        for row in tables[config]:
            text = texts[row["paragraph"]]
            for span in (row, *(row.get(field) for field in NAMED)):
                if span:
                    assert text[span["start"] : span["end"]] == span["text"]
    for p in tables["paragraphs"]:
        for layer in ("sentences", "theme_spans", "claims", "numerals"):
            assert all(p["text"][s["start"] : s["end"]] == s["text"] for s in p[layer])


def test_every_source_range_cleaned_gives_its_span(
    tables: dict[str, list[Row]], seeds: dict[str, str]
) -> None:
    """Independently of `align`: the edits inside a range, applied to the seed, give the span's text."""
    edits, spans = defaultdict(list), {p["id"]: p["source_spans"] for p in tables["paragraphs"]}
    for e in tables["edits"]:
        edits[e["document"]].append(e)
    for config in SPANNED:
        for row in tables[config]:
            parts = []
            for span in spans[row["paragraph"]]:
                start, end = (
                    max(span["start"], row["source_start"]),
                    min(span["end"], row["source_end"]),
                )
                if start < end:
                    parts.append(
                        _cleaned(seeds[row["document"]], start, end, edits[row["document"]])
                    )
            assert "".join(parts) == row["text"]


def _cleaned(raw: str, start: int, end: int, edits: list[Row]) -> str:
    out = []
    for e in edits:
        if (
            start <= e["source_start"]
            and e["source_end"] <= end
            and e["source_start"] < e["source_end"]
        ):
            out += raw[start : e["source_start"]], e["after"]
            start = e["source_end"]
    return "".join(out) + raw[start:end]


def test_every_raw_character_is_in_the_text_or_in_an_edit(
    tables: dict[str, list[Row]], seeds: dict[str, str]
) -> None:
    for document, raw in seeds.items():
        covered = [0] * len(raw)
        for p in tables["paragraphs"]:
            if p["document"] == document:
                for span in p["source_spans"]:
                    for i in range(span["start"], span["end"]):
                        covered[i] += 1
        assert max(covered) == 1
        edited = {
            i
            for e in tables["edits"]
            if e["document"] == document
            for i in range(e["source_start"], e["source_end"])
        }
        assert all(raw[i] == "\n" or i in edited for i, times in enumerate(covered) if not times)


def test_paragraphs_are_the_lines_of_the_text(repo: Repo, tables: dict[str, list[Row]]) -> None:
    for d in tables["documents"]:
        lines = [p["text"] for p in tables["paragraphs"] if p["document"] == d["id"]]
        assert "\n".join(lines) == d["text"]
        assert read_text(repo.text / f"{d['id']}.txt") == d["text"] + "\n"
        assert [p["index"] for p in tables["paragraphs"] if p["document"] == d["id"]] == list(
            range(len(lines))
        )


def test_reading_order_of_the_torn_features(texts: dict[str, str]) -> None:
    feature = [t for key, t in texts.items() if key.startswith("yueyanglou-feature-2021")]
    order = [
        "砥砺奋进 谱华章",
        "——岳阳楼区近五年",
        "岁月不居",
        "巴陵大桥市场提质改造成为城市更新的样板，城市“伤疤”",
        "快成长。",
        "五年来，岳阳楼区发展的路走得更宽了",
        "突出扩容提质",
        "突出民生改善",
        "医疗是民生之本。",
        "服务是民生之本",
        "全面脱贫是民生之本",
        "突出政治建设",
        "始终坚持鲜明用人导向",
        "岳阳楼下党旗红",
        "始终坚持全面从严治党",
        "回眸，是为了",
        "文/胡 峥",
    ]
    places = [next(i for i, t in enumerate(feature) if t.startswith(start)) for start in order]
    assert places == sorted(places)
    joined = [
        "严格落实疫情防控“外防输入、内防反弹”",
        "面向股级干部和年轻干部",
        "键盘声声入耳",
        "岳阳楼区完整、准确、全面",
        "以“一站式”综治解万家难",
    ]
    assert all(sum(join in t for t in texts.values()) == 1 for join in joined)


def test_no_edit_that_touches_a_numeral_is_unflagged(
    tables: dict[str, list[Row]], seeds: dict[str, str]
) -> None:
    for e in tables["edits"]:
        raw = seeds[e["document"]]
        near = raw[max(e["source_start"] - 1, 0) : e["source_end"] + 1] + e["after"]
        moves = e["reason"].startswith("reading-order")
        assert e["touches_number"] == (
            not moves and any(c in numerals.NUMERAL_CHARACTERS for c in near)
        )


def test_every_sentence_has_its_theme(repo: Repo, tables: dict[str, list[Row]]) -> None:
    kinds = vocabularies(repo)["kinds"].terms
    for p in tables["paragraphs"]:
        assert "".join(s["text"] for s in p["sentences"]) == p["text"]
        assert all((s["theme"] is not None) == kinds[p["kind"]]["themed"] for s in p["sentences"])
        assert set(p["themes"]) == {s["theme"] for s in p["sentences"]} - {None}
        lengths = Counter[str]()
        for span in p["theme_spans"]:
            lengths[span["theme"]] += span["end"] - span["start"]
        assert all(lengths[a] >= lengths[b] for a, b in pairwise(p["themes"]))


def test_every_numeral_has_one_label(tables: dict[str, list[Row]]) -> None:
    for p in tables["paragraphs"]:
        assert [(n["start"], n["end"]) for n in p["numerals"]] == numerals.census(p["text"])
        for n in p["numerals"]:
            inside = [
                c["id"] for c in p["claims"] if c["start"] <= n["start"] and n["end"] <= c["end"]
            ]
            assert inside == ([n["claim"]] if n["label"] == "claim" else [])


def test_claims_stand_where_they_say(tables: dict[str, list[Row]]) -> None:
    sections = {s["id"]: s for s in tables["sections"]}
    for p in tables["paragraphs"]:
        assert p["function"] == sections[p["section"]]["function"]
        for c in p["claims"]:
            sentence = p["sentences"][c["sentence"]]
            assert sentence["start"] <= c["start"] and c["end"] <= sentence["end"]
            assert c["theme"] == sentence["theme"]
    paths = {p["id"]: p["section_path"] for p in tables["paragraphs"]}
    assert all(
        c["section_path"][: len(paths[c["paragraph"]])] == paths[c["paragraph"]]
        for c in tables["claims"]
    )


def test_nested_layers_are_the_tables(tables: dict[str, list[Row]]) -> None:
    for config, layer in (
        ("themes", "theme_spans"),
        ("claims", "claims"),
        ("numerals", "numerals"),
    ):
        nested = [row for p in tables["paragraphs"] for row in p[layer]]
        flat = [{key: row[key] for key in nested[0]} for row in tables[config]]
        assert nested == flat


def test_dates_have_their_evidence(tables: dict[str, list[Row]]) -> None:
    dated = [d for d in tables["documents"] if d["date_certainty"] == "inferred"]
    assert {*PARAGRAPHS} <= {d["id"] for d in dated}
    for d in dated:
        assert all(words in d["text"] for words in d["date_evidence"].split("；"))


def test_every_claim_has_an_indicator_of_the_table(tables: dict[str, list[Row]]) -> None:
    claims, listed = tables["claims"], tables["indicators"]
    claims = [c for c in claims if c["indicator_id"]]
    used = Counter(c["indicator_id"] for c in claims)
    assert {row["id"]: row["claims"] for row in listed} == used
    assert sum(row["claims"] for row in listed) == len(claims)
    documents = Counter(key for key, _ in {(c["indicator_id"], c["document"]) for c in claims})
    assert {row["id"]: row["documents"] for row in listed} == documents


def test_spellings_of_an_indicator_are_those_of_its_claims(tables: dict[str, list[Row]]) -> None:
    claims = [c for c in tables["claims"] if c["indicator_id"] and c["indicator"]]
    written = {(c["indicator_id"], c["indicator"]["text"]) for c in claims}
    assert written == {
        (row["id"], name) for row in tables["indicators"] for name in row["spellings"]
    }


def test_claims_that_differ_in_their_value_alone_are_explained(
    tables: dict[str, list[Row]],
) -> None:
    told: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for c in tables["claims"]:
        told[tuple(c[name] for name in KEY)].append(c)
    differing = [
        (key[0], {c["id"]: c["value"] for c in claims})
        for key, claims in told.items()
        if len({(c["value"], *(c["parts"] or ())) for c in claims}) > 1
    ]
    assert sorted(differing) == list(TOLD_DIFFERENTLY.items())


def test_labels_lists_every_label_of_every_column(repo: Repo, tables: dict[str, list[Row]]) -> None:
    listed = [(row["column"], row["id"]) for row in tables["labels"]]
    columns: dict[str, list[str]] = defaultdict(list)
    for column, label in listed:
        columns[column].append(label)
    counts = {column: len(labels) for column, labels in columns.items()}
    assert counts == LABELS | {"claims.unit": counts["claims.unit"]}
    terms = vocabularies(repo)
    for column, labels in columns.items():
        table, field = column.split(".")
        record = schema(repo, (SCHEMA_OF | LAYERS_BETWEEN)[table.replace("documents", "document")])
        assert labels == list(terms[record["properties"][field]["x-vocabulary"]].terms)
        assert {row[field] for row in tables[table]} - {None} <= set(labels)
    assert all(row["zh"] and row["en"] for row in tables["labels"])
    assert all(row["code"] is None or row["standard"] for row in tables["labels"])


def test_ends_of_the_interval_follow_the_bound(tables: dict[str, list[Row]]) -> None:
    """Civil Code of the PRC, article 1259: 以上 以下 以内 include the number, 超过 不足 do not."""
    for c in tables["claims"]:
        ends = c["low"], c["high"], c["low_inclusive"], c["high_inclusive"]
        if c["value"] is None:
            assert c["parts"] and ends == (None,) * 4, c["id"]
        else:
            assert ends == ENDS[c["bound"]](c["value"]), c["id"]


def test_a_period_has_its_days_and_its_source(tables: dict[str, list[Row]]) -> None:
    for c in tables["claims"]:
        days = c["period_start"], c["period_end"]
        if c["period"] is None:
            assert (*days, c["period_source"], c["period_type"]) == (None,) * 4, c["id"]
            continue
        first, _, last = c["period"].partition("/")
        last = last or first
        after = (c["period_end"] + timedelta(days=1)).isoformat()
        assert c["period_start"].isoformat() == f"{first}-01-01"[:10], c["id"]
        assert c["period_end"].isoformat().startswith(last), c["id"]
        assert after.endswith("-01-01" if len(last) == len("2026") else "-01"), c["id"]
        assert days[0] <= days[1]
        assert c["period_source"] is not None
        assert (c["period_type"] is not None) == (c["measure"] in ("level", "difference")), c["id"]


def test_examples_of_the_codebook_hold(repo: Repo, tables: dict[str, list[Row]]) -> None:
    layers = {layer["id"]: layer["rulings"] for layer in rulings(repo)}
    claims = {c["text"] for c in tables["claims"]}
    for ruling in layers["claims"]:
        assert set(ruling.get("yes", [])) <= claims, ruling["id"]
        for example in ruling.get("no", []):
            assert _numerals_in(example, tables, "claim") == 0, example
    headings = {s["heading"] for s in tables["sections"]}
    assert all(set(ruling.get("yes", [])) <= headings for ruling in layers["sections"])
    for ruling in layers["numerals"]:
        for example in ruling.get("yes", []):
            assert _numerals_in(example, tables, ruling["label"]) > 0, example


def _numerals_in(example: str, tables: dict[str, list[Row]], label: str) -> int:
    """How many numerals inside the occurrences of ``example`` have ``label``; it must occur."""
    found, occurs = 0, False
    for p in tables["paragraphs"]:
        for match in re.finditer(re.escape(example), p["text"]):
            occurs = True
            found += sum(
                match.start() <= n["start"] and n["end"] <= match.end() and n["label"] == label
                for n in p["numerals"]
            )
    assert occurs, f"{example} is not in the corpus"
    return found


def test_schemas_describe_every_field_and_list_every_label(repo: Repo) -> None:
    from jsonschema import Draft202012Validator

    from xiangqu.annotation.vocabulary import derived_columns, schema_names

    terms = {name: list(v.terms) for name, v in vocabularies(repo).items()}
    described = {column["column"] for column in derived_columns(repo)}
    for name in schema_names(repo):
        definition = schema(repo, name)
        Draft202012Validator.check_schema(definition)
        assert (
            definition["$schema"].endswith("2020-12/schema")
            and definition["additionalProperties"] is False
        )
        assert set(definition["required"]) == set(definition["properties"])
        for field, value in definition["properties"].items():
            assert value["description"] and value["x-zh"], field
            if "enum" in value:
                assert [v for v in value["enum"] if v is not None] == terms[
                    value["x-vocabulary"]
                ], field
        described |= set(definition["properties"])
    assert {name for s in SCHEMAS.values() for name in s.names} <= described


def test_vocabularies_are_in_both_languages(repo: Repo) -> None:
    for name, vocabulary in vocabularies(repo).items():
        for term in vocabulary.terms.values():
            assert term["zh"] and term["en"], (name, term)
            assert name == "indicators" or (term["definition_zh"] and term["definition_en"])
