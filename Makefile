# `make run` and `make test` do all set-up; they need Python 3.11 or later and nothing else.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Where this is set, each of the many processes of the tests compiles the program and the tests anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run demo test sim kills failpoints faults lint cover check mutants bench bench-peers installers installers-test \
  new-migration catalog translations prepare lock clean

run: prepare
	$(BIN)/pazpaz --home demo demo

demo: run

# First the tests of what must never be wrong, held to full coverage, then all others.
test: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/cover.py --others

# SEED=n of these three repeats a seed that was drawn; without it each draws fresh ones beside the fixed.
DRAWN = $(if $(SEED),PAZPAZ_OFFSET=$(SEED))

kills: prepare
	$(DRAWN) PAZPAZ_KILLS=$(or $(N),500) $(BIN)/python -m pytest -q -rP tests/kills $(if $(SEED),-k drawn)

failpoints: prepare
	$(DRAWN) PAZPAZ_EVERY=1 $(BIN)/python -m pytest -q -rP -n 2 --dist loadfile tests/sync/failpoints $(if $(SEED),-k drawn)

faults: prepare
	$(BIN)/python -m tests.sync.faults.run $(if $(SEED),--seed $(SEED),\
	  --seeds $(or $(SEEDS),200) --fresh $(or $(FRESH),100))

# SEED=n tells one seed step by step and shrinks it when it fails; SEEDS=n runs so many fixed ones, all that ever
# failed, and FRESH=n fresh ones; BUGS=1 plants bugs.
sim: prepare
	$(BIN)/python -m tests.sync.sim $(if $(BUGS),--bugs,$(if $(SEED),--seed $(SEED),\
	  --seeds $(or $(SEEDS),2000) --fresh $(or $(FRESH),500)))

lint: prepare
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

cover: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/cover.py

check: lint test

# ONLY=domain runs one group of packaging/mutants.toml, AGAIN=1 leaves out what was noticed in the last run,
# QUICK=1 the tests that try many examples; CHILDREN=1 tries one mutant at a time.
MUTANTS = $(if $(ONLY),--only $(ONLY)) $(if $(AGAIN),--again) $(if $(QUICK),--quick)
mutants: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/mutants.py $(MUTANTS) $(if $(CHILDREN),--children $(CHILDREN))

bench: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench/run.py

bench-peers: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench/beside.py

# ONLY="deb rpm" names some of deb, rpm, appimage, macos, windows (and for the test repeat, share); QUICK=1
# compresses little.
installers: prepare
	$(if $(QUICK),PAZPAZ_QUICK=1) $(BIN)/python packaging/installers.py build $(ONLY)

installers-test: prepare
	$(if $(QUICK),PAZPAZ_QUICK=1) $(BIN)/python packaging/installers.py test $(ONLY)

prepare:
	@$(PYTHON) packaging/prepare.py

# Collects what the window says into packaging/languages/he.ts, and compiles what is translated there.
translations: prepare
	$(BIN)/python packaging/translations.py

# The next revision of both chains: NAME=what_it_does; `make catalog` afterwards.
new-migration: prepare
	$(BIN)/python packaging/new_migration.py $(NAME)

catalog: prepare
	$(BIN)/python -m tests.server.renew_catalog

lock: prepare
	$(PYTHON) packaging/lock.py

clean:
	-test ! -d demo || $(BIN)/pazpaz --home demo server demo --stop
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
