"""Make the font of the figures again: ``python tests/reader/subset_font.py`` (fontTools, fonts-noto-cjk).

Noto Sans CJK SC, cut down to GB 2312, the characters of ``schema/``, Latin letters and punctuation. It
has a name of its own, so that nothing takes an installed Noto in its place.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2  # its place in the collection
TARGET = ROOT / "scripts/xiangqu/reader/figures/fonts/XiangQuSans-Regular.otf"
NAME = "XiangQu Sans"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x20AC, 0x2212, 0x2030]
FULL_WIDTH = [*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F)]


def characters() -> set[int]:
    """The code points that the font is to have, as far as its source has them."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    chinese = "".join(bytes([r, c]).decode("gb2312", "ignore") for r in rows for c in cells)
    labels = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "schema").rglob("*.json"))
    return {*map(ord, chinese + labels), *LATIN, *FULL_WIDTH}


def main(source: Path = SOURCE) -> None:
    options = subset.Options(
        font_number=SIMPLIFIED,
        hinting=False,
        layout_features=[],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )
    options.drop_tables += ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    _rename(font)
    subset.save_font(font, TARGET, options)


def _rename(font: TTFont) -> None:
    plain = NAME.replace(" ", "")
    names = {1: NAME, 3: f"{plain}; a subset of Noto Sans CJK SC 2.004", 4: NAME, 6: plain}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, *_place(record))
    cff = font["CFF "].cff
    cff.fontNames = [plain]
    cff.topDictIndex[0].FamilyName = cff.topDictIndex[0].FullName = NAME


def _place(record: object) -> tuple[int, int, int]:
    return record.platformID, record.platEncID, record.langID  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
