"""Every fault that `mutation` makes in a copy of the corpus is found, or changes nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from mutation import run, show
from mutations import BINARY, LINES, RECORDS, TEXTS

KINDS = len(RECORDS) + len(LINES) + len(TEXTS) + len(BINARY)


def _no_fault_is_missed(times: int, seed: int) -> None:
    missed: list[str] = []
    table = run(times, seed, missed.append)
    print(show(table))
    total = sum(table.values(), Counter())
    assert missed == [] and total["missed"] == 0
    assert total.total() == times and len(table) == KINDS


def test_no_fault_is_missed() -> None:
    _no_fault_is_missed(times=1000, seed=1)


@pytest.mark.slow
def test_no_fault_of_many_is_missed() -> None:
    _no_fault_is_missed(times=5000, seed=2)
