"""JSON is read strictly."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangqu.annotation import jsonlines


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"a": 1, "a": 2}', "occurs twice"),
        ("NaN", "not JSON"),
        ("-Infinity", "not JSON"),
        ("1e400", "out of range"),
        ("1" * 5000, "digits"),
        ("[" * 100_000, "deep"),
        ("[" * 40 + "]" * 40, "deep"),
        ('"\\ud800"', r"U\+D800"),
        ("{'a': 1}", "column"),
        ("[1,]", "column"),
        ('"a\tb"', "column"),
        ("1 2", "column"),
        ("", "column"),
        ("01", "column"),
        ("+1", "column"),
        (".5", "column"),
        ('{"a"}', "column"),
        ("tru", "column"),
        ('"\\x"', "column"),
    ],
)
def test_refused(line: str, said: str) -> None:
    with pytest.raises(jsonlines.JsonError, match=said):
        jsonlines.loads(line.encode())


def test_numbers_are_exact() -> None:
    assert jsonlines.loads(b"0.1") == Decimal("0.1")
    assert jsonlines.loads(b'{"a": 0.10000000000000000001}') == {
        "a": Decimal("0.10000000000000000001")
    }
    assert isinstance(jsonlines.loads(b"46000.0"), int)
    assert (
        jsonlines.dumps({"value": Decimal("46000.0"), "low": Decimal("8.1")})
        == '{"value": 46000, "low": 8.1}'
    )


@pytest.mark.parametrize(
    "value",
    [1e16, 1.5e-7, 0.1, 10**30, Decimal(10) ** 30, Decimal("12345678901234567.5"), "\t\x1f\x7f“/"],
)
def test_a_line_is_written_as_json_writes_it(value: object) -> None:
    record = [{"a": value, "b": []}, {}]
    written = json.dumps(jsonlines.plain(record), ensure_ascii=False)
    assert jsonlines.dumps(record) == written
    assert jsonlines.lines([record]) == f"{written}\n".encode()


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(_JSON)
def test_round_trip(value: object) -> None:
    line = jsonlines.dumps(value)
    assert "\n" not in line
    assert jsonlines.loads(line.encode()) == value


_PIECE = st.sampled_from(
    [
        *'{}[]",:0129.-eE \\n',
        "\\u00",
        "d8",
        '"a"',
        '"a": ',
        "null",
        "NaN",
        "1.0",
        "中",
        "\x00",
        "{" * 33,
    ]
)


@given(st.lists(_PIECE, max_size=12).map("".join) | st.text(max_size=20))
@example('{"a": 1, "a" :2}')
@example('{"a": {"b:": 1, "b:": 2}}')
@example('["\\\\n"]')
def test_the_fast_parser_and_the_strict_one_agree(line: str) -> None:
    """What `loads` answers, whichever parser it asks, is what the strict parser answers."""
    content = line.encode("utf-8", "replace")

    def answer(parse: Callable[[bytes], object]) -> object:
        try:
            return repr(parse(content))
        except jsonlines.JsonError as error:
            return type(error)

    assert answer(jsonlines.loads) == answer(jsonlines._strict)
