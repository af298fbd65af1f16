package unwrap

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"mime/quotedprintable"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// numbered puts a text before each line, with the number of the line in it.
func numbered(format string) func(string) string {
	return func(s string) string {
		n := 0
		return perLine(func(l string) string {
			n++
			return fmt.Sprintf(format, n) + l
		})(s)
	}
}

// wrapAt breaks lines at a width, as a window does.
func wrapAt(width int, before string) func(string) string {
	return perLine(func(l string) string { return strings.Join(chunks(l, width), "\n"+before) })
}

// layersOfText are what tools make of a text; the library's encoders do it where
// there is one.
var layersOfText = []struct {
	name string
	do   func(string) string
}{
	{"timestamps", numbered("2026-01-04T10:00:00.%07dZ ")},
	{"file names", numbered("certs/leaf.pem:%d:")},
	{"container", perLine(func(l string) string { return "web-1  | " + l })},
	{"diff", perLine(func(l string) string { return "+" + l })},
	{"mail", perLine(func(l string) string { return "> " + l })},
	{"indented", perLine(func(l string) string { return "    " + l })},
	{"CR LF", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"HTML", func(s string) string {
		return strings.NewReplacer("+", "&#43;", "\n", "&#10;").Replace(html.EscapeString(s))
	}},
	{"br", func(s string) string { return strings.ReplaceAll(s, "\n", "<br>") }},
	{"quoted-printable", func(s string) string {
		var b bytes.Buffer
		w := quotedprintable.NewWriter(&b)
		w.Write([]byte(s))
		w.Close()
		return b.String()
	}},
	{"rsyslog", func(s string) string {
		return "Jan  4 10:00:00 web1 app[1]: " + strings.ReplaceAll(s, "\n", "#012") + "\n"
	}},
	{"systemd-escape", func(s string) string { // as its manual has it: systemd.unit(5), "String escaping for inclusion in unit names"
		var b strings.Builder
		for _, c := range []byte(s) {
			switch {
			case c == '/':
				b.WriteByte('-')
			case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '.':
				b.WriteByte(c)
			default:
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		}
		return b.String()
	}},
	{"RFC 8792", perLine(func(l string) string { // section 8, in 69 columns, with the indentation of its examples
		for at := 68; at < len(l); at += 70 {
			l = l[:at] + "\\\n    \\" + l[at:]
		}
		return l
	})},
	{"JSON", func(s string) string { return `{"message":` + jsonString(s) + `}` }},
	{"string in source", func(s string) string { return "x = " + jsonString(s) + ";\n" }},
	{"percent", func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"hexadecimal", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"hexdump", func(s string) string { return hex.Dump([]byte(s)) }},
	{"UTF-16", func(s string) string {
		var b []byte
		for _, c := range utf16.Encode([]rune(s)) {
			b = append(b, byte(c), byte(c>>8))
		}
		return string(b)
	}},
	{"cat -A", perLine(func(l string) string { return strings.ReplaceAll(l, "\r", "^M") + "$" })},
	{"CSV", func(s string) string {
		return "id,x-cert,x-b\n1,\"" + strings.ReplaceAll(s, `"`, `""`) + "\",c\n"
	}},
	{"YAML", func(s string) string {
		return "spec:\n  cert: |\n" + perLine(func(l string) string { return "    " + l })(s)
	}},
	{"wrapped", wrapAt(72, "")},
}

// notUndone are layers inside each other that are not undone, for one of the texts
// or both: mostly lines that were wrapped after something was put before them, and
// what has no line of its own any more. UTF-16 has zero bytes, which no tool for
// text passes on.
var notUndone = map[string]string{
	"*string":          "source",
	"CR LF":            "br",
	"br":               "wrapped",
	"cat -A":           "br",
	"hexdump":          "br, percent, wrapped",
	"quoted-printable": "CR LF, YAML, br, diff, indented, wrapped",
	"systemd-escape":   "quoted-printable, wrapped",
}

// Any one layer is undone, and any two inside each other but for those listed.
func TestLayers(t *testing.T) {
	leaf := testdata.DER("client-2")
	read := func(s string) bool {
		for _, u := range collect([]byte(s)).Units {
			for i := range u.Objects {
				if bytes.Equal(u.Objects[i].DER.Bytes, leaf) {
					return true
				}
			}
		}
		return false
	}
	cores := []string{pemOf(leaf), "X-Cert: " + albEncode(pemOf(leaf)) + "\n"}
	for i, a := range layersOfText {
		for _, core := range cores {
			if !read(a.do(core)) {
				t.Errorf("%s is not undone", a.name)
			}
		}
		for k, b := range layersOfText {
			if i == k || a.name == "UTF-16" {
				continue
			}
			undone := read(b.do(a.do(cores[0]))) && read(b.do(a.do(cores[1])))
			listed := slices.Contains(strings.Split(notUndone[a.name], ", "), b.name)
			switch {
			case !undone && !listed:
				t.Errorf("%s in %s is not undone", a.name, b.name)
			case undone && listed:
				t.Errorf("%s in %s is undone: take it off the list", a.name, b.name)
			}
		}
	}
}

// Three layers: what is undone in pairs is mostly undone together. Each is a
// certificate found whole, or one that is not there; never another one.
func TestThreeLayers(t *testing.T) {
	leaf := testdata.DER("client-2")
	core := "X-Cert: " + albEncode(pemOf(leaf)) + "\n"
	all, found := 0, 0
	for i, a := range layersOfText {
		for k, b := range layersOfText {
			for l, c := range layersOfText {
				if i == k || k == l || i == l || a.name == "UTF-16" || b.name == "UTF-16" {
					continue
				}
				all++
				whole := false
				for _, u := range collect([]byte(c.do(b.do(a.do(core))))).Units {
					for i := range u.Objects {
						o := &u.Objects[i]
						if bytes.Equal(o.DER.Bytes, leaf) {
							whole = true
						} else if o.Kind == der.Certificate && deep(o.DER.Bytes) && len(o.Findings) == 0 {
							t.Errorf("%s in %s in %s gives another certificate", a.name, b.name, c.name)
						}
					}
				}
				if whole {
					found++
				}
			}
		}
	}
	const least = 85 // percent
	if found*100 < least*all {
		t.Errorf("%d of %d are undone, less than %d percent", found, all, least)
	}
	t.Logf("%d of %d", found, all)
}
