"""XiangQu (湘区): an annotated corpus of Chinese texts about the government of two urban districts.

import xiangqu

claims = xiangqu.load("claims")   # a datasets.Dataset
xiangqu.path()                    # the dataset's folder, for load_dataset(path, config)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .annotation.errors import UsageError
from .annotation.repo import Repo, path

if TYPE_CHECKING:
    import datasets

    from .annotation.records import Annotated

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "load", "path"]


def annotate(text: str) -> Annotated:
    """Drafts of every layer of ``text``, by rules: records with offsets in code points."""
    from .annotator import Annotator

    return Annotator(Repo(path())).annotate(text)


def load(
    config: str = "paragraphs", *, streaming: bool = False
) -> datasets.Dataset | datasets.IterableDataset:
    """One config of the corpus, its only split; lazily read if ``streaming``. Works offline.

    Raises UsageError, naming the configs that there are, for any other; MachineError if an interrupted
    write left the corpus half made.
    """
    from .files import store

    root = path()
    store.check_finished(root)
    configs = sorted(file.parent.name for file in Repo(root).data.glob("*/train-*.parquet"))
    if config not in configs:
        raise UsageError(f"no config {config!r}; there are {', '.join(configs)}")
    import datasets  # it costs what the rest of the package does ten times over

    return datasets.load_dataset(str(root), config, split="train", streaming=streaming)
