"""Texts for the tests of runs, and what a run left in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from xiangqu.annotator.inputs import Source
from xiangqu.annotator.output import SCHEMAS
from xiangqu.tabular import tables


def sources(count: int) -> Iterator[Source]:
    """Small texts, of which each says another number."""
    for n in range(count):
        yield Source(
            f"{n}.txt",
            f"某区政府工作报告\n\n2021年，全区新建学校{n + 2}所，增长{n + 1}%。\n",
            f"t{n}",
        )


def rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of every table of ``folder``."""
    return {config: tables.read(folder, config, schema=SCHEMAS[config]) for config in SCHEMAS}


def state(folder: Path) -> dict[str, bytes]:
    """Every file of ``folder`` but the lock, and the page that names the folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in (".xiangqu-lock", "README.md")
    }


def as_json_lines(file: Path, count: int) -> Path:
    """The texts in ``file``, a row each."""
    told = [{"id": s.id, "text": s.text, "date": "2022-01-06"} for s in sources(count)]
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)
    file.write_text(content, encoding="utf-8")
    return file
