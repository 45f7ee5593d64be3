"""The files of the pages: one page, its script and style, and the data as scripts, so that they open from
a folder: a browser reads no other file from there.
"""

from __future__ import annotations

import json
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from ..annotation.repo import Repo
from ..files import store
from ..release.published import File
from . import library, payload, plotted
from .library import Library

INDEX = "index.html"
FOLDER = "pages"
"""Where the pages stand among what is published."""
_STATIC = resources(__package__) / "static"
SCRIPTS = (
    *("start", "words", "data", "address", "page", "show", "citing", "panel", "marks", "edition"),
    *("search", "claims", "download", "indicators", "figures", "texts", "decisions", "keys"),
    "main",
)
"""The parts of the script, in the order that they are put together in."""
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"}
"""What would end a script, or a string of it, wherever it stands."""


def files(shown: Library) -> dict[str, bytes]:
    """Every file of the pages by its name.

    Raises DataError if a table or the citation of the corpus is broken.
    """
    catalogue = payload.catalogue(shown)
    catalogue["words"] = json.loads(_static("words.json"))
    said, drawn = plotted.files(shown)
    catalogue |= {"figures": len(said), "missing": plotted.missing(shown)}
    made = {
        INDEX: _static("index.html"),
        "reader.css": _static("reader.css"),
        "reader.js": f"(() => {{\n{''.join(_static(f'{name}.js') for name in SCRIPTS)}}})();\n",
        "data.js": _script("XIANGQU =", catalogue),
    }
    if said:
        made |= {"figures.js": _script("XIANGQU.plotted =", said), **drawn}
    for number, text in enumerate(shown.texts):
        place = f"XIANGQU.documents[{number}]"
        made[f"text-{number}.js"] = _script(f"{place}.paragraphs =", [*payload.paragraphs(text)])
        source = payload.source_data(shown, text)
        made[f"source-{number}.js"] = _script(f"{place}.source =", source)
    return {name: content.encode() for name, content in made.items()}


def write(shown: Library, folder: Path, *, force: bool = False) -> Path:
    """Write the pages into ``folder``, and return the one to open.

    Raises UsageError if the folder has other content (with ``force``, files of the same name are
    replaced).
    """
    made = {folder / name: content for name, content in files(shown).items()}
    store.write_output(folder, made, force=force)
    return folder / INDEX


def published(repo: Repo) -> list[File]:
    """The pages of a corpus as files to publish: a static host serves them, or a reader opens a copy."""
    found = files(library.of_root(repo)).items()
    return [File(f"{FOLDER}/{name}", content) for name, content in sorted(found)]


def _static(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _script(head: str, data: Any) -> str:
    """A script that sets ``data``; nothing in it can end the script.

    As JSON in a string: browsers read that several times faster than an expression of nested lists.
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    quoted = written.replace("\\", "\\\\")
    return f"{head} JSON.parse('{quoted}');\n"
