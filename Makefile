# A list of commands; the logic is Go, in build/. "make build" and "make serve"
# need Go alone, "make test" needs Node, npm and two browsers besides.

.PHONY: build serve test generate bench bench-go fuzz screenshot clean test-go test-wasm test-page

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

# Everything that continuous integration runs, the quick parts first.
test: test-go test-wasm fuzz test-page

# "./..." leaves testdata out by itself.
test-go:
	go vet ./... ./testdata ./testdata/make
	go test ./...

# The core's tests once more, where the core runs; and the files of wasm/, which
# have a build tag, so that nothing above compiled them. Go's own script starts
# a test in Node and passes the environment on, for which a WebAssembly program
# has 8 KB: hence "env -i" with what the tests ask for.
GOROOT_WASM = $(shell go env GOROOT)/lib/wasm
test-wasm:
	GOOS=js GOARCH=wasm go vet ./wasm/... ./internal/...
	GOOS=js GOARCH=wasm go test \
		-exec='env -i "PATH=$(PATH)" "MTLENS_CORPORA=$(MTLENS_CORPORA)" $(GOROOT_WASM)/go_js_wasm_exec' \
		./internal/... ./wasm/...

# The browser tests read dist/, so it is built anew.
test-page: build
	go run ./build tools
	cd web && npm run types
	cd web && npm test

generate:
	go run ./build generate

# mtlens beside the libraries for JavaScript and Node's own; some minutes. What is
# compared, and how, is in web/bench/README.md.
bench: build
	go run ./build bench
	node web/bench/peers.mjs

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
