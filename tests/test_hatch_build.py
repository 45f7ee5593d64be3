"""What the distribution says of its authors and addresses is what CITATION.cff says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from conftest import ROOT


def metadata(citation: str, root: Path) -> dict[str, Any]:
    (root / "CITATION.cff").write_text(citation, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told: dict[str, Any] = {}
    module.Citation(str(root), {}).update(told)
    return told


def test_what_is_not_given_is_left_out(tmp_path: Path) -> None:
    told = metadata("authors:\n- name: The XiangQu maintainers\n", tmp_path)
    assert told == {"authors": [{"name": "The XiangQu maintainers"}], "urls": {}}


def test_authors_and_addresses(tmp_path: Path) -> None:
    given = """
authors:
- {family-names: Berg, given-names: Jo, name-particle: van den}
- {family-names: 王, given-names: 芳}
url: https://example.org/x
repository-code: https://example.org/git
doi: https://doi.org/10.1234/x
"""
    assert metadata(given, tmp_path) == {
        "authors": [{"name": "Jo van den Berg"}, {"name": "芳 王"}],
        "urls": {
            "Homepage": "https://example.org/x",
            "Repository": "https://example.org/git",
            "DOI": "https://doi.org/10.1234/x",
        },
    }
