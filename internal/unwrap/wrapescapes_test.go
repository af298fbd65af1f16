package unwrap

import (
	"encoding/base64"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// inOneLine are texts that a program writes on one line, and a window wraps.
var inOneLine = []struct {
	name string
	do   func(string) string
}{
	{"JSON", func(s string) string {
		return `{"time":"2026-01-04T10:00:00Z","level":"info","msg":` + jsonString(s) + "}\n"
	}},
	{"JSON of Go", func(s string) string {
		return `{"msg":` + strings.NewReplacer("+", `\u002b`, "=", `\u003d`).Replace(jsonString(s)) + "}\n"
	}},
	{"logfmt", func(s string) string { return "time=2026-01-04T10:00:00Z level=info cert=" + jsonString(s) + "\n" }},
	{"Python", func(s string) string {
		return "2026-01-04 10:00:00,123 INFO app.views: cert='" + strings.ReplaceAll(s, "\n", `\n`) + "'\n"
	}},
	{"bytes of Python", func(s string) string { return "b'" + strings.ReplaceAll(s, "\n", `\n`) + "'\n" }},
	{"rsyslog", func(s string) string {
		return "Jan  4 10:00:00 web1 app[812]: " + strings.ReplaceAll(s, "\n", "#012") + "\n"
	}},
	{"XML", func(s string) string {
		return "<?xml version=\"1.0\"?>\n<root>\n  <cert>" + strings.ReplaceAll(s, "\n", "&#xA;") + "</cert>\n</root>\n"
	}},
	{"log", func(s string) string { return "2026-01-04T10:00:00.1234567Z " + s }},
}

// A line that a window wrapped is read at nearly every width, wherever the break falls: in armor,
// in an escape, in a blank. At no width is another certificate found.
func TestWrappedAnywhere(t *testing.T) {
	der := testdata.DER("client-2")
	for _, form := range inOneLine {
		for _, core := range []struct{ name, text string }{
			{"PEM", pemOf(der)},
			{"header", "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(der)) + "\n"},
			{"base64", "X-Forwarded-Tls-Client-Cert: " + base64.StdEncoding.EncodeToString(der) + "\n"},
		} {
			var lost []string
			n := 0
			for width := 70; width < 200; width++ {
				for _, indent := range []string{"", "  "} {
					n++
					r := collect([]byte(wrapWithin(width, indent)(form.do(core.text))))
					if list := wholeOf(r); len(list) != 1 || list[0] != string(der) {
						lost = append(lost, strings.ReplaceAll(indent, " ", "i")+strconv.Itoa(width))
						if len(list) > 0 && len(r.Findings) == 0 {
							t.Errorf("%s, %s, at %d: another certificate", form.name, core.name, width)
						}
					}
				}
			}
			if len(lost)*100 > 4*n {
				t.Errorf("%s, %s: not read at %d of %d widths: %s", form.name, core.name, len(lost), n, lost)
			}
		}
	}
}

// A line that a wide window wrapped, and a mail once more, is read at nearly every pair of widths.
func TestWrappedTwice(t *testing.T) {
	der := testdata.DER("client-2")
	lost, n := 0, 0
	for _, core := range []string{
		"X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(der)) + "\n",
		"X-Forwarded-Tls-Client-Cert: " + base64.StdEncoding.EncodeToString(der) + "\n",
		`{"msg":` + jsonString(pemOf(der)) + "}\n",
	} {
		for wide := 100; wide < 250; wide++ {
			for _, narrow := range []int{72, 76, 80} {
				n++
				list := wholeOf(collect([]byte(wrapAt(narrow, "")(wrapAt(wide, "")(core)))))
				if len(list) != 1 || list[0] != string(der) {
					lost++
				}
			}
		}
	}
	if lost*100 > 5*n {
		t.Errorf("not read at %d of %d pairs of widths", lost, n)
	}
	t.Logf("%d of %d", lost, n)
}

// wrapWithin breaks lines at a width, and puts an indentation into that of those that follow.
func wrapWithin(width int, indent string) func(string) string {
	return perLine(func(l string) string {
		if len(l) <= width {
			return l
		}
		return l[:width] + "\n" + indent + strings.Join(chunks(l[width:], width-len(indent)), "\n"+indent)
	})
}

// wholeOf are the certificates that are whole, and without a finding of their own.
func wholeOf(r *result) (list []string) {
	for _, u := range r.Units {
		for i := range u.Objects {
			if o := &u.Objects[i]; o.IsCertificate() && !o.Other && deep(o.DER.Bytes) && len(o.Findings) == 0 {
				list = append(list, string(o.DER.Bytes))
			}
		}
	}
	return list
}
