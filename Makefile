# The two commands of README.md, and what they need. Python 3.11 or later is all there has to be.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header pyproject.toml

.PHONY: build test slow lint lock clean

build: $(VENV)/.ready
	$(BIN)/xiangqu build
	$(BIN)/python -m xiangqu.cli.manual

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m "not slow"

slow: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

# Needs uv; run it when the dependencies in pyproject.toml change.
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev --extra gamma --extra publish -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist
