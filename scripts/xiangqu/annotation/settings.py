"""Settings: the JSON that people write in ``schema/``, and saved results; read strictly, held to a schema.

What has been read here can be trusted: who uses it needs no net for missing keys or wrong types.
"""

from __future__ import annotations

import functools
import json
import warnings
from collections.abc import Callable, Iterable, Iterator
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

    if jsonschema_rs.validator_for(schema, validate_formats=True, retriever=_refuse).is_valid(
        value
    ):
        return
    from jsonschema.exceptions import best_match

    with warnings.catch_warnings():  # re warns of odd patterns
        warnings.simplefilter("ignore")
        try:
            error = best_match(reference(schema).iter_errors(value))
        except (RecursionError, OverflowError):
            raise DataError("has a pattern that cannot be compiled", file) from None
    if error:
        place = ".".join(map(str, error.absolute_path)) or "the file"
        raise DataError(f"{place}: {_said(error)}", file)


def compiled(schema: Any, file: Path) -> Any:
    """A `jsonschema_rs` validator of ``schema``, which is from ``file`` and may be anybody's.

    It reads no other file and no address, and its patterns take linear time. Raises DataError if
    ``schema`` refers elsewhere or has a pattern that cannot be so run.
    """
    import jsonschema_rs

    linear = jsonschema_rs.RegexOptions()
    try:
        return jsonschema_rs.validator_for(schema, retriever=_refuse, pattern_options=linear)
    except ValueError as error:
        said = " ".join(str(error).split())[:200]
        raise DataError(f"is no JSON Schema that can be used here: {said}", file) from None


def _refuse(address: str) -> Any:
    raise ValueError(f"{address} is not read: a schema refers to itself alone")


def check_patterns(file: Path, own: Path, patterns: Callable[[Any], Iterable[str]]) -> None:
    """Refuse a regular expression in ``file`` that the package's ``own`` file lacks: it may never end.

    ``patterns`` gives those of the JSON in such a file. Raises DataError.
    """
    if file == own:
        return
    if strange := {*patterns(read_json(file))} - {*patterns(read_json(own))}:
        said = "is not a pattern of this version of xiangqu, and is not run"
        raise DataError(f"{min(strange)!r:.60} {said}", file)


def reference(schema: Any) -> Any:
    """A validator of ``schema``, which is `compiled` elsewhere, that says what is wrong.

    It too looks up nothing but JSON Schema itself, and its patterns take linear time.
    """
    from jsonschema import Draft202012Validator  # slow to import, and seldom needed
    from jsonschema.validators import extend
    from jsonschema_specifications import REGISTRY

    linear = extend(Draft202012Validator, {"pattern": _pattern})
    return linear(schema, registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _pattern(_: Any, pattern: str, value: Any, schema: Any) -> Iterator[Any]:
    """As the keyword ``pattern`` of jsonschema, which has `re` search, and that may never end."""
    from jsonschema.exceptions import ValidationError

    if not _linear(pattern).is_valid(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


@functools.lru_cache(_FILES)
def _linear(pattern: str) -> Any:
    return compiled({"pattern": pattern}, Path(pattern))


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
