# The doors. `make learn` opens the course; `make test` sets everything up and runs every test.
PYTHON ?= python3
VENV   ?= .venv
FOLDER ?=
# The cohort's settings, with its help lines: needed by `make bundle`, and taken by `make learn` when given.
COHORT ?=
ARGS   ?=
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install -c constraints.txt
SHELL  := /bin/bash
.SHELLFLAGS := -o pipefail -c
# One line a package as it is fetched, numbered, so that a person can see it moving; anything wrong is shown in full.
SAY    := | awk '/^ *Collecting /{printf "  %d %s\n", ++n, $$2; fflush(); next} /rror/{print; fflush()}'
export PYTHONUTF8 = 1
# Never into the Python of the machine itself, whatever state .venv is in.
export PIP_REQUIRE_VIRTUALENV = 1

# The data directory of a hub on one machine (hosting/one-machine/README.md).
DATA   ?= /srv/systems-leadership
ROOT   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
HUB     = $(ROOT) env -C $(DATA) PYTHONPATH=$(DATA)/staff/hosting PYTHONUTF8=1 $(DATA)/env/bin/python -m

.PHONY: host host-stop host-restart host-status host-password host-unit host-forget backup restore learn teach setup test quick exercises bench bundle lint clean
.DEFAULT_GOAL := learn

learn: $(VENV)/.learn
	@$(BIN)/systems-leadership learn $(or $(FOLDER),my-course) $(if $(COHORT),--cohort $(COHORT)) $(ARGS)

teach: $(VENV)/.setup
	@$(BIN)/systems-leadership teach $(or $(FOLDER),my-teaching) $(ARGS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or newer. Set PYTHON=… to one, for example: make learn PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making a place for the course's software ($(VENV))."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.learn: $(BIN)/python pyproject.toml constraints.txt
	@echo "Fetching JupyterLab and the course's tools. The first time this takes a few minutes."
	@$(PIP) -e . $(SAY)
	@echo "Preparing them to start quickly."
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q -j 0 $(VENV)/lib widgets >/dev/null 2>&1 || true
	@touch $@

$(VENV)/.setup: $(VENV)/.learn
	@echo "Fetching what tests and authors need."
	@$(PIP) -e '.[author,hub,test]' $(SAY)
	@touch $@

# Everything for tests: the Python side, and a Chromium and PostgreSQL, from the PATH or else from Debian's packages.
# PostgreSQL is only installed: no cluster is made or started, the tests make their own.
setup: $(VENV)/.setup
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "Fetching Chromium from Debian's packages."; \
	  SUDO=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq chromium fonts-liberation >/dev/null; } || { \
	  echo "No Chromium, and it could not be installed. Install Chromium or Chrome so that it is on the PATH, then run make again."; exit 1; }
	@command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || { \
	  echo "Fetching PostgreSQL from Debian's packages."; \
	  SUDO=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$SUDO mkdir -p /etc/postgresql-common && { [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | $$SUDO tee /etc/postgresql-common/createcluster.conf >/dev/null; } && \
	  $$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Options::=--force-confold postgresql >/dev/null; } || { \
	  echo "No PostgreSQL, and it could not be installed. Install the package postgresql, then run make again."; exit 1; }

quick: $(VENV)/.setup
	@$(BIN)/python -m pytest -q -n auto -m "not browser and not pipeline and not hosting and not slow" $(ARGS)

lint: $(VENV)/.setup
	@$(BIN)/ruff check widgets hosting tests
	@$(BIN)/mypy

test: setup lint
	@$(BIN)/systems-leadership build --check
	@$(BIN)/python -m pytest -q $(ARGS)

exercises: $(VENV)/.setup
	@$(BIN)/systems-leadership build

bench: setup
	@cd tests && ../$(BIN)/python -m bench $(ARGS)

bundle: $(VENV)/.setup
	@$(BIN)/systems-leadership bundle dist --cohort $(or $(COHORT),cohort.toml)

# A hub for a cohort on this machine.
host:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or newer. Set PYTHON=… to one, for example: make host PYTHON=python3.12"; exit 1; }
	@$(ROOT) $(PYTHON) hosting/one-machine/install.py $(DATA)
	@$(HUB) course_hub.manage start $(DATA)

host-restart:
	@$(HUB) course_hub.manage restart $(DATA)

host-stop:
	@$(HUB) course_hub.manage stop $(DATA)

host-status:
	@$(HUB) course_hub.manage status $(DATA)

# A new one-time password: make host-password NAME=1042
host-password:
	@$(HUB) course_hub.manage password $(DATA) $(NAME)

# For keeps: systemd starts the hub with the machine.
host-unit:
	@$(ROOT) sed 's|@DATA@|$(DATA)|g' hosting/one-machine/systems-leadership-hub.service | $(ROOT) tee /etc/systemd/system/systems-leadership-hub.service >/dev/null
	@$(ROOT) systemctl daemon-reload && $(ROOT) systemctl enable --now systems-leadership-hub

backup:
	@$(HUB) course_hub.backup --data $(DATA) make

# make restore FROM=/srv/systems-leadership/backups/….tar.gz
restore:
	@$(HUB) course_hub.backup --data $(DATA) restore $(FROM)

# What is held of one learner; with ARGS=--yes it is deleted: make host-forget NAME=1042
host-forget:
	@$(HUB) course_hub.forget --data $(DATA) $(NAME) $(ARGS)

clean:
	@rm -rf $(VENV) dist
