"""croissant.json and datapackage.json: all tables and columns, told in words, with the hashes that hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import ROOT, nothing_given
from xiangqu import __version__
from xiangqu.annotation.repo import Repo, sha256
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.citation import cff
from xiangqu.release import metadata, pipeline
from xiangqu.release.derived_files import listed
from xiangqu.release.metadata import Column
from xiangqu.tabular import tables
from xiangqu.tabular.tables import SCHEMAS

Node = dict[str, Any]


def load(repo: Repo, name: str) -> Node:
    loaded: Node = json.loads(repo.root.joinpath(name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def croissant(repo: Repo) -> Node:
    return load(repo, "croissant.json")


@pytest.fixture(scope="module")
def package(repo: Repo) -> Node:
    return load(repo, "datapackage.json")


def columns(given: tuple[Column, ...]) -> Iterator[Column]:
    """All columns, nested ones too."""
    for column in given:
        yield column
        yield from columns(column.columns)


def nodes(node: Any) -> Iterator[Node]:
    """Every object of a JSON value."""
    if isinstance(node, dict):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from nodes(child)


def test_every_table_and_column_is_told_in_two_languages(repo: Repo) -> None:
    described = metadata.read(repo).tables
    assert [t.name for t in described] == list(SCHEMAS)
    for table in described:
        assert [c.name for c in table.columns] == SCHEMAS[table.name].names
        for told in (table, *columns(table.columns)):
            assert told.en.endswith(".") and re.search(r"[一-鿿]", told.zh), told


def test_tables_json_tells_of_no_other_table(repo: Repo) -> None:
    told = json.loads((repo.schema / "tables.json").read_text(encoding="utf-8"))["tables"]
    assert [table["table"] for table in told] == list(SCHEMAS)


def test_keys_and_references_hold(repo: Repo) -> None:
    rows = {config: tables.read(repo.data, config) for config in SCHEMAS}
    for table in metadata.read(repo).tables:
        keys = [tuple(row[column] for column in table.key) for row in rows[table.name]]
        assert len(set(keys)) == len(keys), table.name
        for column, (other, key) in table.references.items():
            known = {row[key] for row in rows[other]} | {None}
            assert {row[column] for row in rows[table.name]} <= known, (table.name, column)


def test_labels_and_nulls_are_as_told(repo: Repo) -> None:
    for table in metadata.read(repo).tables:
        rows = tables.read(repo.data, table.name)
        for column in table.columns:
            values = [row[column.name] for row in rows]
            assert column.nullable or None not in values, (table.name, column.name)
            if column.labels and not column.is_list:
                assert {*values} - {None} <= {*column.labels.terms}, (table.name, column.name)


def test_the_special_meaning_of_a_column_counts_before_the_general(repo: Repo) -> None:
    told = {t.name: {c.name: c for c in t.columns} for t in metadata.read(repo).tables}
    assert told["edits"]["reason"].en.startswith("The class of the edit")
    assert told["themes"]["theme"].en != told["claims"]["theme"].en
    assert not told["themes"]["theme"].nullable and told["claims"]["theme"].nullable


def test_croissant_has_every_field(croissant: Node, repo: Repo) -> None:
    sets = [r["@id"] for r in croissant["recordSet"] if "data" not in r]
    assert sets == list(SCHEMAS)
    fields = {n["@id"]: n for n in nodes(croissant) if n.get("@type") == "cr:Field"}
    wanted = {
        f"{table.name}/{column.name}"
        for table in metadata.read(repo).tables
        for column in table.columns
    }
    assert wanted <= set(fields)
    for nested in ("claims/indicator/text", "paragraphs/claims/parts", "documents/counts/edits"):
        assert "jsonPath" in fields[nested]["source"]["transform"]
    assert {"isArray", "subField"} <= set(fields["paragraphs/claims"])
    ids = [n["@id"] for n in nodes(croissant) if "@id" in n and "@type" in n and "name" in n]
    assert len(ids) == len(set(ids))


def test_croissant_references_do_not_go_in_circles(croissant: Node) -> None:
    before: set[str] = set()
    for record_set in croissant["recordSet"]:
        for field in record_set["field"]:
            if "references" in field:
                assert field["references"]["field"]["@id"].split("/")[0] in before
        before.add(record_set["@id"])


def test_hashes_and_sizes_are_those_of_the_files(
    croissant: Node, package: Node, repo: Repo
) -> None:
    files = [r for r in package["resources"] if "bytes" in r]
    for node, resource in zip(croissant["distribution"], files, strict=True):
        content = (repo.root / node["contentUrl"]).read_bytes()
        assert resource["path"] == node["contentUrl"]
        assert node["sha256"] == sha256(content) == resource["hash"].removeprefix("sha256:")
        assert node["contentSize"] == f"{len(content)} B" == f"{resource['bytes']} B"


def test_package_has_every_field(package: Node) -> None:
    found = {r["name"]: r["schema"]["fields"] for r in package["resources"] if "schema" in r}
    assert {name: [f["name"] for f in fields] for name, fields in found.items()} == {
        name: schema.names for name, schema in SCHEMAS.items()
    }


def test_labels_are_told_with_their_names(croissant: Node, package: Node, repo: Repo) -> None:
    """As categories and as enumerations, which the columns refer to; those of tasks by number."""
    terms = vocabulary(repo, "measures").terms
    fields = {
        r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in package["resources"][::2]
    }
    measure = fields["claims"]["measure"]
    assert measure["categories"] == [{"value": k, "label": t["zh"]} for k, t in terms.items()]
    assert measure["constraints"]["enum"] == [*terms]
    assert fields["themes_cls"]["theme"]["categories"][0] == {"value": 0, "label": "economy"}
    assert "categories" not in fields["claims_bio"]["tags"]  # a list
    sets = {r["@id"]: r for r in croissant["recordSet"]}
    column = next(f for f in sets["claims"]["field"] if f["name"] == "measure")
    assert column["references"] == {"field": {"@id": "measures-labels/id"}}
    measures = sets["measures-labels"]
    assert (measures["dataType"], measures["key"]) == (
        "sc:Enumeration",
        {"@id": "measures-labels/id"},
    )
    assert [row["measures-labels/id"] for row in measures["data"]] == [*terms]
    assert sets["themes_cls-labels"]["data"][0]["themes_cls-labels/id"] == 0


def test_what_the_release_was_made_from(croissant: Node, repo: Repo) -> None:
    builder = croissant["prov:wasGeneratedBy"]["prov:wasAssociatedWith"]
    assert (builder["prov:label"], builder["version"]) == ("xiangqu", __version__)
    made = croissant["prov:wasDerivedFrom"]
    assert all((repo.root / entity["@id"]).is_dir() for entity in made)
    seeds = [entity["prov:wasDerivedFrom"] for entity in made if "prov:wasDerivedFrom" in entity]
    assert {s["@id"].removeprefix("seeds/"): s["sha256"] for s in seeds} == listed(
        repo.seeds / "SHA256SUMS"
    )


def test_facts_are_those_of_the_citation(croissant: Node, package: Node, repo: Repo) -> None:
    citation = metadata.read(repo).citation
    assert croissant["version"] == package["version"] == citation["version"]
    names = [cff.full_name(author) for author in citation["authors"]]
    assert [creator["name"] for creator in croissant["creator"]] == names
    assert [contributor["title"] for contributor in package["contributors"]] == names
    spdx = [x["name"] for x in metadata.read(repo).facts["licenses"] if x["url"]]
    assert spdx == [citation["license"]]


def test_the_deposit_is_what_zenodo_takes(repo: Repo) -> None:
    deposit, told = load(repo, ".zenodo.json"), cff.read(repo)
    assert (deposit["upload_type"], deposit["title"]) == ("dataset", told["title"])
    assert (deposit["access_right"], deposit["license"]) == ("open", "other-closed")
    assert "CC BY 4.0" in deposit["notes"] and "rights in the texts remain" in deposit["notes"]
    assert "\n" not in deposit["description"] and deposit["description"].endswith("covers them.")


def test_what_only_the_publisher_can_give_is_left_out_until_given(small: Repo) -> None:
    names = {"identifier", "url", "sameAs", "datePublished"}
    pipeline.build(nothing_given(small))
    assert not {"doi", "publication_date"} & set(load(small, ".zenodo.json"))
    assert not names & set(load(small, "croissant.json"))
    assert not {"id", "homepage"} & set(load(small, "datapackage.json"))
    citation = small.root / cff.NAME
    text = citation.read_text(encoding="utf-8")
    text += "doi: 10.1234/x\nurl: https://example.org/x\n"
    text += "repository-code: https://example.org/git\ndate-released: 2030-01-02\n"
    person = "family-names: Doe\n  given-names: Jo"
    citation.write_text(text.replace("name: The XiangQu maintainers", person), encoding="utf-8")
    pipeline.build(small)
    croissant, package = load(small, "croissant.json"), load(small, "datapackage.json")
    assert {croissant[name] for name in names} == {
        "https://doi.org/10.1234/x",
        "https://example.org/x",
        "https://example.org/git",
        "2030-01-02",
    }
    assert (package["id"], package["homepage"]) == (croissant["identifier"], croissant["url"])
    assert croissant["creator"] == [{"@type": "sc:Person", "name": "Jo Doe"}]
    deposit = load(small, ".zenodo.json")
    assert (deposit["doi"], deposit["publication_date"]) == ("10.1234/x", "2030-01-02")
    assert deposit["creators"] == [{"name": "Doe, Jo"}]
    assert "doi = {10.1234/x}" in croissant["citeAs"]


def test_no_count_is_typed_into_the_prose() -> None:
    facts = json.loads((ROOT / "schema" / "release.json").read_text(encoding="utf-8"))
    del facts["example"]
    assert set(re.findall(r"\d{2,}", json.dumps(facts, ensure_ascii=False))) == set()


def test_a_root_with_the_schema_of_the_package_has_no_description(small: Repo) -> None:
    for name in ("croissant.json", "datapackage.json", cff.NAME):
        (small.root / name).unlink()
    small.schema.rename(small.root.parent / "schema")
    pipeline.build(small)
    assert not (small.root / "croissant.json").exists()
    assert pipeline.check(small) == []
