// Command build makes, serves and checks mtlens. It needs Go alone: the page's
// TypeScript and CSS are bundled by esbuild, which is a Go library here.
//
//	go run ./build generate   write the JSON appenders and the page's types
//	go run ./build site       build dist/site and dist/mtlens.html
//	go run ./build serve      build, then serve dist/site on this machine
//	go run ./build release    build the site and the command, and pack them
//	go run ./build size       build, and print what each file weighs
//	go run ./build fuzz       run every fuzz target on some thousand inputs
//	go run ./build tools      install what the browser tests need
//	go run ./build unit       run the page's unit tests in Node, without a browser
//	go run ./build bench      make what the comparison with other libraries needs
//
// The Makefile names these with the other commands. A build is reproducible: the
// same source gives the same bytes, whatever the folder and whatever Go runs this
// program, because the one that compiles what is shipped is named in toolchain.
//
// What the build needs has rooms of its own:
//
//	toolchain  which Go compiles the WebAssembly programs
//	program    which those are, what they may weigh, how they are compiled
//	shrink     making a linked program smaller, one file for each Go's layout
//	contract   the generated ends of what Go and the page say to each other
//	version    which mtlens this is
//	standin    the stand-in for the load balancer on a real socket
//	mtlens     the command
//	deploy     recipes for web servers, for a container, and for publishing
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// commands are the subcommands, in the order of the list above.
var commands = []struct {
	name string
	run  func(ctx context.Context, root string, args []string) error
}{
	{"generate", generate},
	{"site", site},
	{"serve", serve},
	{"release", release},
	{"size", size},
	{"fuzz", fuzz},
	{"tools", tools},
	{"unit", unit},
	{"bench", bench},
}

func main() {
	// A terminal that is closed sends a hang-up: what serve opened is cleaned up then too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	if err := run(ctx, os.Args[1:]); err != nil {
		switch {
		case ctx.Err() != nil:
			fmt.Fprintln(os.Stderr, "build: interrupted")
		case !errors.Is(err, flag.ErrHelp):
			fmt.Fprintln(os.Stderr, "build:", err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	names := ""
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			return c.run(ctx, root, args[1:])
		}
		names += " " + c.name
	}
	return fmt.Errorf("which of:%s?", names)
}

// findRoot returns the folder of the module that the working directory is in.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod here or above: run this inside the repository")
		}
		dir = parent
	}
}
