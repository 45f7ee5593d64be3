"""`xiangqu annotate` beside other people's extractors: accuracy by one scorer, speed in one run.

    python tests/benchmarks/compare.py [--envs DIR] [--rounds 3] [--save]

Each peer is a program of ``peers/`` with pinned packages and a virtual environment of its own. They
take turns, round by round, with all of `xiangqu annotate` (drafts, rows and files, of copies of the texts
that differ in their numbers and names) and with one plain `re` pass that knows the same units and measure
words. ``--save`` keeps the
table in corpus/benchmark.json, and the scores of `xiangqu annotate` in corpus/rule-scores.json, from
which the build makes the figure in README.md. The latter `xiangqu build --refresh` brings up to date.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speed import annotate, place_names, plain_pattern, scan, sets, varied

from xiangqu.annotation.repo import Repo
from xiangqu.compare import extraction
from xiangqu.compare.extraction import OURS, Records, span_scores
from xiangqu.release import card, saved
from xiangqu.release.markdown import numbers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = {
    "ten_minutes": "a ten-minute regular expression",
    "jieba_pos": "jieba and cn2an",
    "recognizers": "Recognizers-Text",
    "jio": "JioNLP (money)",
    "digits": "chinese2digits",
}
PLAIN = "one plain re pass, same units"


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


def run(envs: Path, rounds: int) -> dict[str, Any]:
    """The table: a row a tool, that of `xiangqu annotate` without its scores."""
    repo = Repo(ROOT)
    names, pattern = place_names(repo), plain_pattern(repo)
    gold = extraction.gold(repo)
    texts = {n: [{"id": p.id, "text": p.text} for p in g.passages] for n, g in gold.items()}
    raws = sets(repo)["corpus"]
    results = {name: Result() for name in (OURS, *PEERS.values(), PLAIN)}
    pythons = {peer: environment(peer, envs) for peer in PEERS}
    annotate(repo, raws)
    for seed in range(rounds):
        for peer, name in PEERS.items():
            for which, records in texts.items():
                results[name].spans[which], fast = run_peer(peer, pythons[peer], records)
                if which == "corpus":
                    results[name].speeds.append(fast)
        copies = varied(raws, names, seed)
        joined = "\n".join(copies)
        results[OURS].speeds.append(len(joined) / annotate(repo, copies))
        results[PLAIN].speeds.append(len(joined) / scan(pattern, joined))
    unit = statistics.median(results[OURS].speeds)
    rows = [
        {"tool": name, "speed": statistics.median(r.speeds) / unit}
        | {which: span_scores(gold[which], found) for which, found in r.spans.items()}
        for name, r in results.items()
    ]
    per_second = statistics.median(results[OURS].speeds)
    print(
        f"xiangqu annotate: {per_second:,.0f} characters a CPU second on this machine",
        file=sys.stderr,
    )
    return {"rounds": rounds, "rows": rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--envs", type=Path, help="folder of the environments [default: temporary]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        table = run((options.envs or Path(spare)).resolve(), options.rounds)
    repo, scores = Repo(ROOT), extraction.rule_scores(Repo(ROOT))
    rows = [row | scores if row["tool"] == OURS else row for row in table["rows"]]
    print(numbers(*card.extractor_rows(rows)))
    if options.save:
        saved.save(repo, saved.BENCHMARK, table)
        saved.save(repo, saved.RULE_SCORES, scores)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
