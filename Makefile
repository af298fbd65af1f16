# A list of commands; the logic is Go, in build/. "make build" and "make serve"
# need Go alone, "make test" needs Node, npm and two browsers besides.

.PHONY: build serve release test generate bench bench-go fuzz screenshot clean lint test-go test-race test-wasm test-page

# The first time, Go compiles the bundler and the compressor; that is silent, so
# it is said before.
build:
	@echo "compiling the build itself: a minute the first time"
	go run ./build site

# Not "go run", which makes an error of Ctrl-C.
serve:
	@echo "compiling the build itself: a minute the first time"
	go build -o dist/build ./build
	@exec dist/build serve

# The site, the command for six systems, recipes and checksums, packed into
# dist/release: the same bytes on any machine.
release:
	@echo "compiling the build itself: a minute the first time"
	go run ./build release

# Everything that continuous integration runs, the quick parts first. What is
# silent when all is well says so.
test: lint test-go test-race test-wasm fuzz test-page

# By version, not from go.mod: it is no part of what is built. The files of wasm/
# have a build tag. The rules for the page's source need Node alone.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
lint:
	go vet ./... ./testdata ./testdata/make
	GOOS=js GOARCH=wasm go vet ./wasm/... ./internal/...
	@echo "go vet: nothing to say"
	go run $(STATICCHECK) ./...
	go run -exec="env GOOS=js GOARCH=wasm" $(STATICCHECK) ./wasm/...
	@echo "staticcheck: nothing to say"
	cd web && node --test --test-reporter=dot rules/*.test.mjs

# "./..." leaves testdata out by itself. The build is made three times in there. The
# last line is the suite in Node of an application behind the stand-in.
test-go:
	go test -timeout=30m ./...
	go build -o dist/mtlens ./build/mtlens && MTLENS=dist/mtlens node --test build/mtlens/examples/node

# The packages with goroutines, their long tests left out. The race detector is
# linked by a C compiler.
C_COMPILER = $(shell go env CC)
test-race:
	@if command -v $(firstword $(C_COMPILER)) >/dev/null; then \
		echo "go test -race"; CGO_ENABLED=1 go test -race -short -timeout=30m ./build/... ./internal/albsim ./internal/lab ./internal/verify; \
	else echo "go test -race: skipped, there is no C compiler, $(C_COMPILER)"; fi

# The core's tests once more, where the core runs; and the files of wasm/, which
# have a build tag, so that nothing above compiled them. Go's own script starts
# a test in Node and passes the environment on, for which a WebAssembly program
# has 8 KB: hence "env -i" with what the tests ask for.
GOROOT_WASM = $(shell go env GOROOT)/lib/wasm
INPUTS = MTLENS_CORPORA MTLENS_FIELD MTLENS_REAL MTLENS_S2N MTLENS_ATTACK MTLENS_PASTE
test-wasm:
	GOOS=js GOARCH=wasm go test -timeout=30m \
		-exec='env -i "PATH=$(PATH)" $(foreach name,$(INPUTS),"$(name)=$($(name))") $(GOROOT_WASM)/go_js_wasm_exec' \
		./internal/... ./wasm/...

# The browser tests read dist/, so it is built anew.
test-page:
	go run ./build site -quick
	go run ./build tools
	cd web && npm run types && npm run lint
	go run ./build unit
	cd web && npm test

generate:
	go run ./build generate

# mtlens beside the libraries for JavaScript and Node's own; some minutes. What is
# compared, and how, is in web/bench/README.md.
bench: build
	go run ./build bench
	node web/bench/peers.mjs
	node web/bench/speed.mjs lines connection-log
	node web/bench/walks.mjs
	go test -run='^$$' -bench=. ./build/standin

bench-go:
	go test -run='^$$' -bench=. -benchmem ./internal/...

# Some thousand inputs for each target; "go run ./build fuzz -time 10m" searches longer.
fuzz:
	go run ./build fuzz

screenshot: build
	go run ./build tools
	cd web && npm run screenshot

clean:
	rm -rf dist web/node_modules web/bench/node_modules
