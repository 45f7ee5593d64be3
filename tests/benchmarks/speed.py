"""What all of `xiangqu annotate` costs beside one plain `re` pass that knows the same units.

Run ``python tests/benchmarks/speed.py``. Drafts, rows, records and files are made of texts that differ from
copy to copy in their numbers and names, so that nothing is found twice. Both take turns in one run, CPU time
is compared, and the ratio is the median of the rounds: how many times the pass is faster.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator import drafting, rules
from xiangqu.annotator.inputs import Source
from xiangqu.annotator.reading import NUMBER

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS, CHARACTERS = 5, 100_000
_NUMBER = re.compile("(?<![0-9.])[1-9][0-9]{0,3}(?![0-9年月日—])")  # 12 of 12.5; but not 2021年
_PLACE = re.compile("[\u4e00-\u9fff]{2}(?=[市县区镇乡村])")  # 岳阳


def sets(repo: Repo) -> Mapping[str, Sequence[str]]:
    """The texts of the corpus, and those of other places that the rules were developed on."""
    folders = {"corpus": repo.seeds, "other prose": ROOT / "tests" / "reports" / "texts"}
    return {
        name: [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
        for name, folder in folders.items()
    }


def varied(texts: Sequence[str], names: Sequence[str], seed: int) -> list[str]:
    """Copies of the texts, of about `CHARACTERS` together, with other numbers and names of places."""
    chance = random.Random(seed)

    def number(match: re.Match[str]) -> str:
        least = 10 ** (len(match[0]) - 1)
        return str(chance.randrange(least, 10 * least))

    copies: list[str] = []
    while sum(map(len, copies)) < CHARACTERS:
        for text in texts:
            renamed = _PLACE.sub(lambda _: chance.choice(names), text)
            copies.append(_NUMBER.sub(number, renamed))
    return copies


def place_names(repo: Repo) -> list[str]:
    """The names of places of two characters, without what they end in: 岳阳."""
    return sorted({n[:2] for n in rules.load(repo, "places")["places"].values() if len(n) == 3})


def plain_pattern(repo: Repo) -> re.Pattern[str]:
    """A number and one of all the written units and measure words, the longest first."""
    units = [w for t in vocabulary(repo, "units").terms.values() for w in t["written"]]
    words = rules.load(repo, "quantities")["classifiers"]
    listed = "|".join(sorted(map(re.escape, [*units, *words]), key=len, reverse=True))
    return re.compile(f"(?:{NUMBER})(?:{listed})")


def annotate(repo: Repo, texts: Sequence[str]) -> float:
    """The CPU seconds of what the verb does with texts that were read."""
    sources = [Source(f"{n}.txt", text) for n, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        return cpu(lambda: drafting.write(repo, sources, Path(folder, "out"), _fail))


def _fail(said: str) -> None:
    raise AssertionError(said)


def cpu(work: Callable[[], object]) -> float:
    """The CPU seconds that it takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def scan(pattern: re.Pattern[str], text: str) -> float:
    """The CPU seconds that a pass takes."""
    return cpu(lambda: pattern.findall(text))


def measure(repo: Repo, rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """By set of texts, how many characters `xiangqu annotate` reads a CPU second, and the ratio."""
    names, pattern, found = place_names(repo), plain_pattern(repo), {}
    for name, texts in sets(repo).items():
        annotate(repo, texts)
        speeds, ratios = [], []
        for seed in range(rounds):
            copies = varied(texts, names, seed)
            joined = "\n".join(copies)
            taken = annotate(repo, copies)
            speeds.append(len(joined) / taken)
            ratios.append(taken / scan(pattern, joined))
        found[name] = statistics.median(speeds), statistics.median(ratios)
    return found


def main() -> None:
    for name, (speed, ratio) in measure(Repo(ROOT)).items():
        print(
            f"{name:12} {speed:10,.0f} characters a CPU second; plain re pass / annotate {ratio:6.1f}"
        )


if __name__ == "__main__":
    main()
