"""As many texts as one likes, from the seeds of the corpus: numbers, places and the order of lines vary.

No two have a line with a number in common, so that no cache makes a run look faster than it is.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NUMBER = re.compile("[0-9]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PLACES = (
    "岳阳楼",
    "雁峰",
    "蒸湘",
    "石鼓",
    "珠晖",
    "君山",
    "云溪",
    "芙蓉",
    "天心",
    "岳麓",
    "开福",
    "雨花",
)
_PLACE = re.compile("岳阳楼|雁峰")


def texts(count: int) -> Iterator[dict[str, str]]:
    """Rows with an id, a text of a few thousand characters or more, and a date."""
    seeds = [file.read_text("utf-8") for file in sorted((ROOT / "seeds").glob("*.txt"))]
    for number in range(count):
        chance = random.Random(number)
        text = _varied(seeds[number % len(seeds)], chance)
        yield {"id": f"r{number:06d}", "text": text, "date": f"{chance.randint(2004, 2024)}-01-06"}


def _varied(text: str, chance: random.Random) -> str:
    place = chance.choice(_PLACES)
    lines = _PLACE.sub(place, text).split("\n")
    middle = lines[2:-1]
    chance.shuffle(middle)
    return _NUMBER.sub(lambda found: _number(found[0], chance), "\n".join(lines[:2] + middle))


def _number(digits: str, chance: random.Random) -> str:
    """Another number of as many digits; a year becomes one that is near."""
    if _YEAR.fullmatch(digits):
        return str(int(digits) + chance.randint(-3, 3))
    first = chance.choice("123456789")
    return first + "".join(chance.choice("0123456789") for _ in digits[1:])


def write(file: Path, count: int) -> None:
    """The texts as JSON Lines."""
    with file.open("w", encoding="utf-8") as stream:
        for row in texts(count):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
