// Package toolchain finds the Go that compiles the WebAssembly programs. It is
// named here and nowhere else, so that the bytes of a release depend on it and not
// on the Go that somebody has installed: the go command fetches it as a module,
// checked against Go's checksum database, when it is another.
//
// A newer one is a change of [Release] alone, as long as build/shrink knows its
// layout; CONTRIBUTING.md, "A new Go", says how.
package toolchain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Release is the Go that makes the bytes of a release.
const Release = "go1.26.11"

// Toolchain is a Go that is on this machine.
type Toolchain struct {
	Version string // "go1.26.11"
	Root    string // its GOROOT
	Missing string // why it is not the one of a release; empty if it is

	env []string // of the go command that is it
}

// Find returns the Go of a release. Where it cannot be had it returns the one that
// the user has, and Missing says why: there is no network, or the command was given
// GOTOOLCHAIN=local. That must be in the environment: in the files of "go env" it is
// a default, often of whoever set the machine up, and speaks of a user's own code. An
// error says that there is no Go at all.
func Find(ctx context.Context) (Toolchain, error) {
	missing := "GOTOOLCHAIN=local asks for no other"
	if os.Getenv("GOTOOLCHAIN") != "local" {
		t, err := Get(ctx, Release)
		if err == nil {
			return t, nil
		}
		missing = err.Error()
	}
	t, err := ask(ctx, slices.Clone(os.Environ()))
	if err == nil && t.Version != Release {
		t.Missing = missing
	}
	return t, err
}

// Get returns the Go of the version, such as "go1.27.0", and fetches it if need be.
func Get(ctx context.Context, version string) (Toolchain, error) {
	t, err := ask(ctx, append(os.Environ(), "GOTOOLCHAIN="+version))
	if err == nil && t.Version != version {
		err = fmt.Errorf("the go command answers as %s", t.Version)
	}
	return t, err
}

// ask has the go command say what it is in the environment. GOROOT is not part of
// that: "go test" and "go run" set it to their own.
func ask(ctx context.Context, env []string) (Toolchain, error) {
	t := Toolchain{env: slices.DeleteFunc(env, func(pair string) bool {
		return strings.HasPrefix(pair, "GOROOT=") || strings.HasPrefix(pair, "GOTOOLDIR=")
	})}
	var stderr bytes.Buffer
	cmd := t.Command(ctx, "env", "GOVERSION", "GOROOT")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if said := strings.TrimSpace(stderr.String()); err != nil && said != "" {
		lines := strings.Split(said, "\n")
		return t, errors.New(strings.TrimPrefix(lines[len(lines)-1], "go: "))
	}
	if err != nil {
		return t, err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 2 {
		return t, fmt.Errorf("go env answers %q", out)
	}
	// A Go built with experiments says so after its version.
	t.Version, _, _ = strings.Cut(strings.TrimSpace(lines[0]), " ")
	t.Root = strings.TrimSpace(lines[1])
	return t, nil
}

// Command returns a command of this Go, to be given a folder and more environment.
func (t Toolchain) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = slices.Clone(t.env)
	return cmd
}
