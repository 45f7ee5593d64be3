"""The measure of a claim, and of a change its direction, its side and what it is held against.

A quantity is an amount, a share, a rank or a duration as its unit says, unless a verb makes a change of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .bases import BasisRules
from .change_verbs import ASIDE, ChangeVerbs, Kind, Move
from .mention import WINDOW, Mention
from .reading import Reading
from .rules import any_of, load

_CHANGED = {
    "level": "difference",
    "duration": "difference",
    "rank": "difference",
    "share": "growth",
}
"""What a measure becomes where a verb says that the quantity is a change."""
_FROM = re.compile("(?:从|由)[^，。；]{0,24}$")  # 从上年的
_ITEM = re.compile(" *(?:、|和|与|及|以及)[^，。；：]{0,12}")  # 、贫困人口


class Measured(NamedTuple):
    """How a quantity is meant; ``basis_period`` is the year that a growth is held against."""

    measure: str
    direction: str | None
    change: str | None
    basis: str | None
    basis_period: str | None


class MeasureRules:
    """The words of ``schema/rules/claims.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "claims")
        units = vocabulary(repo, "units").terms
        self._by_unit = {unit: _said_by(term["measures"]) for unit, term in units.items()}
        self._verbs = ChangeVerbs(rules)
        self._bases = BasisRules(rules)
        self._ages = re.compile(f"{any_of(rules['ages'])}[^，。；]{{0,16}}$")
        self._indexes = re.compile(f"{any_of(rules['indexes'])}{ASIDE}?(?:为|是|在|约|达到?)*$")
        self._not_in_items = re.compile(any_of(rules["not_in_objects"]))
        self._places = tuple(rules["places_in_a_list"])
        self._rising_streaks = tuple(rules["rising_streaks"])

    def read(self, mention: Mention) -> Measured:
        """How the quantity is meant; what is listed after another claim is meant as that is."""
        q, text = mention.quantity, mention.text
        measure = self._measure(mention)
        side, move = self._side(mention)
        if side is None:
            move = self._move(mention, measure)
            is_rate = self._by_unit.get(q.unit or "") == "share"  # an index goes up by %, too
            measure = _CHANGED.get("share" if is_rate else measure, measure) if move else measure
        elif measure == "share" and self._verbs.growth(mention.before):
            measure = "growth"
        direction = move.direction if move else None
        if q.streak:
            direction = self._streak(mention)
        if text[q.start] in "-－−":
            direction = "down"
        if (q.value == 0 and measure == "growth") or (measure in ("rank", "ratio") and not side):
            direction = None
        basis, since = self._bases.read(mention) if measure == "growth" else (None, None)
        return Measured(measure, direction, side, basis, since)

    def _measure(self, mention: Mention) -> str:
        """The measure of the quantity by its unit, as far as no verb makes a change of it."""
        q, text = mention.quantity, mention.text
        before = text[max(mention.opens, q.start - WINDOW) : q.start]
        measure = self._by_unit.get(q.unit or "", "level")
        if q.unit == "%" and self._indexes.search(before):
            return "level"
        is_age = "岁" in text[q.start : q.end] or self._ages.search(before)
        return "level" if measure == "duration" and is_age else measure

    def _move(self, mention: Mention, measure: str) -> Move | None:
        """The change or the gap that the quantity is; None if it is none."""
        q, text = mention.quantity, mention.text
        words, kind = text[q.start : q.end], self._kind(q, text)
        if measure == "ratio" or q.streak or (measure == "rank" and not words[0].isdecimal()):
            return None
        if words.endswith(("持平", "增长")):  # a growth of 0 that needs no verb
            return Move("up")
        move = self._verbs.move(mention.before, kind)
        if move is None and kind == "rate":
            move = self._verbs.named(text, q.end)
        if move is None and text[q.start] == "翻":
            return Move("up")
        return move or self._listed(mention)

    def _kind(self, q: Reading, text: str) -> Kind:
        """What kind of quantity it is for a verb of change; 5位 and 5个位次 of a list are no things."""
        if self._by_unit.get(q.unit or "") == "share":
            return "rate"
        is_place = q.classifier in self._places or text.startswith(self._places, q.end)
        return "things" if q.unit == "count" and not is_place else "amount"

    def _listed(self, mention: Mention) -> Move | None:
        """The change that the claim before is, if the quantity goes on its list: 和51%, 、3900万元."""
        last, q = mention.last, mention.quantity
        if last is None or last.change or last.measure not in ("growth", "difference"):
            return None
        item = _ITEM.fullmatch(mention.text, last.end, q.start)
        if item is None or last.end < mention.opens:
            return None
        is_like = last.unit == q.unit and not self._not_in_items.search(item[0])
        return Move(last.direction) if mention.beside or is_like else None

    def _side(self, mention: Mention) -> tuple[str | None, Move | None]:
        """``from`` or ``to`` of a change that goes from one value to another, and that change."""
        before, last, q = mention.before, mention.last, mention.quantity
        listed = mention.listed
        is_from = _FROM.search(before) or (listed and listed.change == "from")
        if is_from and (away := self._verbs.away(mention.text, q.end)):
            return "from", away
        if to := self._verbs.to(before):
            return "to", to
        if last and last.change == "from" and self._verbs.reaches(before):
            return "to", Move(last.direction)
        if listed and listed.change == "to":
            return "to", Move(listed.direction)
        return None, None

    def _streak(self, mention: Mention) -> str | None:
        """The direction of a run of years: 十二连增, 连续四年下降."""
        q, text = mention.quantity, mention.text
        if text[q.start : q.end].endswith(self._rising_streaks):
            return "up"
        move = self._verbs.named(text, q.end)
        return move.direction if move else None


def _said_by(measures: Sequence[str]) -> str:
    """The measure that a unit says where no verb does, of those that it may have: a time is a duration."""
    return "duration" if "duration" in measures else measures[0]
