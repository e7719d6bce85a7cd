# Two commands do all the set-up: `make demo` runs the main job, `make test` checks everything.
# Both may be run again at any time. PYTHON and VENV may be set: make demo PYTHON=python3.12
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-live refresh golden wheel lint lock readme docs clean

demo: $(VENV)/run.done
	@mkdir -p build
	@$(BIN)/equalterms brief -o build/brief.html
	@$(BIN)/equalterms brief
	@echo "The brief as a page, for any browser, offline: $(CURDIR)/build/brief.html"

test: $(VENV)/dev.done
	@sh scripts/need_browser.sh
	@sh scripts/need_postgres.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

# The only target that asks the world: each source of `fetch` by its contract. Skipped, with a reason, without a network.
test-live: $(VENV)/dev.done
	EQUALTERMS_LIVE=1 $(BIN)/pytest tests/fetch/test_live.py -rs

# The embedded study from the world's tables of today, as far as they can be fetched; see docs/fetching.md.
refresh: $(VENV)/dev.done
	$(BIN)/python scripts/refresh_study.py orders build/sources
	$(BIN)/equalterms fetch worldbank_wdi --study build/sources --refresh
	$(BIN)/equalterms fetch worldbank_wgi --study build/sources --refresh
	$(BIN)/python scripts/refresh_study.py build build/sources

# Reference values of other programs, where they lie beside the checkout: what was compared, how far apart.
golden: $(VENV)/dev.done
	@$(BIN)/pytest tests/golden tests/methods -s -rs | grep -E "^\.*golden|SKIP|FAILED|passed|failed"

# A wheel for this platform with the reader of articles compiled, in build/wheel, and the reader's tests run on what it
# installs; needs a C compiler and some five minutes. It is built from an archive: compiled files in src would hide what
# is edited there.
wheel: $(VENV)/dev.done
	rm -rf build/wheel
	$(BIN)/python -m hatchling build -t sdist -d build/wheel/source
	HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w build/wheel build/wheel/source/*
	$(BIN)/python -m pip install --quiet --no-deps --target build/wheel/installed build/wheel/*.whl
	PYTHONPATH=$(CURDIR)/build/wheel/installed $(BIN)/pytest tests/press -n 2

lint: $(VENV)/dev.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

# The output that the README shows is the program's own.
readme: $(VENV)/dev.done
	$(BIN)/python scripts/show_readme.py README.md

# The pages of methods are made from the docstrings.
docs: $(VENV)/dev.done
	$(BIN)/python scripts/method_pages.py

# The versions and hashes of everything that is installed; written by uv from pyproject.toml.
lock: $(VENV)/dev.done
	$(BIN)/uv pip compile pyproject.toml --group build $(LOCKED) -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --group build --group dev $(LOCKED) -o requirements/dev.txt
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Equal Terms needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# An editable install without build isolation: nothing is fetched beyond what the lock names.
define install
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/$(1).txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
endef

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(BIN)/python
	$(call install,run)
	@touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(call install,dev)
	@touch $@ $(VENV)/run.done

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
