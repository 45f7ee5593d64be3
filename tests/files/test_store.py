"""What is replaced and removed, and what is not: links, planted journals, files of the user's own."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from writers import striking, tree

import xiangqu
from conftest import Command, small_copy
from xiangqu.annotation.errors import DataError, MachineError, UsageError
from xiangqu.annotation.repo import sha256
from xiangqu.files import journal, store
from xiangqu.files.journal import JOURNAL, PLAN, STAGED
from xiangqu.files.lock import LOCK
from xiangqu.scale import run

NEW = b"new"
TEXT, LISTED = "corpus/text/a-report-2020.txt", "corpus/text/SHA256SUMS"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder to write to; beside it stands a victim."""
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "precious.txt").write_text("mine")
    (tmp_path / "root" / "corpus" / "text").mkdir(parents=True)
    return tmp_path / "root"


def victim(root: Path) -> dict[str, bytes]:
    return tree(root.parent / "victim")


def entries(root: Path) -> dict[Path, bool]:
    """Every path but the lock file, which may come and stay, and whether it is a link."""
    return {p: p.is_symlink() for p in root.rglob("*") if p.name != LOCK or p.is_symlink()}


def write(root: Path, *names: str) -> None:
    store.write_all(root, {root / name: NEW for name in names or (TEXT, LISTED)})


def test_a_mode_is_kept(root: Path) -> None:
    (root / "kept").write_bytes(b"old")
    (root / "kept").chmod(0o640)
    umask = os.umask(0o077)
    for name in ("kept", "fresh"):
        write(root, name)
    os.umask(umask)
    modes = [stat.S_IMODE((root / name).stat().st_mode) for name in ("kept", "fresh")]
    assert modes == [0o640, 0o644]


def test_short_writes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1]))
    write(root)
    assert tree(root) == {TEXT: NEW, LISTED: NEW}


def test_a_folder_that_is_as_it_should_be_may_be_read_only(root: Path) -> None:
    write(root)

    def strike(_: int) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with striking(strike) as done:
        write(root)
        assert done == []
        with pytest.raises(MachineError, match="Read-only"):
            write(root, TEXT, "corpus/text/b.txt")


def test_a_folder_is_no_target(root: Path) -> None:
    (root / TEXT).mkdir()
    with pytest.raises(DataError, match=r"a-report-2020.txt: is a folder$"):
        write(root)
    with pytest.raises(DataError, match=r"corpus/example.svg: is not a folder$"):
        write(root, "corpus/example.svg")
        write(root, "corpus/example.svg/a")
    assert tree(root) == {"corpus/example.svg": NEW}


def test_what_the_next_writer_would_not_finish_is_not_written(root: Path) -> None:
    with pytest.raises(DataError, match=r"\.git/config: is not a file that is written"):
        write(root, TEXT, ".git/config")
    with pytest.raises(ValueError, match="subpath"):
        store.write_all(root, {root.parent / "victim" / "precious.txt": NEW})
    assert tree(root) == {} and victim(root) == {"precious.txt": b"mine"}


LINKS = {
    "the file": TEXT,
    "the file of one change": "corpus/agreement.json",
    "its folder": "corpus/text",
    "a folder above": "corpus",
    "the lock": LOCK,
    "what is staged": STAGED,
    "the journal": JOURNAL,
}


@pytest.mark.parametrize("place", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("to", ["precious.txt", ".", "nothing"])
def test_nothing_is_written_or_removed_through_links(root: Path, place: str, to: str) -> None:
    link, file = root / place, root / (place if place.endswith(".json") else TEXT)
    if link.is_dir():
        shutil.rmtree(link)
    link.symlink_to(root.parent / "victim" / to)
    before = entries(root)
    names = [place] if place.endswith(".json") else []
    attempts: list[Callable[[], None]] = [lambda: write(root, *names)]
    if place.startswith("corpus"):
        attempts.append(lambda: store.write_all(root, {}, [file]))
    for attempt in attempts:
        with pytest.raises((DataError, MachineError)) as refused:
            attempt()
        assert str(link) in str(refused.value) and "\n" not in str(refused.value)
        assert victim(root) == {"precious.txt": b"mine"}
        assert entries(root) == before


def test_a_link_that_comes_between(root: Path) -> None:
    """The journal stands when a folder on the way becomes a link: it is looked at again."""

    def strike(_: int) -> None:
        if done[-1][0] == "replace" and (root / "corpus/text").is_dir():
            (root / "corpus/text").rmdir()
            (root / "corpus/text").symlink_to(root.parent / "victim")

    with striking(strike) as done, pytest.raises(DataError, match="is a link"):
        write(root)
    assert victim(root) == {"precious.txt": b"mine"}


def interrupt(root: Path, files: dict[str, bytes], remove: tuple[str, ...] = ()) -> Path:
    """A journal in ``root``, of a write that was killed as soon as it was committed."""

    def strike(_: int) -> None:
        if (root / JOURNAL).exists():
            raise OSError(errno.EIO, "Input/output error")

    new = {root / name: data for name, data in files.items()}
    with striking(strike), pytest.raises(MachineError, match="run the command again to finish"):
        store.write_all(root, new, [root / name for name in remove])
    return root / JOURNAL


def test_an_interrupted_write_is_finished_by_another(root: Path) -> None:
    write(root, "corpus/text/old.txt")
    interrupt(root, {TEXT: NEW, LISTED: NEW}, ("corpus/text/old.txt",))
    with pytest.raises(MachineError, match=r"to finish it, run xiangqu build$"):
        store.check_finished(root)
    with pytest.raises(
        MachineError, match=r"to finish it, run the command that wrote there again$"
    ):
        store.check_output_finished(root / "curated" / "text-0001")
    assert {TEXT, LISTED}.isdisjoint(tree(root))  # nobody has written
    write(root, "corpus/agreement.json")
    assert {*tree(root)} == {TEXT, LISTED, "corpus/agreement.json"}


def test_what_was_changed_after_the_interruption_stays(root: Path) -> None:
    write(root, "README.md", "corpus/text/old.txt")
    interrupt(root, {"README.md": b"newer", TEXT: NEW}, ("corpus/text/old.txt",))
    (root / "README.md").write_text("edited by hand")
    (root / "corpus/text/old.txt").write_text("mine now")
    with pytest.raises(DataError, match=r"README.md: was changed after a write was interrupted"):
        store.finish(root)
    assert not (root / TEXT).exists() and (root / "README.md").read_text() == "edited by hand"
    (root / "README.md").unlink()
    store.finish(root)
    kept = {"corpus/text/old.txt": b"mine now"}
    assert tree(root) == {"README.md": b"newer", TEXT: NEW, **kept}


MINE = {"name": "corpus/text/mine.txt", "old": sha256(b"mine"), "new": None}
PUT = {"name": "corpus/text/mine.txt", "old": sha256(b"mine"), "new": sha256(NEW)}
PLANS: dict[str, object] = {
    "no JSON": "\\",
    "no list": {},
    "old form": {"replace": [], "remove": ["corpus/text/mine.txt"]},
    "above": [MINE | {"name": "../victim/precious.txt"}],
    "above, later": [MINE | {"name": "corpus/text/../../../victim/precious.txt"}],
    "absolute": [MINE | {"name": "/etc/passwd"}],
    "through a link, a manifest": [MINE | {"name": "corpus/data/SHA256SUMS"}],
    "through a link, a table": [PUT | {"name": "corpus/data/a/train-0.parquet", "old": None}],
    "of git": [PUT | {"name": ".git/hooks/pre-commit", "old": None}],
    "a program": [PUT | {"name": "corpus/text/run.py", "old": None}],
    "a person's work": [MINE | {"name": "corpus/curated/a/claims.jsonl"}],
    "other content": [PUT | {"new": sha256(b"other")}],
    "the sound first": [MINE, MINE | {"name": "../x"}],
}


@pytest.fixture
def planted(root: Path) -> Path:
    """A root with a file of the user's, links out of it, and an empty folder for a journal."""
    (root / "corpus/text/mine.txt").write_text("mine")
    (root / "corpus/curated/a").mkdir(parents=True)
    (root / "corpus/curated/a/claims.jsonl").write_text("mine")
    for name in ("home", "corpus/data"):
        (root / name).symlink_to(root.parent / "victim")
    (root / JOURNAL).mkdir()
    (root / JOURNAL / "0").write_bytes(NEW)
    return root


def check_refused(planted: Path) -> None:
    before, others = tree(planted), victim(planted)
    for attempt in (store.finish, lambda root: write(root, "corpus/agreement.json")):
        with pytest.raises(DataError) as refused:
            attempt(planted)
        assert "\n" not in str(refused.value)
        assert (tree(planted), victim(planted)) == (before, others)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_planted_journal_is_refused(planted: Path, plan: object) -> None:
    (planted / JOURNAL / PLAN).write_text(plan if isinstance(plan, str) else json.dumps(plan))
    check_refused(planted)


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


HARMS: dict[str, Callable[[Path], None]] = {
    "no plan": lambda folder: (folder / PLAN).unlink(),
    "a link to the plan": lambda folder: linked(folder / PLAN),
    "a link to the content": lambda folder: linked(folder / "0"),
    "a link to the journal": linked,
    "the plan of another user": lambda folder: os.chown(folder / PLAN, 12345, 12345),
    "all of another user": lambda folder: os.chown(folder, 12345, 12345),
    "a file": lambda folder: linked(folder) or folder.unlink() or folder.write_text("[]"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_journal_of_another_kind_is_refused(planted: Path, harm: str) -> None:
    if "another user" in harm and os.geteuid():
        pytest.skip("only root can give files away")
    (planted / JOURNAL / PLAN).write_text(json.dumps([PUT]))
    assert [change.name for change in journal.read(planted)] == ["corpus/text/mine.txt"]
    HARMS[harm](planted / JOURNAL)
    check_refused(planted)


def test_reading_verbs_write_nothing_and_read_nothing_half_made(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_copy(tmp_path / "root").root
    assert command("build", "--root", root)[0] == 0
    pass_ = root / "corpus/curated/base-report-2020"
    interrupt(root, {"croissant.json": NEW, LISTED: NEW})
    before = tree(root)
    for words in (
        ["schema"],
        ["stats"],
        ["show", "base-report-2020.p001"],
        ["cite"],
        ["validate"],
        ["build", "--check"],
        ["agree", "published", pass_, "--list"],
        ["export", "base-report-2020", tmp_path / "out"],
    ):
        code, out, err = command(*words, "--root", root)
        assert (code, out, err.count("\n")) == (3, "", 1), words
        assert (
            "a write was interrupted here, or is under way; to finish it, run xiangqu build" in err
        )
        assert tree(root) == before
    for words in (
        ["diff", root, root],
        ["validate", root],
        ["evaluate", "published", root],
        ["agree", "published", root / "corpus", "--list"],
    ):
        code, out, err = command(*words)
        assert (code, out) == (3, "") and f"{root}: a write was interrupted here" in err, words
    monkeypatch.setattr(xiangqu, "path", lambda: root)
    with pytest.raises(MachineError, match="a write was interrupted here"):
        xiangqu.load("claims")
    assert command("build", "--root", root)[0] == 0
    assert command("build", "--check", "--root", root)[0] == 0


def test_what_comes_while_a_writer_waits_is_seen(
    root: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process has written by the time that the lock is ours."""
    real = store.locked
    text, folder, file = (
        root / "a.txt",
        root / "corpus/curated/a-report-2020",
        root / "out/mine.txt",
    )

    @contextlib.contextmanager
    def locked(target: Path) -> Iterator[None]:
        with real(target):
            folder.mkdir(parents=True, exist_ok=True)
            file.parent.mkdir(exist_ok=True)
            file.write_text("mine")
            yield

    monkeypatch.setattr(store, "locked", locked)
    monkeypatch.setattr(run, "locked", locked)
    text.write_text("新建学校3所。", encoding="utf-8")
    code, _, err = command("add", text, "--id", folder.name, "--root", root)
    assert code == 2 and "a-report-2020 already exists" in err
    file.unlink()
    assert command("annotate", text, "--output", root / "out")[0] == 2
    assert {*tree(root)} == {"a.txt", "out/mine.txt"}


def test_output_is_kept_apart_from_other_content(root: Path) -> None:
    out = root / "out"
    files = {out / "a/claims.jsonl": NEW, out / "a/themes.jsonl": NEW}
    store.write_output(out, files, force=False)
    store.write_output(out, files, force=False)  # the same again
    newer = dict.fromkeys(files, b"newer")
    with pytest.raises(UsageError, match=r"out: has other content \(a/.*--force"):
        store.write_output(out, newer, force=False)
    (out / "notes.md").write_text("mine")
    with pytest.raises(UsageError, match=r"other content \(notes.md\)"):
        store.write_output(out, files, force=False)
    store.write_output(out, newer, force=True)
    assert tree(out) == {
        "a/claims.jsonl": b"newer",
        "a/themes.jsonl": b"newer",
        "notes.md": b"mine",
    }
    (out / "notes.md").unlink()
    (out / "link").symlink_to(root.parent / "victim")
    with pytest.raises(UsageError, match=r"other content \(link\)"):
        store.write_output(out, newer, force=False)
