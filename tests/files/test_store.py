"""Writing: a fault at any operation leaves all the old files or all the new ones, and no litter."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from writers import (
    WRITERS,
    Write,
    disk_full,
    operations,
    plant,
    record,
    small_root,
    striking,
    tidy,
    tree,
)

from xiangqu.annotation.errors import DataError, MachineError
from xiangqu.files import lock, store


@pytest.fixture(params=WRITERS, scope="module")
def write(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Write:
    writer: str = request.param
    return record(writer, small_root(tmp_path_factory.mktemp(writer) / "root", writer))


def put(file: Path, data: bytes) -> None:
    store.write_all(file.parent, {file: data}, doing="test")


def test_the_writers_write_what_the_faults_are_tried_on(write: Write) -> None:
    fewest = {"build": 10, "save": 1, "export": 5, "import": 4, "picture": 1}
    assert len(write.files) >= fewest[write.writer]
    changed = [name for name, data in write.files.items() if write.old.get(name, data) != data]
    assert bool(changed) == (write.writer in ("build", "save"))
    assert write.remove == ["corpus/text/old-report-2019.txt"] * (write.writer == "build")


@pytest.mark.parametrize("error", [disk_full, KeyboardInterrupt])
def test_one_fault_at_any_operation(
    write: Write, error: Callable[[], BaseException], tmp_path: Path
) -> None:
    folder = tmp_path / "root"
    for at in range(1, operations(write, folder) + 1):
        plant(folder, write.old)

        def strike(number: int, at: int = at) -> None:
            if number == at:
                raise error()

        with striking(strike):
            try:
                write.run(folder)
            except MachineError as failure:
                assert tree(folder) == write.old, at
                assert "No space left" in str(failure) and "\n" not in str(failure)
            except KeyboardInterrupt:
                assert tree(folder) in (write.old, write.new), at
            else:
                assert error is disk_full and tree(folder) == write.new, at
        assert all(any(path.iterdir()) for path in folder.rglob("*/")), at


def test_every_operation_from_one_on_fails(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "root"
    for at in range(1, operations(write, folder) + 1):
        plant(folder, write.old)

        def strike(number: int, at: int = at) -> None:
            if number >= at:
                raise disk_full()

        with striking(strike):
            try:
                write.run(folder)
            except MachineError as failure:
                assert "\n" not in str(failure)
                assert tidy(tree(folder)) == write.old or write.journal in tree(folder), at
            else:
                assert tidy(tree(folder)) == write.new, at
        write.run(folder)
        assert tree(folder) == write.new, at


def test_what_counts_has_reached_the_disk(write: Write, tmp_path: Path) -> None:
    """Contents and their names before the journal, the journal before the first replacement, and
    all replacements before the journal goes: so a power cut is no worse than a crash.
    """
    folder, names, log = tmp_path / "root", dict[int, str](), list[tuple[str, str]]()
    plant(folder, write.old)
    real_open = os.open

    def strike(_: int) -> None:
        name, what = done[-1]
        log.append((name, names[what] if isinstance(what, int) else str(what)))

    with striking(strike) as done, pytest.MonkeyPatch.context() as patch:

        def opened(path: Path, *rest: int) -> int:
            handle = real_open(path, *rest)
            names[handle] = str(path)
            return handle

        patch.setattr(os, "open", opened)
        write.run(folder)
    journal, home = str(folder / write.journal), str((folder / write.journal).parent)
    committed = log.index(("replace", str(store._staged(Path(journal)))))
    finished = log.index(("unlink", journal))
    replaced = [n for n, (name, _) in enumerate(log) if name == "replace" and n != committed]
    assert replaced and committed < log.index(("fsync", home), committed) < min(replaced)
    for n in replaced:
        parent = str(Path(log[n][1]).parent)
        assert log.index(("open", log[n][1])) < log.index(("fsync", log[n][1])) < committed
        assert log.index(("open", log[n][1])) < log.index(("fsync", parent)) < committed
        assert n < log.index(("fsync", parent), max(replaced)) < finished


def test_short_writes(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1000]))
    assert operations(write, tmp_path / "root")


def test_nothing_is_written_where_nothing_differs(tmp_path: Path) -> None:
    put(tmp_path / "a", b"same")
    before = (tmp_path / "a").stat()
    put(tmp_path / "a", b"same")
    after = (tmp_path / "a").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_link_is_followed_and_a_mode_is_kept(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to("there/target")
    umask = os.umask(0o077)
    put(link, b"new")
    put(tmp_path / "fresh", b"new")
    os.umask(umask)
    assert link.is_symlink() and target.read_bytes() == b"new"
    modes = [stat.S_IMODE(file.stat().st_mode) for file in (target, tmp_path / "fresh")]
    assert modes == [0o640, 0o644]


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    files = {tmp_path / "a": b"new", tmp_path / "folder": b"new"}
    with pytest.raises(DataError, match=r"folder: is a folder$"):
        store.write_all(tmp_path, files, doing="test")
    assert tree(tmp_path) == {}


def test_a_link_to_another_folder_is_recovered(tmp_path: Path) -> None:
    """The journal finds its targets although the run was told of the root by a link."""
    for name in ("real", "elsewhere/deep", "some/where"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "some" / "where" / "root").symlink_to("../../real")
    (tmp_path / "real" / "a").symlink_to("../elsewhere/deep/a")

    def strike(_: int) -> None:
        if [name for name, _ in done].count("replace") > 1:  # the first is the journal's
            raise disk_full()

    with striking(strike) as done, pytest.raises(MachineError, match="run the command again"):
        put(tmp_path / "some" / "where" / "root" / "a", b"new")
    assert store.recover_if_interrupted(tmp_path / "some" / "where" / "root")
    assert (tmp_path / "elsewhere" / "deep" / "a").read_bytes() == b"new"
    assert not store.recover_if_interrupted(tmp_path / "real")
    assert [name for name in tree(tmp_path) if ".xiangqu-" in name] == []


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"replace": 1, "remove": []}', '{"replace": [], "remove": ["../a"]}', "\\"],
)
def test_a_damaged_journal_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "a").write_text("mine")
    (tmp_path / "root" / store.JOURNAL).write_text(content)
    for attempt in (store.recover_if_interrupted, lambda root: put(root / "b", b"new")):
        with pytest.raises(DataError, match=store.JOURNAL):
            attempt(tmp_path / "root")
    assert set(tree(tmp_path)) == {"a", f"root/{store.JOURNAL}"}


def test_a_reader_goes_on_where_it_cannot_finish(tmp_path: Path) -> None:
    (tmp_path / store.JOURNAL).write_text(json.dumps({"replace": ["a"], "remove": []}))

    def strike(_: int) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with striking(strike):
        assert not store.recover_if_interrupted(tmp_path)
    with store.locked(tmp_path, "a living writer"):
        assert not store.recover_if_interrupted(tmp_path)
    assert store.recover_if_interrupted(tmp_path) and tree(tmp_path) == {}


def test_a_reader_takes_away_a_lock_that_nobody_holds(tmp_path: Path) -> None:
    (tmp_path / lock.LOCK).write_text("process 1 on elsewhere")
    assert store.recover_if_interrupted(tmp_path) and tree(tmp_path) == {}
