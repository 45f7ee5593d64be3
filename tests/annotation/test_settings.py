"""Settings are read strictly, once, and held to their schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangqu.annotation import settings
from xiangqu.annotation.errors import DataError

SCHEMA = """{
  "type": "object",
  "required": ["around"],
  "additionalProperties": false,
  "properties": {
    "around": {"type": "number"},
    "words": {"type": "array", "items": {"type": "string"}},
    "mark": {"type": "string", "format": "regex"}
  }
}"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    file, schema = tmp_path / "rules.json", tmp_path / "rules.schema.json"
    schema.write_text(SCHEMA)
    return file, schema


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "the file: 'around' is a required property"),
        ('{"around": "x"}', "around: \"x\" is not of type 'number'"),
        ('{"around": 1, "words": ["a", 2]}', r"words.1: 2 is not of type"),
        ('{"around": 1, "arond": 2}', "'arond' was unexpected"),
        ('{"around": 1, "around": 2}', "occurs twice"),
        ('{"around": NaN}', "NaN"),
        ('{\n"around": }', "line 2, column 11"),
        ('{"around": 1, "mark": "(("}', "mark: .* is not a 'regex'"),
        ('{"around": 1, "words": "%s"}' % ("长" * 500), "words: the value is not of type"),
        ("[" * 100_000, "deep"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    files: tuple[Path, Path], content: str, said: str
) -> None:
    files[0].write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=rf"rules\.json: .*{said}") as raised:
        settings.load(*files)
    assert "\n" not in str(raised.value) and len(str(raised.value)) < 400


def test_a_file_that_is_not_there(files: tuple[Path, Path]) -> None:
    with pytest.raises(DataError, match=r"rules\.json: no such file"):
        settings.load(*files)


def test_read_once_and_again_after_a_change(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    real = settings.read_bytes
    monkeypatch.setattr(settings, "read_bytes", lambda file: read.append(file.name) or real(file))
    files[0].write_text('{"around": 0.5}')
    first = settings.load(*files)
    assert first == {"around": 0.5} and type(first["around"]) is float
    assert settings.load(*files) is first and len(read) == 2
    files[0].write_text('{"around": 12}')
    assert settings.load(*files) == {"around": 12}
    files[1].write_text("false")
    with pytest.raises(DataError):
        settings.load(*files)
