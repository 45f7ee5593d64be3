"""On the path of a process, it makes some words deadly for the one that drafts a text with them."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from typing import Any

KILLS, HANGS, SLEEPS = "毒死", "毒卡", "毒慢"


class _Poisoner:
    """Waits until the annotator is loaded."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        module = sys.modules.get("xiangqu.annotator")
        if module and hasattr(module, "Annotator") and not hasattr(module, "poisoned"):
            module.poisoned = True
            _poison(module.Annotator)


def _poison(annotator: Any) -> None:
    real = annotator.annotate

    def annotate(self: Any, raw: str, *others: Any) -> object:
        if KILLS in raw:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in raw:
            re.match("(a+)+$", "a" * 99 + "b")  # one call, which no exception ends
        while SLEEPS in raw:
            time.sleep(0.05)
        return real(self, raw, *others)

    annotator.annotate = annotate


sys.meta_path.insert(0, _Poisoner)  # type: ignore[arg-type]
