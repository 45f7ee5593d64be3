"""The metadata of a release for Zenodo: ``.zenodo.json``, see https://help.zenodo.org/docs/github/.

Zenodo reads this alone where CITATION.cff lies beside it.
"""

from __future__ import annotations

from typing import Any

from ..citation import cff
from ..citation.styles import sorted_name
from .metadata import Release, given


def record(release: Release) -> dict[str, Any]:
    """The metadata of the deposit; what only the publisher can give is in it once CITATION.cff has it."""
    citation, facts = release.citation, release.facts["deposit"]
    return given(
        {
            "upload_type": citation["type"],
            "title": citation["title"],
            "description": " ".join(citation["abstract"].split()),
            "version": citation["version"],
            "creators": [{"name": sorted_name(n)} for n in cff.item(citation)["author"]],
            "keywords": citation["keywords"],
            **facts,
            "doi": citation.get("doi"),
            "publication_date": citation.get("date-released"),
        }
    )
