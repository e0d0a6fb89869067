# Everything a reviewer would run is `make test`; the rest are its parts.
GO      ?= go
TOOL    := $(GO) tool -modfile=tools/go.mod
export CGO_ENABLED ?= 0

.PHONY: build test tools fmt vet lint vuln unit race fuzz bench bench-peers bench-peers-understand clean

build: ## the program, in ./vigie
	$(GO) build -trimpath -o vigie ./cmd/vigie

test: tools fmt vet lint vuln unit race ## all that must pass before a change lands

tools: ## Chromium for the browser tests, gcc for the race detector
	./tools/install.sh

fmt:
	@out=$$($(TOOL) gofumpt -l .); if [ -n "$$out" ]; then echo "gofumpt wants to change:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

lint:
	$(TOOL) staticcheck ./...

vuln: ## where its database can be reached; says so where not
	./tools/vuln.sh

unit: ## all tests, the browser tests among them
	$(GO) test -timeout 20m ./...

race: ## the packages with goroutines, under the race detector (needs cgo)
	./tools/race.sh

fuzz: ## each fuzz target for a minute
	./tools/fuzz.sh 60s

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-peers: ## the matcher beside Lucene Monitor and PostgreSQL; POSTS=file.jsonl, FLAGS='--queries 10000'
	./bench/peers/run.sh $(if $(POSTS),--data $(POSTS)) $(FLAGS)

bench-peers-understand: ## opinion, language, stories and main text beside others (Python, Node); DATA=the folder of data sets
	for what in opinion language stories extract; do ./bench/peers/$$what/run.sh --data $(DATA) || exit 1; done

clean:
	rm -rf vigie .build
