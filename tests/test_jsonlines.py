"""JSON is read strictly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu import jsonlines


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
        ('"\\ud800"', "surrogate"),
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
    with pytest.raises(ValueError, match=said):
        jsonlines.loads(line)


def test_numbers_are_exact() -> None:
    assert jsonlines.loads("0.1") == Decimal("0.1")
    assert isinstance(jsonlines.loads("46000.0"), int)
    assert (
        jsonlines.dumps({"value": Decimal("46000.0"), "low": Decimal("8.1")})
        == '{"value": 46000, "low": 8.1}'
    )


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_JSON)
def test_round_trip(value: object) -> None:
    line = jsonlines.dumps(value)
    assert "\n" not in line
    assert jsonlines.loads(line) == value
