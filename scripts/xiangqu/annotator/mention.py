"""A quantity where it stands: what the rules of every attribute are given to read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..annotation.records import Claim, Document
from .reading import Reading

WINDOW = 40
"""How many characters before a quantity are read at the most, so that long lines cost no more."""
STOP = re.compile("[，。；：！？!?\n]")
"""What ends a clause."""
BRACKETS = re.compile("（[^（）]*）")
"""What stands in brackets: an aside, whose words say nothing of what is outside."""
PLANS = ("plan", "goals", "self")
"""Functions of sections that speak of what is to be done."""
AND = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its document ``about``, and what decides how its claims are meant.

    ``sentences`` are offsets in ``text``; ``functions`` has the function of the innermost section of
    each. ``headings`` are those above the paragraph, the outermost first; ``opening`` is the time that the
    last paragraph above it in the same outermost section opens with, if one does; ``readings`` are all of
    its numerals, quantities or not, in text order.
    """

    id: str
    text: str
    kind: str
    about: Document
    sentences: tuple[tuple[int, int], ...]
    functions: tuple[str, ...]
    headings: tuple[str, ...]
    opening: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """The quantity ``passage.readings[number]``, in the sentence with the number ``sentence``.

    ``before`` are the words of its clause before it, at most `WINDOW`. ``last`` is the claim before it
    in the paragraph.
    """

    passage: Passage
    number: int
    sentence: int
    before: str
    last: Claim | None

    @property
    def quantity(self) -> Reading:
        return self.passage.readings[self.number]

    @property
    def text(self) -> str:
        """The text of the paragraph."""
        return self.passage.text

    @property
    def opens(self) -> int:
        """Where its sentence begins."""
        return self.passage.sentences[self.sentence][0]

    @property
    def function(self) -> str:
        """The function of the section that its sentence stands in."""
        return self.passage.functions[self.sentence]

    @property
    def beside(self) -> Claim | None:
        """The claim right before it in a list: 33.87万平方米 after 3708处、."""
        last = self.last
        return last if last and self.text[last.end : self.quantity.start] in AND else None

    @property
    def listed(self) -> Claim | None:
        """The claim ``beside``, if it has the same unit: what is listed is meant alike."""
        beside = self.beside
        return beside if beside and beside.unit == self.quantity.unit else None


def mention(passage: Passage, number: int, sentence: int, last: Claim | None) -> Mention:
    """The quantity ``passage.readings[number]`` with its clause."""
    start = passage.readings[number].start
    opens = clause_start(passage.text, passage.sentences[sentence][0], start)
    return Mention(passage, number, sentence, passage.text[opens:start], last)


def clause_start(text: str, start: int, end: int) -> int:
    """Where the clause begins that goes on at ``end``: not before ``start``, nor before the window."""
    start = max(start, end - WINDOW)
    stops = [m.end() for m in STOP.finditer(text, start, end)]
    return stops[-1] if stops else start
