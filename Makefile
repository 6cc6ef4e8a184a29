# The commands of this project; `make help` lists them.

BIN := .venv/bin
COMPILE := UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-header --no-emit-index-url

STORM := unshare --pid --fork --kill-child --mount-proc $(BIN)/python -m tests.battery.storm

.PHONY: help setup demo demo-services test battery bench-texts fuzz tools lint types lock

help:  ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1: /p' Makefile

setup:  ## Make .venv and install what the product needs
	@.ci/prepare product

demo: setup  ## Run the product with a demo team until Ctrl-C; PORT=8001 takes another port
	@$(BIN)/python manage.py run --demo

demo-services: setup  ## The same on a MariaDB and a Redis of its own, which it installs as root
	@.ci/prepare services
	@$(BIN)/python -m cycling_site.private_services var/services $(BIN)/python manage.py run --demo

test: tools lint types  ## Check everything, on SQLite and on a private MariaDB and Redis
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest --also-on-mariadb -rs --no-fold-skipped

battery: tools  ## Kill storms, races, fuzz and audit at length, as root; a quarter of an hour
	$(BIN)/python -m bench.audit
	$(BIN)/python -m bench.import_workers --zip 200
	$(STORM) --rides 60 --blows 18
	$(STORM) --rides 60 --blows 18 --mariadb
	$(STORM:storm=text_kills) kills --texts 200 --kills 20
	$(STORM:storm=text_kills) rate --texts 1000
	BATTERY_ROUNDS=100 BATTERY_FUZZ=8 $(BIN)/python -m pytest --also-on-mariadb -rs tests/battery

fuzz: tools  ## Import 20,000 mutants of real files; FUZZ_MUTANTS and FUZZ_SEED choose
	FUZZ_MUTANTS=$${FUZZ_MUTANTS:-20000} $(BIN)/python -m pytest -q tests/fuzz

bench-texts: setup  ## Hold 500 rides' texts and their mutants against the checker
	@$(BIN)/python -m bench.texts

tools:
	@.ci/prepare product tools services

lint:  ## Check style, templates and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/lint-imports

types:  ## Check types
	$(BIN)/mypy .

lock: tools  ## Pin the newest versions that requirements*.txt allow
	$(COMPILE) --no-emit-package mysqlclient --output-file requirements.lock requirements.txt
	$(COMPILE) --output-file requirements-dev.lock requirements-dev.txt
	$(COMPILE) --output-file requirements-mysql.lock requirements-mysql.txt
