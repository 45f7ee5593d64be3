"""The verbs of releases: ``diff`` and ``publish``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..annotation.errors import UsageError
from .group import cli, format_option, repo_of, root_option

if TYPE_CHECKING:
    from ..release.hub import Pushed


@cli.command()
@click.argument("old")
@click.argument("new", required=False)
@format_option
@root_option
def diff(old: str, new: str | None, form: str, root: Path | None) -> None:
    """Say what changed from one release to another, and whether the new version number is high enough.

    OLD and NEW are folders laid out like the repository, or git revisions of it. Without NEW, OLD is
    compared with the files as they are now. The exit code is 1 if the version of NEW is too low.
    RELEASING.md explains what counts as patch, minor and major.

    Example: xiangqu diff v0.1.0
    """
    from ..annotation.jsonlines import indented
    from ..versioning import diff as library
    from . import listing

    repo = repo_of(root)
    found = library.compare(repo, old, new or str(repo.root))
    if form == "json":
        click.echo(indented(found))
    else:
        listing.difference(found)
    if found.problems:
        sys.exit(1)


@cli.command()
@click.option("--repo-id", required=True, metavar="OWNER/NAME", help="The dataset on the Hub.")
@click.option("--push", "send", is_flag=True, help="Send the files; without it nothing is sent.")
@click.option(
    "--revision",
    metavar="BRANCH",
    default="main",
    show_default=True,
    help="Another branch, to look at the files first; it is not tagged.",
)
@click.option(
    "--public", is_flag=True, help="If the dataset does not exist yet, create it as public."
)
@click.option("--prune", is_flag=True, help="Delete files on the Hub that the card does not name.")
@root_option
def publish(
    repo_id: str, send: bool, revision: str, public: bool, prune: bool, root: Path | None
) -> None:
    """Publish on the Hugging Face Hub: README.md, the data that it names, all that it links to, and pages
    to look at them.

    Lists what would be sent: SHA-256, size in bytes, path. With --push, whatever differs is sent as
    one commit and tagged with the version. A release that is stale or does not validate is refused.
    A dataset that does not exist yet is created, private unless --public is given; the token is that
    of hf auth login or HF_TOKEN.

    Example: xiangqu publish --repo-id OWNER/NAME
    """
    from ..reader import site
    from ..release import hub, published
    from . import manual, terminal

    repo = repo_of(root)
    if repo.is_installed_copy:
        raise UsageError("this is the installed copy of the corpus: publish from a checkout")
    hub.check_repo_id(repo_id)
    manual.check(repo.root)
    with terminal.Progress() as progress:
        upload = published.plan(repo, progress)
        progress("write the pages")
        upload = replace(upload, files=[*upload.files, *site.published(repo)])
    for file in upload.files:
        click.echo(f"{file.sha256}  {len(file.data):>9}  {file.path}")
    if not send:
        click.echo(f"Nothing was sent; to send this to {repo_id}, add --push", err=True)
        return
    with terminal.Progress() as progress:
        done = hub.push(upload, repo_id, revision, public=public, prune=prune, progress=progress)
    click.echo(_told(done), err=True)


def _told(done: Pushed) -> str:
    seen = "private" if done.private else "public"
    tag = f", tagged {done.tag}" if done.tag else ""
    return f"{done.url} ({seen}): sent {len(done.sent)}, removed {len(done.removed)}{tag}"
