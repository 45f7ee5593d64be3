"""JSON Lines, read strictly and with exact numbers, and written the one way the corpus is kept.

Refused: bytes that are not UTF-8, duplicate keys, NaN and infinities, numbers that no annotation
needs, deep nesting, lone surrogates. Lines end at ``\\n`` only.
"""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from typing import Any

MAX_DIGITS = 40
MAX_DEPTH = 32


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"key {twice!r} occurs twice")
    return value


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _decimal(digits: str) -> int | Decimal:
    """Exact; a number without a fraction is an integer however it is written, as in JSON Schema."""
    value = Decimal(digits)
    if len(digits) > MAX_DIGITS or abs(value.adjusted()) > MAX_DIGITS:
        raise ValueError(f"number {digits[:MAX_DIGITS]} is out of range")
    return int(value) if value == value.to_integral_value() else value


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)


def loads(line: str) -> Any:
    """One JSON value; numbers with a fraction become `Decimal`. Raises ValueError saying what is wrong."""
    try:
        value = _DECODER.decode(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ArithmeticError:
        raise ValueError("a number is out of range") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at column {error.colno}") from None
    _check(value, 0)
    return value


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("a lone surrogate in a string")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


def plain(value: Any) -> Any:
    """A record, or a part of one, as JSON has it: dict, list, str, int, float, bool or None."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def dumps(value: Any) -> str:
    """One line without its line break: keys in their order, Chinese as it is, exact numbers."""
    return json.dumps(plain(value), ensure_ascii=False)
