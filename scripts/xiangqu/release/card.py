"""Figures in documents: computed results, written between markers that name them.

``<!-- figure NAME -->`` … ``<!-- /figure -->`` in Markdown; ``# figure NAME`` … ``# /figure`` in
the YAML at the head of README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..annotation.errors import DataError
from ..annotation.spot_check import wilson
from ..annotation.vocabulary import Vocabulary
from ..compare.agreement import FIELD_SCORES
from ..compare.scores import three_decimals
from ..tabular.stats import Counts
from ..tabular.tables import DEFAULT, SCHEMAS, TASKS
from .markdown import numbers, words

Row = dict[str, Any]
MANY = 25

_MARKED = re.compile(
    r"(?m)^(?P<open>(?:<!-- figure (?P<md>[\w -]+) -->|# figure (?P<yaml>[\w -]+))\n)"
    r"(?:(?!<!-- /?figure|# /?figure).*\n)*?"
    r"(?P<close>(?:<!-- /figure -->|# /figure)$)"
)
_MARKER_LIKE = re.compile(r"(?m)^[ \t]*(?:<!--|#)[ \t]*/?figure.*$")


def fill(text: str, figures: dict[str, str], name: str, needed: tuple[str, ...]) -> str:
    """``text`` with every marked figure replaced.

    Raises DataError, naming the document, if it marks an unknown figure or lacks a needed one.
    """
    seen: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        wanted = match["md"] or match["yaml"]
        if wanted not in figures:
            raise DataError(f"{name}: no figure {wanted!r}; there are {', '.join(figures)}")
        seen.add(wanted)
        return match["open"] + figures[wanted] + match["close"]

    filled = _MARKED.sub(replace, text)
    if len(_MARKER_LIKE.findall(text)) != 2 * len(_MARKED.findall(text)):
        raise DataError(f"{name}: a marker of a figure is damaged or lacks its other end")
    if lost := [figure for figure in needed if figure not in seen]:
        raise DataError(f"{name}: the markers of figure {lost[0]!r} are missing or damaged")
    return filled


def shown(text: str) -> Iterator[tuple[str, int, str]]:
    """Every marked figure of ``text``: its name, the line of its first marker, what it shows."""
    for match in _MARKED.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        content = match[0].removeprefix(match["open"]).removesuffix(match["close"])
        yield match["md"] or match["yaml"], line, content


def figures(
    counts: Counts,
    hashes: dict[str, str],
    sizes: dict[str, int],
    layers: list[Row],
    rates: dict[str, tuple[int, int, float, float]],
    extractors: list[Row],
    drafts: dict[str, dict[str, float | None]],
    baselines: Row,
    labels: dict[str, Vocabulary],
    fitness: Counter[str],
    documents: list[Row],
    relations: list[Row],
    shared_relations: list[Row],
    audit: Row,
    licences: list[str],
) -> dict[str, str]:
    """The figures by name. ``hashes`` and ``sizes`` (rows) are by config, ``layers`` the agreement
    of the passes, ``rates`` the errors that the audit found, ``extractors`` the saved benchmark,
    ``drafts`` the scores of whole drafts,
    ``baselines`` the saved scores by model, ``labels`` the vocabularies by column, ``fitness`` how often
    a row read alone was right, ``documents`` and ``relations`` the rows of those tables,
    ``shared_relations`` the agreement of the passes on relations, ``audit`` the saved scores of the audit,
    ``licences`` the names of what is permitted or reserved.
    """
    columns = list(counts["layers"]["claims"])
    tables = {name: _cross_table(name, table, columns) for name, table in counts.items()}
    heads, planted = planted_rows(audit.get("planted", []))
    return tables | {
        "license": _licence_yaml(licences),
        "configs": configs_yaml(hashes, "corpus/data/{}/train-*.parquet"),
        "tables": _tables(sizes),
        "agreement": numbers(*agreement_rows(layers)),
        "agreement on attributes": numbers(*attribute_rows(layers)),
        "error rates": numbers(*error_rows(rates)),
        "extractors": numbers(*extractor_rows(extractors)),
        "drafts": numbers(*draft_rows(drafts)),
        "documents": words(*document_rows(documents)),
        "baselines": numbers(*baseline_rows(baselines)),
        "labels": _labels(labels),
        "fitness": numbers(*fitness_rows(fitness)),
        "relations": numbers(*relation_rows(relations)),
        "findings": words(*finding_rows(relations)),
        "agreement on relations": numbers(*shared_relation_rows(shared_relations)),
        "planted in short": numbers(heads, planted[-1:]),
        "planted faults": numbers(heads, planted),
        "proposals": numbers(*proposal_rows(audit.get("proposals", []))),
    }


def relation_rows(relations: list[Row]) -> tuple[list[str], list[list[str]]]:
    """How many relations of each kind have each verdict."""
    counts = Counter((row["kind"], row["verdict"]) for row in relations)
    verdicts = ("consistent", "within_rounding", "not_comparable", "inconsistent")
    kinds = dict.fromkeys(row["kind"] for row in relations)
    return ["kind", *verdicts], [
        [f"`{kind}`", *(str(counts[kind, verdict]) for verdict in verdicts)] for kind in kinds
    ]


def finding_rows(relations: list[Row]) -> tuple[list[str], list[list[str]]]:
    """The relations whose numbers disagree: all that are inconsistent, and figures told with two values."""
    found = [
        row
        for row in relations
        if row["verdict"] == "inconsistent"
        or (row["kind"] == "differs" and row["verdict"] == "not_comparable")
    ]
    heads = [
        "relation",
        "arithmetic",
        "verdict",
        "what is compared, and what else could explain it",
    ]
    return heads, [
        [f"`{r['id']}`", r["arithmetic"], r["reason"] or r["verdict"], r["explanation"]]
        for r in sorted(found, key=lambda r: r["verdict"])
    ]


def shared_relation_rows(rows: list[Row]) -> tuple[list[str], list[list[str]]]:
    """The agreement of the two blind passes on relations, from `xiangqu.tabular.relations.agreement`."""
    return ["kind", "one", "two", "shared", "F1", "same verdict"], [
        [
            row["kind"],
            *(str(row[name]) for name in ("one", "two", "shared")),
            three_decimals(row["f1"]),
            str(row["same"]),
        ]
        for row in rows
    ]


def planted_rows(rows: list[Row]) -> tuple[list[str], list[list[str]]]:
    """How many of the contradictions that were planted the audit finds, and how many innocents it accuses."""
    names = "texts", "faults", "found", "accused"
    total = {"kind": "all"} | {name: sum(row[name] for row in rows) for name in names}
    heads = ["planted", "texts", "at fault", "found", "innocents accused", "precision", "recall"]
    return heads, [
        [
            row["kind"],
            *(str(row[name]) for name in names),
            three_decimals(_ratio(row["found"], row["found"] + row["accused"])),
            three_decimals(_ratio(row["found"], row["faults"])),
        ]
        for row in ([*rows, total] if rows else [])
    ]


def proposal_rows(rows: list[Row]) -> tuple[list[str], list[list[str]]]:
    """How many of the relations that were decided by reading the rules propose."""
    names = "decided", "proposed", "shared"
    return ["kind", *names, "precision", "recall"], [
        [
            f"`{row['kind']}`",
            *(str(row[name]) for name in names),
            three_decimals(_ratio(row["shared"], row["proposed"])),
            three_decimals(_ratio(row["shared"], row["decided"])),
        ]
        for row in rows
    ]


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def extractor_rows(rows: list[Row]) -> tuple[list[str], list[list[str]]]:
    """A saved benchmark: F1 of exact spans, and with value and unit, on both sets; relative speed."""
    heads = ["extractor", "corpus", "+ value, unit", "held out", "+ value, unit", "speed"]
    return heads, [
        [
            row["tool"],
            *(
                three_decimals(row.get(which, {}).get(level))
                for which in ("corpus", "held-out")
                for level in ("span", "unit")
            ),
            f"{row['speed']:.3g}",
        ]
        for row in rows
    ]


def document_rows(documents: list[Row]) -> tuple[list[str], list[list[str]]]:
    """What each text is: a row a document."""
    columns = ["id", "title", "genre", "place_name", "date", "review_period", "plan_period"]
    return columns, [
        [f"`{row['id']}`", *(row[name] or "–" for name in columns[1:])] for row in documents
    ]


def draft_rows(
    scores: dict[str, dict[str, float | None]],
) -> tuple[list[str], list[list[str]]]:
    """The saved scores of whole drafts: a row a measure, a column a set."""
    measures = dict.fromkeys(name for of in scores.values() for name in of)
    return ["measure", *scores], [
        [name, *(three_decimals(of.get(name)) for of in scores.values())] for name in measures
    ]


def baseline_rows(models: Row) -> tuple[list[str], list[list[str]]]:
    """Saved baselines: the scores of each model by held-out document, and over all of them."""
    heads = ["model", "held out", "claims P", "R", "F1", "themes acc.", "macro-F1"]
    return heads, [
        [model, held_out, *(three_decimals(n) for config in TASKS for n in scores[config].values())]
        for model, documents in dict(models).items()
        for held_out, scores in documents.items()
    ]


def agreement_rows(layers: list[Row]) -> tuple[list[str], list[list[str]]]:
    """Scores by layer, from `xiangqu.release.saved.agreement_by_layer`: the heads and the rows of a table."""
    heads = ["layer", "one", "two", "shared", "exact F1", "overlap F1", "gamma", "kappa", "alpha"]
    return heads, [
        [
            layer["layer"],
            *(str(layer[name]) for name in ("one", "other", "shared")),
            *(three_decimals(layer[name]) for name in ("exact", "overlap", "gamma")),
            *(_interval(layer[name]) for name in ("kappa", "alpha")),
        ]
        for layer in layers
    ]


def attribute_rows(layers: list[Row]) -> tuple[list[str], list[list[str]]]:
    """How far each attribute agrees on the spans that both passes have."""
    return ["attribute", "layer", "equal", *FIELD_SCORES.values()], [
        [
            name,
            layer["layer"],
            three_decimals(equal),
            *(three_decimals(scores.get(key)) for key in FIELD_SCORES),
        ]
        for layer in layers
        for name, equal in layer["attributes"].items()
        for scores in [layer["fields"].get(name, {})]
    ]


def _interval(coefficient: Row) -> str:
    value, low, high = (coefficient[name] for name in ("value", "low", "high"))
    return "–" if value is None else f"{value:.3f} [{low:.3f}, {high:.3f}]"


def error_rows(
    rates: dict[str, tuple[int, int, float, float]],
) -> tuple[list[str], list[list[str]]]:
    """What `xiangqu.annotation.spot_check.error_rates` found, as a table."""
    return ["layer", "read", "wrong", "rate", "95 % interval"], [
        [layer, str(read), str(wrong), f"{wrong / read:.3f}", f"[{low:.3f}, {high:.3f}]"]
        for layer, (read, wrong, low, high) in rates.items()
    ]


def fitness_rows(verdicts: Counter[str]) -> tuple[list[str], list[list[str]]]:
    """The result of the audit of fitness: a row for each verdict, with the 95 % interval of its share."""
    rows = []
    for verdict in ("right", "incomplete", "misleading") if verdicts else ():
        count, of = verdicts[verdict], verdicts.total()
        low, high = wilson(count, of)
        rows.append([verdict, str(count), f"{count / of:.2f}", f"[{low:.2f}, {high:.2f}]"])
    return ["a row read alone", "rows", "share", "95 % interval"], rows


def configs_yaml(hashes: Mapping[str, str], files: str) -> str:
    """The ``configs:`` block; the stamp changes when the data does, and with it the loader's cache key.

    ``files`` says where the files of a config are, with ``{}`` for its name.
    """
    lines = ["configs:"]
    for config, digest in hashes.items():
        lines += [
            f"- config_name: {config}",
            f"  description: content-sha256:{digest}",
            "  data_files:",
            "  - split: train",
            f"    path: {files.format(config)}",
        ]
        lines += ["  default: true"] * (config == DEFAULT)
    return "\n".join(lines) + "\n"


def _licence_yaml(names: list[str]) -> str:
    """The licence as the Hub reads it: its own name of one, or of several ``other`` and their names."""
    slugs = [name.lower().replace(" ", "-") for name in names]
    if len(slugs) == 1:
        return f"license: {slugs[0]}\n"
    return f"license: other\nlicense_name: {'-and-'.join(slugs)}\nlicense_link: LICENSE\n"


def _tables(sizes: dict[str, int]) -> str:
    rows = [
        [f"`{c}`", str(n), ", ".join(f"`{f}`" for f in SCHEMAS[c].names)] for c, n in sizes.items()
    ]
    return numbers(["config", "rows", "columns"], rows)


def _labels(known: dict[str, Vocabulary]) -> str:
    """Each column with its labels, in Chinese too; of a long list only how long it is."""
    rows = []
    for column, vocabulary in known.items():
        terms = vocabulary.terms
        listed = " · ".join(f"`{name}` {term['zh']}" for name, term in terms.items())
        many = f"{len(terms)}, see [{vocabulary.name}](schema/README.md#{vocabulary.name})"
        rows.append([f"`{column}`", listed if len(terms) <= MANY else many])
    return words(["column", "labels"], rows)


def _cross_table(name: str, table: dict[str, dict[str, int]], columns: list[str]) -> str:
    rows = [[f"`{label}`", *(str(row[c]) for c in columns)] for label, row in table.items()]
    return numbers([name.rpartition(" by ")[2], *columns], rows)
