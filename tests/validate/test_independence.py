"""The checker knows nothing by heart that it learned from the maker of the annotation.

A pattern or a list of words that stands in both would be wrong in both, and no check would see it. What
both read from ``schema/`` is data that people decide, and the numerals of `xiangqu.text.numerals` are
tested by themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import xiangqu

PACKAGE = Path(xiangqu.__file__).parent
CHECKER = sorted((PACKAGE / "validate").glob("*.py"))
MAKER = [*(PACKAGE / "annotator").glob("*.py"), *(PACKAGE / "text").glob("[sc]*.py")]
GROUPING = re.compile(r"\(\?(?:[:=!]|<[=!]|P?<\w+>)|(?<!\\)[()]")
CHINESE = re.compile("[\u2460-\u2473\u3000-\u303f\u3400-\u9fff\uff00-\uffee]")
CLASS = re.compile(r"\[([^\]]{6,})\]")
COUNTING = set("〇零一二三四五六七八九十百千万亿两半双")
LONG = 6
"""A list of so many words, or of so many characters, is not the same by chance."""


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string of the code but docstrings, f-strings with a mark where a value goes."""
    documentation = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in documentation:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (v.value if isinstance(v, ast.Constant) else "\0" for v in node.values)
            yield "".join(str(part) for part in parts)


@cache
def patterns(source: str) -> frozenset[str]:
    """What looks like a pattern or a word of Chinese, without the brackets that only group."""
    plain = {GROUPING.sub("", string) for string in strings(ast.parse(source))}
    return frozenset(
        string
        for string in plain
        if len(string) >= LONG
        and (CHINESE.search(string) or re.search(r"[\\+*?|^$]", string))
        and not COUNTING.issuperset(string)
    )


def word_lists(source: str) -> Iterator[frozenset[str]]:
    """The words of lists and dicts, the alternatives of patterns, and the characters of classes."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            elements = node.keys if isinstance(node, ast.Dict) else node.elts
            yield frozenset(e.value for e in elements if isinstance(e, ast.Constant))  # type: ignore[misc]
    for string in strings(tree):
        yield frozenset(GROUPING.sub("", string).split("|"))
        yield frozenset(string.split())
        for characters in CLASS.findall(string):
            yield frozenset(characters)
        yield frozenset(string if len(string) < 40 else "")


@cache
def long_lists(source: str) -> set[frozenset[str]]:
    """Those lists that have enough Chinese words or characters, numerals not counted."""
    chinese = (
        frozenset(
            w for w in words if isinstance(w, str) and CHINESE.search(w) and w not in COUNTING
        )
        for words in word_lists(source)
    )
    return {words for words in chinese if len(words) >= LONG}


def copies(checker: str, maker: str) -> list[str]:
    """The patterns that both have, and the long lists of words that are much the same."""
    same = sorted(patterns(checker) & patterns(maker))
    alike = [
        " ".join(sorted(words))
        for words in long_lists(checker)
        if any(len(words & others) > 0.8 * len(words | others) for others in long_lists(maker))
    ]
    return [*same, *alike]


@pytest.mark.parametrize("file", CHECKER, ids=lambda file: file.stem)
def test_the_checker_has_words_and_patterns_of_its_own(file: Path) -> None:
    checker = file.read_text(encoding="utf-8")
    for maker in MAKER:
        assert copies(checker, maker.read_text(encoding="utf-8")) == [], maker.name


@pytest.mark.parametrize(
    ("checker", "maker"),
    [
        ('E = "[。！？]+[”’」]*"', 'E = re.compile(r"([。！？]+)(?:[”’」]*)")'),
        ('N = "[签预履违合大]约$"', 'N = "[签预履违合大][约]$"'),
        (
            'N = ["签约", "预约", "履约", "违约", "合约", "大约"]',
            'N = "签约|履约|预约|合约|违约|大约"',
        ),
        ('R = "年?连[增升降减冠丰]"', 'R = f"{N}年?(?:连)[冠丰增升降减]"'),
        ('T = r"[0-9]+(?:\\.[0-9]+)?"', 'T = r"[0-9]+\\.[0-9]+?"'),
    ],
)
def test_a_copy_is_seen(checker: str, maker: str) -> None:
    assert copies(checker, maker)


def test_what_is_no_copy_is_let_be() -> None:
    assert (
        copies(
            'K = "claims"; N = "一二三四五六七八九十"', 'K = "claims"; N = "一二三四五六七八九十"'
        )
        == []
    )
