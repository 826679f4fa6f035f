# make chat opens the assistant; make test and make check say whether it is in order; make help lists the rest.
PYTHON ?= python3
PIP_ARGS ?=
PYTEST_ARGS ?= -n 2 --dist loadfile
VENV := .venv
RUN := $(VENV)/bin/python
# The stamps carry a checksum of the requirements: changed requirements are installed, unchanged ones cost nothing.
STAMP := $(VENV)/.installed-$(shell cksum < requirements.txt | tr -d ' ')
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' ')

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev chat test check lint run-tests measure screenshots clean

help:
	@echo "make setup    create $(VENV), install the pinned packages, build the embedding model (once)"
	@echo "make screenshots  take pictures of every page, in docs/screenshots or SCREENSHOTS=FOLDER (needs Chromium)"
	@echo "make chat     add the bundled documents and open the web chat"
	@echo "make test     run the tests"
	@echo "make check    style, types, import direction and tests"
	@echo "make measure  evaluation and benchmark (long); DOCUMENTS=FOLDER measures published files too"
	@echo "make clean    remove $(VENV), the built model and caches; your library in var/library stays"

$(RUN):
	@echo "Creating $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.txt | $(RUN)
	@echo "Installing the pinned packages (about 2.5 GB on disk the first time)"
	$(RUN) -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements.txt requirements-dev.txt | $(STAMP)
	@echo "Installing the pinned development tools"
	$(RUN) -m pip install --disable-pip-version-check --quiet $(PIP_ARGS) -r requirements-dev.txt
	@touch $@

setup: $(STAMP)
	@$(RUN) -m index.model_build

setup-dev: setup $(DEV_STAMP)

SCREENSHOTS ?= docs/screenshots
screenshots: setup-dev
	$(RUN) -m assistant.web.screenshots $(SCREENSHOTS)

chat: setup
	$(RUN) -m assistant add corpus/documents
	$(RUN) -m assistant serve

test: setup-dev run-tests

check: setup-dev lint run-tests

lint: | setup-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

# eval/imports_test.py, one of the tests, is the check of the import direction.
run-tests: | setup-dev
	$(RUN) -m pytest $(PYTEST_ARGS)

# DOCUMENTS names a folder of published budgets (PDF and others); without it only the bundled edition is measured.
DOCUMENTS ?=
MEASURED = $(or $(DOCUMENTS),corpus/documents)
measure: setup-dev
	$(RUN) -m eval run --questions eval/questions/minhang.jsonl --documents corpus/documents --report var/reports/minhang
	$(RUN) -m eval ablate --questions eval/questions/minhang.jsonl --documents corpus/documents
	-$(RUN) -m eval sweep --documents $(MEASURED) --report var/reports/sweep
	-$(RUN) -m eval coverage --documents $(MEASURED)
	-$(RUN) -m eval mutate --documents $(MEASURED) --report var/reports/mutate
	$(if $(DOCUMENTS),-$(RUN) -m eval layouts --documents $(DOCUMENTS))
	$(if $(DOCUMENTS),-$(RUN) -m eval scans --documents $(DOCUMENTS))
	-$(RUN) -m eval bench $(if $(DOCUMENTS),--reading $(DOCUMENTS))

clean:
	rm -rf $(VENV) var/models .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find corpus index assistant eval -name __pycache__ -type d -prune -exec rm -rf {} +
