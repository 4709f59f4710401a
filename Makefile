# Everything a developer types. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
EXPORT := $(BIN)/uv export --quiet --frozen --no-emit-project --no-header --format requirements-txt --output-file
READY := .venv/.ready
ROOMS := bot playbooks handlers storage config

# Two test runners share the machine; `make test PYTEST_ARGS="-n 0 -k ladder"` runs differently.
PYTEST_ARGS ?= -n 2

.PHONY: help
help: ## List every command.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## Make .venv and install the locked dependencies (quick when nothing changed).

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Crisis Desk needs Python 3.11 or later; $$($(PYTHON) --version) is too old. Try: make setup PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv \
	  || { rm -rf .venv; echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install -y python3-venv" >&2; exit 1; }
	@echo "Installing the locked dependencies into .venv ..."
	@# uv of the lock installs the rest ten times as fast as pip; where it cannot, pip does it.
	@awk '/^uv==/ {uv = 1} uv; uv && !/\\$$/ {exit}' requirements.txt > .venv/uv.txt
	@$(PIP) --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt \
	  || $(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: demo
demo: setup ## Open the practice workspace on this machine.
	@$(BIN)/crisis demo

.PHONY: test
test: setup ## Run the whole suite, on SQLite and on PostgreSQL.
	$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: lint
lint: setup ## Format, lint, types and import law, without the tests.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

.PHONY: check
check: lint test ## Everything that must hold before a change lands.

.PHONY: format
format: setup ## Rewrite the code in the house's format.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: emulate
emulate: tests/emulate/node_modules/.ready ## Install a Slack of other people's making (needs node and npm).

tests/emulate/node_modules/.ready: tests/emulate/package-lock.json
	@command -v npm >/dev/null || { echo "This needs node and npm. On Debian and Ubuntu: apt-get install -y nodejs npm" >&2; exit 1; }
	cd tests/emulate && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: bench
bench: setup ## Measure, and print the table of numbers to hold.
	$(BIN)/python -m tests.bench

.PHONY: soak
soak: setup ## Send two hundred commands every few seconds for an hour, and print the memory that is held.
	$(BIN)/python -m tests.bench.crowded

.PHONY: chaos
chaos: setup ## Deal a thousand kills, pauses and cuts on each database, while Slack fails, and print what they did.
	$(BIN)/python -m tests.faults

.PHONY: lock
lock: setup ## Write requirements.txt anew from pyproject.toml (hashes, no addresses).
	$(BIN)/uv lock --quiet --upgrade
	$(EXPORT) requirements.txt --all-groups
	$(EXPORT) requirements-run.txt --no-default-groups
	$(EXPORT) requirements-build.txt --only-group build
	rm -f uv.lock
