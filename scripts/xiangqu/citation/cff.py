"""The dataset as its CITATION.cff tells it, as a CSL item.

CFF: https://github.com/citation-file-format/citation-file-format, 1.2.0. CSL items (CSL-JSON):
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml

from ..annotation.errors import DataError
from ..annotation.repo import Repo, read_text

Item = dict[str, Any]

NAME = "CITATION.cff"
_NAME_PARTS = {
    "family-names": "family",
    "given-names": "given",
    "name-particle": "non-dropping-particle",
    "name-suffix": "suffix",
}


def read(repo: Repo) -> dict[str, Any]:
    """The fields of the file. Every scalar is the string that is written: a number would make version
    0.10 be 0.1.

    Raises DataError, naming the file, if it is not there or is not YAML.
    """
    file = repo.root / NAME
    if not file.is_file():
        raise DataError(f"{file}: no such file; write it, with title, authors and version, to cite")
    try:
        fields = yaml.load(read_text(file), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise DataError(f"{file}: not YAML: {' '.join(str(error).split()):.120}") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("version"), str):
        raise DataError(f"{file}: a field is wrong or missing: version")
    if isinstance(doi := fields.get("doi"), str):
        fields["doi"] = re.sub(r"^https?://(dx\.)?doi\.org/", "", doi.strip())
    return fields


def dataset(repo: Repo) -> Item:
    """The CSL item of the dataset; ``issued``, ``DOI`` and ``URL`` only if the file gives them.

    Raises DataError, naming the file, if it is not there or lacks what a citation needs.
    """
    try:
        return item(read(repo))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{repo.root / NAME}: a field is wrong or missing: {error!s:.80}") from None


def item(cff: dict[str, Any]) -> Item:
    """The CSL item of these fields. Raises ValueError or KeyError if one is wrong or missing."""
    addresses = {key: cff[key.lower()] for key in ("DOI", "URL") if cff.get(key.lower())}
    texts = {"title": cff["title"], "version": cff["version"], **addresses}
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(key)
    authors = [_name(author) for author in cff["authors"]]
    if not authors:
        raise ValueError("authors")
    made = {
        "id": _key(cff["title"], cff["version"]),
        "type": "dataset",
        "author": authors,
        **texts,
    }
    if released := cff.get("date-released"):
        day = datetime.date.fromisoformat(released)
        made["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return made


def full_name(author: dict[str, str]) -> str:
    """The name of an author as people write it. Raises ValueError or KeyError if there is none."""
    name = _name(author)
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in parts if part in name)


def _key(title: str, version: str) -> str:
    """``xiangqu-0.1.0``: the first Latin word of the title and the version."""
    word = re.search(r"[A-Za-z]+", title)
    return re.sub(r"[^\w.-]+", "-", f"{word[0].lower() if word else 'dataset'}-{version}")


def _name(author: dict[str, str]) -> dict[str, str]:
    """A CSL name; a Chinese one is whole, since styles would make initials of its given part."""
    if not all(isinstance(value, str) for value in author.values()):
        raise ValueError("authors")
    family, given = author.get("family-names", ""), author.get("given-names", "")
    if re.match(r"[\u3400-\u9fff]", family):
        return {"literal": family + given}
    if family:
        return {csl: author[key] for key, csl in _NAME_PARTS.items() if author.get(key)}
    return {"literal": author.get("name") or given or author["alias"]}
