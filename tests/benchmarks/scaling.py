"""Neither a check nor a rule takes more than linear time in the length of a line: one line is made longer.

For each kind of text the CPU time of all levels of validation, and of `xiangqu annotate`, is measured at
two lengths, side by side; a time that grows more than twice as fast as the text is marked with ``!``. So is
the time that it takes to validate and publish what was drafted, and to audit it: claims, sections and lists
grow with it.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from generated import corpus

import xiangqu
from xiangqu.annotation.repo import Repo, path, sha256
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator import Annotator
from xiangqu.annotator.output import curated
from xiangqu.audit import propose
from xiangqu.tabular.rows import Publisher
from xiangqu.text.align import apply
from xiangqu.validate import Validator

REPO = Repo(path())
ANNOTATOR = Annotator(REPO)
RELATIONS = propose.load(REPO)
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
DRAFTED = {
    "claims in one sentence": "新建学校3所，",
    "claims in sentences": "新建学校3所。",
    "claims in lines": "新建学校3所。\n",
    "numbers in a list": "3、",
    "headings": "一、回顾\n（一）发展\n今年新建学校3所。\n",
    "run-in heads": "加快发展。今年全区新建学校3所，完成投资3亿元。\n",
    "enumerated heads": "一是抓产业。今年新建厂房3座。",
    "turns": "还存在问题。好。好。主要目标是增长5%。好。好。下一步，推进。好。好。",
    "furniture": "下载\n>\n",
    "places": "岳阳市岳阳楼区",
    "parts of wholes": "完成投资100亿元，其中产业投资60亿元，",
    "totals": "本级收入3亿元、上年结转2亿元，收入总计5亿元，",
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


def _publishing(unit: str, length: int) -> float:
    """The seconds to validate the draft of a text, and to make its rows."""
    text = (unit * (length // len(unit) + 1))[:length]
    annotated = ANNOTATOR.annotate(text, "made-report-2000", "made.txt")
    with tempfile.TemporaryDirectory() as folder:
        repo = Repo(Path(folder))
        document = repo.curated / annotated.document.id
        document.mkdir(parents=True)
        repo.seeds.mkdir()
        (repo.seeds / "made.txt").write_text(text, encoding="utf-8")
        for name, content in curated(annotated).items():
            (document / name).write_bytes(content)
        start = time.process_time()
        Validator(repo).document(document)
        Publisher(annotated, apply(text, annotated.edits), vocabulary(REPO, "bounds")).rows()
        return time.process_time() - start


def _auditing(unit: str, length: int) -> float:
    """The seconds to propose relations between the claims of a draft."""
    rows = xiangqu.annotate((unit * (length // len(unit) + 1))[:length], place="430602").rows
    start = time.process_time()
    propose.propose(rows["documents"], rows["paragraphs"], rows["claims"], RELATIONS)
    return time.process_time() - start


def grow() -> Iterator[str]:
    """A line a kind of text: how much faster time grows than text, by what is done with it."""
    print(f"  {'':24} validate annotate")
    for name, unit in KINDS.items():
        yield _line(name, unit, (_seconds, _drafting))
    print(f"  {'':24} annotate  publish    audit")
    for name, unit in DRAFTED.items():
        yield _line(name, unit, (_drafting, _publishing, _auditing))


def _line(name: str, unit: str, works: Sequence[Callable[[str, int], float]]) -> str:
    factors = [_factor(unit, work) for work in works]
    figures = "".join(f"{factor:9.2f}" for factor in factors)
    line = f"  {name:24}{figures}" + (" !" if max(factors) > TOLERANCE else "")
    print(line)
    return line


def _factor(unit: str, work: Callable[[str, int], float]) -> float:
    """How much faster the time of ``work`` grows than the text; measured again if it seems too fast."""
    short, long = LENGTHS
    least = math.inf
    for _ in range(3):
        least = min(least, work(unit, long) / work(unit, short) * short / long)
        if least <= TOLERANCE:
            break
    return least


if __name__ == "__main__":
    marked = [line for line in grow() if line.endswith("!")]
    raise SystemExit(bool(marked))
