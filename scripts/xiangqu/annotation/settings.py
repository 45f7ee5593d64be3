"""Settings: the JSON that people write in ``schema/``, read strictly and held to a schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import jsonlines
from .errors import DataError
from .repo import read_bytes


def load(file: Path, schema: Path) -> Any:
    """The JSON in ``file``, which fits the JSON Schema in ``schema``.

    Raises DataError naming the file, the place in it and what is wrong.
    """
    from jsonschema import Draft202012Validator  # slow to import
    from jsonschema.exceptions import best_match

    value, rules = _read(file), _read(schema)
    if error := best_match(Draft202012Validator(rules).iter_errors(value)):
        said = " ".join(error.message.split())[:200]
        raise DataError(f"{file}: {error.json_path.removeprefix('$.')}: {said}")
    return value


def _read(file: Path) -> Any:
    try:
        return jsonlines.plain(jsonlines.loads(read_bytes(file)))
    except jsonlines.JsonError as error:
        raise DataError(f"{file}: is not JSON: {error}") from None
