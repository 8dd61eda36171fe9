# make run: set up, train if the model is stale, start, print the address.   make test: everything that is checked.
# make setup · train · chat · lint · nlu · conversations [ONLY=words] · bench [LONG=1] on their own. Steps that are done are skipped.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export PYTHONWARNINGS = ignore

BOOTSTRAP_PYTHON ?= $(shell command -v python3 || command -v python)
PYTHON = .venv/bin/python

.PHONY: help setup train run chat test lint nlu conversations bench clean

help:
	@grep -E '^# make' Makefile | sed 's/^# //'

setup:
	@$(BOOTSTRAP_PYTHON) tools/bootstrap.py
	@$(PYTHON) -m nlu.build
	@$(PYTHON) -m tools.build_page

train: setup
	@$(PYTHON) -m tools.train

run: train
	@exec $(PYTHON) -m tools.serve

chat: train
	@exec $(PYTHON) -m tools.chat

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m tools.lint

nlu: setup
	@$(PYTHON) -m tools.nlu_report

conversations: train
	@$(PYTHON) -m tools.conversations $(if $(ONLY),"$(ONLY)")

bench: train
	@$(PYTHON) -m tools.bench $(if $(LONG),--long)

test: lint train
	@$(PYTHON) -m pytest tests

clean:
	@rm -rf .venv build .rasa models/*.tar.gz models/*.sha256 conversations.db
