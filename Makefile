# Opens, tests and measures rnnviz. Each target first makes the environment that it needs, in .venv.
#
#   make run       open the app                      make lint    style
#   make test      tests, browser tests among them   make types   static types
#   make test SLOW=1   the slow ones as well         make bench   benchmarks, one JSON line per figure
#   make dev       open the app, follow edits        make picture the README's picture of the running app

VENV := .venv
PY := $(VENV)/bin/python
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
APP := $(PY) -m streamlit run app.py

.PHONY: run dev test lint format types bench picture clean

run: $(VENV)/run-ready
	$(APP)

dev: $(VENV)/dev-ready
	STREAMLIT_SERVER_FILE_WATCHER_TYPE=auto STREAMLIT_CLIENT_SHOW_ERROR_DETAILS=full $(APP)

test: $(VENV)/dev-ready
	$(PY) -m pytest $(if $(SLOW),-m '',) $(ARGS)

lint: $(VENV)/dev-ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(VENV)/dev-ready
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(VENV)/dev-ready
	$(PY) -m mypy

# Files whose name begins with an underscore are helpers of the others.
bench: $(VENV)/dev-ready
	@for script in benchmarks/[!_]*.py; do PYTHONPATH=. $(PY) $$script || exit 1; done

picture: $(VENV)/dev-ready
	$(PY) -m tests.browser.picture

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/run-ready: requirements.txt | $(PY)
	$(PY) -m pip install -r requirements.txt
	@touch $@

$(VENV)/dev-ready: requirements-dev.txt requirements.txt | $(PY)
	$(PY) -m pip install -r requirements-dev.txt
	@touch $(VENV)/run-ready $@

$(PY):
	@python=; for each in $(PYTHONS); do \
	    if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "rnnviz needs Python 3.11 or newer; python3 here is: $$(python3 --version 2>&1 || true)" >&2; \
	    echo "Install a newer Python (https://www.python.org/downloads), or name one: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$python cannot make a virtual environment: its venv module is missing." >&2; \
	    echo "On Debian or Ubuntu: sudo apt install python3-venv" >&2; \
	    exit 1; \
	fi; \
	$$python -m venv --clear $(VENV)
