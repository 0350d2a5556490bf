# Armoury's commands. Nothing but Python 3.11+ and make is needed; all goes into .venv.

PORT ?= 8000
PYTHONS = $(PYTHON) python3.13 python3.12 python3.11 python3
BROWSERS = chromium chromium-browser google-chrome
MANAGE = .venv/bin/python manage.py

.PHONY: help setup demo demo-reset test bench bench-quick clients lint format migrations manifest rebuild browser postgres redis node screenshots

help:
	@echo "make demo          set up, load the data, serve on http://127.0.0.1:$(PORT)/  (PORT=8765 make demo)"
	@echo "make demo-reset    the same from an empty database: every record and account is removed first"
	@echo "make test          the tests on SQLite, and on PostgreSQL where there is one  (ARGS='-k harop')"
	@echo "make screenshots   the pictures of README.md and docs/admin.md, taken anew"
	@echo "make bench         how fast it reads, beside other ways and the limit, up to a million incidents"
	@echo "make bench-quick   the same up to a hundred thousand"
	@echo "make clients       a TypeScript client made from the API's description, and compiled"
	@echo "make lint          what ruff and mypy find"
	@echo "make format        lay the code out"
	@echo "make migrations    write the migration that a changed model needs"
	@echo "make manifest      say anew what the fixtures hold, once they were changed"
	@echo "make rebuild       compute name keys, text indexes and triggers anew"

setup: .venv/runtime

demo: setup
	@ARMOURY_HTTPS=0 PORT=$(PORT) exec $(MANAGE) demo

demo-reset: setup
	@ARMOURY_HTTPS=0 PORT=$(PORT) exec $(MANAGE) demo --reset

test: .venv/development browser
	@.venv/bin/python -m tests.engines -q -n 2 --dist worksteal $(ARGS)

screenshots: .venv/development browser
	@.venv/bin/python -m pytest -q tests/screenshots.py $(ARGS)

bench: .venv/benchmarks postgres
	@.venv/bin/python -m benchmarks.run 1000000

bench-quick: .venv/benchmarks postgres
	@.venv/bin/python -m benchmarks.run 100000

clients: setup node
	@mkdir -p build
	@DATABASE_URL=sqlite://:memory: $(MANAGE) spectacular --fail-on-warn --format openapi-json --file build/schema.json
	@cd tests/typescript && npm ci --loglevel=error --no-audit --no-fund >/dev/null && npm run --silent check
	@echo "The TypeScript client compiles."

lint: .venv/development
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy

format: .venv/development
	.venv/bin/python -m ruff check --fix .
	.venv/bin/python -m ruff format .

migrations: setup
	$(MANAGE) makemigrations

manifest: setup
	$(MANAGE) manifest

rebuild: setup
	$(MANAGE) rebuild

# The stamps say which set is installed; a changed list of requirements is installed again.
.venv/runtime: requirements.txt
	@for python in $(PYTHONS) none; do \
	  [ $$python = none ] || $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	[ $$python != none ] || { echo "Armoury needs Python 3.11 or newer: install it, or name it as in PYTHON=/path/to/python3.12 make demo."; exit 1; }; \
	$$python -c 'import ensurepip, venv' 2>/dev/null || { echo "$$python has no venv module: install it (Debian: apt-get install python3-venv)."; exit 1; }; \
	.venv/bin/python -c '' 2>/dev/null || { echo "Making .venv with $$($$python --version) …" && $$python -m venv --clear .venv; }
	@echo "Installing requirements.txt …"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/benchmarks: .venv/development requirements-bench.txt
	@echo "Installing requirements-bench.txt …"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt
	@echo "Installing requirements-dev.txt …"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# What the tests need of the machine: installed as root on Debian, left to the user elsewhere.
browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; $(call debian,chromium fonts-dejavu-core); \
	echo "No browser was found: the tests of the pages are skipped. Install chromium to run them."

postgres:
	@.venv/bin/python -c 'import sys; from tests.cluster import server_binaries; sys.exit(not server_binaries())' && exit 0; \
	$(call debian,postgresql); echo "No PostgreSQL server was found."

redis:
	@command -v redis-server >/dev/null && exit 0; $(call debian,redis-server); echo "No Redis was found: its test is skipped."

node:
	@command -v npm >/dev/null && exit 0; $(call debian,nodejs npm); echo "npm was not found: install Node.js 18 or newer."; exit 1

debian = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(1) …"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null && exit 0; \
	fi
