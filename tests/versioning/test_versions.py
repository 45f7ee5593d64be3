"""What a change of the data asks of the version number, and that `xiangqu diff` sees each."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Command, relabel
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.release import pipeline
from xiangqu.tabular import tables
from xiangqu.versioning import semver

Row = dict[str, object]


@pytest.mark.parametrize(
    ("old", "weight", "needed"),
    [
        ("1.2.3", None, "1.2.3"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "major", "0.3.0"),
    ],
)
def test_needed(old: str, weight: str | None, needed: str) -> None:
    assert semver.needed(old, weight) == needed


@pytest.mark.parametrize("version", ["1.2", "1.2.3rc1", "01.2.3", "１.2.3", "1.2.3\n", ""])
def test_not_a_version(version: str) -> None:
    with pytest.raises(DataError, match="three numbers"):
        semver.parse(version)


@given(st.tuples(*[st.integers(0, 99)] * 3), st.sampled_from(semver.WEIGHTS))
def test_what_is_needed_comes_after(old: tuple[int, int, int], weight: str) -> None:
    assert semver.parse(semver.needed(".".join(map(str, old)), weight)) > old


def rewrite(repo: Repo, config: str, change: Callable[[pa.Table], pa.Table]) -> None:
    file = repo.data / config / tables.FILE
    table = change(tables.parse(file.read_bytes(), file))
    pq.write_table(table, file)


def edited(column: str, value: object, row: int = 0) -> Callable[[pa.Table], pa.Table]:
    """A change of one cell."""

    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        rows[row][column] = value
        return pa.Table.from_pylist(rows, schema=table.schema)

    return change


def edit_json(file: Path, change: Callable[[Row], None]) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def set_version(repo: Repo, version: str) -> None:
    file = repo.root / "CITATION.cff"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [f"version: {version}" if line.startswith("version:") else line for line in lines]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


TABLES = {
    "an attribute": ("claims", edited("status", "estimate"), ("changed", "minor")),
    "a span": ("claims", edited("end", 99), ("changed", "minor")),
    "another place": ("claims", edited("source_end", 0), ("changed", "major")),
    "another head": ("sections", edited("first_paragraph", "x.p001"), ("changed", "major")),
    "words about the data": ("documents", edited("date_evidence", "?"), ("changed", "patch")),
    "the terms of a text": ("documents", edited("rights", "?"), ("changed", "major")),
    "the text": ("paragraphs", edited("text", "?"), ("changed", "major")),
    "what an id names": ("claims", edited("paragraph", "x.p001"), ("changed", "major")),
    "an id is gone": ("claims", lambda t: t.slice(1), ("removed", "major")),
    "a span is gone": ("themes", lambda t: t.slice(1), ("removed", "minor")),
    "a column is gone": ("claims", lambda t: t.drop_columns(["place"]), ("removed", "major")),
    "a column is new": (
        "claims",
        lambda t: t.append_column("x", pa.nulls(len(t), pa.string())),
        ("added", "minor"),
    ),
    "another type": (
        "claims",
        lambda t: t.set_column(2, "paragraph", t["paragraph"].cast(pa.large_string())),
        ("changed", "major"),
    ),
    "other numbers of labels": (
        "themes_cls",
        lambda t: t.replace_schema_metadata(
            {"huggingface": json.dumps({"info": {"features": {"theme": {"names": ["x"]}}}})}
        ),
        ("changed", "major"),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_change_of_a_table(name: str, copy: Repo, command: Command) -> None:
    config, change, wanted = TABLES[name]
    rewrite(copy, config, change)
    code, out, _ = command("diff", ROOT, copy.root, "--format", "json")
    found = json.loads(out)
    assert [(c["what"], c["kind"], c["weight"]) for c in found["changes"]] == [(config, *wanted)]
    assert found["weight"] == wanted[1] and code == 1
    set_version(copy, found["needs"])
    assert command("diff", ROOT, copy.root)[0] == 0


def enum_of_status(schema: Row) -> list[object]:
    return schema["properties"]["status"]["enum"]  # type: ignore[index, no-any-return]


def dropped(name: str) -> Callable[[Row], None]:
    """The property ``name`` is gone, though a keyword has the same name."""

    def change(schema: Row) -> None:
        del schema["properties"][name]  # type: ignore[attr-defined]
        schema["required"].remove(name)  # type: ignore[attr-defined]

    return change


SCHEMA = {
    "words": (lambda s: s.update(description="Other words."), "patch", False),
    "a property is optional": (lambda s: s["required"].remove("place"), "minor", False),
    "a property is new": (lambda s: s["properties"].update(x={"type": "string"}), "minor", False),
    "a property is gone": (dropped("text"), "major", True),
    "takes more": (lambda s: enum_of_status(s).append("rumour"), "minor", False),
    "other order": (lambda s: enum_of_status(s).reverse(), "patch", False),
    "takes less": (lambda s: enum_of_status(s).pop(), "major", True),
    "asks for more": (lambda s: s["required"].append("x"), "major", True),
}


@pytest.mark.parametrize("name", SCHEMA)
def test_a_change_of_a_schema(name: str, copy: Repo, command: Command) -> None:
    """One that refuses what it took needs another $id, whatever the version."""
    change, weight, needs_id = SCHEMA[name]
    file = copy.schema / "claim.schema.json"
    edit_json(file, change)
    set_version(copy, "9.0.0")
    code, out, _ = command("diff", ROOT, copy.root)
    assert f"schema claim changed  [{weight}]" in out.replace("\n", " ")
    assert (code, "$id" in out.splitlines()[-1]) == ((1, True) if needs_id else (0, False))
    edit_json(file, lambda s: s.update({"$id": "urn:xiangqu:schema:3:claim"}))
    assert command("diff", ROOT, copy.root)[0] == 0


def test_a_label_and_a_table(copy: Repo, command: Command) -> None:
    edit_json(copy.vocabularies / "kinds.json", lambda v: v["terms"].append({"id": "verse"}))  # type: ignore[attr-defined]
    (copy.data / "edits" / tables.FILE).unlink()
    _, out, _ = command("diff", ROOT, copy.root)
    assert "vocabulary kinds added verse  [minor]" in out
    assert "table edits removed  [major]" in out


@pytest.mark.slow  # builds the whole corpus
def test_a_label_corrected_and_built(copy: Repo, command: Command) -> None:
    """As README says to correct a label: the table of themes, and all that hold it, are told."""
    theme = relabel(copy)
    pipeline.build(copy)
    code, out, _ = command("diff", ROOT, copy.root, "--format", "json")
    found = json.loads(out)["changes"]
    spans = [c for c in found if (c["what"], c["field"]) == ("themes", "theme")]
    assert code == 1 and [c["new"] for c in spans] == [theme]
    assert {c["weight"] for c in found} == {"minor"}


def test_what_a_git_revision_holds_beside_the_release(copy: Repo, command: Command) -> None:
    """Links that lead out of the folder are not part of a release, and nothing of them is unpacked."""
    (copy.root / "link").symlink_to("/etc/hostname")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(copy.root)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *words], check=True)
    assert command("diff", "HEAD", copy.root, "--root", copy.root)[0] == 0
    (copy.schema / "link.json").symlink_to("/etc/hostname")
    for words in (["add", "."], ["commit", "-q", "-m", "two"]):
        subprocess.run([*git, *words], check=True)
    code, _, err = command("diff", "HEAD", copy.root, "--root", copy.root)
    assert (code, err.count("\n")) == (1, 1) and "cannot be taken out of git" in err


def test_a_property_that_is_called_like_a_keyword(copy: Repo, command: Command) -> None:
    edit_json(copy.schema / "document.schema.json", dropped("title"))
    _, out, _ = command("diff", ROOT, copy.root)
    assert out.startswith("schema document changed  [major]")


def test_ids_that_change_places(copy: Repo, command: Command) -> None:
    """Every id is still there, in its paragraph, and names what another named."""
    rows = tables.read(copy.data, "claims")
    swapped = [rows[1] | {"id": rows[0]["id"]}, rows[0] | {"id": rows[1]["id"]}, *rows[2:]]
    rewrite(copy, "claims", lambda t: pa.Table.from_pylist(swapped, schema=t.schema))
    _, out, _ = command("diff", ROOT, copy.root, "--format", "json")
    found = json.loads(out)
    assert found["weight"] == "major" and len(found["changes"]) > 2
    fields = [c["field"] for c in found["changes"] if c["id"] == rows[0]["id"]]
    assert fields == sorted(fields, key=[*rows[0]].index), "in the order of the columns"


def test_a_nested_column_is_new(copy: Repo, command: Command) -> None:
    def wider(table: pa.Table) -> pa.Table:
        name, at = "theme_spans", table.column_names.index("theme_spans")
        inner = pa.struct([*table.schema.field(name).type.value_type, pa.field("x", pa.int32())])
        spans = [[span | {"x": 1} for span in spans] for spans in table[name].to_pylist()]
        return table.set_column(at, name, pa.array(spans, pa.list_(inner)))

    rewrite(copy, "paragraphs", wider)
    _, out, _ = command("diff", ROOT, copy.root)
    assert "paragraphs changed column theme_spans  [minor]" in out.replace("\n", " ")
    assert "[major]" not in out


def test_a_row_is_doubled(copy: Repo, command: Command) -> None:
    rewrite(copy, "claims", lambda t: pa.concat_tables([t, t.slice(0, 1)]))
    _, out, _ = command("diff", ROOT, copy.root)
    assert out.startswith("claims added yanfeng-feature-2021.p009.c01 (2)  [minor]\n")


def test_a_release_from_before_the_keys_were_told(copy: Repo, command: Command) -> None:
    (copy.schema / "tables.json").unlink()
    assert command("diff", copy.root, ROOT)[0] == 0
    rewrite(copy, "claims", edited("status", "estimate"))
    code, out, _ = command("diff", copy.root, copy.root)
    assert code == 0 and out.startswith("No difference")
    assert "status" in command("diff", copy.root, ROOT)[1]


@pytest.mark.parametrize(
    "meta", [b"{", b"{}", b'{"info": {"features": {"x": {"dtype": "string"}}}}']
)
def test_what_datasets_writes_beside(meta: bytes, copy: Repo, command: Command) -> None:
    rewrite(copy, "claims", lambda t: t.replace_schema_metadata({"huggingface": meta}))
    assert command("diff", ROOT, copy.root)[0] == 0


def test_a_schema_that_is_none(copy: Repo, command: Command) -> None:
    (copy.schema / "tables.json").write_text("{}", encoding="utf-8")
    code, _, err = command("diff", ROOT, copy.root)
    assert code == 1 and "tables.json: cannot be used: " in err


@pytest.mark.parametrize(
    "revision", ["--output={}", "--list", "--remote=ext::x", "x" * 999, "HEAD:LICENSE"]
)
def test_a_revision_is_no_option(revision: str, tmp_path: Path, command: Command) -> None:
    victim = tmp_path / "victim"
    victim.write_text("whole", encoding="utf-8")
    code, _, err = command("diff", "--", revision.format(victim), ROOT)
    assert code in (2, 3) and err.count("\n") == 1 and "fault of the program" not in err
    assert victim.read_text(encoding="utf-8") == "whole"


def test_other_terms(copy: Repo, command: Command) -> None:
    (copy.root / "LICENSE").write_text("All rights reserved.\n", encoding="utf-8")
    code, out, _ = command("diff", ROOT, copy.root)
    assert code == 1 and out.startswith("LICENSE changed  [major]\n")


def test_nothing_changed(command: Command) -> None:
    code, out, _ = command("diff", ROOT, ROOT)
    assert code == 0 and out.startswith("No difference")


def test_a_git_revision(copy: Repo, command: Command) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(copy.root)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"], ["tag", "v1"]):
        subprocess.run([*git, *words], check=True)
    rewrite(copy, "claims", edited("status", "estimate"))
    code, out, _ = command("diff", "v1", copy.root, "--root", copy.root)
    assert code == 1 and "status: " in out and out.count("\n") == 3
    assert command("diff", "v1", "HEAD", "--root", copy.root)[0] == 0
    code, _, err = command("diff", "v2", "--root", copy.root)
    assert code == 2 and "'v2' is neither a folder nor a revision" in err


def test_a_folder_without_a_release(tmp_path: Path, command: Command) -> None:
    code, _, err = command("diff", tmp_path, ROOT)
    assert code == 1 and "holds no release" in err
