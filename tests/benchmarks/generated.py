"""A made-up corpus of any size, sound by every check: for measuring, not for research."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
SENTENCE = "全年完成投资{0}亿元，建成项目{1}个，财政收入增长{2}%。"


def corpus(root: Path, paragraphs: int, per_document: int = 100) -> list[Path]:
    """Write ``paragraphs`` paragraphs of three claims each into documents under ``root``."""
    return [
        _document(root, f"made-report-{2000 + n:04d}", min(per_document, paragraphs - at))
        for n, at in enumerate(range(0, paragraphs, per_document))
    ]


def _document(root: Path, name: str, paragraphs: int) -> Path:
    layers: dict[str, list[Row]] = {
        layer: []
        for layer in ("document", "edits", "paragraphs", "sections", "themes", "claims", "numerals")
    }
    seed = ""
    for number in range(1, paragraphs + 1):
        identity, text = f"{name}.p{number:03d}", _text(number)
        if number > 1:
            layers["edits"].append(_edit(len(seed) + 1))
            seed += "\n\n"
        layers["paragraphs"].append(
            {"id": identity, "source_start": len(seed), "kind": "body", "fragment": False}
        )
        span = {"paragraph": identity, "start": 0, "end": len(text), "text": text}
        layers["themes"].append(span | {"theme": "economy" if number % 2 else "projects"})
        for claim in _claims(identity, text, number):
            layers["claims"].append(claim)
            digits = claim["text"].rstrip("元个%")
            layers["numerals"].append(
                {"paragraph": identity, "start": claim["start"], "end": claim["start"] + len(digits),
                 "text": digits, "label": "claim", "claim": claim["id"]}
            )  # fmt: skip
        seed += text
    layers["sections"].append(_section(name, paragraphs, len(text)))
    file = root / "seeds" / f"{name}.txt"
    layers["document"].append(_about(name, file.name, seed))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(seed, encoding="utf-8")
    folder = root / "corpus" / "curated" / name
    folder.mkdir(parents=True)
    for layer, rows in layers.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{layer}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def _numbers(number: int) -> tuple[str, int, str]:
    return f"{number % 97 + 1}.5", number, f"{number % 19 + 1}.{number % 9 + 1}"


def _text(number: int) -> str:
    return SENTENCE.format(*_numbers(number))


def _claims(paragraph: str, text: str, number: int) -> list[Row]:
    money, count, percent = _numbers(number)
    wanted = [
        (f"{money}亿元", round(float(money) * 10**8), "CNY", None, "level"),
        (f"{count}个", count, "count", "个", "level"),
        (f"{percent}%", float(percent), "%", None, "growth"),
    ]
    claims, at = [], 0
    for index, (words, value, unit, classifier, measure) in enumerate(wanted, 1):
        start = text.index(words, at)
        at = start + len(words)
        growth = measure == "growth"
        claims.append(
            {
                "id": f"{paragraph}.c{index:02d}", "paragraph": paragraph,
                "start": start, "end": at, "text": words,
                "value": value, "low": value, "high": value, "parts": None,
                "unit": unit, "classifier": classifier, "bound": "exact", "measure": measure,
                "direction": "up" if growth else None, "change": None,
                "basis": "year_on_year" if growth else None, "basis_period": None,
                "status": "actual", "status_cue": None, "indicator": None, "indicator_id": None,
                "period": "2020", "place": None,
            }
        )  # fmt: skip
    return claims


def _edit(at: int) -> Row:
    return {
        "source_start": at, "source_end": at + 1, "before": "\n", "after": "", "rule": "blank-line",
        "reason": None, "touches_number": False, "moved": None,
    }  # fmt: skip


def _section(name: str, paragraphs: int, end: int) -> Row:
    return {
        "id": f"{name}.s001", "parent": None, "level": 1, "head_kind": "none", "heading": None,
        "function": "review", "first_paragraph": f"{name}.p001",
        "last_paragraph": f"{name}.p{paragraphs:03d}", "start": 0, "end": end,
    }  # fmt: skip


def _about(name: str, seed_file: str, seed: str) -> Row:
    return {
        "id": name, "title": None, "subtitle": None, "authors": [], "publisher": None,
        "genre": "report", "place": "430602", "place_name": "岳阳市岳阳楼区", "date": None,
        "date_evidence": None, "date_certainty": "unknown", "review_period": "2020",
        "plan_period": None, "seed_file": seed_file,
        "seed_sha256": hashlib.sha256(seed.encode()).hexdigest(), "rights": "Made for measuring.",
    }  # fmt: skip
