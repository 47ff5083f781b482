# make run         the dashboard, on the sample database
# make test        the tests of a working day (make test-all: the long ones too)
# make check       formatting, mistakes, types (make format puts the formatting right)
# make bench       how quick it is: docs/speed.md (SIZES="10000 100000 1000000 10000000", BENCH="--folder made --only changes")
# make screens     the pictures of every page in docs/screens, taken anew
# make pins        compile requirements*.txt again from requirements*.in
#
# The same as plain commands, for Windows and machines without make: README.md.

PYTHON ?= python3
# Three on two cores: tests that drive a browser or a server wait for much of their time. (What Python counts as cores may be the
# whole machine's, where a container has two of them.)
WORKERS ?= 3
# Of walks. 10 million need 15 GiB of disk and half an hour to make: say where they are kept, BENCH="--folder DIR".
SIZES ?= 10000 100000 1000000

IN_VENV := .venv/bin/python

.PHONY: run test test-all format check bench screens pins

run: .venv/installed
	@$(IN_VENV) serve.py

test: .venv/tests-installed
	@$(IN_VENV) -m tests.programs chromium playwright postgresql openid
	$(IN_VENV) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not long"

test-all: .venv/tests-installed
	@$(IN_VENV) -m tests.programs chromium playwright postgresql openid libreoffice nginx
	$(IN_VENV) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

format: .venv/tests-installed
	$(IN_VENV) -m ruff format .
	$(IN_VENV) -m ruff check --fix .

check: .venv/tests-installed
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m mypy

bench: .venv/tests-installed
	@$(IN_VENV) -m tests.programs chromium playwright
	$(IN_VENV) -m benchmarks.speed --sizes $(SIZES) $(BENCH)

screens: .venv/tests-installed
	@$(IN_VENV) -m tests.programs chromium playwright
	$(IN_VENV) -m benchmarks.pictures

pins: .venv/tests-installed
	$(IN_VENV) -m uv pip compile --universal --python-version 3.11 --no-header --upgrade requirements.in --output-file requirements.txt
	$(IN_VENV) -m uv pip compile --universal --python-version 3.11 --no-header --upgrade requirements-test.in --output-file requirements-test.txt

# These two files say what has been installed, so that the second time is quick.
.venv/installed: requirements.txt
	@$(PYTHON) --version >/dev/null 2>&1 || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)," >&2; \
	  echo "or name another: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The dashboard needs Python 3.11 or newer, and $(PYTHON) is `$(PYTHON) --version 2>&1`." >&2; \
	  echo "Name a newer one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment. Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(IN_VENV) -m pip --version >/dev/null 2>&1 || { echo "Making .venv"; $(PYTHON) -m venv --clear .venv; }
	@echo "Installing what the dashboard runs on (once; some minutes)"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/tests-installed: requirements-test.txt .venv/installed
	@echo "Installing what the tests need (once; some minutes)"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@
