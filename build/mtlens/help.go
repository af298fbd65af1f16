package main

import (
	"embed"
	"fmt"
	"runtime/debug"
	"strings"
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
	if text == "" {
		fmt.Fprintf(h.err, "mtlens: there is no manual of %q; \"mtlens help\" lists the commands\n", name)
		return exitFailed
	}
	fmt.Fprint(h.out, text)
	return exitOK
}

// versionText is the version of mtlens, and that of the module where the command
// was installed as one.
func versionText() string {
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "devel"
}

// orList lists words: "a", "a or b", "a, b or c".
func orList(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}
