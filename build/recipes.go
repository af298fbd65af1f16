package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// recipeDir has the recipes for web servers. Their headers are those of policy.go:
// each recipe has a block for them, between two comments.
const recipeDir = "build/deploy"

// recipes are those with such a block, and how a line of it is written.
var recipes = []struct{ name, line string }{
	{"nginx.conf", "    add_header %s \"%s\" always;\n"},
	{"Caddyfile", "\t\t%s \"%s\"\n"},
}

// cloudFrontName is the policy of CloudFront's that adds the headers.
const cloudFrontName = "cloudfront-headers.json"

const (
	headersBegin = "# The headers of mtlens, from build/policy.go:"
	headersEnd   = "# End of the headers."
)

// fillRecipes returns the recipes with the headers in them, by path.
func fillRecipes(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, r := range recipes {
		name := path.Join(recipeDir, r.name)
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		before, rest, begins := bytes.Cut(text, []byte(headersBegin+"\n"))
		_, after, ends := bytes.Cut(rest, []byte(headersEnd))
		if !begins || !ends {
			return nil, fmt.Errorf("%s has no block for the headers", name)
		}
		var b bytes.Buffer
		b.Write(before)
		b.WriteString(headersBegin + "\n")
		for _, h := range siteHeaders {
			fmt.Fprintf(&b, r.line, h[0], h[1])
		}
		// The comment that ends the block is indented as the one that begins it.
		b.Write(before[bytes.LastIndexByte(before, '\n')+1:])
		b.WriteString(headersEnd)
		b.Write(after)
		files[name] = b.Bytes()
	}
	policy, err := cloudFrontPolicy()
	files[path.Join(recipeDir, cloudFrontName)] = policy
	return files, err
}

// cloudFrontPolicy is the argument of "aws cloudfront create-response-headers-policy":
// four of the headers have members of their own, the others are custom ones.
func cloudFrontPolicy() ([]byte, error) {
	type header struct {
		Header, Value string
		Override      bool
	}
	security := map[string]any{}
	custom := []header{}
	for _, h := range siteHeaders {
		switch h[0] {
		case "Content-Security-Policy":
			security["ContentSecurityPolicy"] = map[string]any{"ContentSecurityPolicy": h[1], "Override": true}
		case "X-Content-Type-Options":
			security["ContentTypeOptions"] = map[string]any{"Override": true}
		case "Referrer-Policy":
			security["ReferrerPolicy"] = map[string]any{"ReferrerPolicy": h[1], "Override": true}
		default:
			custom = append(custom, header{h[0], h[1], true})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]any{
		"Name":                  "mtlens",
		"Comment":               strings.TrimSuffix(strings.TrimPrefix(headersBegin, "# "), ":"),
		"SecurityHeadersConfig": security,
		"CustomHeadersConfig":   map[string]any{"Quantity": len(custom), "Items": custom},
	})
	return b.Bytes(), err
}
