# Everything a developer does here, by one word each. `make` alone prints the list.
# A fresh machine needs Python 3.11 or newer, make and git; no root, nothing installed by hand.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

UV := .uv/bin/uv
RUN := $(UV) run --locked
INSTALLED := .venv/.installed
SERVE ?= 1

# Municipal networks often look into TLS with a certificate of their own; the system knows it.
export UV_SYSTEM_CERTS ?= 1

# Images for containers like to forbid it, and then each of the hundreds of processes that tests
# start compiles all modules anew: two thirds of such a process's time.
export PYTHONDONTWRITEBYTECODE :=

# The first Python on PATH that is new enough; PYTHON=/path/to/python names another.
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v "$$name"; break; }; done)

.PHONY: help
help: ## Print this list
	@echo "make <target>, where <target> is one of:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | \
		while IFS='|' read -r name what; do printf '%-12s %s\n' "$$name" "$$what"; done

.PHONY: install
install: $(INSTALLED) ## Install all that is needed, into .uv/ and .venv/ only

$(INSTALLED): pyproject.toml uv.lock | $(UV)
	@if [ -x .venv/bin/python ]; then $(UV) sync --locked --inexact; \
	else $(UV) sync --locked --python "$(PYTHON)"; fi
	@touch $@

$(UV):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed, and none is on PATH." >&2; \
		echo "On Debian 12 or Ubuntu 24.04: apt install python3. Or name one: make install PYTHON=/path/to/python3" >&2; \
		exit 1; fi
	@"$(PYTHON)" .ci/get_uv.py

.PHONY: demo
demo: $(INSTALLED) ## Run a whole sample campaign, then serve it (SERVE=0 stops after the PDFs)
	@SERVE=$(SERVE) $(RUN) python -m feedback.demo

.PHONY: dev
dev: $(INSTALLED) ## Serve the working tree with sample data and its mails; reloads itself (FRESH=1 begins anew)
	@FRESH=$(FRESH) $(RUN) python -m dev

.PHONY: quick
quick: $(INSTALLED) ## Check what your change reaches, within a minute
	@$(RUN) python .ci/checks.py quick

.PHONY: test
test: $(INSTALLED) ## Check everything: format, lint, types, contracts, surveys, both engines, PDFs, browser
	@$(RUN) python .ci/checks.py test

.PHONY: proof
proof: $(INSTALLED) ## Run a sample of the long proofs, about a tenth of each
	@$(RUN) python .ci/checks.py proof

.PHONY: proof-all
proof-all: $(INSTALLED) ## Run all proofs: kills, load, thousands of random campaigns (an hour or more)
	@$(RUN) python .ci/checks.py proof-all

.PHONY: packages
packages: ## Install the Debian packages that some tests run (as root, or told what is missing)
	@.ci/install-packages

.PHONY: deb
deb: $(INSTALLED) ## Build the Debian package into dist/ (on Debian 12)
	@$(RUN) python deploy/deb/build.py

.PHONY: operate
operate: $(INSTALLED) ## Do on a clean Debian what docs/operating.md says (root and mmdebstrap)
	@$(RUN) python -m tests.operating

.PHONY: release
release: $(INSTALLED) ## Make dist/: wheel, locks with hashes, wheelhouse, Debian package, bill of materials, container files
	@$(RUN) --isolated --only-group release --python .venv/bin/python .ci/release.py

.PHONY: browser
browser: $(INSTALLED) ## Find a Chromium for the browser tests, or get one
	@$(RUN) python -m tests.browser.find_chromium --install

.PHONY: bench
bench: $(INSTALLED) ## Measure the figures that README shows
	@$(RUN) --group bench python -m benchmarks

.PHONY: pictures
pictures: $(INSTALLED) ## Draw the pictures and sample reports that README shows
	@$(RUN) python -m tests.browser.pictures

.PHONY: assets
assets: $(INSTALLED) ## Rebuild styles, scripts and fonts from their sources (needs Node; all are committed)
	@command -v npm >/dev/null || { echo "make assets needs Node and npm; nothing else does." >&2; exit 1; }
	@npm ci --no-audit --no-fund
	@set -e; for script in $$(git ls-files '*/build.py'); do \
		echo "$$script"; $(RUN) python "$$script"; done

.PHONY: translate
translate: $(INSTALLED) ## Collect the texts to translate and bring them into each language
	@$(RUN) pybabel extract --mapping pyproject.toml --output feedback/translations/messages.pot \
		--no-location --sort-output --omit-header --keywords 'lazy_gettext lazy_ngettext:1,2 Fault Phrase' .
	@$(RUN) pybabel update --input-file feedback/translations/messages.pot \
		--output-dir feedback/translations --no-fuzzy-matching --ignore-pot-creation-date \
		--omit-header --ignore-obsolete

.PHONY: format
format: $(INSTALLED) ## Format the code and sort its imports
	@$(RUN) ruff check --select I --fix --quiet .
	@$(RUN) ruff format .

.PHONY: lint
lint: $(INSTALLED) ## Check format, lint, types and contracts only: the quick half of test
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) oxlint --deny-warnings
	@$(RUN) mypy
	@$(RUN) lint-imports --no-logo
