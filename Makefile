# `make run` and `make test` do all set-up; they need Python 3.11 or later and nothing else.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: run demo test sim kills failpoints faults lint cover check bench bench-peers prepare lock clean

run: prepare
	$(BIN)/pazpaz --home demo demo

demo: run

test: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

kills: prepare
	PAZPAZ_KILLS=$(or $(N),500) $(BIN)/python -m pytest -q -rP tests/kills

failpoints: prepare
	$(BIN)/python -m pytest -q -rP -n 2 --dist loadfile tests/sync/failpoints

faults: prepare
	$(BIN)/python -m tests.sync.faults.run $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),200))

# SEED=n tells one seed step by step and shrinks it when it fails; SEEDS=n runs many; BUGS=1 plants bugs.
sim: prepare
	$(BIN)/python -m tests.sync.sim $(if $(BUGS),--bugs,$(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),2000)))

lint: prepare
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

cover: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/cover.py

check: lint test cover

bench: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench/run.py

bench-peers: prepare
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench/beside.py

prepare:
	@$(PYTHON) packaging/prepare.py

lock: prepare
	$(PYTHON) packaging/lock.py

clean:
	-test ! -d demo || $(BIN)/pazpaz --home demo server demo --stop
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
