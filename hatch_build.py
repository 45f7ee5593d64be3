"""Authors and addresses of the distribution, from CITATION.cff: read by hatchling, and nothing else."""

from pathlib import Path
from typing import Any

import yaml
from hatchling.metadata.plugin.interface import MetadataHookInterface

NAME = ("given-names", "name-particle", "family-names", "name-suffix", "name")
ADDRESSES = {"Homepage": "url", "Repository": "repository-code", "DOI": "doi"}


class Citation(MetadataHookInterface):
    """What the publisher has not given yet is left out."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        text = Path(self.root, "CITATION.cff").read_text(encoding="utf-8")
        told = yaml.load(text, yaml.BaseLoader)
        metadata["authors"] = [
            {"name": " ".join(author[part] for part in NAME if part in author)}
            for author in told["authors"]
        ]
        given = {label: told[field] for label, field in ADDRESSES.items() if told.get(field)}
        if "DOI" in given:
            given["DOI"] = f"https://doi.org/{given['DOI'].rpartition('doi.org/')[2]}"
        metadata["urls"] = given
