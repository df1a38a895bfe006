# Every target sets up what it needs into .venv; nothing but Python >= 3.11 and make is expected.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PORT ?= 8080

.PHONY: run test check bench setup messages lock clean
.DELETE_ON_ERROR:

run: $(VENV)/.ready
	$(BIN)/watchbill demo --data-dir var/demo --port $(PORT)

test: $(VENV)/.ready-dev
	@sh tests/browser/provide-chromium.sh
	$(BIN)/python -m pytest

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks

setup: $(VENV)/.ready-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Watchbill needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	-@$(BIN)/python -m api.compiling
	@touch $@

# Brings the catalogues up to date with the sentences in the code; docs/translating.md tells how to go on from there.
messages: $(VENV)/.ready
	@mkdir -p out
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k translate --no-location --sort-output --omit-header -o out/watchbill.pot .
	$(BIN)/pybabel -q update -D watchbill -d api/locale -i out/watchbill.pot --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120

# Needs uv; the lock names versions and hashes, no registry.
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o requirements-dev.lock
	uv pip compile pyproject.toml benchmarks/requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o benchmarks/requirements.lock

clean:
	rm -rf $(VENV) .venv-bench .venv-clients var out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
