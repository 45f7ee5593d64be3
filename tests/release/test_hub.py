"""Publishing, against a stand-in of the Hugging Face Hub on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import datasets
import httpx2
import hub as standin
import pytest
from datasets.utils import metadata, resources
from hub import TOKEN, Hub
from huggingface_hub import DatasetCard, HfApi, constants

from conftest import ROOT, Command, relabel
from xiangqu import __version__
from xiangqu.annotation.errors import DataError, MachineError, UsageError, XiangQuError
from xiangqu.annotation.repo import Repo
from xiangqu.reader import site
from xiangqu.release import hub, published
from xiangqu.release.published import File, Upload
from xiangqu.tabular import tables
from xiangqu.tabular.tables import SCHEMAS

pytestmark = pytest.mark.slow  # most load every table, as the publisher does before it sends them

NAME = "tester/xiangqu"
TAG = f"v{__version__}"
PAIR = [File("README.md", b"---\nlicense: other\n---\n"), File("a/b.parquet", b"PAR1")]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The stand-in, which the client in this process talks to, with a token that it knows."""
    with standin.running() as running:
        monkeypatch.setattr(constants, "ENDPOINT", running.url)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)  # so that LFS is used
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield running


@pytest.fixture
def checkout(copy: Repo) -> Repo:
    """A copy of the repository that has all files of the card."""
    for file in published.files(ROOT):
        target = copy.root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
    return copy


@pytest.fixture(scope="session")
def little(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with one small document that could be published."""
    repo = Repo(Path(shutil.copytree(built, tmp_path_factory.mktemp("little") / "root")))
    for file in published.files(ROOT):
        target = repo.root / file.path
        if not target.is_relative_to(repo.data) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
    return repo.root


def received(server: Hub, revision: str = "main") -> dict[str, bytes]:
    """The files that the dataset has, without what the Hub itself put there."""
    there = dict(server.datasets[NAME].files(revision))
    assert there.pop(".gitattributes") == standin.ATTRIBUTES
    return there


def all_files(root: Path) -> list[File]:
    """What the command sends."""
    return [*published.files(root), *site.published(Repo(root))]


def up(files: list[File]) -> Upload:
    return Upload(TAG[1:], files)


def content(sent: list[File]) -> dict[str, bytes]:
    return {file.path: file.data for file in sent}


@pytest.mark.usefixtures("no_figures")
def test_a_dry_run_asks_nothing_of_the_hub(server: Hub, command: Command) -> None:
    code, out, err = command("publish", "--repo-id", NAME, "--root", ROOT)
    listed = [line.split(maxsplit=2) for line in out.splitlines()]
    card = all_files(ROOT)
    assert listed == [[file.sha256, str(len(file.data)), file.path] for file in card]
    assert (code, err) == (0, f"Nothing was sent; to send this to {NAME}, add --push\n")
    assert server.requests == []


def test_push_from_the_command(server: Hub, tmp_path: Path) -> None:
    """As a user runs it: settings from the environment alone, and what arrives loads."""
    done = subprocess.run(
        [sys.executable, "-m", "xiangqu", "publish", "--repo-id", NAME, "--push", "--root", ROOT],
        capture_output=True,
        text=True,
        env=os.environ
        | {"HF_ENDPOINT": server.url, "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1"},
    )
    card = all_files(ROOT)
    said = f"(private): sent {len(card)}, removed 0, tagged {TAG}\n"
    assert (done.returncode, done.stderr) == (0, f"{server.url}/datasets/{NAME} {said}")
    dataset = server.datasets[NAME]
    assert dataset.private
    assert received(server) == received(server, TAG) == content(card)
    assert dataset.messages == ["initial commit", f"XiangQu {TAG[1:]}"]
    assert set(server.uploads) == {f.sha256 for f in card if f.path.endswith(".parquet")}
    folder = tmp_path / "received"
    for path, data in received(server).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for config in SCHEMAS:
        rows = datasets.load_dataset(str(folder), config, split="train").to_list()
        assert rows == tables.read(Repo(ROOT).data, config)


def test_a_second_push_changes_nothing(server: Hub) -> None:
    first = hub.push(up(PAIR), NAME)
    assert first.sent == ["README.md", "a/b.parquet"]
    before = list(server.datasets[NAME].commits)
    assert hub.push(up(PAIR), NAME) == hub.Pushed(first.url, True, [], [], TAG)
    assert list(server.datasets[NAME].commits) == before


def test_public_is_asked_for(server: Hub) -> None:
    assert not hub.push(up(PAIR), NAME, public=True).private
    assert not server.datasets[NAME].private


def test_a_version_is_published_once(server: Hub) -> None:
    hub.push(up(PAIR), NAME)
    changed = [PAIR[0], File("a/b.parquet", b"PAR2")]
    with pytest.raises(DataError, match=f"{TAG} with other files: give this release a new"):
        hub.push(up(changed), NAME)
    assert received(server) == content(PAIR)


def test_another_branch_is_not_tagged(server: Hub) -> None:
    hub.push(up(PAIR), NAME)
    changed = [PAIR[0], File("a/b.parquet", b"PAR2")]
    done = hub.push(up(changed), NAME, "draft")
    assert (done.sent, done.tag) == (["a/b.parquet"], None)
    assert received(server, "draft") == content(changed)
    assert received(server) == received(server, TAG) == content(PAIR)


def test_files_of_others_stay_unless_pruned(server: Hub) -> None:
    hub.push(up([*PAIR, File("old.parquet", b"PAR0"), File("notes.md", b"")]), NAME, "draft")
    with pytest.raises(UsageError, match=r"notes\.md, old.parquet; --prune removes them"):
        hub.push(up(PAIR), NAME, "draft")
    assert len(received(server, "draft")) == 4
    done = hub.push(up(PAIR), NAME, "draft", prune=True)
    assert (done.sent, done.removed) == ([], ["notes.md", "old.parquet"])
    assert received(server, "draft") == content(PAIR)


def test_a_push_of_somebody_else_is_not_undone(server: Hub) -> None:
    theirs = {".gitattributes": standin.ATTRIBUTES, "README.md": b"theirs"}

    def meanwhile(step: str) -> None:
        if step.startswith("send"):
            server.datasets[NAME].commit("main", theirs, "theirs")

    with pytest.raises(MachineError, match="somebody else pushed meanwhile"):
        hub.push(up(PAIR), NAME, progress=meanwhile)
    assert received(server) == {"README.md": b"theirs"}


@pytest.mark.parametrize("route", ["commit", "batch", "tag"])
def test_a_push_that_broke_off_is_finished_by_the_next(route: str, server: Hub) -> None:
    server.fail = {route: 507}  # a status that the client does not try again on
    with pytest.raises(MachineError, match=r"the Hub answered 507 .*; run the command again"):
        hub.push(up(PAIR), NAME)
    assert received(server) == (content(PAIR) if route == "tag" else {})
    server.fail = {}
    assert hub.push(up(PAIR), NAME).sent == ([] if route == "tag" else ["README.md", "a/b.parquet"])
    assert received(server) == received(server, TAG) == content(PAIR)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, DataError),
        (401, UsageError),
        (403, UsageError),
        (404, UsageError),
        (412, MachineError),
        (500, MachineError),
        (503, MachineError),
    ],
)
def test_each_refusal_is_one_sentence(status: int, error: type[XiangQuError], server: Hub) -> None:
    server.fail = {"commit": status}
    with pytest.raises(error, match=rf"{NAME}: the Hub answered {status} \(.*\); ") as raised:
        hub.push(up(PAIR), NAME)
    assert "\n" not in str(raised.value)
    assert received(server) == {}


def test_a_card_that_the_hub_refuses(server: Hub) -> None:
    with pytest.raises(DataError, match="the metadata is not YAML"):
        hub.push(up([File("README.md", b"---\na: [\n---\n")]), NAME)
    assert received(server) == {}


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("hf_unknown", "answered 401 .*; log in with hf auth login, or set HF_TOKEN"),
        ("", "no token of the Hugging Face Hub; log in with hf auth login"),
        ("hf_secret\x07", "has characters that no token has"),
        ("hf_secret密", "has characters that no token has"),
    ],
)
def test_tokens(token: str, message: str, server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(UsageError, match=message) as raised:
        hub.push(up(PAIR), NAME)
    assert not token or token not in str(raised.value)
    assert server.datasets == {}


def push(command: Command, root: Path) -> tuple[int, str]:
    """Exit code and standard error of a push; the listing before it went to standard output."""
    code, _, err = command("publish", "--repo-id", NAME, "--push", "--root", root)
    return code, err


def test_the_command_fails_with_one_line(server: Hub, little: Path, command: Command) -> None:
    server.fail = {"commit": 500}
    assert push(command, little) == (
        3,
        f"xiangqu: {NAME}: the Hub answered 500 (the test says so); run the command again\n",
    )


def test_without_a_server(
    server: Hub, little: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    code, err = push(command, little)
    assert (code, err.count("\n")) == (3, 1)
    assert "the Hub is out of reach: " in err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (httpx2.ReadTimeout("too slow"), "out of reach: too slow"),
        (httpx2.RemoteProtocolError("hung up"), "out of reach: hung up"),
        (ConnectionResetError("reset"), "out of reach: reset"),
        (TimeoutError(), "out of reach: TimeoutError"),
    ],
)
def test_a_network_that_fails(
    error: Exception, said: str, server: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("while uploading") from error

    monkeypatch.setattr(HfApi, "create_commit", fail)
    with pytest.raises(MachineError, match=said):
        hub.push(up(PAIR), NAME)


@pytest.mark.parametrize(
    "error", [KeyError("typo"), RuntimeError("storage is odd"), httpx2.LocalProtocolError("header")]
)
def test_what_is_no_failure_of_the_network_shows_what_it_is(
    error: Exception, server: Hub, little: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(HfApi, "create_commit", fail)
    with pytest.raises(type(error)):
        hub.push(up(PAIR), NAME)
    code, err = push(command, little)
    assert (code, err.count("\n")) == (3, 1)
    assert repr(error) in err and "out of reach" not in err


@pytest.mark.parametrize("name", ["huggingface_hub", "httpx2"])
@pytest.mark.usefixtures("no_figures")
def test_without_the_extra(name: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not there, or older than 2 as transformers 4 has it, which speaks HTTP with another package."""
    monkeypatch.delitem(sys.modules, "xiangqu.release.hub")
    monkeypatch.delattr("xiangqu.release.hub")
    monkeypatch.setitem(sys.modules, name, None)
    code, out, err = command("publish", "--repo-id", NAME, "--root", ROOT)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "pip install 'xiangqu[publish]'" in err


def test_in_offline_mode(
    server: Hub, little: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    code, err = push(command, little)
    assert (code, err.count("\n"), server.requests) == (3, 1, [])
    assert "unset the `HF_HUB_OFFLINE` environment variable" in err


@pytest.mark.parametrize("name", ["xiangqu", "a/b/c", "a/b--c", "a/密", "a/b.git"])
def test_names_that_the_hub_has_not(name: str, server: Hub, command: Command) -> None:
    code, out, err = command("publish", "--repo-id", name, "--push", "--root", ROOT)
    assert (code, out, err.count("\n"), server.requests) == (2, "", 1, [])


def test_not_from_an_installed_copy(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Repo, "is_installed_copy", property(lambda _: True))
    code, out, err = command("publish", "--repo-id", NAME, "--root", ROOT)
    assert (code, out) == (2, "")
    assert err.endswith("publish from a checkout\n")


@pytest.mark.usefixtures("no_figures")
def test_nothing_stale_is_sent(server: Hub, checkout: Repo, command: Command) -> None:
    words = ("publish", "--repo-id", NAME, "--push", "--root", checkout.root)
    relabel(checkout)
    code, out, err = command(*words)
    assert (code, out, err.count("\n"), server.requests) == (1, "", 1, [])
    assert "what is stale is not published" in err
    assert command("build", "--root", checkout.root)[0] == 0
    assert command(*words)[0] == 0
    assert received(server) == content(all_files(checkout.root))


def test_a_stale_table_of_verbs_is_not_sent(server: Hub, checkout: Repo, command: Command) -> None:
    page = checkout.root / "README.md"
    page.write_text(page.read_text("utf-8").replace("| `build`", "| `build it`"), "utf-8")
    code, out, err = command("publish", "--repo-id", NAME, "--push", "--root", checkout.root)
    assert (code, out, err.count("\n"), server.requests) == (1, "", 1, [])
    assert "the table of verbs is stale; run: make build" in err


@pytest.mark.usefixtures("no_figures")
def test_the_version_is_that_of_the_citation_file(
    server: Hub, checkout: Repo, command: Command
) -> None:
    file = checkout.root / "CITATION.cff"
    text = file.read_text("utf-8").replace(f"version: {__version__}", "version: 7.0.0")
    file.write_text(text, "utf-8")
    assert command("build", "--root", checkout.root)[0] == 0
    words = ("publish", "--repo-id", NAME, "--push", "--root", checkout.root)
    assert command(*words)[0] == 0
    assert server.datasets[NAME].messages[-1] == "XiangQu 7.0.0"
    assert received(server, "v7.0.0") == content(all_files(checkout.root))


def test_nothing_at_fault_is_sent(server: Hub, checkout: Repo, command: Command) -> None:
    (checkout.curated / "yanfeng-feature-2021" / "claims.jsonl").write_text("{\n")
    code, out, err = command("publish", "--repo-id", NAME, "--push", "--root", checkout.root)
    assert (code, out, err.count("\n"), server.requests) == (1, "", 1, [])


def known() -> dict[str, set[str]]:
    """The values that fields of a card may have, as far as `datasets` lists them."""

    def listed(name: str) -> Any:
        return json.loads(files(resources).joinpath(f"{name}.json").read_text(encoding="utf-8"))

    return {
        "language": set(listed("languages")),
        "multilinguality": set(listed("multilingualities")),
        "size_categories": set(listed("size_categories")),
        "annotations_creators": set(listed("creators")["annotations"]),
        "language_creators": set(listed("creators")["language"]),
        "task_categories": set(metadata.known_task_ids),
    }


def test_the_card_is_one(server: Hub) -> None:
    """It parses, has values that the Hub knows, and passes the check that the client asks for."""
    card = DatasetCard.load(ROOT / "README.md", ignore_metadata_errors=False)
    card.validate()
    assert server.requests == ["POST /api/validate-yaml"]
    for name, values in known().items():
        assert card.data[name] and set(card.data[name]) <= values, name
