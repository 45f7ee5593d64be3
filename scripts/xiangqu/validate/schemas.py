"""Level 2: a record fits the JSON Schema of its layer."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from ..annotation import settings
from ..annotation.jsonlines import plain
from ..annotation.repo import BETWEEN, SCHEMA_OF, Repo
from ..annotation.vocabulary import schema
from .finding import quoted

Json = Any
"""What was read of a line: any JSON value."""

Misfit = tuple[str, str]
"""A code of level 2, and what is wrong."""

_SCHEMA_OF = SCHEMA_OF | BETWEEN

MESSAGES = {
    "XQ201": "A value has the type that its schema gives.",
    "XQ202": "A record has every field of its schema.",
    "XQ203": "A record has no field but those of its schema.",
    "XQ204": "A label is one of its vocabulary.",
    "XQ205": "An id, a date or a code is written in its form.",
    "XQ206": "A value keeps within its limits.",
    "XQ207": "A file of schema/ fits its own schema.",
}


class Schemas:
    """The compiled schema of every layer: fast verdicts, and the reference's findings for a fault."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._schemas = {layer: schema(repo, name) for layer, name in _SCHEMA_OF.items()}

    @cached_property
    def _fast(self) -> dict[str, Any]:
        def file(layer: str) -> Path:
            return self._repo.schema / f"{_SCHEMA_OF[layer]}.schema.json"

        return {layer: settings.compiled(s, file(layer)) for layer, s in self._schemas.items()}

    def layer_of(self, record: Json) -> str:
        """The layer whose fields are most like those of ``record``."""
        keys = set(record) if isinstance(record, dict) else set()
        shared = {
            layer: len(keys & set(s["properties"])) / len(keys | set(s["properties"]))
            for layer, s in self._schemas.items()
        }
        return max(shared, key=shared.__getitem__)

    def fitting(self, layer: str | None) -> Callable[[Json], bool]:
        """Whether a record fits the schema of ``layer``, or, without it, of the layer it is most like."""
        if layer is None:
            return lambda record: bool(self._fast[self.layer_of(record)].is_valid(record))
        fits: Callable[[Json], bool] = self._fast[layer].is_valid
        return fits

    def faults(self, layer: str, record: Json) -> list[Misfit]:
        """What the reference validator reports on a ``record`` that does not fit, each with its code."""
        return list(self._reference(layer, record)) or [("XQ205", "a string ends in a line break")]

    def _reference(self, layer: str, record: Json) -> Iterator[Misfit]:
        for error in settings.reference(self._schemas[layer]).iter_errors(record):
            place = ".".join(str(part) for part in error.absolute_path) or "the record"
            yield from _explained(error, place)


def _explained(error: Any, place: str) -> Iterator[Misfit]:
    """A fault in the words of JSON, with what was probably meant."""
    found = _shown(error.instance)
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            if error.message.startswith(repr(missing[0])):  # the reference has an error for each
                yield "XQ202", f"{place} lacks {', '.join(missing)}"
        case "additionalProperties":
            for name in sorted(set(error.instance) - set(error.schema["properties"])):
                yield (
                    "XQ203",
                    f"{place} has {quoted(name)}{_meant(name, error.schema['properties'])}",
                )
        case "enum" | "pattern" as keyword if keyword == "enum" or "x-vocabulary" in error.schema:
            known = error.schema["examples"] if keyword == "pattern" else error.validator_value
            labels = [label for label in known if label is not None]
            where = error.schema.get("x-vocabulary")
            listed = f" (vocabularies/{where}.json lists them)" if where else ""
            yield "XQ204", f"{place} is {found}{_meant(error.instance, labels)}{listed}"
        case "pattern":
            yield "XQ205", f"{place} is {found}, which does not match {error.validator_value}"
        case "type":
            wanted = error.validator_value
            kinds = [wanted] if isinstance(wanted, str) else wanted
            yield "XQ201", f"{place} is {found}, not {' or '.join(kinds)}"
        case "minimum" | "maximum" | "minLength" | "minItems" as keyword:
            yield "XQ206", f"{place} is {found}; its {keyword} is {error.validator_value}"
        case other:
            yield "XQ201", f"{place} breaks {other}: {error.message[:200]}"


def _shown(value: Json) -> str:
    text = json.dumps(plain(value), ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:60] + "…"


def _meant(name: Json, known: Iterable[str]) -> str:
    short = isinstance(name, str) and len(name) < 60
    close = difflib.get_close_matches(name, list(known), 1) if short else []
    return f"; did you mean {close[0]}?" if close else ""
