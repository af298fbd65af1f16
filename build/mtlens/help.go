package main

import (
	"embed"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/mtlens/mtlens/build/version"
	"github.com/mtlens/mtlens/internal/result"
)

//go:embed help/*.txt
var manuals embed.FS

// manual returns the manual of a command; that of mtlens for the empty name.
func manual(name string) string {
	if name == "" {
		name = "mtlens"
	}
	text, err := manuals.ReadFile("help/" + name + ".txt")
	if err != nil {
		return ""
	}
	return string(text)
}

// help prints a manual.
func help(h *host, args []string) int {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	text := manual(name)
	if name == "schema" {
		text = string(result.JSONSchema())
	}
	if text == "" {
		fmt.Fprintf(h.err, "mtlens: there is no manual of %q; \"mtlens help\" lists the commands\n", name)
		return exitFailed
	}
	fmt.Fprint(h.out, text)
	return exitOK
}

// versionText is the version of mtlens. Where the command was installed as a module
// of another version, it is told too.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || !strings.HasPrefix(info.Main.Version, "v") || info.Main.Version == "v"+version.Number {
		return version.Number
	}
	return version.Number + " (" + info.Main.Version + ")"
}

// orList lists words: "a", "a or b", "a, b or c".
func orList(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}
