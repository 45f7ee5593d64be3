"""The verb ``publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .group import cli, repo_of, root_option

if TYPE_CHECKING:
    from ..hub import Pushed


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
    from .. import hub, terminal

    repo = repo_of(root)
    if repo.is_installed_copy:
        raise UsageError("this is the installed copy of the corpus: publish from a checkout")
    hub.check_repo_id(repo_id)
    with terminal.Progress() as progress:
        files = hub.plan(repo, progress)
    for file in files:
        click.echo(f"{file.sha256}  {len(file.data):>9}  {file.path}")
    if not send:
        click.echo(f"Nothing was sent; to send this to {repo_id}, add --push", err=True)
        return
    with terminal.Progress() as progress:
        done = hub.push(files, repo_id, revision, public=public, prune=prune, progress=progress)
    click.echo(_told(done), err=True)


def _told(done: Pushed) -> str:
    seen = "private" if done.private else "public"
    tag = f", tagged {done.tag}" if done.tag else ""
    return f"{done.url} ({seen}): sent {len(done.sent)}, removed {len(done.removed)}{tag}"
