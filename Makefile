# yinju: `make help` lists what can be made. Every target first sets up what it needs in .venv.

PYTHON   ?= python3
PIP_ARGS ?=
FILE     ?= tests/questions/zhaoqing.jsonl
DATA     ?=
CASES    ?= 10000
WORKERS  ?= 2
SECONDS  ?= 3600
LOCK     ?= server

VENV   := .venv
IN     := $(VENV)/bin/python
READY  := $(VENV)/.ready
YINJU  := $(IN) -m bot.cli

# The question reaches the program through the environment, as it is: no shell and no make reads it.
export QUESTION := $(value Q)
unexport Q

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup server vendor lock manual build ask chat bot test check fuzz kills bench soak eval clean asked

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  make ask Q="how many schools were built"'
	@echo '  PYTHON=python3.12     the Python (3.11 or newer) that .venv is made with'
	@echo '  PIP_ARGS="..."        more arguments for pip, see README.md'

setup: $(READY) ## install everything into .venv

server: ## install what a server needs and nothing else, by hashes (LOCK=build: indexing too)
	@$(PYTHON) -m venv --clear $(VENV)
	@$(IN) -m pip install $(PIP_ARGS) --require-hashes -r deploy/setuptools.lock
	@$(IN) -m pip install $(PIP_ARGS) --require-hashes --no-build-isolation -r deploy/$(LOCK).lock
	@$(IN) -m pip install --no-index --no-deps --no-build-isolation -e .
	@touch $(READY)

vendor: ## keep a server's packages in vendor/ (make server PIP_ARGS="--no-index --find-links vendor")
	@$(PYTHON) -m venv --clear $(VENV)-vendor
	@$(VENV)-vendor/bin/python -m pip install $(PIP_ARGS) --require-hashes -r deploy/setuptools.lock
	@$(VENV)-vendor/bin/python -m pip download $(PIP_ARGS) --dest vendor --require-hashes -r deploy/setuptools.lock
	@$(VENV)-vendor/bin/python -m pip download $(PIP_ARGS) --dest vendor --require-hashes --no-build-isolation \
	  -r deploy/$(LOCK).lock
	@rm -rf $(VENV)-vendor

lock: $(READY) ## pin what a server installs with the hashes of its files (deploy/*.lock)
	@$(IN) deploy/lock.py

manual: $(READY) ## write the manual page, docs/yinju.1, from what the command takes
	@$(VENV)/bin/argparse-manpage --module bot.arguments --function parser --prog yinju --project-name yinju \
	  --manual-title "yinju manual" --format single-commands-section --output docs/yinju.1 \
	  --description "answers questions about a corpus of articles by quoting them"

build: $(READY) ## build the library of corpus/ (after adding articles)
	@$(YINJU) build

ask: asked $(READY) ## answer one question: make ask Q="how many schools were built"
	@$(YINJU) ask -- "$$QUESTION"

chat: $(READY) ## ask questions in a terminal conversation
	@$(YINJU) chat

bot: $(READY) ## run the Telegram bot (its token in .env, see README.md)
	@$(YINJU) bot

test: $(READY) ## run the tests (WORKERS=processes)
	@$(IN) -m pytest -n $(WORKERS) --dist worksteal

check: $(READY) ## lint, format, types, levels of the rooms, names, and known holes in what is installed
	@$(IN) -m ruff check .
	@$(IN) -m ruff format --check .
	@$(IN) -m mypy
	@$(IN) -m pytest -q tests/test_imports.py tests/test_names.py
	@$(IN) .ci/audit.py

fuzz: $(READY) ## 10,000 hostile cases of each kind (CASES=number, WORKERS=processes)
	@YINJU_FUZZ=$(CASES) $(IN) -m pytest tests/test_fuzz.py tests/test_fuzz_offices.py -n $(WORKERS) --dist load --hypothesis-show-statistics

kills: $(READY) ## end the bot at every moment, in both modes and by both signals (WORKERS=processes)
	@YINJU_KILLS=1 $(IN) -m pytest tests/bot/running/test_killed_bots.py -n $(WORKERS) --dist load

soak: $(READY) ## mixed traffic for an hour, with its picture in docs/ (SECONDS=number)
	@$(IN) -m benchmarks.flood
	@$(IN) -m benchmarks.soak --seconds $(SECONDS) --picture docs/soak.png

bench: $(READY) ## measure speed and quality (DATA=folder: more collections)
	@$(IN) -m benchmarks.speed
	@$(IN) -m benchmarks.quality $(if $(DATA),--data "$(DATA)")

eval: $(READY) ## measure the answers to a file of questions (FILE=...)
	@$(YINJU) eval "$(FILE)"

clean: ## remove libraries, caches and build products (not .venv)
	@rm -rf .yinju build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find bot index tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

asked:
	@test -n "$$QUESTION" || { echo 'make ask needs a question: make ask Q="how many schools were built"' >&2; exit 2; }

# A .venv that is half-made, moved or of an older Python is made again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'yinju needs Python 3.11 or newer, and $(PYTHON) is not: make PYTHON=python3.12' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo '$(PYTHON) lacks the venv module: install it (on Debian and Ubuntu: python3-venv)' >&2; exit 2; }
	@$(IN) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  $(PYTHON) -m venv --clear $(VENV)
	@echo 'setting up $(VENV), once (a few minutes)' >&2
	@$(IN) -m pip install --disable-pip-version-check $(PIP_ARGS) -c constraints.txt -e '.[dev]' >&2
	@touch $@
