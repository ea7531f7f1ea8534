# The development host and the project's commands. "make help" lists them.
.DEFAULT_GOAL := help
ADDON := crm_engineering_calc
RUSSIAN_ADDON := crm_engineering_calc_ru
WEBSITE_ADDON := crm_engineering_calc_website
TELEPHONY_ADDON := crm_engineering_calc_telephony
# Messengers: the addon comes with the gateway that it stands beside.
GATEWAY_ADDON := crm_engineering_calc_gateway
GATEWAY := mail_gateway_telegram
IN_RUSSIAN := --lang ru_RU --modules $(ADDON),$(RUSSIAN_ADDON)
PYTHON := .host/venv/bin/python
HOST := $(PYTHON) -m tools.host
# Named after the version: another Python asks for another environment.
VENV := .host/venv/$(shell python3 -c 'import platform; print(platform.python_version())')
EXPORT := $(PYTHON) -m odoo i18n export -c .host/odoo.conf
DEPENDS := agreement_sale,calendar,sale_crm,sale_project
EXTENSIONS := engineering_review,engineering_urgency
COMPILE = $(PYTHON) -m uv pip compile --quiet --python-version 3.11 --no-annotate \
    --no-header --generate-hashes
# Two processes, each with a database of its own; a class keeps to one.
BY_TWO := --numprocesses=2 --dist=loadscope
export PYTHONUNBUFFERED := 1
# Odoo reads these even where no server is named: then the private one is used.
ifndef PGHOST
unexport PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE
endif

.PHONY: help host python demo test test-domain test-xlsx test-tools test-demo test-addon \
        test-tours test-extensions test-mail test-telephony test-host test-upgrade test-beside access-matrix bench lint format \
        screenshots diagrams i18n lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "%-15s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "K=name      only the tests, or the addons of test-beside, with this in their names"
	@echo "REUSE=1     upgrade the database of the last run, not a fresh one (test-addon, test-tours, access-matrix)"
	@echo "RUSSIAN=1   the demo in Russian, with Russian papers (demo)"
	@echo "SERVE=0     end when the walk has ended, without serving (demo)"
	@echo "PORT=8069   where to serve; else the first free port from 8069 on (demo)"

host: python ## provide Odoo, PostgreSQL, the Python environment and the template of databases
	@$(HOST) up

python: $(VENV) ## provide the Python environment alone

# The lock names uv too, and uv installs the rest.
$(VENV): requirements.lock tools/host/packages.py
	@python3 -m tools.host.packages
	@echo "host: installing the locked Python packages"
	@$(PYTHON) -m uv --version >/dev/null 2>&1 || ( \
	    python3 -m venv --clear .host/venv && \
	    sed -n '/^uv==/,/[^\\]$$/p' $< | \
	    $(PYTHON) -m pip install -qq --no-deps --require-hashes -r /dev/stdin )
	@$(PYTHON) -m uv pip sync --quiet --require-hashes $<
	@touch $@

demo: python ## walk a deal through a demo database, leave its papers in .host/demo, and serve it
	@$(HOST) database demo --demo $(if $(RUSSIAN),$(IN_RUSSIAN))
	$(PYTHON) -m tools.demo --database demo --out .host/demo
ifneq ($(SERVE),0)
	@$(HOST) serve demo
endif

test: test-domain test-xlsx test-tools test-demo test-addon test-tours test-extensions ## all from test-domain to test-extensions

test-domain: python ## the calculation and the workflow, without Odoo
	$(PYTHON) -m pytest -q tests/domain $(if $(K),-k "$(K)")

test-xlsx: python ## workbooks, as LibreOffice recalculates them
	$(PYTHON) -m pytest -q tests/xlsx $(if $(K),-k "$(K)")

test-tools: python ## the decisions of the development host
	$(PYTHON) -m pytest -q tests/tools $(if $(K),-k "$(K)")

test-demo: python ## the demo's walk, from the request to the signed act
	@$(HOST) database walk --demo
	$(PYTHON) -m tools.demo --database walk --out .host/demo

test-addon: python ## the addon in Odoo
	@$(HOST) database test $(if $(REUSE),--reuse)
	@$(HOST) test test $(BY_TWO) tests/addon $(if $(K),-k "$(K)")

test-tours: python ## the flow in a browser
	@$(HOST) database tours $(if $(REUSE),--reuse)
	@$(HOST) test tours tests/tours $(if $(K),-k "$(K)")

# One database for all that stands on the addon: to install it is most of their time.
test-extensions: python ## Russian papers, website, messengers, telephony and two extensions, all beside the addon
	@$(HOST) database extensions --modules $(EXTENSIONS),$(RUSSIAN_ADDON),$(WEBSITE_ADDON),$(TELEPHONY_ADDON),$(GATEWAY_ADDON),$(GATEWAY)
	@$(HOST) test extensions tests/extensions tests/russian $(if $(K),-k "$(K)")

access-matrix: python ## write anew who may do what, after rights were changed on purpose
	@$(HOST) database test $(if $(REUSE),--reuse)
	@ACCESS_MATRIX=write $(HOST) test test tests/addon/test_access_matrix.py

test-mail: python ## mails through real servers on loopback, with a worker that is killed (as root, with opensmtpd and dovecot-imapd)
	@$(HOST) database mail
	$(PYTHON) -m tools.mail --database mail

test-telephony: python ## calls through a real exchange, and the softphone in a browser (as root, with debootstrap)
	@$(HOST) database telephony --modules $(TELEPHONY_ADDON)
	$(PYTHON) -m tools.telephony --database telephony

test-host: python ## Odoo's own tests of what the addon extends, with the addon and without
	@$(HOST) compare

test-upgrade: python ## a database of the earlier version, upgraded, and a deal walked in it
	@$(HOST) upgrade
	$(PYTHON) -m tools.demo --database upgrade --out .host/demo

test-beside: python ## the demo's walk beside addons of others
	@$(HOST) beside $(K)

bench: python ## measure the addon under load
	@$(HOST) database bench
	@$(HOST) database bench_host --modules $(DEPENDS)
	$(PYTHON) -m benchmarks --database bench --host bench_host

lint: python ## check style and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m pylint --rcfile pyproject.toml addons/* tests/extensions/*
	$(PYTHON) -m mypy

format: python ## put the code in the project's style
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

screenshots: python ## the pictures in the documentation
	@$(HOST) up
	$(PYTHON) -m tools.screenshots

diagrams: python ## the diagrams in the documentation
	$(PYTHON) -m tools.diagrams

# Where the website or a gateway is, words of theirs would be exported with our addons.
# Odoo empties the file that it exports to, and reads the translations of the code from
# the addon's: so the Russian ones take a way round. Dates would change with each export.
i18n: python ## the translation templates and the Russian translations
	@$(HOST) database i18n --demo --modules $(ADDON),$(RUSSIAN_ADDON),$(TELEPHONY_ADDON)
	@$(HOST) database i18n_$(WEBSITE_ADDON) --modules $(WEBSITE_ADDON)
	@$(HOST) database i18n_$(GATEWAY_ADDON) --modules $(GATEWAY_ADDON)
	for addon in $(ADDON) $(RUSSIAN_ADDON) $(WEBSITE_ADDON) $(TELEPHONY_ADDON) $(GATEWAY_ADDON); do \
	    case $$addon in \
	        $(WEBSITE_ADDON) | $(GATEWAY_ADDON)) database=i18n_$$addon ;; \
	        *) database=i18n ;; \
	    esac; \
	    $(EXPORT) -d $$database $$addon -l ru -o .host/ru.po && \
	    $(EXPORT) -d $$database $$addon -l pot && \
	    mv .host/ru.po addons/$$addon/i18n/ru.po && \
	    sed -i '/^"POT-Creation-Date:/d; /^"PO-Revision-Date:/d' addons/$$addon/i18n/*.po* || exit 1; \
	done

lock: python ## requirements.lock and beside.lock from the versions in pyproject.toml
	$(COMPILE) pyproject.toml --group host --group test --group lint \
	    --output-file requirements.lock
	$(COMPILE) --group beside --constraint requirements.lock --output-file beside.lock

clean: ## stop PostgreSQL and remove all that was set up
	-@$(HOST) clean
	rm -rf .host
