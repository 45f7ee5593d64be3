"""A CSL item in five styles: APA 7, GB/T 7714-2015, BibTeX, RIS and CSL-JSON.

An item is the dataset or, with a ``container-title``, a piece of it. A piece has a ``number`` (its id),
and ``issued`` is the date of its text; ``available-date`` is when its dataset came out.
"""

from __future__ import annotations

import re
from typing import Any

from ..annotation.jsonlines import indented

Item = dict[str, Any]
Name = dict[str, str]

LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # \{ would count as a brace in BibTeX
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "%&#_$"},
}
"""How LaTeX writes the characters that mean something to it."""


def render(item: Item, style: str) -> str:
    """``item`` in one of STYLES, without a line end."""
    return _WRITERS[style](item)


def _apa(item: Item) -> str:
    """Publication Manual of the American Psychological Association, 7th edition, chapter 9.

    An author, a date, what it is, where it is. A date that the text does not give is in brackets.
    """
    date = f"({_shown_year(item) or 'n.d.'})"
    if _is_piece(item):
        work = f"{item['title']} [{item['genre']}, {item['number']}]"
        version = ", ".join([item["version"], *_years(item, "available-date")])
        editors = _apa_list([_given_first(name) for name in item["editor"]])
        role = "Ed." if len(item["editor"]) == 1 else "Eds."
        source = f"In {editors} ({role}), {item['container-title']} (Version {version})"
    else:
        work = f"{item['title']} (Version {item['version']}) [Data set]"
        source = ""
    authors = _apa_list([_family_first(name) for name in item["author"]], inverted=True)
    address = f"https://doi.org/{item['DOI']}" if "DOI" in item else item.get("URL", "")
    said = [authors, date, work, source] if authors else [work, date, source]
    return _line(f"{_sentences(said)} {address}")


def _apa_list(names: list[str], inverted: bool = False) -> str:
    """``A, B, & C``; of more than 20 the first 19 and the last. ``inverted`` names have commas of
    their own, so that two of them need one between them.
    """
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    comma = "," if inverted or len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} & {names[-1]}"


def _family_first(name: Name) -> str:
    """``van den Berg, A. E., Jr.``"""
    if "literal" in name:
        return name["literal"]
    return ", ".join(filter(None, (_family(name), _initials(name, "."), name.get("suffix"))))


def _given_first(name: Name) -> str:
    """``A. E. van den Berg Jr.``"""
    if "literal" in name:
        return name["literal"]
    return " ".join(filter(None, (_initials(name, "."), _family(name), name.get("suffix"))))


def _gbt7714(item: Item) -> str:
    """GB/T 7714-2015, numeric references, 4.2 (a part of a work) and 4.6 (electronic resources).

    The year at the end is that of the dataset; that of a piece's own text stands with its title.
    """
    online = "DOI" in item or "URL" in item
    medium = "DS/OL" if online else "DS"
    if _is_piece(item):
        about = f"{_shown_year(item) or '[n.d.]'}, {item['genre']}, {item['number']}[{medium}]"
        editors = _gbt_list(item["editor"])
        work = f"{item['title']}: {about}//{_sentences([editors, item['container-title']])}"
        edition = f"Version {item['version']}"
        date = "".join(_years(item, "available-date"))
    else:
        work = f"{item['title']}: Version {item['version']}[{medium}]"
        edition = ""
        date = f"({_day(item)})" if online and "issued" in item else "".join(_years(item, "issued"))
    doi = f"DOI:{item['DOI']}" if "DOI" in item else ""
    authors = _gbt_list(item["author"])
    return _line(_sentences([authors, work, edition, date, item.get("URL", ""), doi]))


def _gbt_list(names: list[Name]) -> str:
    """Three names at most (8.1.2)."""
    shown = [_gbt_name(name) for name in names[:3]]
    return ", ".join([*shown, *(["等"] if len(names) > 3 else [])])


def _gbt_name(name: Name) -> str:
    """``van den BERG A E Jr.`` (8.1.1); a body and a Chinese name as they stand."""
    if "literal" in name:
        return name["literal"]
    family = _family(name | {"family": name["family"].upper()})
    return " ".join(filter(None, (family, _initials(name).replace("-", " "), name.get("suffix"))))


def _sentences(parts: list[str]) -> str:
    """The parts that there are, a full stop after each that does not end in one."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _initials(name: Name, stop: str = "") -> str:
    """``A. E.`` of ``Ada Eva``, ``J.-P.`` of ``Jean-Paul``; a word without a capital is left whole."""
    words = re.findall(r"(-?)([^\s.,-]+)", name.get("given", ""))  # [("", "Jean"), ("-", "Paul")]
    short = [(mark, f"{word[0]}{stop}" if word[0].isupper() else word) for mark, word in words]
    return "".join(f"{mark or ' '}{word}" for mark, word in short).strip()


def _bibtex(item: Item) -> str:
    """``@misc`` and ``@incollection``: what BibTeX knows too, not biblatex alone."""
    piece = _is_piece(item)
    fields = {
        "author": " and ".join(map(_bibtex_name, item["author"])),
        "title": f"{{{_latex(_titled(item))}}}",
        "booktitle": f"{{{_latex(item['container-title'])}}}" if piece else "",
        "editor": " and ".join(map(_bibtex_name, item.get("editor", []))),
        "howpublished": "" if piece else f"Data set, version {_latex(item['version'])}",
        "year": "–".join(_years(item, "issued")),
        "note": _latex(item.get("note", "")),
        "doi": _verbatim(item.get("DOI", "")),
        "url": _verbatim(item.get("URL", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    kind = "incollection" if piece else "misc"
    return ",\n".join([f"@{kind}{{{item['id']}", *lines]) + "\n}"


def _bibtex_name(name: Name) -> str:
    """In braces, so that nothing inside is taken for a particle, an initial or another name."""
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    parts = (_family(name), name.get("suffix"), name.get("given"))
    return ", ".join(f"{{{_latex(part)}}}" for part in parts if part)


def _latex(text: str) -> str:
    return "".join(LATEX.get(c, c) for c in _line(text))


def _verbatim(address: str) -> str:
    """BibTeX reads addresses as they stand, but for braces, which must pair."""
    return re.sub(r"[\s{}\\]", lambda found: f"%{ord(found[0]):02X}", address.strip())


def _ris(item: Item) -> str:
    """RIS of Reference Manager: a tag, two blanks, a hyphen, a blank, a line of text."""
    names = [("AU", name) for name in item["author"]]
    names += [("A2", name) for name in item.get("editor", [])]
    tags = [
        ("TY", "CHAP" if _is_piece(item) else "DATA"),
        ("ID", item["id"]),
        *((tag, sorted_name(name)) for tag, name in names),
        ("TI", _titled(item)),
        ("T2", item.get("container-title", "")),
        ("ET", f"Version {item['version']}"),
        ("PY", "".join(_years(item, "issued")[:1])),
        ("DO", item.get("DOI", "")),
        ("UR", item.get("URL", "")),
        ("N1", item.get("note", "")),
    ]
    return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in tags if value), "ER  - "])


def sorted_name(name: Name) -> str:
    """A CSL name by which lists are sorted: family name, given name, suffix, with commas."""
    if "literal" in name:
        return name["literal"]
    return ", ".join(filter(None, (_family(name), name.get("given"), name.get("suffix"))))


def _csl_json(item: Item) -> str:
    return indented([item | {"title": _titled(item)}])


def _titled(item: Item) -> str:
    """The title; of a piece with its id and version, since no manager shows these for a chapter."""
    if not _is_piece(item):
        return str(item["title"])
    return f"{item['title']} [{item['number']}, version {item['version']}]"


def _is_piece(item: Item) -> bool:
    return "container-title" in item


def _family(name: Name) -> str:
    """The family name with what stands before it, ``van den Berg``."""
    return " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))


def _years(item: Item, key: str) -> list[str]:
    """The year of the date ``key``, both years of an interval; none if there is no such date."""
    return [str(parts[0]) for parts in item.get(key, {}).get("date-parts", [])]


def _shown_year(item: Item) -> str:
    """The year or years issued; in brackets if inferred; empty if there is none."""
    shown = "–".join(_years(item, "issued"))
    inferred = item.get("issued", {}).get("circa")
    return f"[{shown}]" if inferred else shown


def _day(item: Item) -> str:
    """The day issued, as ISO 8601 writes it."""
    year, month, day = item["issued"]["date-parts"][0]
    return f"{year:04}-{month:02}-{day:02}"


def _line(text: str) -> str:
    """``text`` on one line, every run of white space a blank."""
    return " ".join(text.split())


_WRITERS = {
    "apa": _apa,
    "gbt7714": _gbt7714,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
}
STYLES = tuple(_WRITERS)
