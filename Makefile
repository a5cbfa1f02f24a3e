# make run  - set up and open the app          make test  - set up and pass all tests that this machine can run
# On Windows use the plain lines of README.md.
PYTHON ?= python3
# Two workers: one drives the browser while the other computes.
PYTEST ?= -n 2 --dist loadscope
BIN := .venv/bin

.PHONY: run test check scripts fast soak benchmarks screenshots

run: .venv/app
	-$(BIN)/python -m engine.warm
	$(BIN)/streamlit run app.py

# Tests compute small things: threads of BLAS would only wait for each other, and for the browser.
test fast soak: export OMP_NUM_THREADS = 1

test: check
	$(BIN)/python -m pytest -m "not benchmark and not soak" $(PYTEST)

fast: .venv/tests
	$(BIN)/python -m pytest

soak: .venv/tests
	$(BIN)/python -m pytest -m soak

check: .venv/tests scripts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The JavaScript: a machine that runs the app needs Python alone, so where there is no node this says so and goes on.
ifeq ($(shell npm --version >/dev/null 2>&1 && node --print "parseInt(process.versions.node) >= 18"),true)
scripts: node_modules/.ready
	npm run --silent types
	npm run --silent test
else
scripts:
	@echo "JavaScript checks skipped: they need node 18 or later and npm, which are not on this machine"
endif

benchmarks: .venv/tests
	for name in $$($(BIN)/python -m tests.benchmarks --names); do $(BIN)/python -m tests.benchmarks $$name || exit 1; done

screenshots: .venv/tests
	$(BIN)/python -m tests.browser.screenshots

.venv/app: requirements.txt dependencies.txt constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

node_modules/.ready: package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

.venv/tests: .venv/app tests/requirements.txt
	$(BIN)/python -m pip install --quiet -r tests/requirements.txt
	touch $@
