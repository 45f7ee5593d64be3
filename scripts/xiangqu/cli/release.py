"""The verbs of releases: ``diff`` and ``publish``."""

from __future__ import annotations

import sys
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
    """Say what changed from one release to another, and whether the version number says so.

    OLD and NEW are folders laid out like the repository, or git revisions of it; NEW is what lies
    there now, if it is not given. Exit code 1 if the number of NEW says too little. RELEASING.md has
    what counts as patch, minor and major.

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
    help="Another branch, to look at the files there first: it is not tagged.",
)
@click.option("--public", is_flag=True, help="A dataset that is not there yet is made public.")
@click.option("--prune", is_flag=True, help="Remove files there that the card does not name.")
@root_option
def publish(
    repo_id: str, send: bool, revision: str, public: bool, prune: bool, root: Path | None
) -> None:
    """Publish on the Hugging Face Hub: README.md, the data that it names, and all that it links to.

    Lists what it would send: SHA-256, size in bytes, path. With --push it sends what differs as one
    commit and tags it with the version. A release that is stale or does not validate is refused. A
    dataset that is not there is made, private; the token is that of hf auth login or HF_TOKEN.

    Example: xiangqu publish --repo-id OWNER/NAME
    """
    from ..release import hub, published
    from . import manual, terminal

    repo = repo_of(root)
    if repo.is_installed_copy:
        raise UsageError("this is the installed copy of the corpus: publish from a checkout")
    hub.check_repo_id(repo_id)
    manual.check(repo.root)
    with terminal.Progress() as progress:
        upload = published.plan(repo, progress)
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
