"""What a finished folder says of itself: README.md, by which `datasets` finds the tables, and for other
programs and people croissant.json and the codebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import dumps, indented
from ..annotation.repo import Repo, machine_errors, path, read_bytes, read_text, sha256
from ..annotator.output import SCHEMAS
from ..files.lock import locked
from ..release import card, codebook, croissant, metadata
from ..release.markdown import numbers
from . import manifest
from .manifest import Line

NAME = "README.md"
_ABOUT = """\
Chinese government texts with drafts of annotation: sections, themes, numeric claims and the numeral census.
The rules of XiangQu made them, and nobody has read them."""
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

{about}

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
        else _TEMPLATE.format(name=output.name, quoted=dumps(output.name), about=_ABOUT)
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


def describe(output: Path) -> list[Path]:
    """Write README.md, the codebook and croissant.json for the drafts in ``output``; return these files.

    Raises UsageError if no run was finished there.
    """
    lines = [*manifest.read(output).values()]
    if not lines:
        raise UsageError(f"{output}: holds no drafts of xiangqu annotate --output")
    with locked(output), machine_errors(output):
        write(output, lines)
        made = {
            output / "codebook" / "README.md": codebook.alone(Repo(path())),
            output / "codebook" / "README.zh.md": codebook.alone(Repo(path()), codebook.CHINESE),
            output / "croissant.json": f"{indented(_croissant(output))}\n",
        }
        for file, content in made.items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
    return [output / NAME, *made]


def _croissant(output: Path) -> dict[str, Any]:
    tables = [table for table in metadata.read(Repo(path())).tables if table.name in SCHEMAS]
    digest = sha256(read_bytes(output / manifest.NAME))
    return croissant.partitioned(output.name, _ABOUT, tables, SCHEMAS, digest)


def _tables(lines: Sequence[Line]) -> str:
    rows = []
    for config, schema in SCHEMAS.items():
        parts = [line.tables[config] for line in lines]
        size = f"{sum(part.bytes for part in parts) / 1e6:.1f}"
        columns = ", ".join(f"`{name}`" for name in schema.names)
        rows.append([f"`{config}`", str(sum(part.rows for part in parts)), size, columns])
    return numbers(["config", "rows", "MB", "columns"], rows)
