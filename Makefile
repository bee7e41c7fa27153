# Everything that is done with Moreish from the command line. `make` alone explains the targets.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
FIXTURES := $(wildcard fixtures/*.jsonl)
CHECKED := config publishing people films reviews lists pages likeness tests benchmarks manage.py

# A database is remembered by its address, so that each gets the demo films once.
DATABASE := $(shell printf %s "$${DATABASE_URL:-default}" | cksum | cut -d ' ' -f 1)
LOADED := var/demo-$(DATABASE)
LIKENESS := var/likeness-$(DATABASE)
# Right after much was loaded, a database still plans its queries for empty tables.
ANALYZE := $(MANAGE) shell --verbosity 0 --command \
	'from django.db import connection; connection.cursor().execute("ANALYZE")'
FIXTURES_NOW := $$(cat $(FIXTURES) | cksum)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo admin serve test test-postgresql check format screenshot bench requirements \
	clean python port database likeness chromium postgresql validator secret

help: ## Explain the targets
	@echo "Moreish: loved a film? Here is more like it, and why."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "Variables: PORT=8000, PYTHON=python3, DATABASE_URL=…; docs/settings.md lists the rest."

# The site ----------------------------------------------------------------------------------------

run: export DEBUG = 1
run: export DJANGO_RUNSERVER_HIDE_WARNING = true
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: python port $(VENV)/installed database likeness ## Set everything up once and serve the demo at 127.0.0.1:PORT
	@echo
	@echo "Moreish is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it). Worth opening:"
	@for page in / /lists/movies-like-backtrace/ /films/backtrace-2018/ /films/ \
		'/search/?q=stallone' /admin/; do echo "  http://127.0.0.1:$(PORT)$$page"; done
	@echo "For /admin/ make yourself an editor in another terminal: make admin"
	@echo
	@exec $(MANAGE) runserver 127.0.0.1:$(PORT)

demo: export DEBUG = 1
demo: python $(VENV)/installed ## Load the demo catalogue again; demo rows go back to what they were
	@mkdir -p var
	@$(MANAGE) migrate --verbosity 1
	@echo "Loading the demo catalogue (about half a minute) …"
	@$(MANAGE) loaddata $(FIXTURES)
	@echo $(FIXTURES_NOW) > $(LOADED)
	@$(MANAGE) build_likeness
	@$(ANALYZE)
	@touch $(LIKENESS)

admin: export DEBUG = 1
admin: python $(VENV)/installed ## Make a user for /admin/ (asks; or USERNAME=… EMAIL=… and a password)
	@mkdir -p var
	@$(MANAGE) migrate --check >/dev/null 2>&1 || $(MANAGE) migrate --verbosity 1
	@$(MANAGE) createsuperuser $(if $(USERNAME),--username '$(USERNAME)' --email '$(EMAIL)') \
		$(if $(DJANGO_SUPERUSER_PASSWORD),--noinput)

serve: export DEBUG = 0
serve: export HTTPS = 0
serve: export ALLOWED_HOSTS ?= 127.0.0.1,localhost
serve: export SITE_URL ?= http://127.0.0.1:$(PORT)
serve: export PORT := $(PORT)
serve: python port $(VENV)/installed secret ## Serve as in production on this machine: gunicorn, no DEBUG
	@export SECRET_KEY="$${SECRET_KEY:-$$(cat var/secret-key)}" && \
	$(MAKE) --no-print-directory database likeness && \
	$(MANAGE) collectstatic --noinput --verbosity 0 && \
	echo "Moreish is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)." && \
	exec $(PY) -m gunicorn --config config/gunicorn.conf.py config.wsgi

# Migrate only where needed; load the demo only into a database that never had it.
database: $(VENV)/installed
	@mkdir -p var
	@test -n "$$DATABASE_URL" -o -e var/db.sqlite3 || rm -f $(LOADED) $(LIKENESS)
	@$(MANAGE) migrate --check >/dev/null 2>&1 || \
		{ echo "Preparing the database …"; $(MANAGE) migrate --verbosity 0 && $(MANAGE) make_roles >/dev/null; }
	@if [ ! -e $(LOADED) ]; then \
		films=$$($(MANAGE) shell --verbosity 0 --command \
			'from films.models import Film; print(Film.objects.count())') || exit 1; \
		if [ "$$films" = 0 ]; then \
			echo "Loading the demo catalogue (about half a minute, only this once) …"; \
			$(MANAGE) loaddata --verbosity 1 $(FIXTURES) || exit 1; \
			echo $(FIXTURES_NOW) > $(LOADED); \
		else \
			echo "The database has $$films films of yours; \`make demo\` adds the demo catalogue."; \
		fi; \
	elif [ "$$(cat $(LOADED))" != "$$(echo $(FIXTURES_NOW))" ]; then \
		echo "The demo catalogue in fixtures/ is newer than the one in the database."; \
		echo "Your changes are kept; \`make demo\` loads it again, over changes to demo rows."; \
	fi

likeness: database
	@test -e $(LIKENESS) || { $(MANAGE) build_likeness && $(ANALYZE) && touch $(LIKENESS); }

secret:
	@mkdir -p var
	@test -s var/secret-key || { umask 077; \
		$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))' > var/secret-key; }

# Proof -------------------------------------------------------------------------------------------

test: python $(VENV)/installed-dev chromium validator ## Run every test, also in a browser (Chromium)
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

test-postgresql: python $(VENV)/installed-dev chromium validator postgresql ## The same on PostgreSQL, which is started for it
	@$(PY) -m tests.cluster --if-possible -- $(PY) -m pytest -n $(WORKERS) $(ARGS)

check: export DEBUG = 1
check: python $(VENV)/installed-dev ## Check style, types, templates, floors, migrations, settings
	@$(PY) -m ruff format --check --quiet $(CHECKED) || \
		{ echo "Some files are not formatted; \`make format\` does it."; exit 1; }
	@$(PY) -m ruff check --quiet $(CHECKED)
	@$(PY) -m mypy
	@$(PY) -m djlint --lint --quiet templates
	@$(VENV)/bin/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run
	@DEBUG=0 HTTPS=1 ALLOWED_HOSTS=moreish.example DATABASE_URL=sqlite://:memory: \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(MANAGE) check --deploy --fail-level WARNING
	@if git grep --untracked -nIE '([p]ythonhosted|[p]ypi|[n]pmjs|[y]arnpkg)\.(org|com)' -- .; then \
		echo "The files above name a package registry; addresses of registries stay out."; exit 1; \
	fi
	@echo "All checks pass."

format: python $(VENV)/installed-dev ## Format the code, and mend what ruff can mend
	@$(PY) -m ruff check --fix --quiet $(CHECKED) || true
	@$(PY) -m ruff format $(CHECKED)

screenshot: python $(VENV)/installed-dev chromium ## Draw the README's picture anew
	@$(PY) -m benchmarks.screenshot

bench: python $(VENV)/installed ## Measure pages against a bare "hello, world" (about three minutes)
	@$(PY) -m benchmarks.pages $(ARGS)

# What it stands on -------------------------------------------------------------------------------

requirements: python $(VENV)/installed-dev ## Compile requirements*.txt from pyproject.toml
	@$(PY) -m uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url \
		--python-version 3.11 $(UPGRADE) pyproject.toml -o requirements.txt
	@$(PY) -m uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url \
		--python-version 3.11 $(UPGRADE) pyproject.toml --extra dev -c requirements.txt \
		-o requirements-dev.txt

clean: ## Remove what can be made again; the database, uploads and the secret stay
	rm -rf $(VENV) node_modules var/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -w . || { echo "This folder cannot be written to by $$(id -un); change its owner or copy it."; exit 1; }
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python is missing: $(PYTHON) was not found. Install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Moreish needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@test ! -e $(VENV)/installed -a ! -e $(VENV)/installed-dev || $(PY) -c '' 2>/dev/null || \
		{ echo "The Python that $(VENV) was made with is gone; run \`make clean\` and start again."; exit 1; }

port:
	@case '$(PORT)' in ''|*[!0-9]*) echo "PORT is '$(PORT)'; it must be a number, such as 8000."; exit 1;; esac
	@$(PYTHON) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "Port $(PORT) is in use or not allowed. Choose another: make $(firstword $(MAKECMDGOALS)) PORT=8001"; exit 1; }

$(VENV)/installed: requirements.txt | python
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Moreish needs into $(VENV) (about a minute, only this once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | python
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the tests need into $(VENV) (about two minutes, only this once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# $(call install,WHAT,PACKAGES): only where that needs no password, and without a word.
install = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(1) …"; \
	{ timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		timeout 300 apt-get install -y -qq --no-install-recommends $(2); } >/dev/null 2>&1 || true; \
fi

chromium:
	@command -v chromium >/dev/null || test -n "$$CHROMIUM" || { \
		$(call install,Chromium for the browser tests,chromium fonts-liberation); \
		command -v chromium >/dev/null || \
			echo "Chromium is not installed: the browser tests will be skipped. Install chromium, or set CHROMIUM to its path."; \
	}

POSTGRESQL := $(wildcard /usr/lib/postgresql/*/bin/initdb)
postgresql:
	@command -v initdb >/dev/null || test -n "$(POSTGRESQL)" || { \
		$(call install,PostgreSQL for its tests,postgresql); \
	}

validator:
	@if ! command -v java >/dev/null || ! command -v npm >/dev/null; then \
		echo "Java or npm is not installed: the test of the HTML will be skipped."; \
	elif ! cmp -s package-lock.json node_modules/.installed; then \
		echo "Installing the HTML validator …"; \
		{ timeout 300 npm ci --silent --no-audit --no-fund --ignore-scripts && cp package-lock.json node_modules/.installed; } || \
			echo "The HTML validator could not be installed: the test of the HTML will be skipped."; \
	fi
