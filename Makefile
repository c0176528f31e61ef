# Two commands: `make demo` shows it at work, `make test` proves it. `make check` is for before a commit; `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2
BIN    := $(VENV)/bin
SHELL  := /bin/sh

# Images of Python often forbid to keep bytecode; each process of a test run would compile all tests again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test torture check check-queries check-unit test-unit lint lock generate check-generated site bench clean
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/.run ## load the bundled sample into the local Neo4j; find, draw and repair a licence conflict
	@BIN=$(BIN) sh docs/demo.sh

test: $(VENV)/.test ## the whole suite, on real Neo4js, in JOBS processes
	$(BIN)/python -m pytest -n $(JOBS)

torture: $(VENV)/.test ## the tests that kill, flood and repeat for minutes, and those of any input with ten times as many
	$(BIN)/python -m pytest -n $(JOBS) -m torture
	$(BIN)/python -m pytest -n $(JOBS) -m hypothesis --hypothesis-profile thorough

# Types of the tests are a third of the types again, and wait for `make lint`.
check: $(VENV)/.test ## what to run before each commit: style, types, generated files, unit tests, stored queries
	@$(MAKE) --no-print-directory -j 2 check-queries lint check-generated check-unit TYPES='-p supplygraph'

# Neither is shared out among processes, each of which would collect all tests.
check-queries: $(VENV)/.test
	$(BIN)/python -m pytest -m 'not torture and not slow' tests/integration/test_stored_queries.py

check-unit: $(VENV)/.test
	$(BIN)/python -m pytest -m 'not torture and not slow' --hypothesis-profile quick tests/unit

test-unit: $(VENV)/.test ## the tests that need no Neo4j
	$(BIN)/python -m pytest -n $(JOBS) tests/unit

lint: $(VENV)/.test ## style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPES)
	$(BIN)/lint-imports

generate: $(VENV)/.run ## write the files that are generated from the declarations
	$(BIN)/python -m supplygraph.generated

check-generated: $(VENV)/.run ## fail when a generated file is stale
	$(BIN)/python -m supplygraph.generated --check

lock: $(VENV)/.python ## write the versions that are installed here, for every Python from 3.11 on
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	{ echo "# The versions that make demo and make test install; written by make lock."; \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-emit-index-url --no-header \
	  --no-annotate pyproject.toml; } > constraints.txt.new
	mv constraints.txt.new constraints.txt

site: $(VENV)/.test ## write the documentation site into build/site: its pages from the sample, then strictly built
	$(BIN)/python -m supplygraph.site build
	cd build && ../$(BIN)/zensical build --strict

bench: $(VENV)/.test ## measure loading and asking; see tests/benchmarks/
	$(BIN)/python -m tests.benchmarks.load_hub_file

clean: ## remove the virtual environment and caches of the checkout
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Error: $(PYTHON) is older than 3.11"; echo "hint: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/.run
