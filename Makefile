# Caseweave: two commands are enough. `make run` shows it, `make test` proves it.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS  := -s -w -X main.version=$(VERSION)
DATA     ?= data
LISTEN   ?= 127.0.0.1:8420

STATICCHECK := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := go run mvdan.cc/gofumpt@v0.12.0

PAGE     := internal/edge/httpapi/page/dist/index.html
PAGE_SRC := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/package.json web/package-lock.json web/vite.config.ts

# One set of flags for building and testing, so that nothing is compiled twice.
export CGO_ENABLED ?= 0
export GOFLAGS     := -trimpath

.PHONY: help
help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: build ## build it, start it with a living example, and say how to log in
	bin/caseweave serve --data $(DATA) --listen $(LISTEN) --example

.PHONY: build
build: $(PAGE) ## build the page and the one binary, bin/caseweave
	go build -buildvcs=false -ldflags '$(LDFLAGS)' -o bin/caseweave ./cmd/caseweave

$(PAGE): $(PAGE_SRC) | web/node_modules/.package-lock.json
	cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: test
test: tools check test-go test-web test-e2e ## get what the tests need, and run all of them

.PHONY: tools
tools: ## install PostgreSQL and Chromium for the tests (by apt when root, else say how)
	@scripts/test-tools

.PHONY: check
check: web/node_modules/.package-lock.json verify-gen ## formatting, vet, linters, generated files
	@test -z "$$($(GOFUMPT) -l cmd internal *.go | tee /dev/stderr)" || { echo 'gofumpt would change the files above'; exit 1; }
	go vet ./...
	$(STATICCHECK) ./...
	cd web && npm run --silent check

.PHONY: test-go
test-go: build ## unit, property, conformance, scenario and command line tests
	CASEWEAVE_REQUIRE_POSTGRES=1 CGO_ENABLED=1 go test -race -short ./internal/engine/... ./internal/edge/httpapi/...
	CASEWEAVE_REQUIRE_POSTGRES=1 go test ./...
	CASEWEAVE_REQUIRE_POSTGRES=1 go test ./internal/engine -run Transcription -rapid.checks=2000

.PHONY: test-web
test-web: web/node_modules/.package-lock.json ## the page's own tests
	cd web && npm test --silent

# PAGE_ONLY are the end-to-end tests that hold the page, whatever database is below it.
PAGE_ONLY := access automatic chain find header hostile openid related signin views

.PHONY: test-e2e
test-e2e: build ## the real binary in a real browser, on each database
	scripts/e2e
	POSTGRES_OPTIONS='-c fsync=off' scripts/with-postgres scripts/e2e -- $(PAGE_ONLY:%=--exclude '**/%.test.ts')

.PHONY: soak
soak: build ## an hour under load, and what make test proves on far more random worlds: some hours
	bin/caseweave bench --only soak --out bench/results
	go test ./internal/engine -run Transcription -rapid.checks=100000 -timeout 3h
	go test ./internal/app/replay -run Any -rapid.checks=20000 -timeout 3h
	go test ./internal/app/replay -run Long -steps 20000 -timeout 3h
	go test ./cmd/caseweave -run 'TestCrash$$' -v -cycles 1000 -timeout 3h

# SIZES of the budgets: --cases 1000000 --stored 9000000 --open 1000000 --growth 100, which takes an hour and 40 GB.
SIZES ?=

.PHONY: bench
bench: build ## every budget, measured through HTTP on both databases
	bin/caseweave bench --out bench/results $(SIZES)
	scripts/with-postgres sh -c 'db=$$CASEWEAVE_DATABASE; unset CASEWEAVE_DATABASE; bin/caseweave bench --out bench/results --database "$$db" $(SIZES)'

.PHONY: bench-page
bench-page: build ## the page with 100,000 cases, in a real browser
	@scripts/page-bench

# TIME of each target of make fuzz, and TARGET for those whose names match it.
TIME   ?= 10m
TARGET ?= .

.PHONY: fuzz
fuzz: ## give every parser of foreign bytes odd ones, ten minutes each: some hours
	@TIME=$(TIME) scripts/fuzz '$(TARGET)'

.PHONY: sbom
sbom: ## write the bills of materials to bin/
	@scripts/sbom

.PHONY: reproducible
reproducible: ## build twice in different folders, and compare
	@scripts/reproducible

.PHONY: gen
gen: web/node_modules/.package-lock.json ## regenerate the OpenAPI file and the page's client
	go run ./cmd/caseweave openapi > internal/edge/httpapi/openapi.json.new
	mv internal/edge/httpapi/openapi.json.new internal/edge/httpapi/openapi.json
	cd web && npm run --silent gen

.PHONY: verify-gen
verify-gen: web/node_modules/.package-lock.json ## fail where a generated file is not what its source says
	@scripts/verify-gen

.PHONY: dev
dev: ## the page with hot reload on :5173, against a server started by make run
	cd web && CASEWEAVE_URL=http://$(LISTEN) npm run dev

.PHONY: clean
clean: ## remove what was built; data stays
	rm -rf bin web/node_modules internal/edge/httpapi/page/dist/assets internal/edge/httpapi/page/dist/index.html
