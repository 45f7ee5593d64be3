"""Settings: the JSON that people write in ``schema/``, and saved results; read strictly, held to a schema.

What has been read here can be trusted: who uses it needs no net for missing keys or wrong types.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from . import jsonlines
from .errors import DataError
from .repo import Repo, machine_errors, read_bytes

_Stamp = tuple[int, int, int]
_FILES = 256
"""How many files are remembered: more than one root has."""


def load(file: Path, schema: Path) -> Any:
    """The JSON in ``file``, which fits the JSON Schema in ``schema``; numbers are int or float.

    A file is read and checked once, and again only when it or its schema has changed: what is returned
    is shared, so leave it as it is. Raises DataError naming the file, the place in it and what is wrong.
    """
    return _load(file, _stamp(file), schema, _stamp(schema))


def read(repo: Repo, name: str) -> Any:
    """``schema/<name>.json``, e.g. ``release``, held to ``schema/settings/<name>.schema.json``."""
    return load(repo.schema / f"{name}.json", repo.settings / f"{name}.schema.json")


def read_json(file: Path) -> Any:
    """The JSON in ``file``, read strictly and held to no schema; shared as in `load`.

    Raises DataError naming the file and the line.
    """
    return _read(file, _stamp(file))


def contents(file: Path) -> bytes:
    """The bytes of ``file``, read once and again only when it has changed."""
    return _contents(file, _stamp(file))


def _stamp(file: Path) -> _Stamp:
    """Properties of a file that change when it is written or replaced."""
    with machine_errors(file):
        status = file.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


@functools.lru_cache(_FILES)
def _load(file: Path, stamp: _Stamp, schema: Path, schema_stamp: _Stamp) -> Any:
    value = _read(file, stamp)
    _check(value, _read(schema, schema_stamp), file)
    return value


def check(value: Any, schema: Path, file: Path) -> None:
    """Raise DataError, as `load` does, unless the ``value`` that was read from ``file`` fits."""
    _check(value, read_json(schema), file)


def _check(value: Any, schema: Any, file: Path) -> None:
    import jsonschema_rs  # both are slow to import; this one is quick to decide, the other says why

    if jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(value):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    if error := best_match(validator.iter_errors(value)):
        place = ".".join(map(str, error.absolute_path)) or "the file"
        raise DataError(f"{place}: {_said(error)}", file)


def _said(error: Any) -> str:
    """What is wrong, in one line however long the value is."""
    shown = json.dumps(error.instance, ensure_ascii=False)
    said = error.message.replace(repr(error.instance), shown if len(shown) <= 60 else "the value")
    return " ".join(said.split())[:200]


@functools.lru_cache(_FILES)
def _read(file: Path, stamp: _Stamp) -> Any:
    try:
        return jsonlines.plain(jsonlines.loads(_contents(file, stamp)))
    except jsonlines.JsonError as error:
        raise DataError(f"is not JSON: {error}", file) from None


@functools.lru_cache(_FILES)
def _contents(file: Path, _: _Stamp) -> bytes:
    return read_bytes(file)
