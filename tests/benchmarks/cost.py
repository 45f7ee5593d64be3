"""What building and validating the corpus costs, as a ratio to ``import datasets``.

Run ``python tests/benchmarks/cost.py``: CPU time of processes that take turns in one run, medians.
Exit code 1 if ``import xiangqu`` costs more than it may.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
from subprocess import DEVNULL, run

ROUNDS = 7
LIGHT = 0.15
"""What ``import xiangqu`` may cost at most."""

COMMANDS = {
    "import datasets": ["-c", "import datasets"],
    "import xiangqu": ["-c", "import xiangqu"],
    "xiangqu validate": ["-m", "xiangqu", "validate"],
    "xiangqu build": ["-m", "xiangqu", "build"],
    "xiangqu build --check": ["-m", "xiangqu", "build", "--check"],
}


def cpu_seconds(arguments: list[str]) -> float:
    """User and system time of one Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run([sys.executable, *arguments], check=True, stdout=DEVNULL, stderr=DEVNULL, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(cpu_seconds(arguments))
    unit = statistics.median(times["import datasets"])
    ratios = {name: statistics.median(seconds) / unit for name, seconds in times.items()}
    for name, ratio in ratios.items():
        print(f"{name:22} {ratio:5.2f}")
    sys.exit(ratios["import xiangqu"] > LIGHT)


if __name__ == "__main__":
    main()
