"""``python -m xiangqu``, and the command: it can be interrupted at any moment, while it loads too."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_INTERRUPTED = 130


def main() -> None:
    """Run the command. Ctrl-C before or after its work ends the process at once, with one line."""
    _on_interrupt(_end)
    from .cli import main as run

    try:
        _on_interrupt(signal.default_int_handler)
        run()
    except KeyboardInterrupt:  # the second, while the first is told
        _end()
    finally:
        _on_interrupt(_end)


def _on_interrupt(handler: Callable[[int, FrameType | None], object]) -> None:
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # a job in the background ignores it
        signal.signal(signal.SIGINT, handler)


def _end(*_: object) -> None:
    try:
        os.write(2, b"xiangqu: interrupted\n")
    finally:
        os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
