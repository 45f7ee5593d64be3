"""`xiangqu annotate` beside other people's extractors: accuracy by one scorer, speed in one run.

    python tests/benchmarks/compare.py [--envs DIR] [--rounds 3] [--save]

Each peer is a program of ``peers/`` with pinned packages and a virtual environment of its own. They
take turns, round by round, with `xiangqu annotate` (everything: cleaning, sections, themes, claims,
census) and with one plain `re` pass that knows the same units and measure words. ``--save`` keeps the
table in corpus/benchmark.json, from which the build makes the figure in README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xiangqu.annotation.repo import Repo
from xiangqu.annotation.spans import Unit
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator import Annotator, rules
from xiangqu.annotator.reading import NUMBER
from xiangqu.compare import annotations
from xiangqu.compare.annotations import Annotation
from xiangqu.compare.evaluation import evaluate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = {
    "ten_minutes": "a ten-minute regular expression",
    "jieba_pos": "jieba and cn2an",
    "recognizers": "Recognizers-Text",
    "jio": "JioNLP (money)",
    "digits": "chinese2digits",
}
OURS, PLAIN = "xiangqu annotate", "one plain re pass, same units"
Records = list[dict[str, Any]]


@dataclass
class Result:
    """What a tool found in each set of texts, and how many characters a CPU second it read."""

    spans: dict[str, Records] = field(default_factory=dict)
    speeds: list[float] = field(default_factory=list)


def environment(peer: str, envs: Path) -> Path:
    """The Python of the peer's environment, made if its requirements are not those it has."""
    home, wanted = envs / peer, (HERE / "peers" / f"requirements-{peer}.txt").read_text("utf-8")
    python, stamp = home / "bin" / "python", home / "installed.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", HERE / "peers" / f"requirements-{peer}.txt"], check=True)
        stamp.write_text(wanted, "utf-8")
    return python


def run_peer(peer: str, python: Path, records: Records) -> tuple[Records, float]:
    """Its spans by record, and characters a CPU second."""
    given = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    done = subprocess.run(
        [python, "-E", "-X", "utf8", HERE / "peers" / f"{peer}.py"],
        input=given, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    clock = json.loads(done.stderr.splitlines()[-1])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return found, clock["characters"] / clock["cpu_seconds"]


def speed(work: Callable[[], object], characters: int) -> float:
    """Characters a CPU second, over enough passes for the clock."""
    work()
    passes, begun = 0, time.process_time()
    while time.process_time() - begun < 0.5:
        work()
        passes += 1
    return passes * characters / (time.process_time() - begun)


def ours(annotator: Annotator, records: Records) -> Records:
    """What `xiangqu annotate` finds in paragraphs, each a text of its own."""
    return [
        {"id": r["id"], "spans": [
            {"start": f.start, "end": f.end, "text": r["text"][f.start : f.end],
             "value": None if f.value is None else float(f.value), "unit": f.unit}
            for f in annotator.quantities.find(r["text"]) if f.unit
        ]}
        for r in records
    ]  # fmt: skip


def plain_pattern(repo: Repo) -> re.Pattern[str]:
    """A number and one of all the written units and measure words, the longest first."""
    units = [w for t in vocabulary(repo, "units").terms.values() for w in t["written"]]
    words = rules.load(repo, "quantities")["classifiers"]
    listed = "|".join(sorted(map(re.escape, [*units, *words]), key=len, reverse=True))
    return re.compile(f"(?:{NUMBER})(?:{listed})")


def scores(gold: Annotation, found: Records) -> dict[str, float]:
    """Exact F1 of spans; of spans with value; of spans with value and unit."""
    claims = [
        Unit(
            "claims",
            record["id"],
            span["start"],
            span["end"],
            span["text"],
            "",
            {"value": span["value"], "unit": span["unit"]},
        )
        for record in found
        for span in record["spans"]
    ]
    said = Annotation("", gold.passages, claims)
    gold = Annotation("", gold.passages, gold.layer("claims"))
    levels = evaluate(gold, said).scores.claims or {}
    return {name: levels[name]["exact"].f1 for name in ("span", "value", "unit")}


def run(envs: Path, rounds: int) -> dict[str, Any]:
    """The table: a row a tool."""
    repo = Repo(ROOT)
    annotator, pattern = Annotator(repo), plain_pattern(repo)
    gold = {
        "five": annotations.read(repo, "published"),
        "held-out": annotations.read(repo, str(HERE.parent / "heldout")),
    }
    texts = {n: [{"id": p.id, "text": p.text} for p in g.passages] for n, g in gold.items()}
    raws = [f.read_text("utf-8") for f in sorted(repo.seeds.glob("*.txt"))]
    joined, size = "\n".join(raws), sum(map(len, raws))
    results = {name: Result() for name in (OURS, *PEERS.values(), PLAIN)}
    pythons = {peer: environment(peer, envs) for peer in PEERS}
    for _ in range(rounds):
        for peer, name in PEERS.items():
            for which, records in texts.items():
                results[name].spans[which], fast = run_peer(peer, pythons[peer], records)
                if which == "five":
                    results[name].speeds.append(fast)
        results[OURS].speeds.append(speed(lambda: [annotator.annotate(raw) for raw in raws], size))
        results[PLAIN].speeds.append(speed(lambda: pattern.findall(joined), size))
    results[OURS].spans = {which: ours(annotator, records) for which, records in texts.items()}
    unit = statistics.median(results[OURS].speeds)
    rows = [
        {"tool": name, "speed": statistics.median(r.speeds) / unit}
        | {which: scores(gold[which], found) for which, found in r.spans.items()}
        for name, r in results.items()
    ]
    per_second = statistics.median(results[OURS].speeds)
    print(
        f"xiangqu annotate: {per_second:,.0f} characters a CPU second on this machine",
        file=sys.stderr,
    )
    return {"rounds": rounds, "rows": rows}


def show(table: dict[str, Any]) -> str:
    lines = [
        f"{'':34}{'speed':>9}{'five':>8}{'+value+unit':>13}{'held-out':>10}{'+value+unit':>13}"
    ]
    for row in table["rows"]:
        cells = [f"{row['speed']:9.3f}"]
        for which, wide in (("five", 8), ("held-out", 10)):
            got = row.get(which)
            cells += [f"{got['span']:{wide}.3f}{got['unit']:13.3f}" if got else " " * (wide + 13)]
        lines.append(f"{row['tool']:34}" + "".join(cells))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--envs", type=Path, help="folder of the environments [default: temporary]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        table = run((options.envs or Path(spare)).resolve(), options.rounds)
    print(show(table))
    if options.save:
        file = ROOT / "corpus" / "benchmark.json"
        file.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
