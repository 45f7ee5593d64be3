"""Figures show what their CSV says, which is what the tables say; their texts say it without pictures."""

from __future__ import annotations

import csv
import io
import json
import struct
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import ROOT, Command
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo, sha256
from xiangqu.reader import figures
from xiangqu.reader.figures import groups, series, style
from xiangqu.reader.figures.figure import Figure
from xiangqu.reader.figures.words import LANGUAGES, Words
from xiangqu.tabular import tables

FONT_SHA256 = "3252b75c3eec07f73d68a95fa5152fc5c6a1a83bb89ef84ce8c226380bf4a95f"
pytestmark = pytest.mark.slow  # to load and use the plotting library takes seconds
pytest.importorskip("matplotlib")

SVG = "{http://www.w3.org/2000/svg}"
CORPUS = (
    *("theme-share-by-document", "claims-by-theme", "targets-and-outcomes", "growth-by-year"),
    "periods-by-document",
)
MANY = (
    *("theme-share-by-year", "theme-share-by-place", "claims-by-theme", "claims-by-year"),
    *("claims-by-place", "targets-over-years", "growth-over-years", "periods-by-year"),
)
REPORTS = ROOT / "tests" / "reports" / "texts"


def drafted(folder: Path, texts: list[dict[str, str]]) -> Repo:
    """Drafts of ``texts``, in ``folder``: each with its id and text, and what else is known of it."""
    table = folder.parent / "texts.jsonl"
    table.write_text("".join(f"{json.dumps(text)}\n" for text in texts), encoding="utf-8")
    words = ["annotate", table, "--text-column", "text", "--output", folder]
    subprocess.run([sys.executable, "-m", "xiangqu", *words], check=True, capture_output=True)
    return Repo(folder)


def year_of(text: str, year: int) -> str:
    """The text as if written in another year."""
    return text.replace("2025", str(year)).replace("2024", str(year - 1))


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(Repo(ROOT))


@pytest.fixture(scope="module")
def made(words: Words) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures.of(Repo(ROOT), words)}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Drafts of ten reports."""
    texts = [{"id": f.stem, "text": f.read_text("utf-8")} for f in sorted(REPORTS.glob("*.txt"))]
    return drafted(tmp_path_factory.mktemp("reports") / "drafts", texts)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Drafts of short reports of fourteen years and two places."""
    text = (REPORTS / "yinzhou-report-2025.txt").read_text("utf-8")
    texts = [
        {"id": f"r{year}-{place}", "text": year_of(text, year), "date": str(year), "place": place}
        for year in range(2012, 2026)
        for place in ("330212", "430602")
    ]
    return drafted(tmp_path_factory.mktemp("many") / "drafts", texts)


def rows(figure: Figure) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(figures.to_csv(figure.rows).decode())))


def drawn(figure: Figure, words: Words, language: str = "en") -> Any:
    """The figure of matplotlib, to look into."""
    with style.settings():
        return figure.draw(figure.rows, words, language)


def texts_of(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts]


# The numbers, counted here in another way than the package does


def test_theme_shares(made: dict[str, Figure]) -> None:
    found = Counter[tuple[str, str]]()
    for paragraph in tables.read(Repo(ROOT).data, "paragraphs"):
        for sentence in paragraph["sentences"]:
            if sentence["theme"]:
                found[paragraph["document"], sentence["theme"]] += 0
        for span in paragraph["theme_spans"]:
            found[paragraph["document"], span["theme"]] += len(span["text"])
    total = Counter[str]()
    for (document, _), number in found.items():
        total[document] += number
    shown = {(r["document"], r["theme"]): r for r in rows(made["theme-share-by-document"])}
    assert {
        key: int(row["characters"]) for key, row in shown.items() if row["characters"] != "0"
    } == found
    for (document, theme), row in shown.items():
        assert float(row["share"]) == pytest.approx(
            found[document, theme] / total[document], abs=1e-4
        )


def test_claims_by_theme(made: dict[str, Figure]) -> None:
    claims = tables.read(Repo(ROOT).data, "claims")
    found = Counter((claim["theme"], claim["status"]) for claim in claims)
    shown = {(r["theme"], r["status"]): int(r["claims"]) for r in rows(made["claims-by-theme"])}
    assert {key: number for key, number in shown.items() if number} == found


def test_growth(made: dict[str, Figure]) -> None:
    claims = [c for c in tables.read(Repo(ROOT).data, "claims") if c["measure"] == "growth"]
    dated = {
        (c["id"], str(c["period_end"].year), c["value"] * (-1 if c["direction"] == "down" else 1))
        for c in claims
        if c["period_end"]
    }
    shown = rows(made["growth-by-year"])
    assert {(r["claim"], r["year"], float(r["value"])) for r in shown} == dated
    assert f"{len(claims) - len(dated)} more have no period or" in made["growth-by-year"].caption.en


def test_periods(made: dict[str, Figure]) -> None:
    claims = tables.read(Repo(ROOT).data, "claims")
    found = Counter((c["document"], c["period_end"].year) for c in claims if c["period_end"])
    shown = {
        (r["document"], int(r["period_year"])): int(r["claims"])
        for r in rows(made["periods-by-document"])
    }
    assert {key: number for key, number in shown.items() if number} == found
    inferred = Counter(
        (c["document"], c["period_end"].year) for c in claims if c["period_source"] == "document"
    )
    assert inferred == {
        (r["document"], int(r["period_year"])): int(r["from_document"])
        for r in rows(made["periods-by-document"])
        if r["from_document"] != "0"
    }
    texts = tables.read(Repo(ROOT).data, "documents")
    for kind in ("review", "plan"):
        spans = {
            text["id"]: [*map(int, (text[f"{kind}_period"] or "1/0").split("/"))] for text in texts
        }
        years = {
            (key, year) for key, (first, last) in spans.items() for year in range(first, last + 1)
        }
        assert marked(made["periods-by-document"], kind) == years
    written = {(text["id"], int(text["date"][:4])) for text in texts}
    assert marked(made["periods-by-document"], "written") == written


def marked(figure: Figure, kind: str) -> set[tuple[str, int]]:
    return {(r["document"], int(r["period_year"])) for r in rows(figure) if r[kind] == "True"}


def test_targets_stand_beside_outcomes_that_can_be_compared(made: dict[str, Figure]) -> None:
    shown = rows(made["targets-and-outcomes"])
    claims = {claim["id"]: claim for claim in tables.read(Repo(ROOT).data, "claims")}
    gdp = [r for r in shown if r["indicator"] == "gdp" and r["measure"] == "level"]
    assert [(r["year"], r["status"], r["value"]) for r in gdp] == [
        ("2015", "actual", "52800000000"),
        ("2020", "estimate", "73500000000"),
        ("2025", "target", "100000000000"),
    ]
    for row in shown:
        claim = claims[row["claim"]]
        assert float(row["value"]) == claim["value"]
        assert row["indicator"] == claim["indicator_id"]
    # 1006 in five years are not the outcome of a target of 204 for one
    assert "old_estates_renovated" not in {r["indicator"] for r in shown}


def test_targets_are_paired_as_the_relations_say(
    made: dict[str, Figure], reports: Repo, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure, target = made["targets-and-outcomes"], "yueyanglou-report-2021.p027.c01"
    relations = tables.read(Repo(ROOT).data, "relations")
    related = {claim for row in relations for claim in row["claims"]}
    assert target in {row["claim"] for row in rows(figure)} <= related
    assert "decided" in figure.caption.en
    not_comparable = [
        row | {"verdict": "not_comparable"} if target in row["claims"] else row for row in relations
    ]
    monkeypatch.setattr(series.tables, "read", lambda *_: not_comparable)
    fewer = series.targets(Repo(ROOT), words)
    assert fewer and "gdp" not in {r["indicator"] for r in fewer.rows if r["measure"] == "level"}
    drafts = series.targets(reports, words)
    assert drafts and "made by a rule" in drafts.caption.en


# What is drawn is what the CSV says


def test_the_cells_show_the_shares(made: dict[str, Figure], words: Words) -> None:
    figure = made["theme-share-by-document"]
    (axes,) = drawn(figure, words).axes
    shares = [float(row["share"]) for row in rows(figure)]
    assert [*axes.collections[0].get_array().ravel()] == shares
    shown = ["" if not s else "<1" if s < 0.005 else f"{100 * s:.0f}" for s in shares]
    assert texts_of(axes) == shown


def test_the_bars_are_as_long_as_the_claims_are_many(made: dict[str, Figure], words: Words) -> None:
    figure = made["claims-by-theme"]
    (axes,) = drawn(figure, words).axes
    shown = rows(figure)
    widths = {
        (bar.get_y(), bars.get_label()): bar.get_width() for bars in axes.containers for bar in bars
    }
    themes = list(dict.fromkeys(row["theme"] for row in shown))
    places = sorted({y for y, _ in widths})
    for row in shown:
        y = places[themes.index(row["theme"])]
        assert widths[y, row["status_en"]] == int(row["claims"])
    totals = [sum(int(r["claims"]) for r in shown if r["theme"] == theme) for theme in themes]
    assert texts_of(axes) == [str(total) for total in totals]


def test_the_points_are_the_values(made: dict[str, Figure], words: Words) -> None:
    for name, x, y in (
        ("growth-by-year", "value", None),
        ("targets-and-outcomes", "year", "value"),
    ):
        figure = made[name]
        marks = Counter(
            (float(line.get_xdata()[0]), float(line.get_ydata()[0]) if y else None)
            for axes in drawn(figure, words).axes
            for line in axes.lines
            if line.get_marker() in style.MARKERS.values() and line.get_linestyle() == "None"
        )
        assert marks == Counter((float(r[x]), float(r[y]) if y else None) for r in rows(figure))


def test_each_point_says_its_value(made: dict[str, Figure], words: Words) -> None:
    signs = {"about": "≈", "at_least": "≥", "exact": ""}
    figure = made["growth-by-year"]
    (axes,) = drawn(figure, words).axes
    basis = {"annual_average": " a year", "since": " in all"}
    shown = rows(figure)
    said = [f"{signs[r['bound']]}{r['value']}{basis.get(r['basis'], '')}" for r in shown]
    assert texts_of(axes) == [text.replace("-", "−") for text in said]
    heads = dict.fromkeys(r["year"] for r in shown)
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert [n for n in names if n not in heads] == [r["indicator_en"] for r in shown]
    assert [n for n in names if n in heads] == [*heads]
    low, high = axes.get_xlim()
    assert all(low < float(r["value"]) < high for r in shown)
    figure = made["targets-and-outcomes"]
    found = Counter(text for axes in drawn(figure, words).axes for text in texts_of(axes))
    points = {(r["indicator"], r["measure"], r["year"], r["value"]): r for r in rows(figure)}
    assert found == Counter(
        signs[r["bound"]] + words.amount(float(r["value"]), "en") for r in points.values()
    )


@pytest.mark.parametrize("name", ["targets-and-outcomes", "growth-by-year", "periods-by-document"])
def test_the_words_name_the_years(name: str, made: dict[str, Figure]) -> None:
    column = "period_year" if name.startswith("periods") else "year"
    years = [int(row[column]) for row in rows(made[name])]
    assert f"from {min(years)} to {max(years)}" in made[name].alt.en


def test_settings_of_the_user_change_nothing(made: dict[str, Figure], words: Words) -> None:
    import matplotlib

    figure = made["periods-by-document"]
    ours = style.svg(figure, words, "en")
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        assert style.svg(figure, words, "en") == ours


def test_the_columns_are_as_high_as_the_claims_are_many(
    made: dict[str, Figure], words: Words
) -> None:
    figure = made["periods-by-document"]
    shown = rows(figure)
    drawing = drawn(figure, words)
    for document, axes in zip(
        dict.fromkeys(r["document"] for r in shown), drawing.axes, strict=True
    ):
        ours = [r for r in shown if r["document"] == document]
        numbers = [int(r["claims"]) for r in ours]
        inferred = [int(r["from_document"]) for r in ours]
        heights = [bar.get_height() * max(numbers) for bar in axes.patches]
        assert heights[1::2] == pytest.approx(inferred)
        tops = [(bar.get_y() + bar.get_height()) * max(numbers) for bar in axes.patches[1::2]]
        assert tops == pytest.approx(numbers)
        assert {*texts_of(axes)} <= {str(number) for number in numbers}


def test_medians(many: Repo, words: Words) -> None:
    """Of values counted here, and drawn as they stand in the CSV."""
    made = {figure.name: figure for figure in figures.of(many, Words(many))}
    assert (*made,) == MANY
    assert all("drafted by rules" in figure.caption.en for figure in made.values())
    shown = rows(made["growth-over-years"])
    claims = pq.read_table(many.root / "claims").to_pylist()
    gdp = [r for r in shown if r["indicator"] == "gdp"]
    assert len(gdp) == 14
    for row in gdp:
        values = [
            c["value"]
            for c in claims
            if (c["indicator_id"], c["measure"], c["period"]) == ("gdp", "growth", row["year"])
            and c["status"] == "actual"
        ]
        assert len(values) == int(row["claims"]) == 2
        assert float(row["value"]) == values[0]
    (axes, *_) = drawn(made["growth-over-years"], words).axes
    assert "from 2011 to 2025" in made["targets-over-years"].alt.en
    line = next(line for line in axes.lines if line.get_marker() == "o")
    assert [*line.get_ydata()] == [float(r["value"]) for r in gdp]


# Texts for those who do not see them, and files that show nothing else


def check_svg(svg: str, figure: Figure, language: str) -> None:
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None and title.text == figure.title.in_(language)
    assert description is not None and description.text == figure.alt.in_(language)
    assert "XiangQu Sans" not in svg and root.get("font-family", "").startswith("Noto Sans CJK SC")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len({*ids}) == len(ids)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in (
            "script",
            "style",
            "foreignObject",
            "image",
            "a",
        )
        assert "style" not in element.attrib
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not name.endswith("href") or value.startswith("#")
            assert "url(" not in value or "url(#" in value


def test_svg(made: dict[str, Figure], words: Words) -> None:
    for name in ("theme-share-by-document", "periods-by-document"):
        svg = style.svg(made[name], words, "zh")
        check_svg(svg, made[name], "zh")
        assert svg == style.svg(made[name], words, "zh")


def test_every_text_is_filled(made: dict[str, Figure], many: Repo, words: Words) -> None:
    for figure in [*made.values(), *figures.of(many, words)]:
        for said in (figure.title, figure.caption, figure.alt):
            assert said.zh and said.en and "{" not in said.zh + said.en
    told = figures.captions(list(made.values()))
    for figure in made.values():
        for language in LANGUAGES:
            assert "rules" not in figure.caption.en
            assert figure.caption.in_(language) in told and figure.alt.in_(language) in told


def test_no_figure_is_said_and_not_made(words: Words) -> None:
    said = json.loads((ROOT / "schema" / "figures.json").read_text("utf-8"))["figures"]
    assert {*said} == {*CORPUS, *MANY}


# The font


def test_the_font_is_the_one_that_is_described() -> None:
    assert sha256(style.FONT.read_bytes()) == FONT_SHA256, "put its new hash here"
    assert "SIL OPEN FONT LICENSE" in style.FONT.with_name("OFL.txt").read_text("utf-8")


def glyphs() -> set[int]:
    from matplotlib.ft2font import FT2Font

    return {*FT2Font(str(style.FONT)).get_charmap()}


def test_the_font_has_what_figures_say(made: dict[str, Figure]) -> None:
    """All of GB 2312, every name of a label and a place, every text of a figure."""
    chinese = "".join(
        bytes([row, cell]).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    labels = "".join(
        f.read_text("utf-8") for f in (ROOT / "schema" / "vocabularies").glob("*.json")
    )
    places = json.loads((ROOT / "schema/rules/places.json").read_text("utf-8"))["places"]["values"]
    shown = chinese + labels + "".join(places.values()) + "".join(str(f) for f in made.values())
    assert {ord(c) for c in shown if c.isprintable()} - glyphs() == set()


# Any corpus


def test_hostile_names_are_text(tmp_path: Path, words: Words) -> None:
    names = ["$x^2$.txt", "<script>alert(1)</script>&", "a\x1b[31m\u202eb" * 30]
    line = "2024年，全区新建学校3所，增长5%。2025年，地区生产总值增长6%以上。\n"
    repo = drafted(tmp_path / "drafts", [{"id": name, "text": line} for name in "ab"])
    made = figures.of(repo, words)
    for figure in made:
        for row in figure.rows:
            for column in row:
                if column in ("document_zh", "document_en", "indicator_en", "theme_en"):
                    row[column] = names[len(row[column]) % 3]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_svg(style.svg(figure, words, "en"), figure, "en")


def test_nothing_to_show(tmp_path: Path, words: Words) -> None:
    with pytest.raises(DataError, match="no such file"):
        figures.of(Repo(tmp_path), words)
    repo = drafted(tmp_path / "drafts", [{"id": "a", "text": "没有数字。\n"}])
    assert [figure.name for figure in figures.of(repo, words)] == ["theme-share-by-document"]


def test_a_claim_without_id_or_status_is_shown(tmp_path: Path, words: Words) -> None:
    repo = drafted(tmp_path / "drafts", [{"id": "a", "text": "2024年，奇异事物增长5%。\n"}])
    (growth,) = [figure for figure in figures.of(repo, words) if figure.name == "growth-by-year"]
    (row,) = growth.rows
    assert (row["indicator"], row["indicator_en"], row["value"]) == ("", "奇异事物", 5)
    row["status"] = None
    (axes,) = drawn(growth, words).axes
    assert texts_of(axes) == ["5"]


def test_texts_stand_side_by_side_up_to_a_number(
    words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, name in ((5, "theme-share-by-document"), (4, "theme-share-by-year")):
        monkeypatch.setattr(groups, "MOST", most)
        assert figures.of(Repo(ROOT), words)[0].name == name


def test_a_table_of_several_files_counts_as_one(many: Repo, tmp_path: Path, words: Words) -> None:
    for config in ("documents", "themes", "claims"):
        (tmp_path / config).mkdir()
        table = pq.read_table(many.root / config)
        for number, start in enumerate(range(0, len(table), 97)):
            part = tmp_path / config / f"part-{number:05}.parquet"
            pq.write_table(table.slice(start, 97), part, write_page_checksum=True)
    (tmp_path / "paragraphs").mkdir()
    one, other = (figures.of(repo, words) for repo in (many, Repo(tmp_path)))
    assert [figure.rows for figure in one] == [figure.rows for figure in other]


def test_years_and_places_are_taken_together(words: Words) -> None:
    texts = [
        {"id": str(n), "date": f"{1990 + n}" if n else None, "place": f"43{n % 20:02}{n % 7:02}"}
        for n in range(30)
    ]
    years = groups.by_year(words, texts)
    assert len(years.labels) <= groups.MOST + 1
    assert (
        years.labels["1991"].en == "1991–1993" and years.of["3"] == "1991" and years.of["0"] == ""
    )
    places = groups.by_place(Repo(ROOT), words, texts)
    assert [*places.labels] == ["430000"] and places.labels["430000"].zh == "湖南省"
    far = [row | {"place": f"{11 + int(row['id'])}0101"} for row in texts]
    assert len(groups.by_place(Repo(ROOT), words, far).labels) <= groups.MOST
    assert {*groups.by_place(Repo(ROOT), words, far).of.values()} >= {"110000", "others"}


def test_periods_of_other_length_are_not_compared() -> None:
    import datetime as dt

    def months(kind: str | None, *ends: tuple[int, int, int]) -> int:
        start, end = (dt.date(*end) for end in ends)
        return series._months({"period_type": kind, "period_start": start, "period_end": end})

    assert months("duration", (2025, 1, 1), (2025, 6, 30)) == 6
    assert months(None, (2025, 1, 1), (2025, 12, 31)) == 12
    assert months("average", (2021, 1, 1), (2025, 12, 31)) == 12
    assert months("instant", (2021, 1, 1), (2025, 12, 31)) == 0


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (73.5e9, "735亿", "73.5 bn"),
        (3.68e12, "3.68万亿", "3.68 tn"),
        (9000, "9,000", "9,000"),
        (12000, "1.2万", "12,000"),
        (1234567890, "12.3456789亿", "1.23456789 bn"),
        (-6.5, "-6.5", "-6.5"),
    ],
)
def test_amounts(value: float, zh: str, en: str, words: Words) -> None:
    assert (words.amount(value, "zh"), words.amount(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("text", "width", "most", "lines"),
    [
        ("地区生产总值", 100, 1, "地区生产总值"),
        ("地区生产总值", 8, 1, "地区…"),
        ("地区生产总值", 8, 2, "地区生\n产总值"),
        ("Gross domestic product", 24, 2, "Gross domestic\nproduct"),
        ("x" * 40, 10, 1, "xxxxxx…"),
        ("", 10, 1, ""),
    ],
)
def test_lines(text: str, width: float, most: int, lines: str) -> None:
    assert style.lines(text, width, most) == lines


# The verb


def test_the_verb_writes_into_its_folder(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style, "both", lambda figure, words, language: (figure.name, b"PNG"))
    folder = tmp_path / "figures"
    assert command("figures", ROOT, "-o", folder, "--lang", "zh")[0] == 0
    wanted = {f"{name}{end}" for name in CORPUS for end in (".csv", ".zh.svg", ".zh.png")}
    assert {f.name for f in folder.glob("[!.]*")} == {*wanted, "captions.md"}
    assert command("figures", ROOT, "-o", folder, "--lang", "zh")[0] == 0
    table = folder / f"{CORPUS[0]}.csv"
    table.write_text("mine\n", encoding="utf-8")
    code, _, err = command("figures", ROOT, "-o", folder)
    assert code == 2 and "--force" in err and table.read_text("utf-8") == "mine\n"
    assert command("figures", ROOT, "-o", folder, "--force")[0] == 0
    assert table.read_text("utf-8").startswith("theme,")


def test_the_verb_on_drafts(reports: Repo, tmp_path: Path, command: Command) -> None:
    assert command("figures", reports.root, "-o", tmp_path, "--lang", "zh")[0] == 0
    assert {f.stem for f in tmp_path.glob("*.csv")} == {
        *CORPUS[:3],
        *("growth-over-years", "periods-by-document"),
    }
    for file in tmp_path.glob("*.png"):
        wide, _ = struct.unpack(">II", file.read_bytes()[16:24])
        assert wide == int(style.WIDTH * style.MM * style.DOTS)
    for file in tmp_path.glob("*.svg"):
        ET.fromstring(file.read_text("utf-8"))


def test_the_verb_on_the_corpus(tmp_path: Path, command: Command) -> None:
    """The same bytes twice; and in another process, whose hashes are salted otherwise."""
    one, other = tmp_path / "one", tmp_path / "other"
    assert command("figures", ROOT, "-o", one)[0] == 0
    run = [sys.executable, "-m", "xiangqu", "figures", ROOT, "-o", other]
    subprocess.run(run, check=True, capture_output=True)
    names = {file.name for file in one.glob("[!.]*")}
    assert len(names) == 5 * len(CORPUS) + 1
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_nothing_is_cut_and_the_layout_holds(many: Repo, reports: Repo, words: Words) -> None:
    """No text leaves the figure, and matplotlib warns of no glyph or layout."""
    for repo in (Repo(ROOT), reports, many):
        for figure in figures.of(repo, words):
            for language in LANGUAGES:
                with warnings.catch_warnings(), style.settings():
                    warnings.simplefilter("error")
                    drawing = figure.draw(figure.rows, words, language)
                    drawing.savefig(io.BytesIO(), format="png")
                inches = drawing.dpi_scale_trans.inverted()
                legends = [
                    legend.get_window_extent().transformed(inches) for legend in drawing.legends
                ]
                wide, high = drawing.get_size_inches()
                for box in [drawing.get_tightbbox(), *legends]:
                    assert -0.02 <= box.x0 <= box.x1 <= wide + 0.02, (figure.name, language, box)
                    assert -0.02 <= box.y0 <= box.y1 <= high + 0.02, (figure.name, language, box)
                assert all(t.get_fontsize() >= style.SMALL for t in drawing.findobj(is_text))


def is_text(artist: Any) -> bool:
    from matplotlib.text import Text

    return isinstance(artist, Text) and bool(artist.get_text())


def test_without_matplotlib_one_line_says_what_to_install(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = command("figures", ROOT, "-o", tmp_path / "figures")
    assert (code, out) == (2, "")
    assert err == "xiangqu: figures need an extra: pip install 'xiangqu[figures]'\n"
    assert not (tmp_path / "figures").exists()


def test_counting_needs_no_matplotlib() -> None:
    code = "import sys, xiangqu.cli, xiangqu.reader.figures; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
