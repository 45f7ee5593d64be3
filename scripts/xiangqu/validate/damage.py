"""What levels 1 to 3 found at fault, for the checks that follow: one fault is not to breed ten."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Damage:
    """Faulty ``records`` (layer and line) are left out of level 4, and are missing at their ``places``
    (layer and paragraph); from ``layers`` records are missing and nobody knows where.

    Quotes are not held against the text of a ``shaken`` paragraph, which a faulty edit changed.
    ``dangling``: a record names a paragraph that is not there, so that one without labels may be meant.
    """

    records: set[tuple[str, int]] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    layers: set[str] = field(default_factory=set)
    shaken: set[str] = field(default_factory=set)
    dangling: bool = False

    def add(self, layer: str, line: int, identity: str) -> None:
        """Note a faulty record; ``identity`` as `xiangqu.validate.finding.identify` gives it."""
        self.records.add((layer, line))
        paragraph = ".".join(identity.partition("[")[0].split(".")[:2])
        if layer in ("claims", "themes", "numerals") and ".p" in paragraph:
            self.places.add((layer, paragraph))
        else:
            self.layers.add(layer)

    def spares(self, layer: str, paragraph: str) -> bool:
        """Whether all records of ``layer`` in ``paragraph`` are there and sound."""
        return layer not in self.layers and (layer, paragraph) not in self.places

    def __bool__(self) -> bool:
        return bool(self.records or self.layers)
