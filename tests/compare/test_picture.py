"""The confusion matrix as SVG: where its cells stand, and how dark they are."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

from xiangqu.compare.picture import confusion_svg

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"a": "甲", "b": "乙", "c": "丙"}


def test_cells_and_names() -> None:
    counts = Counter({("a", "a"): 3, ("a", "b"): 1})
    root = ElementTree.fromstring(confusion_svg(counts, NAMES, "one", "two"))
    assert (root.get("width"), root.get("height"), root.get("font-size")) == ("268", "268", "13")
    boxes = [(r.get("x"), r.get("y"), r.get("fill")) for r in root.iter(f"{SVG}rect")]
    assert boxes == [
        (None, None, "white"),
        ("190", "190", "rgb(100,146,191)"),
        ("224", "190", "rgb(204,219,234)"),
        ("190", "224", "rgb(255,255,255)"),
        ("224", "224", "rgb(255,255,255)"),
    ]
    assert {r.get("width") for r in root.iter(f"{SVG}rect")} == {"100%", "34"}
    texts = [(t.get("x"), t.get("y"), t.get("fill"), t.text) for t in root.iter(f"{SVG}text")]
    assert texts == [
        ("8", "20", None, "rows: one, columns: two"),
        ("182", "212", None, "甲"),
        (None, None, None, "甲"),
        ("207", "212", "white", "3"),
        ("241", "212", "#333", "1"),
        ("182", "246", None, "乙"),
        (None, None, None, "乙"),
    ]
    turned = [t.get("transform") for t in root.iter(f"{SVG}text") if t.get("transform")]
    assert turned == ["translate(212,182) rotate(-90)", "translate(246,182) rotate(-90)"]
