"""A server of the pages for this machine alone."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address at which ``folder`` is served, and what serves it until it is interrupted."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        yield f"http://{LOOPBACK}:{server.server_port}/", server.serve_forever
