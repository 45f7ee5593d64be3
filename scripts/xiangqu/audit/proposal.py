"""A relation that a rule proposes and nobody has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Proposal:
    """``claims`` are published rows in the order of ``rule``, ``given`` numbers that the words give.

    ``reason`` is why the numbers need not agree, if they do not; None if no reason shows.
    """

    kind: str
    rule: str
    claims: Sequence[Row]
    given: Sequence[int] = ()
    reason: str | None = None

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        return self.kind, frozenset(claim["id"] for claim in self.claims)


def words(claim: Row, name: str) -> str:
    """The text of a span of a claim; empty if it has none."""
    return claim[name]["text"] if claim[name] else ""


def topic(claim: Row) -> str:
    """What a claim is of: its indicator by id or, if no list has it, by its words."""
    return claim["indicator_id"] or words(claim, "indicator")


def is_amount(claim: Row) -> bool:
    """Whether a claim is one number of how much or how many there is, and not the one that is no more."""
    return claim["measure"] == "level" and claim["value"] is not None and claim["change"] != "from"


def reason_of(claims: Sequence[Row]) -> str | None:
    """Why claims need not agree: some are estimates and others are not."""
    statuses = {claim["status"] == "estimate" for claim in claims}
    return "preliminary_final" if len(statuses) > 1 else None
