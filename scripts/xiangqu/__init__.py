"""XiangQu (湘区): an annotated corpus of Chinese texts about the government of urban districts in Hunan.

import xiangqu

claims = xiangqu.load("claims")   # a datasets.Dataset
drafts = xiangqu.annotate(text)   # drafts of the same layers for a text of yours
xiangqu.annotate_rows(dataset, "drafts")   # for any number of texts, into a folder
xiangqu.path()                    # the dataset's folder, for load_dataset(path, config)
"""

from __future__ import annotations

# Nothing is imported here: the command can be interrupted well only when this has been loaded.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from typing import Any

    import datasets

    from .annotator.drafted import Drafted

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "annotate_rows", "load", "path"]


def path() -> Path:
    """The root of the dataset: the checkout around the package, or the copy in the installed wheel."""
    from .annotation import repo

    return repo.path()


def annotate(
    text: str,
    *,
    date: str | None = None,
    place: str | None = None,
    review_period: str | None = None,
    plan_period: str | None = None,
) -> Drafted:
    """Drafts of every layer of ``text``, by rules, with offsets in code points.

    What is known of the text is better given than left to be read from it: ``date`` and the periods in
    ISO 8601 (``2022-01-06``, ``2016/2020``), ``place`` as a name or a code of GB/T 2260. The result has
    ``document``, ``paragraphs``, ``sections``, ``themes``, ``claims`` and ``numerals`` as records, the
    cleaned ``text``, and ``to_arrow(config)`` and ``to_pandas(config)`` for the published columns.
    Raises UsageError if something is given in another form, or no place or several have the name.
    """
    from .annotation.repo import Repo
    from .annotator import drafting
    from .annotator.document import Given
    from .annotator.given import check
    from .annotator.inputs import Source

    given = Given(date, place, review_period, plan_period)
    check(given)
    return drafting.draft(Repo(path()), Source("", text, given=given), "text-0001", "text-0001.txt")


def annotate_rows(
    rows: Iterable[Mapping[str, Any]],
    output: str | os.PathLike[str],
    *,
    text: str = "text",
    workers: int = 0,
    report: Callable[[str], object] | None = None,
    **columns: str,
) -> dict[str, int]:
    """Draft the texts in ``rows`` into the folder ``output``; return how much there is, by layer.

    ``rows`` is anything that gives a mapping for each text: a `datasets.Dataset`, also a streaming one, or
    a list of dicts; it is read once, a few hundred rows at a time. ``text`` is the column of the text;
    ``id``, ``date``, ``place``, ``review_period`` and ``plan_period`` name other columns for what is known
    of it, where they are not called so. With ``workers``, so many processes draft.

    A row that cannot be drafted is told to ``report``, or else by a warning. What a call before has made of
    the same rows is kept.
    Raises UsageError if a column is not there or the folder has content of others, MachineError if the
    machine fails or another run writes there.
    """
    import warnings
    from pathlib import Path

    from .scale import rows as scale

    columns = {"text": text, **columns}
    return scale.annotate(rows, Path(output), columns, workers, report or warnings.warn)


def load(
    config: str = "paragraphs", *, streaming: bool = False
) -> datasets.Dataset | datasets.IterableDataset:
    """One config of the corpus, its only split; lazily read if ``streaming``. Works offline.

    Raises UsageError, naming the configs that there are, for any other; MachineError if an interrupted
    write left the corpus half made.
    """
    from .annotation.errors import UsageError
    from .annotation.repo import Repo
    from .files import store
    from .tabular import tables

    root = path()
    store.check_finished(root)
    if {*"[]*?"} & {*str(root)}:
        raise UsageError(f"{root}: datasets takes [ ] * ? in a path for a pattern: move the folder")
    tables.check_config(Repo(root).data, config)
    import datasets  # it costs what the rest of the package does ten times over

    return datasets.load_dataset(str(root), config, split="train", streaming=streaming)
