# make run  - set up and open the app          make test  - set up and pass all tests that this machine can run
# On Windows use the plain lines of README.md.
PYTHON ?= python3
# Three workers for two cores: who drives a browser mostly waits for it.
PYTEST ?= -n 3 --dist loadscope
BIN := .venv/bin

.PHONY: run test check scripts fast soak benchmarks screenshots robustness audit

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

# Every promise of docs/robustness.md, tried anew: hours, as it holds two hours of clicks; --quick is some 10 minutes.
robustness: .venv/tests
	$(BIN)/python -m tests.robustness

# Known faults of the pinned versions. It asks the network, so it is no part of check; docs/dependencies.md is by hand.
audit: .venv/audit
	.venv/audit/bin/pip-audit --disable-pip --no-deps --requirement constraints.txt
	npm audit

screenshots: .venv/tests
	$(BIN)/python -m tests.browser.screenshots

.venv/app: requirements.txt dependencies.txt constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

.venv/audit: .venv/app
	$(BIN)/python -m venv $@
	$@/bin/python -m pip install --quiet pip-audit==2.10.1

node_modules/.ready: package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

.venv/tests: .venv/app tests/requirements.txt
	$(BIN)/python -m pip install --quiet -r tests/requirements.txt
	touch $@
