"""A root's schema may be anybody's: it fetches nothing, opens nothing and hangs nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Command
from xiangqu.annotation import settings
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import Annotator
from xiangqu.annotator.rules import PATTERNS

Json = dict[str, Any]


@pytest.fixture
def foreign(base: tuple[Repo, Path]) -> Repo:
    """The small document with a schema of its own."""
    repo, _ = base
    (repo.root / "schema").unlink()
    for file in (ROOT / "schema").rglob("*.json"):
        copy = repo.root / "schema" / file.relative_to(ROOT / "schema")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return repo


def change(file: Path, edit: Callable[[Json], None]) -> None:
    value = json.loads(file.read_text(encoding="utf-8"))
    edit(value)
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address, and what has been asked for there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/x", asked
        listening.shutdown()
        thread.join()


def field(name: str, value: Any) -> Callable[[Json], None]:
    return lambda schema: schema["properties"]["status"].update({name: value})


@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "claim.schema.json", "#/$defs/none"])
def test_references(
    foreign: Repo, command: Command, server: tuple[str, list[str]], keyword: str, address: str
) -> None:
    """Neither by the root's schemas of records, nor by those of settings, which are not read at all."""
    file = foreign.schema / "claim.schema.json"
    change(file, field(keyword, address or server[0]))
    change(
        foreign.root / "schema/settings/vocabulary.schema.json",
        lambda schema: schema["properties"].update(terms={"$ref": address or server[0]}),
    )
    for words in (
        ["validate"],
        ["validate", foreign.curated],
        ["evaluate", "published", "published"],
    ):
        code, out, err = command(*words, "--root", foreign.root)
        said = out + err
        assert code == 1 and f"{file}" in said and "no JSON Schema that can be used here" in said
    assert server[1] == []


HANGS = "^(([0-9a-z.-])+)+!$"


def test_a_pattern_of_records_takes_linear_time(foreign: Repo, command: Command) -> None:
    change(
        foreign.schema / "claim.schema.json", lambda s: s["properties"]["id"].update(pattern=HANGS)
    )
    code, out, _ = command("validate", "--root", foreign.root)
    assert code == 1 and f"which does not match {HANGS}" in out


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(.)\1", "x{1000000000}", "(", "(" * 5000])
def test_a_pattern_that_cannot_be_run_so_is_a_finding(
    foreign: Repo, command: Command, pattern: str
) -> None:
    file = foreign.schema / "claim.schema.json"
    change(file, lambda schema: schema["properties"]["id"].update(pattern=pattern))
    code, out, err = command("validate", "--root", foreign.root)
    assert code == 1 and f"{file}: XQ207" in out and "fault of the program" not in err
    code, _, err = command("validate", foreign.curated, "--root", foreign.root)
    assert code == 1 and err.startswith(f"xiangqu: {file}: ") and err.count("\n") == 1


@pytest.mark.parametrize("key", ["changes", "leaves_no"])
def test_a_pattern_of_an_edit_rule_that_the_package_has_not(
    foreign: Repo, command: Command, key: str
) -> None:
    file = foreign.vocabularies / "edit-rules.json"
    change(file, lambda v: v["terms"][0].update({key: {HANGS: ""} if key == "changes" else HANGS}))
    code, out, _ = command("validate", "--root", foreign.root)
    assert code == 1 and "is not a pattern of this version of xiangqu, and is not run" in out
    assert f"{file}: XQ207" in out


def test_words_of_rules_are_no_patterns(foreign: Repo) -> None:
    """Each word that is put into a pattern may have any characters."""

    def spoil(value: Any) -> Any:
        lengths = {len(word) for word in value} if isinstance(value, list) else set()
        if len(lengths) > 1 and all(isinstance(word, str) for word in value):
            return [*value, "(.*)*)[["]
        return value

    for name in ("indicators", "statuses", "quantities", "claims", "furniture"):
        change(
            foreign.schema / "rules" / f"{name}.json",
            lambda rules: [
                entry.update(values=spoil(entry["values"]))
                for list_, entry in rules.items()
                if list_ not in PATTERNS["indicators"]
                and isinstance(entry, dict)
                and isinstance(entry["values"], list)
            ],
        )
    rules = foreign.schema / "rules"
    change(rules / "statuses.json", lambda r: r["modals_before"]["values"].update({"(.*)*)[[": []}))
    change(
        rules / "quantities.json", lambda r: r["approximators"]["values"].update({"(.*)*)": "]["})
    )
    assert [c.text for c in Annotator(foreign).annotate("完成产值1亿元。").claims] == ["1亿元"]
    change(
        rules / "statuses.json", lambda r: r["not_past_after"]["values"].append("of another length")
    )
    with pytest.raises(DataError, match=rf"^{rules}: words make no pattern: .*$"):
        Annotator(foreign)


@pytest.mark.parametrize("name", PATTERNS["indicators"])
def test_a_pattern_of_rules_that_the_package_has_not(foreign: Repo, name: str) -> None:
    change(
        foreign.schema / "rules" / "indicators.json",
        lambda rules: rules[name]["values"].append(HANGS),
    )
    with pytest.raises(
        DataError, match="is not a pattern of this version of xiangqu, and is not run"
    ):
        Annotator(foreign)


def test_a_pattern_that_is_deep_in_settings(tmp_path: Path) -> None:
    """The reference cannot compile it: one line all the same."""
    file = tmp_path / "edit-rules.json"
    schema = tmp_path / "schema.json"
    schema.write_text('{"type": "string", "format": "regex"}')
    file.write_text(json.dumps("(" * 20_000))
    with pytest.raises(DataError, match=r"edit-rules.json: .*(pattern|regex)"):
        settings.load(file, schema)
