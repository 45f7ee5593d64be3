"""What a finished folder says of itself: README.md, by which `datasets` finds the tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..annotation.errors import DataError
from ..annotation.jsonlines import dumps
from ..annotation.repo import read_text, sha256
from ..annotator.output import SCHEMAS
from ..release import card
from ..release.markdown import numbers
from .manifest import Line

NAME = "README.md"
_TEMPLATE = """\
---
pretty_name: {quoted}
language:
- zh
annotations_creators:
- machine-generated
# figure configs
# /figure
---

# {name}

Chinese government texts with drafts of annotation: sections, themes, numeric claims and the numeral census.
The rules of XiangQu (湘区) made them, and nobody has read them.

<!-- figure tables -->
<!-- /figure -->

```python
import datasets

claims = datasets.load_dataset("path/to/this/folder", "claims", split="train")
```
"""


def write(output: Path, lines: Sequence[Line]) -> None:
    """Write README.md, or bring its figures up to date; what people wrote around these stays."""
    file = output / NAME
    text = (
        read_text(file)
        if file.exists()
        else _TEMPLATE.format(name=output.name, quoted=dumps(output.name))
    )
    stamps = {
        config: sha256("".join(line.tables[config].sha256 for line in lines).encode())
        for config in SCHEMAS
    }
    shown = {
        "configs": card.configs_yaml(stamps, "{}/part-*.parquet"),
        "tables": _tables(lines),
    }
    try:
        filled = card.fill(text, shown, NAME, ())
    except DataError as error:
        raise DataError(f"{output}: {error}") from None
    file.write_text(filled, encoding="utf-8")


def _tables(lines: Sequence[Line]) -> str:
    rows = []
    for config, schema in SCHEMAS.items():
        parts = [line.tables[config] for line in lines]
        size = f"{sum(part.bytes for part in parts) / 1e6:.1f}"
        columns = ", ".join(f"`{name}`" for name in schema.names)
        rows.append([f"`{config}`", str(sum(part.rows for part in parts)), size, columns])
    return numbers(["config", "rows", "MB", "columns"], rows)
