"""JSON Lines, read strictly and with exact numbers, and written the one way the corpus is kept.

Refused, each with an error of its own: duplicate keys, NaN and infinities, numbers that no annotation
needs, deep nesting, lone surrogates, and control characters but in what an edit replaces. Lines
end at ``\\n`` only.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import msgspec

MAX_DIGITS = 40
MAX_DEPTH = 32


class JsonError(ValueError):
    """A line is not one JSON value."""


class KeyTwiceError(JsonError):
    """An object has a key twice."""


class NumberError(JsonError):
    """NaN, an infinity, or a number too large or too long for any annotation."""


class DepthError(JsonError):
    """Arrays and objects are nested too deeply."""


class CharacterError(JsonError):
    """A string holds a lone surrogate or a control character."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for at, key in enumerate(keys) if key in keys[:at])
        raise KeyTwiceError(f'key "{twice[:40]}" occurs twice')
    return value


def _integer(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:  # Python's own limit, 4300 digits
        raise NumberError(f"a number of {len(digits)} digits") from None


def _decimal(digits: str) -> int | Decimal:
    """Exact; a number without a fraction is an integer however it is written, as in JSON Schema."""
    try:
        value = Decimal(digits)
    except ArithmeticError:
        raise NumberError("a number is out of range") from None
    if len(digits) > MAX_DIGITS or abs(value.adjusted()) > MAX_DIGITS:
        raise NumberError(f"number {digits[:MAX_DIGITS]} is out of range")
    return int(value) if value == value.to_integral_value() else value


def _constant(name: str) -> Any:
    raise NumberError(f"{name} is not JSON")


_FAST = msgspec.json.Decoder(float_hook=_decimal)
_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)


def loads(line: bytes) -> Any:
    """One JSON value in UTF-8, on one line or more; numbers with a fraction become `Decimal`.

    Raises JsonError saying what is wrong. A fast parser answers where it cannot be mistaken: no escape
    but \\n, few brackets, and as many colons as keys, so that none is given twice. Else a slower one.
    """
    brackets = line.count(b"{") + line.count(b"[")
    if brackets < MAX_DEPTH and (b"\\" not in line or line.count(b"\\") == line.count(b"\\n")):
        try:
            value = _FAST.decode(line)
        except (ValueError, RecursionError):
            return _strict(line)
        keys = len(value) if brackets == 1 and type(value) is dict else _count_keys(value)
        if line.count(b":") == keys:
            return value
    return _strict(line)


def _count_keys(value: Any) -> int:
    if type(value) is dict:
        return len(value) + sum(map(_count_keys, value.values()))
    return sum(map(_count_keys, value)) if type(value) is list else 0


def _strict(line: bytes) -> Any:
    try:
        value = _STRICT.decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CharacterError(f"byte {error.start} is not UTF-8") from None
    except RecursionError:
        raise DepthError("nested too deeply") from None
    except json.JSONDecodeError as error:
        said = error.msg.removesuffix(" at")
        row = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise JsonError(f"{said} at {row}column {error.colno}") from None
    _check(value, 0)
    return value


_SURROGATES = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Lone surrogates, and the control characters but tab, line feed and carriage return."""
_RAW = "before"
"""The key of what stands in a seed, with whatever is to be cleaned away."""


def _check(value: Any, depth: int, forbidden: re.Pattern[str] = _FORBIDDEN) -> None:
    if depth > MAX_DEPTH:
        raise DepthError("nested too deeply")
    if isinstance(value, str):
        if bad := forbidden.search(value):
            raise CharacterError(f"U+{ord(bad[0]):04X} in a string")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1, _SURROGATES if key == _RAW else _FORBIDDEN)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


_PLAIN = frozenset({str, int, bool, NoneType})
"""Types that are as JSON has them; floats are, but for how they are written."""


def plain(value: Any) -> Any:
    """A record, or a part of one, as JSON has it: dict, list, str, int, float, bool or None."""
    return _converted(value, _number)


def _converted(value: Any, number: Callable[[float | Decimal], Any]) -> Any:
    """``value`` as dicts and lists, each float and `Decimal` as ``number`` has it."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, list | tuple):
        return [_converted(v, number) for v in value]
    if isinstance(value, float | Decimal):
        return number(value)
    if isinstance(value, dict):
        return {k: v if type(v) in _PLAIN else _converted(v, number) for k, v in value.items()}
    row = msgspec.to_builtins(value, builtin_types=(Decimal,))
    for name in _others(kind):  # type: ignore[arg-type]
        row[name] = _converted(row[name], number)
    return row


@functools.cache
def _others(record: type) -> tuple[str, ...]:
    """The fields of a record with numbers or lists, which msgspec does not make as JSON is written here."""
    return tuple(name for name, hint in get_type_hints(record).items() if not _is_plain(hint))


def _is_plain(hint: Any) -> bool:
    """Whether a field has but text, whole numbers, and records of such: ``Span | None``."""
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return all(option in _PLAIN or _is_of_plain(option) for option in options)


@functools.cache
def _is_of_plain(hint: Any) -> bool:
    """Whether a type is that of a record without others."""
    return dataclasses.is_dataclass(hint) and not _others(hint)  # type: ignore[arg-type]


def _number(number: float | Decimal) -> int | float:
    """A `Decimal` as the number that it is."""
    if isinstance(number, float) or number != number.to_integral_value():
        return float(number)
    return int(number)


def _written(number: float | Decimal) -> msgspec.Raw:
    """A number as Python writes it; msgspec does otherwise, 1e16 of 1e+16, and none beyond 64 bits."""
    return msgspec.Raw(repr(_number(number)).encode())


def indented(value: Any) -> str:
    """The value as JSON with line breaks and indents, for people to read."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def lines(records: Iterable[Any]) -> bytes:
    """The records as JSON Lines."""
    return b"".join([_line(record) + b"\n" for record in records])


def dumps(value: Any) -> str:
    """One line without its line break: keys in their order, Chinese as it is, exact numbers."""
    return _line(value).decode()


def _line(value: Any) -> bytes:
    try:
        is_plain = _is_of_plain(type(value))  # type: ignore[arg-type]
        made = value if is_plain else _converted(value, _written)
        return msgspec.json.format(_encode(made), indent=0)
    except OverflowError:  # an int beyond 64 bits
        return json.dumps(plain(value), ensure_ascii=False).encode()


_encode = msgspec.json.Encoder().encode
