# Needs Python 3.11 to 3.13 and nothing else. `make` alone says what there is.
PYTHON ?= python3
SHELL := /bin/bash
READY := .venv/.installed
PIP := .venv/bin/python -m pip --disable-pip-version-check
SHOWN := ^(Collecting [^ ]+|  Downloading [^ ]+\.whl \([0-9.]+ [MG]B\)|Installing collected packages)
# Two processes; a test file stays in one of them, so that what its tests share is made once.
PYTEST := .venv/bin/python -m pytest -n 2 --dist loadfile

.PHONY: help setup run test lab notebooks lint bench docs
.DEFAULT_GOAL := help

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv and install what requirements.lock pins (a few minutes, 1.9 GB)

run: setup ## tables, figures and notebooks from what is in corpus/
	@.venv/bin/reviewkit run --notebooks

test: setup ## the whole suite
	@$(PYTEST)

lab: setup ## open the notebooks
	@.venv/bin/jupyter lab notebooks

notebooks: setup ## run every notebook from top to bottom into build/notebooks
	@.venv/bin/reviewkit notebooks

lint: setup ## what is also held before each commit: style, layers, types, dependencies, notebooks without outputs
	@.githooks/pre-commit

bench: setup ## speed and quality: each program of benchmarks/ prints one table
	@set -e; for program in $(sort $(wildcard benchmarks/*.py)); do echo "== $$program"; .venv/bin/python $$program; done

docs: setup ## pages of every module and function into build/docs
	@.venv/bin/pdoc --output-directory build/docs reviewkit '!reviewkit.data'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { echo "reviewkit needs Python 3.11 to 3.13, and $(PYTHON) is not: name one, as in: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing $$(grep -c == requirements.lock) packages into .venv: a few minutes, 1.9 GB on disk"
	@$(PYTHON) -m venv .venv
	@set -o pipefail; $(PIP) install --no-deps -r requirements.lock | { grep --line-buffered -oE '$(SHOWN)' || true; }
	@$(PIP) install --quiet --no-deps --editable .
	@if [ -e .git ] && command -v git >/dev/null; then git config core.hooksPath .githooks; fi
	@touch $@
