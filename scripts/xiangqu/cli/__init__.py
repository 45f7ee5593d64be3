"""The command ``xiangqu``: every verb calls one function of the library, and only this room prints."""

from __future__ import annotations

import gc
import io
import os
import sys

import click
import pyarrow as pa
from click.shell_completion import shell_complete

from ..annotation.errors import XiangQuError
from . import adding, browse, corpus, drafting, evaluate, passes, release, streams, validate
from .group import cli

__all__ = [
    "adding",
    "browse",
    "cli",
    "corpus",
    "drafting",
    "evaluate",
    "main",
    "passes",
    "release",
    "validate",
]

INTERRUPTED, FAILED = 130, 3
_NEW_OBJECTS = 50_000
"""How many new objects there are before garbage is looked for: records make none, and looking took long."""
_COMPLETE = "_XIANGQU_COMPLETE"
"""Where a shell asks for completion, in the way of click."""


def main() -> None:
    """Run the command; every way to fail is one line on stderr and an exit code, never a traceback."""
    _set_streams()
    streams.guard()
    try:
        _spare_pandas()
        gc.set_threshold(_NEW_OBJECTS)
        _run()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except XiangQuError as error:
        click.echo(f"xiangqu: {error}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("xiangqu: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        streams.lose_output()
    except OSError as error:
        place = error.filename or "input/output"
        click.echo(f"xiangqu: {place}: {error.strerror or error}", err=True)
        streams.lose_output()
        sys.exit(FAILED)
    except Exception as error:
        click.echo(f"xiangqu: a fault of the program, please report: {error!r}", err=True)
        sys.exit(FAILED)


class _NoPandas:
    """A finder by which there is no pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _spare_pandas() -> None:
    """Let pyarrow make its first array where it finds no pandas: it would load it to tell a Series from a
    list, which costs a third of what a verb takes to start.
    """
    sys.meta_path.insert(0, _NoPandas)
    pa.array([])
    sys.meta_path.remove(_NoPandas)


def _set_streams() -> None:
    """UTF-8 into files and pipes, whatever the locale; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _run() -> None:
    """Like `click.Command.main`, but errors are raised: it would turn a closed pipe into exit code 1."""
    if asked := os.environ.get(_COMPLETE):
        sys.exit(shell_complete(cli, {}, "xiangqu", _COMPLETE, asked))
    with cli.make_context("xiangqu", sys.argv[1:]) as context:
        cli.invoke(context)
