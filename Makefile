# Needs Python 3.11 to 3.13 and nothing else. `make` alone says what there is.
PYTHON ?= python3
SHELL := /bin/bash
READY := .venv/.installed
DEVELOP := .venv/.installed-dev
PIP := .venv/bin/python -m pip --disable-pip-version-check
SHOWN := ^(Collecting [^ ]+|  Downloading [^ ]+\.whl \([0-9.]+ [MG]B\)|Installing collected packages)
# Two processes; a test file stays in one of them, so that what its tests share is made once.
PYTEST := .venv/bin/python -m pytest -n 2 --dist loadfile

.PHONY: help setup run test lab notebooks lint bench docs
.DEFAULT_GOAL := help

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv and install what requirements.lock pins (a minute or two, 1.2 GB)

run: setup ## tables, figures and notebooks from what is in corpus/
	@.venv/bin/reviewkit run --notebooks

test: $(DEVELOP) ## the whole suite
	@$(PYTEST)

lab: setup ## open the notebooks
	@.venv/bin/jupyter lab notebooks

notebooks: setup ## run every notebook from top to bottom into build/notebooks
	@.venv/bin/reviewkit notebooks

lint: $(DEVELOP) ## what is also held before each commit: style, layers, types, dependencies, notebooks without outputs
	@.githooks/pre-commit

bench: $(DEVELOP) ## speed and quality: each program of benchmarks/ prints one table
	@set -e; for program in $(sort $(wildcard benchmarks/*.py)); do echo "== $$program"; .venv/bin/python $$program; done

docs: $(DEVELOP) ## pages of every module and function into build/docs
	@.venv/bin/pdoc --output-directory build/docs reviewkit '!reviewkit.data'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { echo "reviewkit needs Python 3.11 to 3.13, and $(PYTHON) is not: name one, as in: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing $$(grep -c == requirements.lock) packages into .venv: a minute or two, 1.2 GB on disk"
	@$(PYTHON) -m venv .venv
	@set -o pipefail; $(PIP) install --no-deps --no-compile -r requirements.lock | { grep --line-buffered -oE '$(SHOWN)' || true; }
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(DEVELOP): $(READY) requirements-dev.lock
	@echo "Installing $$(grep -c == requirements-dev.lock) packages that tests and checks need"
	@set -o pipefail; $(PIP) install --no-deps --no-compile -r requirements-dev.lock | { grep --line-buffered -oE '$(SHOWN)' || true; }
	@.venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null || true  # tests start many processes, that else compile anew
	@if [ -e .git ] && command -v git >/dev/null; then git config core.hooksPath .githooks; fi
	@touch $@
