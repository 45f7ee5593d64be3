"""The dataset as its CITATION.cff describes it, as a CSL item.

CFF: https://github.com/citation-file-format/citation-file-format, 1.2.0. CSL items (CSL-JSON):
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml

from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.repo import Repo, path, read_text
from .styles import Item, Name

NAME = "CITATION.cff"
_NAME_PARTS = {
    "family-names": "family",
    "given-names": "given",
    "name-particle": "non-dropping-particle",
    "name-suffix": "suffix",
}


def read(repo: Repo) -> dict[str, Any]:
    """The fields of the file that are filled in; they fit ``schema/settings/citation.schema.json``.

    Every scalar is the string that is written: as a number, version 0.10 would be 0.1. The DOI is
    without the address of its resolver.

    Raises DataError, naming the file and the field, if the file is missing or not what is needed.
    """
    file = repo.root / NAME
    if not file.is_file():
        raise DataError(f"{file}: no such file; write it, with title, authors and version, to cite")
    try:
        fields: Any = yaml.load(read_text(file), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise DataError(f"{file}: not YAML: {' '.join(str(error).split()):.120}") from None
    if isinstance(fields, dict):
        fields = {name: value for name, value in fields.items() if value != ""}
    # The package's own schema: `xiangqu diff` reads releases that are older than it.
    settings.check(fields, path() / "schema" / "settings" / "citation.schema.json", file)
    checked: dict[str, Any] = fields
    if "doi" in checked:
        checked["doi"] = re.sub(r"^https?://(dx\.)?doi\.org/", "", checked["doi"].strip())
    return checked


def dataset(repo: Repo) -> Item:
    """The CSL item of the dataset; ``issued``, ``DOI`` and ``URL`` only if the file gives them.

    Raises DataError as `read` does.
    """
    return item(read(repo))


def item(cff: dict[str, Any]) -> Item:
    """The CSL item of the fields that `read` gives."""
    title, version = " ".join(cff["title"].split()), cff["version"].strip()
    made = {
        "id": _key(title, version),
        "type": "dataset",
        "author": [_name(author) for author in cff["authors"]],
        "title": title,
        "version": version,
        **{key: cff[key.lower()] for key in ("DOI", "URL") if key.lower() in cff},
    }
    if "date-released" in cff:
        day = datetime.date.fromisoformat(cff["date-released"])
        made["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return made


def full_name(author: dict[str, str]) -> str:
    """The name of an author as people write it."""
    name = _name(author)
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in parts if part in name)


def _key(title: str, version: str) -> str:
    """``xiangqu-0.1.0``: the first Latin word of the title and the version."""
    word = re.search(r"[A-Za-z]+", title)
    return re.sub(r"[^\w.-]+", "-", f"{word[0].lower() if word else 'dataset'}-{version}")


def _name(author: dict[str, str]) -> Name:
    """A CSL name; a Chinese one is whole, since styles would make initials of its given part."""
    family, given = author.get("family-names", ""), author.get("given-names", "")
    if re.match(r"[\u3400-\u9fff]", family):
        return {"literal": family + given}
    if family:
        return {csl: author[key] for key, csl in _NAME_PARTS.items() if author.get(key)}
    return {"literal": author.get("name") or given or author["alias"]}
