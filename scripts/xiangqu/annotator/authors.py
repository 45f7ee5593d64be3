"""The persons that bylines name as authors or speakers: 县长 张三, 本报记者 李四."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .rules import Rules, any_of

_BETWEEN = re.compile("[ \u3000\u00a0、，/／：:■]+")
_NAME = re.compile(
    "[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,7}(?:·[\u4e00-\u9fff]{1,7})+"
)  # 张三, 艾力·买买提


class AuthorRules:
    """The words of ``schema/rules/documents.json`` that tell who wrote from who edited."""

    def __init__(self, rules: Rules) -> None:
        self._offices = re.compile(f".*{any_of(rules['offices'])}")
        self._writes = re.compile(f".*{any_of(rules['author_roles'])}")
        self._bodies = tuple(rules["bodies"])
        self._edits = re.compile(f".*{any_of(rules['other_roles'])}")

    def names(self, bylines: Sequence[str]) -> Iterator[str]:
        """The names, in order."""
        for line in bylines:
            yield from self._of_line(line)

    def _of_line(self, line: str) -> Iterator[str]:
        """The names of a line but those after another role, as 编辑: a role counts up to the next."""
        is_author = True
        for word in _words(line):
            if edits := self._edits.match(word):
                is_author = False
                word = word[edits.end() :]
            elif writes := self._writes.match(word) or self._offices.match(word):
                is_author = True
                word = word[writes.end() :]
            if is_author and _NAME.fullmatch(word) and not word.endswith(self._bodies):
                yield word


def _words(line: str) -> Iterator[str]:
    """The words of a byline; characters that were set apart are one: 龚 正."""
    single = ""
    for word in _BETWEEN.split(line):
        if len(word) == 1:
            single += word
            continue
        if single:
            yield single
            single = ""
        yield word
    if single:
        yield single
