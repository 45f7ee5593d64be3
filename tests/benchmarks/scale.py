"""What many documents cost: CPU time, memory and disk by size, and what workers and Dask gain.

The texts are `varied`. Each run is a command of its own, as a user gives it, into a new folder.

    python tests/benchmarks/scale.py --sizes 1000 10000 --save

With ``--save``, the result goes to `RESULT`, and SCALE.md shows it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import varied

from xiangqu.release import card
from xiangqu.release.markdown import numbers

Row = dict[str, Any]
RESULT = Path(__file__).with_name("scale.json")
PAGE = varied.ROOT / "SCALE.md"
SIDE_BY_SIDE = 2000
"""How many documents are drafted by each engine, in parts so small that both workers end at one time."""
ENGINES = {
    "one process": (),
    "2 workers": ("--workers", "2"),
    "Dask, 2 workers": ("--dask", "local", "--workers", "2"),
}
BUSY = 0.5
"""A machine whose load is more has other work, and its clock says nothing of how fast an engine is."""
REPORTS, CHARACTERS = 60_000, 15_000
MACHINES = {"one core": 1, "16 cores": 16, "a cluster of 100 cores": 100}


def measure(documents: int, *options: str) -> Row:
    """One run: seconds of CPU and of the clock, the most memory, and what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        texts, out = Path(folder, "texts.jsonl"), Path(folder, "out")
        varied.write(texts, documents)
        words = [sys.executable, "-m", "xiangqu", "annotate", str(texts), "--text-column", "text"]
        began = time.monotonic()
        process = subprocess.Popen(
            [*words, "--output", str(out), *options], stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        if status:
            raise SystemExit(f"the run failed: {' '.join(words)}")
        lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text().splitlines()]
        return {
            "documents": sum(line["counts"]["documents"] for line in lines),
            "characters": sum(line["counts"]["characters"] for line in lines),
            "cpu": round(used.ru_utime + used.ru_stime, 1),
            "seconds": round(seconds, 1),
            "megabytes": round(used.ru_maxrss / 1024),
            "out": sum(part["bytes"] for line in lines for part in line["tables"].values()),
        }


def benchmark(sizes: Iterable[int]) -> Row:
    """The runs by size, and by engine."""
    quiet = os.getloadavg()[0] < BUSY
    engines = {}
    for name, options in ENGINES.items():
        engines[name] = measure(SIDE_BY_SIDE, "--part-size", "25", *options)
        print(name, engines[name], flush=True)
    by_size = []
    for size in sizes:
        by_size.append(measure(size))
        print(by_size[-1], flush=True)
    return {"quiet": quiet, "sizes": by_size, "engines": engines}


def figures(result: Row) -> dict[str, str]:
    """The tables of the page."""
    alone = result["engines"]["one process"]
    sizes = [
        [
            f"{row['documents']:,}",
            f"{row['cpu']:,.0f}",
            f"{1000 * row['cpu'] / row['documents']:.0f}",
            str(row["megabytes"]),
            f"{row['out'] / 1e6:,.0f}",
        ]
        for row in result["sizes"]
    ]
    gains = [
        [
            name,
            str(row["documents"]),
            f"{row['cpu'] / alone['cpu']:.2f}",
            f"{alone['seconds'] / row['seconds']:.2f}" if result["quiet"] else "–",
        ]
        for name, row in result["engines"].items()
    ]
    most = result["sizes"][-1]
    a_report = most["cpu"] / most["characters"] * CHARACTERS
    estimates = [
        [name, f"{REPORTS * a_report / cores / 3600:.2f}"] for name, cores in MACHINES.items()
    ]
    heads = ["documents", "CPU seconds", "ms a document", "peak MB", "MB written"]
    return {
        "sizes": numbers(heads, sizes),
        "engines": numbers(["engine", "documents", "CPU time", "speed"], gains),
        "estimate": numbers(["machine", "hours"], estimates),
        "a report": f"{a_report:.3f} CPU seconds for a report of {CHARACTERS:,} characters\n",
    }


def shown() -> str:
    """SCALE.md with the figures of the saved result."""
    return card.fill(
        PAGE.read_text("utf-8"), figures(json.loads(RESULT.read_text("utf-8"))), PAGE.name, ()
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--save", action="store_true")
    asked = parser.parse_args()
    found = benchmark(asked.sizes)
    print(*figures(found).values(), sep="\n")
    if asked.save:
        RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        PAGE.write_text(shown(), "utf-8")
