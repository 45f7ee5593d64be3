"""Citing: every style, for every kind of piece, and back from the citation to the words in the text."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Command, copy_root, nothing_given
from xiangqu import __version__
from xiangqu.annotation.repo import Repo
from xiangqu.citation import cff
from xiangqu.citation.cite import LONGEST, _clauses, _note, _opening, cite, item
from xiangqu.citation.styles import STYLES, Item, render
from xiangqu.tabular import tables

CLAIM = "yueyanglou-report-2021.p006.c03"
TITLE = (
    "XiangQu (湘区): An annotated corpus of Chinese texts about the government of urban "
    "districts in Hunan"
)
QUOTED = "地区生产总值从2015年的528亿元增长到2020年的735亿元（预计数），年均增长8.1%"
IN_APA = f"In The XiangQu maintainers (Ed.), {TITLE} (Version {__version__})."
IN_GBT = f"[DS]//The XiangQu maintainers. {TITLE}. Version {__version__}."
WANTED = {
    "apa": {
        None: f"The XiangQu maintainers. (n.d.). {TITLE} (Version {__version__}) [Data set].",
        "yueyanglou-feature-2026": "徐典波, 贾敏, & 尹萍. ([2026]). 古城新韵满洞庭: 岳阳市岳阳楼区高质量"
        f"发展观察 [Press feature, yueyanglou-feature-2026]. {IN_APA}",
        "yueyanglou-report-2021": "白再兴. ([2021]). [岳阳市岳阳楼区政府工作报告] "
        f"[Work report, yueyanglou-report-2021]. {IN_APA}",
        "yueyanglou-report-2021.s003": "白再兴. ([2021]). [岳阳市岳阳楼区政府工作报告]: 「五年来，"
        f"经济实力跨越发展。」 [Section, yueyanglou-report-2021.s003]. {IN_APA}",
        CLAIM: f"白再兴. ([2021]). [岳阳市岳阳楼区政府工作报告]: 「{QUOTED}」 "
        f"[Numeric claim 「8.1%」, {CLAIM}]. {IN_APA}",
    },
    "gbt7714": {
        None: f"The XiangQu maintainers. {TITLE}: Version {__version__}[DS].",
        "yueyanglou-feature-2026": "徐典波, 贾敏, 尹萍. 古城新韵满洞庭: 岳阳市岳阳楼区高质量发展观察: "
        f"[2026], Press feature, yueyanglou-feature-2026{IN_GBT}",
        "yueyanglou-report-2021": "白再兴. [岳阳市岳阳楼区政府工作报告]: [2021], Work report, "
        f"yueyanglou-report-2021{IN_GBT}",
        "yueyanglou-report-2021.s003": "白再兴. [岳阳市岳阳楼区政府工作报告]: 「五年来，"
        f"经济实力跨越发展。」: [2021], Section, yueyanglou-report-2021.s003{IN_GBT}",
        CLAIM: f"白再兴. [岳阳市岳阳楼区政府工作报告]: 「{QUOTED}」: [2021], Numeric claim 「8.1%」, "
        f"{CLAIM}{IN_GBT}",
    },
}
RELEASED = """
doi: 10.1234/example_1
url: https://example.org/a_b%20c
date-released: 2030-01-02
"""


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The corpus before a publisher gave what only a publisher can give."""
    return nothing_given(copy_root(tmp_path_factory.mktemp("cite") / "xiangqu"))


@pytest.mark.parametrize(
    ("style", "identity"), [(style, identity) for style in WANTED for identity in WANTED[style]]
)
def test_as_the_styles_have_it(repo: Repo, style: str, identity: str | None) -> None:
    assert cite(repo, identity, style) == WANTED[style][identity]


@pytest.mark.slow
def test_every_claim_is_found_again(repo: Repo) -> None:
    """From the words of the citation alone: id and version, then the quotation at its offsets."""
    claims = {row["id"]: row for row in tables.read(repo.data, "claims")}
    texts = {row["id"]: row["text"] for row in tables.read(repo.data, "paragraphs")}
    for identity in claims:
        cited = item(repo, identity)
        for style in STYLES:
            found = render(cited, style).replace("\\%", "%")
            (name,) = {*re.findall(r"[a-z-]+-\d{4}\.p\d+\.c\d+", found)}
            assert __version__ in re.findall(r'(?i)version"?:? "?(\d+\.\d+\.\d+)', found)
            claim, text = claims[name], texts[claims[name]["paragraph"]]
            sentence, words = re.findall("「(.*?)」", found)[:2]
            assert text[claim["start"] : claim["end"]] == claim["text"] == words
            places = [m.start() for m in re.finditer(f"(?={re.escape(sentence)})", text)]
            assert any(at <= claim["start"] and claim["end"] <= at + len(sentence) for at in places)


@pytest.mark.slow
def test_every_piece_has_a_citation(repo: Repo) -> None:
    for config in ("documents", "sections", "paragraphs"):
        for row in tables.read(repo.data, config):
            quoted = re.search("「(.*)」$", item(repo, row["id"])["title"])
            assert (quoted is None) == (config == "documents")
            if quoted and config == "paragraphs":
                assert row["text"].startswith(quoted[1].removesuffix("…"))
                assert len(quoted[1]) <= LONGEST + 1


@pytest.mark.parametrize("style", STYLES)
def test_the_command(command: Command, repo: Repo, style: str) -> None:
    code, out, err = command("cite", CLAIM, "--style", style, "--root", repo.root)
    assert (code, out) == (0, cite(repo, CLAIM, style) + "\n")
    assert "no date of release" in err and err.count("\n") == 1


@pytest.mark.parametrize("identity", ["nowhere", "yueyanglou-report-2021.p006.c99", ""])
def test_no_such_id(command: Command, identity: str) -> None:
    code, out, err = command("cite", identity)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "yanfeng-feature-2021.p009.c01 (a claim)" in err


@pytest.mark.parametrize("config", ["claims", "sections", "documents"])
def test_tables_that_do_not_fit_each_other(config: str, copy: Repo, command: Command) -> None:
    file = copy.data / config / tables.FILE
    file.write_bytes(tables.encode(tables.parse(file.read_bytes(), file).slice(0, 0)))
    code, _, err = command("cite", "nowhere", "--root", copy.root)
    assert (code, err.count("\n")) == (2, 1) and "ids look like" in err
    code, _, err = command("cite", "yueyanglou-report-2021.p006", "--root", copy.root)
    assert code == (1 if config == "documents" else 0)
    assert ("do not fit each other" in err) == (config == "documents")


def test_a_genre_that_is_not_in_the_vocabulary(copy: Repo, command: Command) -> None:
    file = copy.vocabularies / "genres.json"
    file.write_text(file.read_text("utf-8").replace('"id": "report"', '"id": "paper"'), "utf-8")
    code, _, err = command("cite", CLAIM, "--root", copy.root)
    assert (code, err.count("\n")) == (1, 1) and "the genre of yueyanglou-report-2021" in err


def test_what_the_publisher_gives_is_cited(copy: Repo) -> None:
    file = nothing_given(copy).root / cff.NAME
    file.write_text(file.read_text(encoding="utf-8") + RELEASED, encoding="utf-8")
    doi, url = "10.1234/example_1", "https://example.org/a_b%20c"
    whole = {style: cite(copy, None, style) for style in STYLES}
    assert "(2030)" in whole["apa"] and whole["apa"].endswith(f"https://doi.org/{doi}")
    assert f"[DS/OL]. (2030-01-02). {url}. DOI:{doi}." in whole["gbt7714"]
    assert f"year = {{2030}},\n  doi = {{{doi}}},\n  url = {{{url}}}" in whole["bibtex"]
    assert f"PY  - 2030\nDO  - {doi}\nUR  - {url}\n" in whole["ris"]
    part = {style: cite(copy, CLAIM, style) for style in STYLES}
    assert f"(Version {__version__}, 2030). https://doi.org/{doi}" in part["apa"]
    assert "([2021])" in part["apa"] and "[2021]" in part["gbt7714"]
    assert f"[DS/OL]//The XiangQu maintainers. {TITLE}. Version" in part["gbt7714"]
    assert part["gbt7714"].endswith(f"Version {__version__}. 2030. {url}. DOI:{doi}.")
    (parsed,) = json.loads(part["csl-json"])
    assert (parsed["DOI"], parsed["URL"]) == (doi, url)
    assert doi in part["bibtex"] and doi in part["ris"]


def test_persons(copy: Repo) -> None:
    """Only a Latin name has initials and, in GB/T 7714, capitals."""
    file = nothing_given(copy).root / cff.NAME
    people = (
        "- {family-names: Berg, given-names: Ada Eva, name-particle: van den, name-suffix: Jr.}\n"
        "- {family-names: 欧阳, given-names: 修}\n"
        "- name: The XiangQu maintainers\n"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- name: The XiangQu maintainers\n", people), encoding="utf-8")
    assert "Berg, A. E., Jr., 欧阳修, & The XiangQu maintainers. (n.d.)" in cite(copy, None, "apa")
    gbt = cite(copy, None, "gbt7714")
    assert "BERG A E" in gbt and "欧阳修, The XiangQu maintainers. XiangQu (湘区)" in gbt
    names = "{van den Berg}, {Jr.}, {Ada Eva} and {欧阳修} and {The XiangQu maintainers}"
    assert f"author = {{{names}}}" in cite(copy, None, "bibtex")
    assert "AU  - van den Berg, Ada Eva, Jr.\nAU  - 欧阳修\n" in cite(copy, None, "ris")


def test_without_date_or_author(repo: Repo) -> None:
    bare = item(repo, CLAIM) | {"author": []}
    del bare["issued"]
    assert "「8.1%」" in render(bare, "apa") and "(n.d.)" in render(bare, "apa")
    assert render(bare, "gbt7714").startswith("[岳阳市岳阳楼区政府工作报告]: 「")
    assert ": [n.d.], Numeric claim" in render(bare, "gbt7714")
    for style, tags in {"bibtex": ("author =", "year ="), "ris": ("AU  -", "PY  -")}.items():
        assert not any(tag in render(bare, style) for tag in tags)


def test_an_interval_and_a_stated_date(repo: Repo) -> None:
    dated = item(repo, CLAIM) | {"issued": {"date-parts": [[2021, 3, 5]]}}
    assert "白再兴. (2021). " in render(dated, "apa")
    assert ": 2021, Numeric claim" in render(dated, "gbt7714")
    both = item(repo, CLAIM) | {"issued": {"date-parts": [[2021], [2022]], "circa": True}}
    assert "([2021–2022])" in render(both, "apa") and "PY  - 2021\n" in render(both, "ris")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("", "the file: "),
        ("- a list", "the file: "),
        ("title: [", "not YAML: "),
        ("title: x\nversion: 1\n", "the file: 'authors' is"),
        ("title: x\nauthors: [{name: x}]\n", "the file: 'version' is"),
        ("title: ''\nversion: 1\nauthors: [{name: x}]\n", "the file: 'title' is"),
        ("title: x\nversion: 1\nauthors: []\n", "authors: "),
        ("title: x\nversion: 1\nauthors: x\n", "authors: "),
        ("title: x\nversion: [1]\nauthors: [{name: x}]\n", "version: "),
        ("title: x\nversion: ' '\nauthors: [{name: x}]\n", "version: "),
        ("title: x\nversion: 1\nauthors: [{orcid: x}]\n", "authors.0: "),
        ("title: x\nversion: 1\nauthors: [{name: x}, {name: [x]}]\n", "authors.1.name: "),
        ("title: x\nversion: 1\nauthors: [{name: x}]\ndate-released: soon\n", "date-released: "),
        (
            "title: x\nversion: 1\nauthors: [{name: x}]\ndate-released: 2030-02-30",
            "date-released: ",
        ),
        ("title: x\nversion: 1\nauthors: [{name: x}]\ndoi: {}\n", "doi: "),
        ("title: x\nversion: 1\nauthors: [{name: x}]\nurl: [x]\n", "url: "),
        ("title: x\nversion: 1\nauthors: [{name: x}]\ntype: software\n", "type: "),
        ("[" * 9000, "not YAML: "),
        ("\x00", "not YAML: "),
        (None, "no such file; "),
    ],
)
def test_a_citation_file_that_is_none(
    copy: Repo, command: Command, broken: str | None, said: str
) -> None:
    file = copy.root / cff.NAME
    file.unlink()
    if broken is not None:
        file.write_text(broken, encoding="utf-8")
    code, out, err = command("cite", "--root", copy.root)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"{file}: {said}" in err


def test_a_fault_of_our_own_is_no_fault_of_the_file(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_: object) -> None:
        raise KeyError("typo")

    monkeypatch.setattr(cff, "_name", wrong)
    with pytest.raises(KeyError, match="typo"):
        cite(repo, None, "apa")


def test_empty_fields_are_not_given(copy: Repo) -> None:
    text = "title: x\nversion: 1\nauthors: [{name: y, alias: ''}]\ndoi:\ndate-released:\n"
    (copy.root / cff.NAME).write_text(text, encoding="utf-8")
    assert cite(copy, None, "apa") == "y. (n.d.). x (Version 1) [Data set]."


def test_versions_are_no_numbers(copy: Repo) -> None:
    for version in ("0.10", "1.0-rc1", "2030-01"):
        text = f"title: x\nversion: {version}\nauthors: [{{name: y}}]\n"
        (copy.root / cff.NAME).write_text(text, encoding="utf-8")
        assert f"(Version {version})" in cite(copy, None, "apa")


HOSTILE = st.text(st.sampled_from("ab 岳{}\\%&$#_^~@\"',=-\n\r\t\u2028"), max_size=40).filter(
    str.strip
)


def hostile(title: str, name: str) -> Item:
    return {
        "id": "key",
        "type": "dataset",
        "title": title,
        "author": [{"literal": name}, {"family": name, "given": title}],
        "version": "1",
    }


@given(HOSTILE, HOSTILE)
def test_bibtex_holds_any_text(title: str, name: str) -> None:
    lines = render(hostile(title, name), "bibtex").split("\n")
    assert (lines[0], lines[-1], len(lines)) == ("@misc{key,", "}", 5)
    fields = dict(re.fullmatch(r"  (\w+) = \{(.*)\},?", line, re.S).groups() for line in lines[1:4])  # type: ignore[union-attr]
    for value in fields.values():
        depth = 0
        for brace in re.findall(r"[{}]", value):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
        assert not re.search(r"(?<!\\)[%&#$_]|[~^]", value)
    assert plain(fields["title"]) == f"{{{' '.join(title.split())}}}"


def plain(latex: str) -> str:
    """What LaTeX sets, for the commands that are written."""
    signs = {"backslash": "\\", "braceleft": "{", "braceright": "}"}
    signs |= {"asciitilde": "~", "asciicircum": "^"}
    return re.sub(
        r"\\text(\w+)\{\}|\\(.)", lambda m: signs[m[1]] if m[1] else m[2], latex, flags=re.S
    )


@given(HOSTILE, HOSTILE)
def test_ris_holds_any_text(title: str, name: str) -> None:
    lines = render(hostile(title, name), "ris").splitlines()
    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert f"TI  - {' '.join(title.split())}" in lines


@given(HOSTILE, HOSTILE)
def test_styles_hold_any_text(title: str, name: str) -> None:
    for style in ("apa", "gbt7714"):
        assert "\n" not in render(hostile(title, name), style)


def test_an_abstract_of_what_there_is(repo: Repo) -> None:
    """It names districts that there are, and counts nothing."""
    places = {document["place_name"] for document in tables.read(repo.data, "documents")}
    abstract = yaml.safe_load((ROOT / cff.NAME).read_text(encoding="utf-8"))["abstract"]
    assert all(any(name in place for place in places) for name in re.findall("[一-鿿]+", abstract))


def test_parts_of_a_name_that_are_not_given(copy: Repo) -> None:
    text = "title: 语料\nversion: 1\nauthors: [{family-names: Berg, given-names: Ada}]\n"
    (copy.root / cff.NAME).write_text(text, encoding="utf-8")
    assert cite(copy, None, "apa") == "Berg, A. (n.d.). 语料 (Version 1) [Data set]."
    assert cff.dataset(copy)["id"] == "dataset-1", "the title has no Latin word"
    assert cff.full_name({"family-names": "Berg", "name-suffix": "Jr."}) == "Berg Jr."


@pytest.mark.parametrize(
    ("text", "claim", "indicator", "quoted"),
    [
        ("甲，产值增长8%，乙。", "8%", None, "产值增长8%"),
        ("甲，产值大，增长8%，乙。", "8%", "产值", "产值大，增长8%"),
        ("增长8%的，有产值，乙。", "8%", "产值", "增长8%的，有产值"),
        ("产值大。增长8%，乙。", "8%", "产值", "增长8%"),
        (f"产值{'大' * LONGEST}，增长8%，乙。", "8%", "产值", "增长8%"),
        (
            f"产值{'大' * (LONGEST - 7)}，增长8%。",
            "8%",
            "产值",
            f"产值{'大' * (LONGEST - 7)}，增长8%",
        ),
        (f"产值{'大' * (LONGEST - 6)}，增长8%。", "8%", "产值", "增长8%"),
        ("，8%", "8%", None, "8%"),
        ("8%", "8%", None, "8%"),
    ],
)
def test_the_clauses_that_are_quoted(
    text: str, claim: str, indicator: str | None, quoted: str
) -> None:
    def at(words: str) -> dict[str, int]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    assert _clauses(text, at(claim) | {"indicator": indicator and at(indicator)}) == quoted


def test_as_many_clauses_as_fit_are_quoted_of_a_long_text() -> None:
    whole = "一二三四。" * (LONGEST // 5)
    assert _opening(whole) == whole
    assert _opening(whole + "五") == whole[:-1] + "…"
    assert _opening("一" * (LONGEST + 1)) == "一" * LONGEST + "…"


def test_what_a_note_says_of_a_document() -> None:
    stated = {"publisher": "某局", "date": "2021", "date_certainty": "stated"}
    assert _note(stated, "What.") == "What. Text published by 某局."
    inferred = stated | {"publisher": None, "date_certainty": "inferred"}
    assert _note(inferred, "What.") == "What. The date of the text is inferred."
    assert _note(inferred | {"date": None}, "What.") == "What."
