# Gridloom: `make demo` shows it, `make test` tries it. Both do their own set-up.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell sh .ci/find-python)
INSTALL := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 \
	-c requirements-lock.txt
# One more than there are processors, as tests wait for disks and windows too.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
WHEELS ?= dist/wheels
SOURCES := layers analytics desktop data plugins

.PHONY: help demo test check pages manual plugin wheels bench bench-full torture setup lock clean

help:
	@echo "make demo        build the sample city and do the main job on it; see demo/"
	@echo "make test        set up what is needed and run the tests"
	@echo "make check       lint, format, types, import contracts"
	@echo "make pages       write docs/results.md anew from what the analyses declare"
	@echo "make manual      take the pictures of the manual anew: a few minutes"
	@echo "make plugin      write dist/gridloom_qgis-VERSION.zip, which QGIS installs; see plugins/"
	@echo "make wheels      write dist/wheels, from which an office without a network installs Gridloom"
	@echo "make torture     kill, fill, lock and harm it, thousands of times: half an hour"
	@echo "make bench       measure ours against the peers, small; writes docs/benchmarks.md"
	@echo "make bench-full  the same at full size; writes docs/benchmarks-full.md"
	@echo "make setup       only the set-up of the tests"
	@echo "make lock        write requirements-lock.txt anew"
	@echo "make clean       remove what was made, .venv included"

demo: $(VENV)/.desktop
	@$(BIN)/gridloom demo --out demo

test: setup
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

torture: setup
	$(BIN)/python -m pytest -n auto -k "not short" tests/torture
	$(BIN)/python -m pytest -m slow tests/plugins

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/flake8 plugins/gridloom_qgis
	$(BIN)/python -m plugins.stubs build/typings
	$(BIN)/basedpyright --project plugins

pages: $(VENV)/.dev
	$(BIN)/python -m gridloom_analytics.analyses.page docs/results.md

manual: $(VENV)/.desktop
	for language in en zh; do $(BIN)/gridloom --lang $$language demo --headless --out build/manual/$$language || exit; done
	$(BIN)/python -m docs.manual.pictures build/manual

plugin: $(VENV)/.dev
	@$(BIN)/python -m plugins.packing

# For this system and this Python; make wheels PYTHON=python3.12 is for another one.
wheels:
	rm -rf build/lib build/wheels $(WHEELS)
	$(PYTHON) -m venv build/wheels
	build/wheels/bin/python -m pip wheel --quiet --disable-pip-version-check -c requirements-lock.txt \
		--wheel-dir $(WHEELS) ".[desktop]"

bench: setup
	$(BIN)/python -m benchmarks all --write

bench-full: setup
	$(BIN)/python -m benchmarks all --full --write

setup: $(VENV)/.dev $(VENV)/.packages $(VENV)/.qgis

# Stamps make the second set-up quick: they are redone when what they depend on changes.
$(VENV)/.made:
	@python="$(PYTHON)"; test -n "$$python" && echo "Making $(VENV) …" && "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.desktop: $(VENV)/.made setup.cfg pyproject.toml requirements-lock.txt
	@echo "Installing Gridloom: a minute or a few …"
	@$(INSTALL) -e ".[desktop]"
	@touch $@

$(VENV)/.dev: $(VENV)/.made setup.cfg pyproject.toml requirements-lock.txt
	@echo "Installing Gridloom and the tools of its tests: a minute or a few …"
	@$(INSTALL) -e ".[dev]"
	@touch $@ $(VENV)/.desktop

$(VENV)/.packages: .ci/install-packages $(VENV)/.made
	@sh .ci/install-packages
	@touch $@

# QGIS has a Python of its own; where QGIS is not installed there is no stamp, and no test in it.
$(VENV)/.qgis: $(VENV)/.packages .ci/make-qgis-python plugins/requirements.txt
	@sh .ci/make-qgis-python $(VENV)/qgis $@

lock:
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	build/lock/bin/python -m pip freeze --exclude-editable > requirements-lock.txt

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(SOURCES) tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
