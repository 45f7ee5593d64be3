"""Programs of others read the descriptions of the release, and refuse what does not fit them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import ROOT, tools
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.citation import cff
from xiangqu.release import derived_files, metadata, pipeline
from xiangqu.release.metadata import Column
from xiangqu.tabular import derive, tables
from xiangqu.tabular.tables import SCHEMAS
from xiangqu.tabular.tasks import label_names

pytestmark = pytest.mark.slow

READ_CROISSANT = """
import json, sys
import mlcroissant

def plain(value):
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if hasattr(value, "isoformat"):  # a date; a time that is none differs from itself
        return value.isoformat()[:10] if value == value else None
    return value.decode() if isinstance(value, bytes) else getattr(value, "item", lambda: value)()

dataset = mlcroissant.Dataset(sys.argv[1])
records = {r.uuid: [plain(x) for x in dataset.records(r.uuid)] for r in dataset.metadata.record_sets}
print(json.dumps({"warnings": sorted(dataset.metadata.ctx.issues.warnings), "records": records}))
"""


@pytest.fixture(scope="module")
def mlcroissant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tools(tmp_path_factory.mktemp("croissant"), "mlcroissant[parquet]==1.1.1")


@pytest.fixture(scope="module")
def frictionless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tools(tmp_path_factory.mktemp("frictionless"), "frictionless[pandas,parquet]==5.21.0")


CHECK_PACKAGE = """
import pathlib, sys
from dplib import settings
from dplib.actions.package.check import check_package
from dplib.helpers import profile

def kept(address):  # the copy of a profile that comes with dplib
    return pathlib.Path(settings.PROFILE_BASEDIR, *address.split("/")[-2:]).read_text("utf-8")

profile.read_file = kept
for error in check_package(sys.argv[1]):
    print(error)
"""

READ_TASKS = """
import json, sys
import datasets

bio, cls = (datasets.load_dataset(sys.argv[1], c, split="train") for c in ("claims_bio", "themes_cls"))
names = bio.features["tags"].feature.names, cls.features["theme"].names
print(json.dumps([names, bio["tags"][:], cls["theme"][:]]))
"""


def read_croissant(commands: Path, root: Path) -> subprocess.CompletedProcess[str]:
    words = [commands / "python", "-c", READ_CROISSANT, root / "croissant.json"]
    return subprocess.run(words, capture_output=True, text=True)


def as_told(table: str, column: Column, value: Any) -> dict[str, Any]:
    """The value of a column as mlcroissant gives it: a struct that is null has fields that are null,
    and a struct in each item of a list comes by itself, each field a list.
    """
    name = f"{table}/{column.name}"
    if not column.columns:
        return {name: value}
    plain = [c.name for c in column.columns if not c.columns]
    if not column.is_list:
        return {name: {f"{name}/{c}": (value or {}).get(c) for c in plain}}
    apart = {
        f"{name}/{inner.name}": {
            f"{name}/{inner.name}/{c.name}": [
                (item[inner.name] or {}).get(c.name) for item in value
            ]
            for c in inner.columns
        }
        for inner in column.columns
        if inner.columns
    }
    return {name: [{f"{name}/{c}": item[c] for c in plain} for item in value]} | apart


def test_mlcroissant_reads_every_row(mlcroissant: Path, repo: Repo) -> None:
    done = read_croissant(mlcroissant, ROOT)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert len(said["warnings"]) == ("date-released" not in cff.read(Repo(ROOT)))
    assert all("datePublished" in warning for warning in said["warnings"])
    for table in metadata.read(repo).tables:
        wanted = [
            {k: v for c in table.columns for k, v in as_told(table.name, c, row[c.name]).items()}
            for row in tables.read(repo.data, table.name)
        ]
        assert said["records"].pop(table.name) == json.loads(json.dumps(wanted, default=str))
    assert said["records"].pop("statuses-labels") == [
        {
            "statuses-labels/id": key,
            "statuses-labels/name": term["en"],
            "statuses-labels/zh": term["zh"],
        }
        for key, term in vocabulary(repo, "statuses").terms.items()
    ]
    assert all(name.endswith("-labels") and rows for name, rows in said["records"].items())


def test_mlcroissant_refuses_another_table(mlcroissant: Path, copy: Repo) -> None:
    change(copy, "claims", lambda rows: rows[:-1])
    done = read_croissant(mlcroissant, copy.root)
    assert done.returncode != 0 and "Hash of downloaded file" in done.stderr


def change(repo: Repo, config: str, how: Any) -> None:
    """Give a table other rows."""
    rows = how(tables.read(repo.data, config))
    pq.write_table(
        pa.Table.from_pylist(rows, schema=SCHEMAS[config]), repo.data / config / tables.FILE
    )


def complaints(commands: Path, root: Path) -> set[str]:
    """The types of the errors that frictionless finds."""
    words = [commands / "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["valid"] == (done.returncode == 0), done.stderr
    assert sum(task["type"] == "table" for task in report["tasks"]) == len(SCHEMAS)
    return {error["type"] for task in report["tasks"] for error in task["errors"]}


def test_dplib_accepts_the_package(copy: Repo, tmp_path: Path) -> None:
    """By the profile of Data Package 2.0, which is stricter than Frictionless."""
    commands = tools(tmp_path / "env", "dplib-py==1.1.0")

    def said(file: Path) -> str:
        words = [commands / "python", "-W", "ignore", "-c", CHECK_PACKAGE, file]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    file = copy.root / "datapackage.json"
    assert said(file) == ""
    package = json.loads(file.read_text(encoding="utf-8"))
    package["resources"][0]["schema"]["foreignKeys"] = []
    file.write_text(json.dumps(package), encoding="utf-8")
    assert "/resources/0/schema/foreignKeys" in said(file)


@pytest.mark.parametrize("version", ["2.21.0", "3.6.0"])
def test_earlier_datasets_read_the_tasks(version: str, repo: Repo, tmp_path: Path) -> None:
    commands = tools(tmp_path / "env", f"datasets=={version}")
    env = os.environ | {"HF_HOME": str(tmp_path / "hf"), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    words = [commands / "python", "-c", READ_TASKS, ROOT]
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names, tags, themes = json.loads(done.stdout)
    assert names == [*label_names(repo).values()]
    assert tags == [row["tags"] for row in tables.read(repo.data, "claims_bio")]
    assert themes == [row["theme"] for row in tables.read(repo.data, "themes_cls")]


def test_frictionless_accepts_the_release(frictionless: Path) -> None:
    assert complaints(frictionless, ROOT) == set()


@pytest.mark.parametrize(
    ("column", "value", "errors"),
    [
        ("status", "wished", {"constraint-error"}),
        ("text", None, {"constraint-error"}),
        ("paragraph", "yanfeng-feature-2021.p999", {"foreign-key"}),
        ("id", "yanfeng-feature-2021.p009.c01", {"primary-key", "foreign-key"}),
    ],
)
def test_frictionless_refuses_another_row(
    frictionless: Path, copy: Repo, column: str, value: str | None, errors: set[str]
) -> None:
    """By its size and hash; and by what it says, once these are told anew."""
    change(copy, "claims", lambda rows: [*rows[:-1], rows[-1] | {column: value}])
    assert complaints(frictionless, copy.root) == errors | {"hash-count", "byte-count"}
    data = {config: (copy.data / config / tables.FILE).read_bytes() for config in SCHEMAS}
    derived = derive.derive(copy, pipeline.read_documents(copy))
    for file, content in derived_files.descriptions(copy, derived, data).items():
        file.write_bytes(content)
    assert complaints(frictionless, copy.root) == errors
