"""Figures in documents: what a program computed, written between markers that name it.

``<!-- figure NAME -->`` … ``<!-- /figure -->`` in Markdown; ``# figure NAME`` … ``# /figure`` in
the YAML at the head of README.md.
"""

from __future__ import annotations

import re

from .errors import DataError
from .stats import Counts
from .tables import DEFAULT, SCHEMAS

_MARKED = re.compile(
    r"(?ms)^(?P<open>(?:<!-- figure (?P<md>[\w -]+) -->|# figure (?P<yaml>[\w -]+))\n)"
    r".*?^(?P<close>(?:<!-- /figure -->|# /figure)$)"
)


def fill(text: str, figures: dict[str, str], name: str) -> str:
    """``text`` with every marked figure replaced. Raises DataError on a figure that there is not."""

    def replace(match: re.Match[str]) -> str:
        wanted = match["md"] or match["yaml"]
        if wanted not in figures:
            raise DataError(f"{name}: no figure {wanted!r}; there are {', '.join(figures)}")
        return match["open"] + figures[wanted] + match["close"]

    return _MARKED.sub(replace, text)


def figures(counts: Counts, hashes: dict[str, str], sizes: dict[str, int]) -> dict[str, str]:
    """The figures by name. ``hashes`` and ``sizes`` (rows) are by config."""
    tables = {name: _cross_table(name, table) for name, table in counts.items()}
    return tables | {"configs": _configs_yaml(hashes), "tables": _tables(sizes)}


def _configs_yaml(hashes: dict[str, str]) -> str:
    """The ``configs:`` block; the stamp changes when the data does, and with it the loader's cache key."""
    lines = ["configs:"]
    for config, digest in hashes.items():
        lines += [
            f"- config_name: {config}",
            f"  description: content-sha256:{digest}",
            "  data_files:",
            "  - split: train",
            f"    path: corpus/data/{config}/train-*.parquet",
        ]
        lines += ["  default: true"] * (config == DEFAULT)
    return "\n".join(lines) + "\n"


def _tables(sizes: dict[str, int]) -> str:
    rows = [
        [f"`{c}`", str(n), ", ".join(f"`{f}`" for f in SCHEMAS[c].names)] for c, n in sizes.items()
    ]
    return markdown(["config", "rows", "columns"], rows)


def _cross_table(name: str, table: dict[str, dict[str, int]]) -> str:
    columns = list(next(iter(table.values())))
    rows = [[f"`{label}`", *(str(row[c]) for c in columns)] for label, row in table.items()]
    return markdown([name.rpartition(" by ")[2], *columns], rows)


def markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
