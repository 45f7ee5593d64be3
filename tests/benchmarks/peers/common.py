"""What every peer program shares: the loop over the records, the clock, and the written units.

The clock is CPU time of this process around the extraction alone, after a warm-up. A quick peer
goes over the records again until the clock has run for ``ENOUGH`` seconds; ``characters`` counts
every pass, so characters / cpu_seconds is the speed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable

Span = tuple[int, int, float | None, str | None]
"""Start, end (code points, half open), value in the base unit, unit id."""

ENOUGH = 0.25
WARM_UP = "2020年，投资18.5万元，增长8.5%，提高1.2个百分点；新建3000余平方米、4个，居全省第一。"

HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

UNITS = {
    "元": "CNY", "人民币": "CNY", "美元": "USD", "%": "%", "％": "%", "个百分点": "pp", "百分点": "pp",
    "米": "m", "公里": "km", "千米": "km", "平方米": "m2", "㎡": "m2", "平方公里": "km2",
    "平方千米": "km2", "立方米": "m3", "亩": "mu", "公顷": "ha", "吨": "t", "公斤": "kg", "千克": "kg",
    "千瓦时": "kWh", "千瓦": "kW", "周年": "year", "年": "year", "岁": "year", "个月": "month",
    "天": "day", "小时": "hour", "分钟": "minute", "倍": "times",
}  # fmt: skip
"""A unit as it is written → its id in the vocabulary of units."""

COUNTERS = (
    "个", "家", "户", "人次", "人", "名", "位", "条", "项", "件", "处", "所", "座", "次", "套",
    "台", "辆", "宗", "起", "种", "类", "支", "批", "栋", "场", "间", "张", "只", "头",
)  # fmt: skip
"""Common classifiers; what is counted with one has the unit ``count``."""


def serve(extract: Callable[[str], Iterable[Span]]) -> None:
    """Read records on stdin, write their spans on stdout and the clock on stderr."""
    records = [json.loads(line) for line in sys.stdin if line.strip()]
    for text in (WARM_UP, *(record["text"] for record in records[:5])):
        list(extract(text))
    found: list[list[Span]] = []
    passes, seconds = 0, 0.0
    while not passes or (records and seconds < ENOUGH):
        begun = time.process_time()
        found = [list(extract(record["text"])) for record in records]
        seconds += time.process_time() - begun
        passes += 1
    for record, spans in zip(records, found, strict=True):
        print(json.dumps(as_json(record, spans), ensure_ascii=False))
    characters = passes * sum(len(record["text"]) for record in records)
    print(json.dumps({"characters": characters, "cpu_seconds": seconds}), file=sys.stderr)


def as_json(record: dict[str, str], spans: Iterable[Span]) -> dict[str, object]:
    """One record's answer, in order of the text."""
    listed = []
    for start, end, value, unit in sorted(spans, key=lambda span: span[:2]):
        written = record["text"][start:end]
        listed.append({"start": start, "end": end, "text": written, "value": value, "unit": unit})
    return {"id": record["id"], "spans": listed}
