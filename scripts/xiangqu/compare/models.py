"""The models that give numbers to beat: train on some rows of a task config, predict others.

Linear models of character n-grams are scikit-learn's, an optional extra: ``xiangqu[baselines]``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..annotation.errors import UsageError

Row = dict[str, Any]
REACH = 4
"""How many characters a tagger sees on either side."""


def majority(train: list[Row], test: list[Row], column: str) -> list[Any]:
    """The most frequent label of ``train``, for every sentence or every character of ``test``."""
    if column == "tags":
        tags = Counter(chain.from_iterable(row["tags"] for row in train))
        return [[tags.most_common(1)[0][0]] * len(row["tags"]) for row in test]
    return [Counter(row[column] for row in train).most_common(1)[0][0]] * len(test)


def linear(train: list[Row], test: list[Row], column: str) -> list[Any]:
    """A linear support vector machine: over the n-grams of a sentence, or those around a character.

    Raises UsageError if scikit-learn is not installed.
    """
    try:
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC
    except ImportError:
        raise UsageError("baselines need scikit-learn: pip install 'xiangqu[baselines]'") from None

    if column != "tags":
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
        model = make_pipeline(vectors, LinearSVC(random_state=0))
        model.fit([row["text"] for row in train], [row[column] for row in train])
        found: list[Any] = model.predict([row["text"] for row in test]).tolist()
        return found
    model = make_pipeline(CountVectorizer(analyzer=list, binary=True), LinearSVC(random_state=0))
    tags = list(chain.from_iterable(row["tags"] for row in train))
    model.fit(list(chain.from_iterable(around(row["characters"]) for row in train)), tags)
    return [model.predict(list(around(row["characters"]))).tolist() for row in test]


def around(characters: list[str]) -> Iterator[list[str]]:
    """For each character the n-grams (n up to 3) within reach, each with its distance."""
    padded = ["\n"] * REACH + characters + ["\n"] * REACH
    for at in range(len(characters)):
        window = padded[at : at + 2 * REACH + 1]
        yield [
            f"{start - REACH}{''.join(window[start : start + n])}"
            for n in (1, 2, 3)
            for start in range(len(window) - n + 1)
        ]
