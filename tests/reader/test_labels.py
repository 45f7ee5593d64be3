"""Names of labels, units and places in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from xiangqu.annotation.repo import Repo
from xiangqu.reader.labels import labels, places, units


def claim(unit: str = "CNY", **more: Any) -> dict[str, Any]:
    return {"unit": unit, "indicator_id": None, "place": None} | more


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("CNY", ["元", "yuan"]),
        ("%", ["%", "%"]),
        ("count", ["", ""]),
        ("rank", ["", ""]),
        ("jin", ["斤", "Jin"]),
        ("CNY/person/month", ["CNY/person/month"] * 2),  # composed, and in no list
    ],
)
def test_units_after_a_number(unit: str, said: list[str], repo: Repo) -> None:
    assert units(repo, [claim(unit)]) == {unit: said}


def test_the_units_and_indicators_are_those_of_the_claims(repo: Repo) -> None:
    found = labels(repo, [claim(indicator_id="gdp"), claim("%")])
    assert {*found["unit"]} == {"CNY", "%"} and {*found["indicator_id"]} == {"gdp"}
    zh, en, meant_zh, meant_en = found["indicator_id"]["gdp"]
    assert (zh, en) == ("地区生产总值", "Gross domestic product") and meant_zh and meant_en


def test_labels_have_both_names_and_both_definitions(repo: Repo) -> None:
    found = labels(repo, [])
    for column in ("theme", "measure", "status", "bound", "period_source", "doubt", "label"):
        assert found[column], column
        assert all(len(named) == 4 and all(named) for named in found[column].values()), column


def test_a_place_without_a_name_is_its_code(repo: Repo) -> None:
    found = places(repo, [claim(place="430602"), claim(place="999999"), claim()])
    assert found == {"430602": "岳阳楼区", "999999": "999999"}
