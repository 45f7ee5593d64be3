"""The command ``xiangqu``: every verb calls one function of the library, and only this room prints."""

from __future__ import annotations

import io
import sys

import click

from ..annotation.errors import XiangQuError
from . import adding, corpus, drafting, evaluate, passes, release, streams, validate
from .group import cli

__all__ = [
    "adding",
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


def main() -> None:
    """Run the command; every way to fail is one line on stderr and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    streams.guard()
    try:
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


def _run() -> None:
    """Like `click.Command.main`, but errors are raised: it would turn a closed pipe into exit code 1."""
    with cli.make_context("xiangqu", sys.argv[1:]) as context:
        cli.invoke(context)
