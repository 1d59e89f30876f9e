# What a developer types. `make` alone prints this list.

.DEFAULT_GOAL := help
.PHONY: help build demo test race vet fmt lint fuzz drill drill-long mutants kill smoke-telegram bench golden cover check ci clean

GO       ?= go
FUZZTIME ?= 30
ROUNDS   ?= 50
BENCH    ?= .
ROWS     ?= 1,2,3,4,5
JOBS     ?= 2
PACKAGES ?= ./...

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build the program into bin/
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/langnghe ./cmd/langnghe

demo: ## start the server, both simulators, a sample city and the page to chat in
	$(GO) run ./cmd/langnghe demo

test: ## run every test
	$(GO) test $(PACKAGES)

race: ## run every test under the race detector
	$(GO) test -race -short $(PACKAGES)

vet: ## run go vet
	$(GO) vet $(PACKAGES)

fmt: ## rewrite the Go files that gofmt would write otherwise
	gofmt -l -w .

lint: ## run golangci-lint, built once from tools/
	.ci/lint $(PACKAGES)

fuzz: ## fuzz each target for FUZZTIME (30) seconds
	.ci/fuzz each $(FUZZTIME)

# One line a seed that held; all of it for one that did not.
DRILL = seq 1 $(1) | xargs -P $(JOBS) -I{} sh -c 'out=$$(bin/langnghe drill --people 300 --weeks 1 --faults --seed {} 2>&1) && echo "seed {} held" || { echo "seed {}"; echo "$$out"; exit 1; }'

drill: build ## let 200 cities of 300 people live through a week with faults, JOBS (2) at a time
	@$(call DRILL,$(or $(SEEDS),200))

drill-long: build ## the same for 2,000 cities
	@$(call DRILL,2000)

mutants: ## show that the drill finds each deliberate fault: by which invariant, after how many seeds
	$(GO) test -tags mutant ./cmd/langnghe -run 'TestMutants|TestShrink' -count=1 -timeout 60m -v -mutant='$(MUTANT)' | grep -v '^=== '

kill: ## kill the running program ROUNDS (50) times and look at what it kept
	$(GO) test ./cmd/langnghe -run TestKill -count=1 -timeout 30m -v -kill.rounds=$(ROUNDS)

smoke-telegram: ## run the built program against a Bot API emulator that others wrote (needs Node and npm)
	.ci/smoke

bench: ## run the benchmarks named by BENCH (all), then the budgets' ROWS (all) beside their baselines
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem $(PACKAGES)
	cd bench && $(GO) run . -rows $(ROWS)

# The packages whose tests know -update.
golden: ## rewrite the golden files; then read the difference
	@for dir in $$(grep -rl --include='*_test.go' 'Bool("update"' . | xargs -r -n 1 dirname | sort -u); do \
		echo $(GO) test $$dir -update; $(GO) test $$dir -update || exit 1; done

cover: ## write what the tests reach to coverage.html
	$(GO) test -coverpkg=./... -coverprofile=coverage.out $(PACKAGES)
	$(GO) tool cover -html=coverage.out -o coverage.html
	@$(GO) tool cover -func=coverage.out | tail -n 1

check: fmt vet lint test ## what must be green before a commit

ci: ## run what the integration machine runs
	.ci/run

clean: ## remove what the other targets wrote
	rm -rf bin coverage.out coverage.html
