"""The text of a web page, one line per paragraph."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SKIPPED = re.compile(
    "title|script|style|noscript|template|svg|nav|footer|button|select|textarea"
).fullmatch
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|rp|rt|ruby|s|samp|"
    "small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
).fullmatch
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile("[ \t\r\n\f]+")
_BREAK = re.compile(  # 增⏎长: a line break of the source between wide characters is no space
    "(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)


def html_text(page: str) -> str:
    """The text of ``page`` without its title, scripts, styles, navigation and controls.

    What browsers put on a line of its own is a line here, and a row of a table is one, if its cells
    hold no lines.
    """
    parser = _Lines()
    parser.feed(page)
    parser.close()
    lines = (_SPACE.sub(" ", _BREAK.sub("", "".join(line))).strip() for line in parser.lines)
    return "\n".join(filter(None, lines))


class _Lines(HTMLParser):
    """Gathers the pieces of each line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if _SKIPPED(tag):
            self._skipping.append(tag)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipping:  # what was left open inside it ends with it
            del self._skipping[self._skipping.index(tag) :]
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.lines[-1].append(data)

    def _part(self, tag: str) -> None:
        if tag in _CELLS:
            self.lines[-1].append(" ")
        elif not _INLINE(tag):
            self.lines.append([])
