# make demo      a real WordPress, a draft, its rewrite (ONCE=1: exit when it is there; WORDPRESS_DIR: another WordPress;
#                CLAUDE=played: as a language model once wrote it, played on this machine, without a key)
# make test      installs what the tests need and runs them all
# make plugin    dist/seo-bridge.zip, to be installed in WordPress
# make check     ruff, mypy --strict; PHP 7.4 to 8.3, PHP_CodeSniffer, PHPMD; oxlint
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check -q

.PHONY: demo test test-wordpress plugin check lock clean

# Installs Debian packages by itself; where it may not, it says so and goes on without WordPress.
demo: .venv/runtime
	@$(BIN)/python -m demo

test: .venv/dev
	@$(BIN)/python -m devsite.install tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# The WordPress tests alone, against WORDPRESS_DIR (any unpacked WordPress, on SQLite) or the two versions of `make test`.
test-wordpress: .venv/dev
	@$(BIN)/python -m devsite.install tests
	$(BIN)/python -m pytest tests/wordpress tests/editor $(PYTEST_ARGS)

check: .venv/dev
	@$(BIN)/python -m devsite.install check
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(BIN)/python -m tools.lint

plugin:
	@$(PYTHON) -m tools.plugin

# The environment, from the lock files: the same versions on every machine.
.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh devsite/python-venv.sh
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python requirements.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps -e .
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# New lock files from pyproject.toml (needs `uv` on the PATH).
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml
lock:
	$(LOCK) -o requirements.txt
	$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv .demo .cache dist
