package main

import (
	"encoding/json"
	"strings"
)

// examples is web/src/examples.ts: what the buttons of the empty page fill in.
// All but one are of P-256 certificates, for these are short.
func examples(der map[string][]byte) []byte {
	verify := verifyHeaders(der["client-2"])
	chain := hChain + ": " + albPEM(der["client-2-expired"], der["ec-issuing-ca"], der["ec-root-ca"]) + "\n"
	leaf := hLeaf + ": " + albPEM(der["client-1"]) + "\n"
	list := []struct{ name, text string }{
		{"ALB verify headers", lines("", "\n", verify)},
		{"Passthrough chain", chain},
		{"The + bug", strings.ReplaceAll(leaf, "+", " ")},
		{"Cut-off header", leaf[:1024]},
		{"Lambda event", lambda(verify, false)},
		{"Broken certificate", string(armour(brokenSAN(der["client-2"])))},
	}
	var b strings.Builder
	b.WriteString("// Made by \"go run ./testdata/make\" from testdata; do not edit.\n\n" +
		"/** Example is a text for the paste box; the name stands on its button. */\n" +
		"export interface Example {\n  readonly name: string;\n  readonly text: string;\n}\n\n" +
		"export const examples: readonly Example[] = [\n")
	for _, e := range list {
		b.WriteString("  {\n    name: " + quote(e.name) + ",\n    text: [\n")
		for _, line := range strings.Split(strings.TrimSuffix(e.text, "\n"), "\n") {
			b.WriteString("      " + quote(line) + ",\n")
		}
		b.WriteString("    ].join(\"\\n\"),\n  },\n")
	}
	b.WriteString("];\n")
	return []byte(b.String())
}

// quote is a string literal; < and > stay as they are.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
