# make run · make test · make coverage · make check · make bench · make help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/.runtime: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime

run: $(VENV)/.runtime ## start the bot: sandbox and studio stand in for what has no key
	@$(BIN)/python -m bot run

test: $(VENV)/.development ## run every test
	@$(BIN)/python -m pytest

coverage: $(VENV)/.development ## prove that the tests of the music API reach at least 95 % of its lines
	@$(BIN)/python -m pytest tests/provider -q --cov=bot.provider --cov-report=term:skip-covered --cov-fail-under=95

check: $(VENV)/.development ## formatting, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.development ## print measurements as ratios against references in the same run
	@$(BIN)/python -m bench

reliability: $(VENV)/.development ## every kill several times, every bad day; write docs/reliability.md anew
	@JAMBOREE_THOROUGH=1 JAMBOREE_WRITE_DOCUMENTS=1 $(BIN)/python -m pytest tests/reliability -m 'thorough or not thorough'

soak: $(VENV)/.development ## 2,000 orders, 20 kills and faults on all sides, for about half an hour
	@$(BIN)/python -m tests.support.soak

screenshots: $(VENV)/.development ## take the documentation's pictures anew
	@$(BIN)/python -m tests.browser.screenshots

lock: ## resolve requirements.lock and requirements-dev.lock anew
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock

.PHONY: help run test coverage check bench reliability soak screenshots lock
