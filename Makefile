# make run    install into .venv if need be, then the bot: in Telegram with TELEGRAM_BOT_TOKEN, in the terminal without
# make test   lint, types, tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
PINS := deploy/constraints.txt

.PHONY: run test lint audit clean
.DEFAULT_GOAL := test

run: $(VENV)/.installed
	@$(BIN)/hoinghi run

test: lint
	$(BIN)/pytest -q

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A warning only: known faults in the pinned packages. In an environment of its own, so that it changes nothing here;
# without a network it says so, and it never takes longer than this.
audit: $(BIN)/python
	@timeout 60 $(BIN)/python -m venv $(VENV)/audit \
		&& timeout 60 $(VENV)/audit/bin/pip --disable-pip-version-check -q install --timeout 5 --retries 0 'pip-audit>=2.7,<3' \
		&& timeout 90 $(VENV)/audit/bin/pip-audit --progress-spinner off --no-deps --disable-pip -r $(PINS) \
		|| echo "pip-audit: not run to its end, or see above; a warning only"

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find bot retrieval tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed only when what is to be installed changes: a second run needs no network.
$(VENV)/.installed: pyproject.toml $(PINS) | $(BIN)/python
	@echo "Installing the bot into $(VENV) (first time: a minute or two)"
	@$(PIP) install -c $(PINS) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(PINS) | $(BIN)/python
	@echo "Installing the bot and its tests into $(VENV) (first time: a minute or two)"
	@$(PIP) install -c $(PINS) -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
