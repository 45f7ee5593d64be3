"""Places: which of those in GB/T 2260 a text names, and the one that a claim is about.

``schema/rules/places.json`` has the names with their codes. A code's first two digits are its province,
the first four its prefecture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..annotation.errors import UsageError
from ..annotation.repo import Repo
from .mention import WINDOW, Mention
from .rules import any_of, load, longest_of

_MUNICIPALITIES = ("11", "12", "31", "50")
_CODE = re.compile("[0-9]{6}")
_OFTEN = 3
"""How often a text names the place that it is about at the least, if its front does not."""


class Place(NamedTuple):
    """A place: its code, and its name; that of a district has the name of its city before it."""

    code: str
    name: str


class Named(NamedTuple):
    """A name at ``[start, end)`` of a text, and the codes of all places that have it."""

    start: int
    end: int
    codes: tuple[str, ...]


class PlaceRules:
    """The names and words of ``schema/rules/places.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "places")
        self._name: dict[str, str] = dict(rules["places"])
        codes: dict[str, list[str]] = defaultdict(list)
        for code, name in self._name.items():
            codes[name].append(code)
        for code, name, _ in rules["former"]:
            codes[name].append(code)
            self._name.setdefault(code, name)
        people = longest_of(rules["peoples"])
        # 恩施州 of 恩施土家族苗族自治州
        autonomous = re.compile(f"^(..+?){people}+自治([州县旗])$")
        for name in list(codes):
            if match := autonomous.match(name):
                codes[match[1] + match[2]] += codes[name]
        self._codes = {name: tuple(cs) for name, cs in codes.items()}
        self._lengths = sorted({len(name) for name in codes}, reverse=True)
        # what names of places end in; but not 南京市场
        self._last = re.compile(f"[省市县区旗州](?![{rules['not_followed_by']}])")
        # 和县 of 县委和县政府; but not 马鞍山市和县
        self._joins = re.compile(f"[\u4e00-\u9fff](?<![省市州]){any_of(rules['joining'])}")
        firm = any_of(rules["firms"])
        # 长动公司, but not 12家公司, 公司3家 and 公司等
        self._firm = re.compile(f"(?<![家户个]){firm}(?!{any_of(rules['not_firms'])}|\\d|$)")

    def named(self, text: str) -> Iterator[Named]:
        """The names in ``text``, in order; of two that end alike the longer one."""
        end = 0
        for match in self._last.finditer(text):
            for length in self._lengths:
                start = match.end() - length
                codes = self._codes.get(text[start : match.end()]) if start >= end else None
                # 城区, 郊区 and the like are names only after that of their city
                is_name = length > 2 or text[match.end() - 1] != "区" or start == end > 0
                if codes and is_name and not self._joins.match(text, max(start - 1, 0)):
                    end = match.end()
                    yield Named(start, end, codes)
                    break

    def of_text(
        self, front: Sequence[str], opening: Sequence[str], body: Sequence[str], kind: str | None
    ) -> Place | None:
        """The place that a text is about, or None.

        That is the first in the lines of its ``front``, where of 衡阳市雁峰区 the inner counts, or the
        first of its kind in the ``opening`` of its ``body``; without, the one that the body names most.
        ``kind`` is what its name ends in, if that is known. Of places with one name it is the one whose
        city or province the text names.
        """
        around = frozenset(code for line in (*front, *body) for code in self._sole(line))
        if kind and (code := self._first((*front, *opening), around, kind)):
            return self._place(code)
        if code := self._first(front, around, None):
            return self._place(code)
        counts = Counter(
            code
            for line in body
            for name in self.named(line)
            if (code := self._resolved(name, around, kind))
        )
        (first, times), (_, next_times) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
        return self._place(first) if times >= max(_OFTEN, 2 * next_times) else None

    def of_code(self, code: str) -> Place:
        """The place with this code, named by it if no list has it."""
        return self._place(code) if code in self._name else Place(code, code)

    def find(self, words: str) -> Place:
        """The place with this name, which may have that of its city before it, or with this code.

        Raises UsageError if no place has the name, or several.
        """
        if _CODE.fullmatch(words):
            return self.of_code(words)
        names = list(self.named(words))
        if not names or "".join(words[name.start : name.end] for name in names) != words:
            raise UsageError(f"GB/T 2260 has no place {words!r}: give its code or its whole name")
        found = self.of_text([words], [], [], None)
        if found and found.code in names[-1].codes:
            return found
        listed = ", ".join(f"{code} {self.of_code(code).name}" for code in names[-1].codes)
        raise UsageError(f"{words!r} is not the name of one place: give its code, as {listed}")

    def of_claim(self, mention: Mention, *, is_term: bool) -> str | None:
        """The code of the place measured: that of the document, unless the clause opens with another.

        None for a term, and for a firm that the press tells of: where a report speaks of firms, it mostly
        counts a class of them.
        """
        about = mention.passage.about
        is_firm = about.genre != "report" and self._is_of_firm(mention)
        if about.place is None or is_term or is_firm:
            return None
        return self._subject(mention, about.place) or about.place

    def _is_of_firm(self, mention: Mention) -> bool:
        """Whether a firm is named in the clause of a quantity, or in the first one of its sentence."""
        opens = mention.text[mention.opens : mention.opens + WINDOW].partition("，")[0]
        return any(map(self._firm.search, (mention.before, opens)))

    def _subject(self, mention: Mention, about: str) -> str | None:
        """The place inside that of the document that the clause of a claim begins with."""
        name = next(self.named(mention.before), None)
        if name is None or name.start:
            return None
        inside = [c for c in name.codes if c != about and c.startswith(_trunk(about))]
        return inside[0] if len(inside) == 1 else None

    def _sole(self, line: str) -> Iterator[str]:
        """The places of a line whose names no other place has."""
        return (name.codes[0] for name in self.named(line) if len(name.codes) == 1)

    def _first(self, lines: Sequence[str], around: frozenset[str], kind: str | None) -> str | None:
        """The code of the first line's that names a place: of places one in the other, the inner one."""
        for line in lines:
            found: str | None = None
            for name in self.named(line):
                code = self._resolved(name, around, kind)
                if code and (found is None or code.startswith(_trunk(found))):
                    found = code
            if found:
                return found
        return None

    def _resolved(self, name: Named, around: frozenset[str], kind: str | None) -> str | None:
        """The code of a name, if it is of the kind and there is one, or one in what is named around."""
        codes = [c for c in name.codes if kind is None or self._name[c].endswith(kind)]
        if len(codes) > 1:
            codes = [c for c in codes if any(o != c and c.startswith(_trunk(o)) for o in around)]
        return codes[0] if len(codes) == 1 else None

    def _place(self, code: str) -> Place:
        name = self._name[code]
        city = code[:4] + "00" if code[:2] not in _MUNICIPALITIES else code[:2] + "0000"
        is_district = name.endswith("区") and not code.endswith("00")
        return Place(code, self._name.get(city, "") + name if is_district else name)


def _trunk(code: str) -> str:
    """The digits that the codes inside a place begin with: 43 of 430000, 4304 of 430400."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
