"""Cells of CSV files that a spreadsheet would take for formulas, which may do anything."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = re.compile(
    "'*[=+\\-@\t\r＝＋－＠]"
)  # =HYPERLINK(…), -2.1%, and '=1 as it is written already


def defused(cell: Any) -> Any:
    """Text that is no formula: with an apostrophe before what would be one. Numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What was `defused`; other text as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
