"""What is listed beside `mutants` is what it can make."""

from __future__ import annotations

import pytest

from mutants import ROOMS, equivalents, files_of, mutants


@pytest.mark.slow  # parses five rooms
def test_every_equivalent_mutant_is_one() -> None:
    made = {m.name for room in ROOMS for file in files_of(room) for m in mutants(file)}
    assert set(equivalents()) <= made
