"""The release in Croissant 1.1 with its vocabulary for responsible AI, 1.0: ``croissant.json``.

See https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html and
https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from .. import __version__
from ..annotation.repo import sha256
from ..citation import cff
from ..citation.styles import render
from .metadata import Column, Labels, Release, Table, given

Node = dict[str, Any]

_CROISSANT = "http://mlcommons.org/croissant/"
_TERMS = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty "
    "fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet "
    "references regex repeated replace samplingRate separator source subField transform"
)
_CONTEXT: Node = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": _CROISSANT,
    "rai": f"{_CROISSANT}RAI/",
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}
"""The context that the specification asks for (its appendix 1)."""

_TYPES = {
    pa.string(): "sc:Text",
    pa.bool_(): "sc:Boolean",
    pa.int32(): "cr:Int32",
    pa.int64(): "cr:Int64",
    pa.float64(): "cr:Float64",
    pa.date32(): "sc:Date",
}


def dataset(
    release: Release, files: Mapping[str, tuple[str, bytes]], documents: Iterable[Node]
) -> Node:
    """The description as JSON. ``files`` has by config the path of its file, from the root of the
    repository, and what is in it; ``documents`` are the published rows of that config.
    """
    sources = {config: {"fileObject": {"@id": name}} for config, (name, _) in files.items()}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        **_head(release),
        **_provenance(documents),
        "distribution": [_file_object(*files[table.name]) for table in release.tables],
        "recordSet": _all_record_sets(release.tables, sources),
    }


def partitioned(
    name: str, description: str, tables: Iterable[Table], configs: Iterable[str], digest: str
) -> Node:
    """The description of a folder with tables in parts, of which nobody has said who made them or what is
    permitted. ``digest`` is the hash of its manifest.
    """
    folder = {
        "@type": "cr:FileObject",
        "@id": "folder",
        "name": "folder",
        "description": "This folder; the hash is that of manifest.jsonl, which has those of its files.",
        "contentUrl": ".",
        "encodingFormat": "git+https",  # by which mlcroissant knows a folder
        "sha256": digest,
    }
    sets = [
        {
            "@type": "cr:FileSet",
            "@id": f"{config}-parts",
            "name": f"{config}-parts",
            "containedIn": {"@id": "folder"},
            "encodingFormat": "application/x-parquet",
            "includes": f"{config}/part-*.parquet",
        }
        for config in configs
    ]
    alone = tuple(replace(table, references={}) for table in tables)  # mlcroissant joins no sets
    sources = {table.name: {"fileSet": {"@id": f"{table.name}-parts"}} for table in alone}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": description,
        "conformsTo": f"{_CROISSANT}1.1",
        "inLanguage": "zh",
        "distribution": [folder, *sets],
        "recordSet": _all_record_sets(alone, sources),
    }


def _head(release: Release) -> Node:
    citation, facts = release.citation, release.facts
    return given(
        {
            "name": citation["title"],
            "alternateName": facts["name"],
            "description": facts["description"],
            "conformsTo": [f"{_CROISSANT}1.1", f"{_CROISSANT}RAI/1.0"],
            "version": citation["version"],
            "license": [_licence(licence) for licence in facts["licenses"]],
            "creator": [_creator(author) for author in citation["authors"]],
            "keywords": citation["keywords"],
            "inLanguage": facts["language"],
            "isLiveDataset": False,
            "citeAs": render(cff.item(citation), "bibtex"),
            "identifier": release.identifier,
            "url": citation.get("url"),
            "sameAs": citation.get("repository-code"),
            "datePublished": citation.get("date-released"),
            **{f"rai:{name}": text for name, text in facts["rai"].items()},
        }
    )


def _licence(licence: Node) -> str | Node:
    """The address of a licence that has one, or what is reserved in words."""
    if licence["url"]:
        return str(licence["url"])
    return {
        "@type": "sc:CreativeWork",
        "name": licence["name"],
        "description": licence["covers"],
    }


def _creator(author: Node) -> Node:
    kind = "Organization" if "name" in author else "Person"
    return {"@type": f"sc:{kind}", "name": cff.full_name(author)}


def _provenance(documents: Iterable[Node]) -> Node:
    """What the tables were made from, and by which version (https://www.w3.org/TR/prov-o/)."""
    builder = {"@type": "prov:SoftwareAgent", "prov:label": "xiangqu", "version": __version__}
    return {
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": "xiangqu build",
            "prov:wasAssociatedWith": builder,
        },
        "prov:wasDerivedFrom": [
            {"@type": "prov:Entity", "@id": "schema/"},
            *(_annotation(document) for document in documents),
        ],
    }


def _annotation(document: Node) -> Node:
    """The annotation of a document, by language models, and the seed that it was made from."""
    return {
        "@type": "prov:Entity",
        "@id": f"corpus/curated/{document['id']}/",
        "prov:wasAttributedTo": {"@type": "prov:Agent", "prov:label": "language models"},
        "prov:wasDerivedFrom": {
            "@type": "prov:Entity",
            "@id": f"seeds/{document['seed_file']}",
            "sha256": document["seed_sha256"],
        },
    }


def _file_object(path: str, content: bytes) -> Node:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(content)} B",
        "encodingFormat": "application/x-parquet",
        "sha256": sha256(content),
    }


def _enumerations(tables: tuple[Table, ...]) -> Iterator[Node]:
    """One record set for each closed list of labels, with the labels in it."""
    found = (labels for table in tables for labels in _lists(table.columns))
    for name, labels in {labels.name: labels for labels in found}.items():
        identity = _list_id(labels)
        keys = "cr:Int64" if all(isinstance(key, int) for key in labels.terms) else "sc:Text"
        kinds = {"id": keys, "name": "sc:Text", "zh": "sc:Text"}
        yield {
            "@type": "cr:RecordSet",
            "@id": identity,
            "name": identity,
            "description": {"en": f"The labels of the list {name}.", "zh": f"标签表 {name}"},
            "dataType": "sc:Enumeration",
            "key": {"@id": f"{identity}/id"},
            "field": [
                {"@type": "cr:Field", "@id": f"{identity}/{field}", "name": field, "dataType": kind}
                for field, kind in kinds.items()
            ],
            "data": [
                {f"{identity}/id": key, f"{identity}/name": en, f"{identity}/zh": zh}
                for key, (en, zh) in labels.terms.items()
            ],
        }


def _lists(columns: tuple[Column, ...]) -> Iterator[Labels]:
    """The lists of labels that the columns have, nested ones too."""
    for column in columns:
        if column.labels:
            yield column.labels
        yield from _lists(column.columns)


def _list_id(labels: Labels) -> str:
    return f"{labels.name}-labels"


def _all_record_sets(tables: tuple[Table, ...], sources: Mapping[str, Node]) -> list[Node]:
    return [*_enumerations(tables), *_record_sets(tables, sources)]


def _record_sets(tables: tuple[Table, ...], sources: Mapping[str, Node]) -> Iterator[Node]:
    """One record set for each table; only references to earlier tables are given, to avoid cycles."""
    before: set[str] = set()
    for table in tables:
        fields = []
        for column in table.columns:
            field = _field(column, table.name, sources[table.name])
            to = table.references.get(column.name)
            if to and to[0] in before:
                field["references"] = {"field": {"@id": "/".join(to)}}
            elif (
                column.labels and table.references
            ):  # else mlcroissant 1.1.1 fails to join the table
                field["references"] = {"field": {"@id": f"{_list_id(column.labels)}/id"}}
            fields.append(field)
        yield {
            "@type": "cr:RecordSet",
            "@id": table.name,
            "name": table.name,
            "description": {"en": table.en, "zh": table.zh},
            "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
            "field": fields,
        }
        before.add(table.name)


def _field(column: Column, parent: str, file: Node, within: tuple[str, ...] = ()) -> Node:
    """The field of ``column``; ``within`` are the columns that it is nested in, the outermost first."""
    identity, path = f"{parent}/{column.name}", (*within, column.name)
    field: Node = {
        "@type": "cr:Field",
        "@id": identity,
        "name": column.name,
        "description": {"en": column.en, "zh": column.zh},
    }
    if column.is_list:
        field |= {"isArray": True, "arrayShape": "-1"}
    if column.columns:
        return field | {"subField": [_field(c, identity, file, path) for c in column.columns]}
    source = file | {"extract": {"column": path[0]}}
    if within:
        source["transform"] = {"jsonPath": ".".join(("$", *path[1:]))}
    kind = column.type.value_type if column.is_list else column.type
    return field | {"dataType": _TYPES[kind], "source": source}
