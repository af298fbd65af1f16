package main

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// This file is the one place where the page's security policy is written. It
// is sent as a header by "serve", and stands in a meta element of index.html and
// of the single file, for servers that send no header and for file://.

// directive is one line of the content security policy.
type directive struct{ name, value string }

// policy returns the content security policy, one directive to an entry. Scripts
// and styles are what the page's own may come from; workers, connect, images and
// manifest likewise. Nothing else is allowed: no fonts, frames, media, forms, or other
// origins.
func policy(scripts, styles, workers, connect, images, manifest string) []directive {
	return []directive{
		{"default-src", "'none'"},
		{"script-src", scripts + " 'wasm-unsafe-eval'"}, // allows WebAssembly, not eval
		{"style-src", styles},
		{"img-src", images},
		{"manifest-src", manifest},
		{"connect-src", connect},
		{"worker-src", workers},
		{"base-uri", "'none'"},
		{"form-action", "'none'"},
		{"frame-ancestors", "'none'"},
		// Strings become code or HTML nowhere; "mtlens" makes the URLs of the workers.
		{"require-trusted-types-for", "'script'"},
		{"trusted-types", "mtlens"},
	}
}

// earlyHash is that of the early script, the one script that stands in index.html. It is
// written down because web servers send it in a header that is set up once: the
// text is the same from build to build, and a build says when it is not.
const earlyHash = "'sha256-Y5/nrTKuTZY62EBaWMVW9qlB8q1RRUAbI20d4VG4xT0='"

// sitePolicy is the policy of the site: its own files, and the early script.
//
// "worker-src" allows the workers that run the programs and the service worker that
// keeps the files; the manifest and its icons are what makes the site installable.
func sitePolicy() []directive {
	return policy("'self' "+earlyHash, "'self'", "'self'", "'self'", "'self' data:", "'self'")
}

// singlePolicy is the policy of the single file: these scripts and this style by
// their hashes, a worker made of text in the page, and no request whatever.
func singlePolicy(early, script, style []byte) []directive {
	return policy(cspHash(early)+" "+cspHash(script), cspHash(style), "blob:", "'none'", "data:", "'none'")
}

func cspHash(inline []byte) string {
	sum := sha256.Sum256(inline)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func headerText(policy []directive) string {
	var parts []string
	for _, d := range policy {
		parts = append(parts, d.name+" "+d.value)
	}
	return strings.Join(parts, "; ")
}

// metaText leaves out what a meta element may not say (CSP level 3, section 3.3).
func metaText(policy []directive) string {
	return headerText(slices.DeleteFunc(slices.Clone(policy), func(d directive) bool {
		return d.name == "frame-ancestors"
	}))
}

// siteHeaders are the headers of every answer of the site, in order.
var siteHeaders = [][2]string{
	{"Content-Security-Policy", headerText(sitePolicy())},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
}
