"""What a quantity span says by itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in the base unit, or ``parts`` of a ratio, or ``ends`` of a written range.

    ``bare``: no unit is written, so it is CNY or a count without a measure word. ``is_fraction``: it is
    written as a part of a whole, and may be one of another amount (相当于平均水平的1/3).
    """

    value: Decimal | None
    unit: str
    classifier: str | None = None
    bound: str = "exact"
    parts: tuple[Decimal, ...] | None = None
    ends: tuple[Decimal, Decimal] | None = None
    bare: bool = False
    is_fraction: bool = False

    @classmethod
    def of(
        cls,
        value: Decimal | None,
        unit: str,
        classifier: str | None = None,
        bound: str = "exact",
        bare: bool = False,
    ) -> Quantity | None:
        """The quantity, or None if its number is not one."""
        return None if value is None else cls(value, unit, classifier, bound, bare=bare)

    @property
    def low(self) -> Decimal | None:
        if self.ends:
            return self.ends[0]
        return self.value if self.bound in ("exact", "over", "at_least") else None

    @property
    def high(self) -> Decimal | None:
        if self.ends:
            return self.ends[1]
        return self.value if self.bound in ("exact", "under", "at_most") else None
