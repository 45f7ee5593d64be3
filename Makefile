# The two commands of README.md, and what they need. Python 3.11 or later is all there has to be.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: build test lint lock clean

build: $(READY)
	$(BIN)/xiangqu build

test: $(READY)
	$(BIN)/python -m pytest -m "not slow"

lint: $(READY)
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Needs uv; run it when the dependencies in pyproject.toml change.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --extra agree \
	  --no-emit-index-url --no-header -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist
