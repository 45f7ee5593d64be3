"""What validation costs beside plain `jsonschema`, whether it is linear, and how much it holds.

Run ``python tests/benchmarks/validation.py``. Generated paragraphs with three claims each (`generated`)
are checked in turns in one run, and CPU time is compared; check-jsonschema runs in a process of its own,
its start subtracted. The last part grows one line and fails where a check takes more than linear time.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import jsonschema_rs
from generated import corpus
from jsonschema import Draft202012Validator
from scaling import grow

from xiangqu.annotation import vocabulary
from xiangqu.annotation.repo import LAYERS, SCHEMA_OF, Repo, path
from xiangqu.validate import UTF8, Validator
from xiangqu.validate.reading import read_lines

PARAGRAPHS, SAMPLE, ROUNDS = 20_000, 1_000, 5
Lines = list[tuple[str, str]]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def lines_of(folders: list[Path]) -> Lines:
    """Every record with its layer."""
    return [
        (layer, line)
        for folder in folders
        for layer in LAYERS
        for line in (folder / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def by_schema_level(validator: Validator, folders: list[Path]) -> None:
    """Levels 1 and 2, a line at a time, as ``validate -`` does."""
    for folder in folders:
        for layer in LAYERS:
            file = folder / f"{layer}.jsonl"
            with file.open("rb") as stream:
                for *_, found in read_lines(stream, file, layer, validator.schemas, UTF8):
                    assert not found


def all_levels(validator: Validator, folders: list[Path]) -> None:
    for folder in folders:
        assert validator.document(folder).annotated is not None


def check_jsonschema(folder: Path, lines: Lines, schemas: dict[str, object]) -> float:
    """CPU seconds that check-jsonschema takes for the claims, over what it takes for none."""
    array = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array"}
    claims = {k: v for k, v in dict(schemas["claims"]).items() if k != "$id"}  # type: ignore[call-overload]
    definitions = claims.pop("$defs")
    schema = folder / "array.schema.json"
    schema.write_text(json.dumps(array | {"items": claims, "$defs": definitions}))

    def run(rows: list[str]) -> float:
        instance = folder / "instance.json"
        instance.write_text("[" + ",".join(rows) + "]", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, instance]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    rows = [line for layer, line in lines if layer == "claims"]
    return run(rows) - run([])


def compare(root: Path) -> None:
    """Records per CPU second, as multiples of plain `jsonschema` (parse and verdict)."""
    folders = corpus(root, SAMPLE)
    repo, lines = Repo(root), lines_of(folders)
    validator = Validator(repo)
    schemas = {layer: vocabulary.schema(repo, name) for layer, name in SCHEMA_OF.items()}
    plain = {layer: Draft202012Validator(schema) for layer, schema in schemas.items()}
    rust = {layer: jsonschema_rs.validator_for(schema) for layer, schema in schemas.items()}
    parsed = [(layer, json.loads(line)) for layer, line in lines]
    work: dict[str, Callable[[], object]] = {
        "plain jsonschema": lambda: [plain[y].is_valid(json.loads(line)) for y, line in lines],
        "the parse alone": lambda: [json.loads(line) for _, line in lines],
        "verdicts alone": lambda: [rust[y].is_valid(record) for y, record in parsed],
        "levels 1 and 2": lambda: by_schema_level(validator, folders),
        "all levels": lambda: all_levels(validator, folders),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, job in work.items():
            times[name].append(cpu(job))
    unit = statistics.median(times["plain jsonschema"])
    print(f"{len(lines)} records; records per CPU second, plain jsonschema = 1")
    for name, seconds in times.items():
        print(f"  {name:24} {unit / statistics.median(seconds):8.1f}")
    if find_spec("check_jsonschema") is None:
        print("  check-jsonschema is not installed: pip install check-jsonschema")
        return
    claims = [line for layer, line in lines if layer == "claims"]
    ours = cpu(lambda: [plain["claims"].is_valid(json.loads(line)) for line in claims])
    theirs = statistics.median(check_jsonschema(root, lines, schemas) for _ in range(3))
    print(f"  {'check-jsonschema, claims':24} {ours / theirs:8.1f}")


def growth(root: Path) -> None:
    """Time per record and memory for a tenth of the paragraphs, and for all of them."""
    folders = corpus(root, PARAGRAPHS)
    validator = Validator(Repo(root))
    all_levels(validator, folders[:5])
    tenth = cpu(lambda: all_levels(validator, folders[: len(folders) // 10]))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    whole = cpu(lambda: all_levels(validator, folders))
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / held
    print(
        f"{PARAGRAPHS} paragraphs beside a tenth of them: time x {whole / tenth:.1f}, memory x {more:.2f}"
    )


def main() -> None:
    assert path()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder, "small"))
        growth(Path(folder, "large"))
    slow = [line for line in grow() if line.endswith("!")]
    raise SystemExit(bool(slow))


if __name__ == "__main__":
    main()
