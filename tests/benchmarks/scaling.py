"""Neither a check nor a rule takes more than linear time in the length of a line: one line is made longer.

For each kind of text the CPU time of all levels of validation, and of `xiangqu annotate`, is measured at
two lengths, side by side; a time that grows more than twice as fast as the text is marked with ``!``.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generated import corpus

from xiangqu.annotation.repo import Repo, path, sha256
from xiangqu.annotator import Annotator
from xiangqu.validate import Validator

ANNOTATOR = Annotator(Repo(path()))
LENGTHS = 25_000, 200_000
TOLERANCE = 2.0
KINDS = {
    "one character": "的",
    "sentences": "好。",
    "ends of sentences": "。",
    "closing marks": "。”",
    "semicolons": "；",
    "enumerators": "；一是",
    "digits": "1",
    "Chinese numerals": "一",
    "multipliers": "万",
    "decimal points": "1.",
    "percents": "1%",
    "ratios": "1∶",
    "ranges": "1—",
    "fractions": "百分之",
    "half-width punctuation": ",",
    "marks of Markdown": "**",
    "combining characters": "e\u0301",
    "controls": "\u0085",
    "spaces": " ",
}


def _document(folder: Path, unit: str, length: int) -> Path:
    """The small document with one paragraph of ``length`` characters, wrongly annotated or not."""
    (target,) = corpus(folder, 1)
    text = (unit * (length // len(unit) + 1))[:length]
    seed = folder / "seeds" / f"{target.name}.txt"
    seed.write_text(text, encoding="utf-8")
    about = target / "document.jsonl"
    record = json.loads(about.read_text(encoding="utf-8"))
    record["seed_sha256"] = sha256(text.encode())
    about.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    for layer, fields in (("themes", {}), ("claims", {"unit": "count"})):
        file = target / f"{layer}.jsonl"
        record = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
        record |= {"start": 0, "end": length, "text": text} | fields
        file.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def _seconds(unit: str, length: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        document = _document(Path(folder), unit, length)
        validator = Validator(Repo(Path(folder)))
        start = time.process_time()
        validator.document(document)
        return time.process_time() - start


def _drafting(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    start = time.process_time()
    ANNOTATOR.annotate(text)
    return time.process_time() - start


def grow() -> Iterator[str]:
    """A line a kind of text: how much faster time grows than text, in validating and in drafting."""
    short, long = LENGTHS
    print(f"  {'':24} validate annotate")
    for name, unit in KINDS.items():
        factors = [
            min(work(unit, long) / work(unit, short) for _ in range(3)) * short / long
            for work in (_seconds, _drafting)
        ]
        figures = "".join(f"{factor:9.2f}" for factor in factors)
        line = f"  {name:24}{figures}" + (" !" if max(factors) > TOLERANCE else "")
        print(line)
        yield line


if __name__ == "__main__":
    raise SystemExit(any(line.endswith("!") for line in grow()))
