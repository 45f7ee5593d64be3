"""Every fault that `mutation` makes in a copy of the corpus is found, or changes nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from mutation import run, show
from mutations import BINARY, LINES, RECORDS, TEXTS

KINDS = len(RECORDS) + len(LINES) + len(TEXTS) + len(BINARY)


def _no_fault_is_missed(times: int, seed: int) -> int:
    """Make so many faults; the number of kinds that they were of."""
    missed: list[str] = []
    table = run(times, seed, missed.append)
    print(show(table))
    total = sum(table.values(), Counter())
    assert missed == [] and total["missed"] == 0
    assert total.total() == times
    return len(table)


def test_no_fault_is_missed() -> None:
    _no_fault_is_missed(times=10, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize(("times", "seed"), [(1000, 1), (2000, 2)])
def test_no_fault_of_many_is_missed(times: int, seed: int) -> None:
    assert _no_fault_is_missed(times, seed) == KINDS
