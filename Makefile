# course · test · demo · bench · check · lock: each sets up what it needs by itself, and a second run starts in seconds.
#
#   make course PYTHON=/usr/bin/python3.12     another Python (3.11 or newer)
#   make course ARGS="--no-browser --port 8900"  passed on to `course open`
#   make test ARGS="tests/cli -x"              passed on to pytest; WORKERS= runs them one after the other

PYTHON ?= python3
# A file of tests stays together, since its tests share a course, a server or a browser; those marked slow come first.
# One worker more than there are cores: browsers and attacks wait for a good part of their time.
WORKERS ?= --numprocesses $(shell expr $$(nproc 2>/dev/null || echo 2) + 1) --maxprocesses 4 --dist loadfile --no-loadscope-reorder
SHELL := /bin/sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A user-wide `pip config set install.user true` would stop every installation into a virtual environment.
export PIP_USER := 0

LIBRARY := pyproject.toml README.md LICENSE LICENSE-CONTENT \
  $(shell find course -type f ! -name '*.pyc' ! -name '.*' 2>/dev/null)

# The first Python that is new enough, into $$python; else one line that says what to do.
define find_python
python=; for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
  if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python="$$p"; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo "The course needs Python 3.11 or newer and found $$($(PYTHON) --version 2>&1 | head -n 1). Install one, or name it: make $(firstword $(MAKECMDGOALS) course) PYTHON=/path/to/python3.11" >&2; exit 1; \
fi
endef

# A virtual environment in $(1) with exactly what the lock $(2) names. Whatever is there and still runs is kept.
define install_lock
$(find_python); \
"$(1)/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || "$$python" -m venv --clear "$(1)" || \
  { echo "Python's venv module did not work. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }; \
live=; if [ -t 1 ]; then live=1; fi; \
rm -f "$@"; echo "Setting up $(1) with what $(2) names: a minute or two, once."; \
{ PYTHONUNBUFFERED=1 "$(1)/bin/python" -m pip install --progress-bar off --require-hashes -r "$(2)" 2>"$(1)/pip.log" && touch "$@"; } \
  | awk -v all="$$(grep -c '==' "$(2)")" -v live="$$live" "$$SHOW_PROGRESS"; \
test -f "$@" || { cat "$(1)/pip.log" >&2; echo "That did not work; pip says why above. What is done is kept: run make again." >&2; exit 1; }
endef

# pip's own lines, made into one: how many of the lock's packages it has got so far. A log gets only the last.
define SHOW_PROGRESS
/^(Collecting|Processing|Requirement already)/ { got++; if (live) { printf "\r  %d of at most %d packages", got, all; fflush() } }
/^Installing collected/ && live { printf "\r  %d packages, now unpacking them ...", got; fflush() }
END { printf "%s  %d packages.%s\n", live ? "\r" : "", got, live ? "                              " : "" }
endef
export SHOW_PROGRESS

.PHONY: course test demo bench check lock tools clean help

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST))

course: .venv/.course ## set up .venv and open Orientation in JupyterLab
	@.venv/bin/course open $(ARGS)

demo: .venv/.course ## play a term on a made-up cohort, into demo/
	@.venv/bin/course demo $(ARGS)

# Chosen tests may need none of the programs below; one that does says so.
test: .venv-dev/.course $(if $(ARGS),,tools) ## set up .venv-dev and run the tests
	@.venv-dev/bin/python -m pytest $(WORKERS) $(ARGS)

bench: .venv-dev/.course tools ## measure, print ratios, write bench/results.json
	@.venv-dev/bin/python -m bench $(ARGS)

check: .venv-dev/.course ## ruff, mypy, whether generated files are up to date, and the texts
	@.venv-dev/bin/ruff format --check --quiet .
	@.venv-dev/bin/ruff check .
	@.venv-dev/bin/mypy
	@.venv-dev/bin/course build --check
	@.venv-dev/bin/course archive build --check
	@.venv-dev/bin/course archive check
	@.venv-dev/bin/course lint

# The locks hold names, versions, markers and hashes: no address, no path. --no-annotate keeps a change readable.
UV_COMPILE = .venv-dev/bin/uv --no-config pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"
lock: .venv-dev/.course ## pin anew what pyproject.toml asks for (ARGS=--upgrade for newer versions)
	@$(UV_COMPILE) $(ARGS) --output-file requirements.lock
	@$(UV_COMPILE) $(ARGS) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

.venv/.lock: requirements.lock
	@$(call install_lock,.venv,requirements.lock)

.venv-dev/.lock: requirements-dev.lock
	@$(call install_lock,.venv-dev,requirements-dev.lock)

# The course itself comes second: pip refuses hashes and a folder in one call.
.venv/.course: .venv/.lock $(LIBRARY)
	@.venv/bin/python -m pip install --quiet --no-deps --force-reinstall . && touch $@

# Editable, so that only pyproject.toml matters here; its build tool is in the lock.
.venv-dev/.course: .venv-dev/.lock pyproject.toml
	@.venv-dev/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . && touch $@

# Programs that pip cannot bring: Chromium for the browser tests, bubblewrap for isolated grading, and a PostgreSQL
# server that the tests of grading on many machines start by themselves.
POSTGRES ?= /usr/lib/postgresql
tools:
	@missing=; \
	command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 \
	  || missing="chromium fonts-dejavu-core"; \
	command -v bwrap >/dev/null 2>&1 || missing="$$missing bubblewrap"; \
	command -v initdb >/dev/null 2>&1 || ls $(POSTGRES)/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing$${missing:+ }$$missing with apt-get."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else \
	  echo "The tests need these system packages: sudo apt-get install $$missing" >&2; exit 1; \
	fi

clean: ## remove the virtual environments (your desk stays)
	rm -rf .venv .venv-dev
