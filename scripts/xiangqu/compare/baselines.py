"""Numbers to beat on the task configs: each document is predicted from the others.

Three models: the most frequent label, a linear model of character n-grams (scikit-learn's, the
optional extra ``xiangqu[baselines]``), and the rules of `xiangqu annotate`, which learn nothing but
were written with the texts of the corpus in view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.repo import Repo
from ..annotation.spans import Unit
from ..annotation.vocabulary import vocabulary
from ..annotator import Annotator
from ..tabular import tables, tasks
from ..tabular.derive import Progress, silent
from ..tabular.rows import Publisher
from ..tabular.tables import TASKS
from ..text.align import apply
from .paragraphs import passages, same_paragraphs
from .scores import cumulative, label_scores

Row = dict[str, Any]
Model = Callable[[list[Row], list[Row], str], list[Any]]
"""Takes rows to learn from, rows to predict and the column to predict; returns its values."""

REACH = 4
"""How many characters a tagger sees on either side."""

NO_THEME = -1
"""The label of a sentence to which the rules give no theme; gold never has it."""

Scores = dict[str, float | None]
Found = dict[str, dict[str, dict[str, Scores]]]
"""By model, held-out document (or ``all``) and config."""


def compare(repo: Repo, progress: Progress = silent) -> Found:
    """The scores of every model, by held-out document and over all of them together.

    Claims are scored by exact span and measure, themes by sentence. Raises UsageError if there are
    not two documents, or scikit-learn is not installed.
    """
    rows = {config: tables.read(repo.data, config) for config in ("paragraphs", *TASKS)}
    documents = [row["id"] for row in tables.read(repo.data, "documents")]
    if len(documents) < 2:
        raise UsageError("baselines hold out one document after the other: there must be two")
    for config in TASKS:
        if lacking := {*documents} - {row["document"] for row in rows[config]}:
            raise DataError(f"{repo.data / config}: no row of {min(lacking)}; run: xiangqu build")
    names, drafts = tasks.label_names(repo), Rules(repo, rows["paragraphs"])
    models: dict[str, Model] = {"majority": majority, "n-grams": linear, "rules": drafts.predict}
    found: Found = {}
    for name, model in models.items():
        found[name] = {held_out: {} for held_out in (*documents, "all")}
        for config, column in TASKS.items():
            progress(f"{name} on {config}")
            pairs = list(leave_one_out(rows[config], documents, column, model))
            for held_out, scores in found[name].items():
                some = [pair for pair in pairs if held_out in ("all", pair[0]["document"])]
                scores[config] = _scores(some, names[config], column)
    return found


def leave_one_out(
    rows: list[Row], documents: list[str], column: str, model: Model
) -> Iterator[tuple[Row, Row]]:
    """Each row, and a copy with the label predicted by a model that learnt from the other documents."""
    for held_out in documents:
        test = [row for row in rows if row["document"] == held_out]
        train = [row for row in rows if row["document"] != held_out]
        for row, label in zip(test, model(train, test, column), strict=True):
            yield row, row | {column: label}


class Rules:
    """What `xiangqu annotate` drafts for the texts of the published ``paragraphs``."""

    def __init__(self, repo: Repo, paragraphs: list[Row]) -> None:
        annotator, bounds = Annotator(repo), vocabulary(repo, "bounds")
        drafted: list[Row] = []
        for document, some in groupby(paragraphs, key=lambda p: str(p["document"])):
            text = "\n".join(paragraph["text"] for paragraph in some)
            draft = annotator.annotate(text, document)
            publisher = Publisher(draft, apply(text, draft.edits), bounds)
            drafted += publisher.rows()["paragraphs"]
        same = same_paragraphs(passages(paragraphs), passages(drafted))
        self.labels = {
            (column, same.get(row["paragraph"]), row["sentence"]): row[column]
            for config, rows in tasks.rows(drafted, tasks.label_names(repo)).items()
            for column in [TASKS[config]]
            for row in rows
        }

    def predict(self, _: list[Row], test: list[Row], column: str) -> list[Any]:
        """A `Model`: a sentence that the rules do not label has no tags, or `NO_THEME`."""
        nothing: Any = [] if column == "tags" else NO_THEME
        return [self.labels.get((column, r["paragraph"], r["sentence"]), nothing) for r in test]


def _scores(pairs: list[tuple[Row, Row]], names: list[str], column: str) -> Scores:
    gold, predicted = (
        [u for row in rows for u in _units(row, names, column)] for rows in zip(*pairs, strict=True)
    )
    if column == "tags":
        score = cumulative(gold, predicted, ("span", "measure"), exact=True)["measure"]
        return {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    found = label_scores(gold, predicted)
    return {"accuracy": found.accuracy, "macro_f1": found.macro_f1} if found else {}


def _units(row: Row, names: list[str], column: str) -> list[Unit]:
    """The labelled spans of a row, offsets in the sentence: those of its tags, or the sentence."""
    sentence = f"{row['paragraph']}.{row['sentence']}"
    if column == "tags":
        return [
            Unit("claims", sentence, start, end, row["text"][start:end], measure, {})
            for start, end, measure in tasks.spans([names[tag] for tag in row["tags"]])
        ]
    text, theme = row["text"], row[column]
    return [
        Unit("themes", sentence, 0, len(text), text, "" if theme == NO_THEME else names[theme], {})
    ]


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
