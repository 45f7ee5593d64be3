"""Drafts of texts, one or many: each by itself, so that what goes wrong with one spares the others."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ..annotation.errors import UsageError, XiangQuError
from ..annotation.repo import Repo
from ..annotation.vocabulary import Vocabulary, vocabulary
from ..text.split import sentences
from . import Annotator
from .doubts import DoubtRules
from .drafted import Drafted
from .inputs import Report, Source
from .names import Names

Use = Callable[[Drafted], None]
COUNTED = ("paragraphs", "claims", "numerals")


@functools.cache
def rules(repo: Repo) -> tuple[Annotator, DoubtRules, Vocabulary]:
    """The rules of ``repo`` and its vocabulary of bounds, compiled once."""
    return Annotator(repo), DoubtRules(repo), vocabulary(repo, "bounds")


def draft(repo: Repo, source: Source, document: str, seed_file: str) -> Drafted:
    """The drafts of ``source`` as the document with that id."""
    annotator, doubts, bounds = rules(repo)
    drafted = annotator.annotate(source.text, document, seed_file, source.given)
    return Drafted(drafted, source.text, bounds, doubts.of(drafted))


def each(repo: Repo, texts: Iterable[Source], use: Use, report: Report) -> Counter[str]:
    """Give the drafts of each text to ``use``; return how many documents, characters and records there were.

    A text on which the rules or ``use`` fail by a fault of the program is named to ``report``.
    """
    names, counts = Names(), Counter[str]()
    for source in texts:
        try:
            drafted = draft(repo, source, *names.give(source))
            use(drafted)
        except UsageError as error:  # what a table gives as its place
            report(f"{source.name}: {error}")
            continue
        except (XiangQuError, OSError):
            raise
        except Exception as error:
            report(f"{source.name}: a fault of the program, please report: {error!r}")
            continue
        counts["documents"] += 1
        counts["characters"] += len(source.text)
        for layer in COUNTED:
            counts[layer] += len(getattr(drafted, layer))
    return counts


def explain(repo: Repo, drafted: Drafted) -> Iterator[str]:
    """For each sentence a line: where it is, its theme, and the words that speak for themes."""
    annotator, *_ = rules(repo)
    for span in drafted.themes:
        for start, end in sentences(span.text):
            sentence = span.text[start:end]
            guess = annotator.themes.sentence(sentence)
            words = " ".join(f"{e.word} {e.theme} {e.weight:g}" for e in guess.evidence)
            words = words or "no word: as what is around it"
            yield f"{span.paragraph}\t{span.theme}\t{sentence}\t{words}"
