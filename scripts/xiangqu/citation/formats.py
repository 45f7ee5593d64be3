"""A CSL item for reference managers: BibTeX and RIS, and the values that all styles share."""

from __future__ import annotations

import re
from typing import Any

Item = dict[str, Any]

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # \{ would count as a brace in BibTeX
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "%&#_$"},
}


def bibtex(item: Item) -> str:
    """``@misc`` and ``@incollection``: what BibTeX knows too, not biblatex alone."""
    part = "container-title" in item
    fields = {
        "author": " and ".join(map(_bibtex_name, item["author"])),
        "title": f"{{{_latex(titled(item))}}}",
        "booktitle": f"{{{_latex(item['container-title'])}}}" if part else "",
        "editor": " and ".join(map(_bibtex_name, item.get("editor", []))),
        "howpublished": "" if part else f"Data set, version {_latex(item['version'])}",
        "year": "–".join(years(item, "issued")),
        "note": _latex(item.get("note", "")),
        "doi": _verbatim(item.get("DOI", "")),
        "url": _verbatim(item.get("URL", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    kind = "incollection" if part else "misc"
    return ",\n".join([f"@{kind}{{{item['id']}", *lines]) + "\n}"


def _bibtex_name(name: dict[str, str]) -> str:
    """In braces, so that nothing inside is taken for a particle, an initial or another name."""
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    return ", ".join(f"{{{_latex(part)}}}" for part in _inverted(name))


def _inverted(name: dict[str, str]) -> list[str]:
    """Family name, suffix, given name: those that there are."""
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    return [family, *(name[part] for part in ("suffix", "given") if part in name)]


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in line(text))


def _verbatim(address: str) -> str:
    """BibTeX reads addresses as they stand, but for braces, which must pair."""
    return re.sub(r"[\s{}\\]", lambda found: f"%{ord(found[0]):02X}", address.strip())


def ris(item: Item) -> str:
    """RIS of Reference Manager: a tag, two blanks, a hyphen, a blank, a line of text."""
    part = "container-title" in item
    names = [("AU", name) for name in item["author"]]
    names += [("A2", name) for name in item.get("editor", [])]
    tags = [
        ("TY", "CHAP" if part else "DATA"),
        ("ID", item["id"]),
        *((tag, sorted_name(name)) for tag, name in names),
        ("TI", titled(item)),
        ("T2", item.get("container-title", "")),
        ("ET", f"Version {item['version']}"),
        ("PY", "".join(years(item, "issued")[:1])),
        ("DO", item.get("DOI", "")),
        ("UR", item.get("URL", "")),
        ("N1", item.get("note", "")),
    ]
    return "\n".join([*(f"{tag}  - {line(value)}" for tag, value in tags if value), "ER  - "])


def sorted_name(name: dict[str, str]) -> str:
    """A CSL name by which lists are sorted: family name, given name, suffix, with commas."""
    if "literal" in name:
        return name["literal"]
    family, *rest = _inverted(name)
    return ", ".join([family, *reversed(rest)])


def titled(item: Item) -> str:
    """The title; of a piece with its id and version, since no manager shows these for a chapter."""
    if "number" not in item:
        return str(item["title"])
    return f"{item['title']} [{item['number']}, version {item['version']}]"


def line(text: str) -> str:
    """``text`` on one line, every run of white space a blank."""
    return " ".join(text.split())


def years(item: Item, key: str) -> list[str]:
    """The year of the date ``key``, both years of an interval; none if there is no such date."""
    return [str(parts[0]) for parts in item.get(key, {}).get("date-parts", [])]


def is_inferred(item: Item) -> bool:
    """Whether the date issued is not what the text itself says."""
    return bool(item.get("issued", {}).get("circa"))


def shown_year(item: Item) -> str:
    """The year or years issued; in brackets if inferred, n.d. if there is none."""
    shown = "–".join(years(item, "issued"))
    return f"[{shown or 'n.d.'}]" if is_inferred(item) or not shown else shown
