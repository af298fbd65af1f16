package family

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// split takes a capture apart as simply as can be: the lines of a request, with
// folded ones joined, the variables of CGI, or a JSON object.
func split(text string) (values []Named) {
	if strings.HasPrefix(text, "{") {
		var v any
		if json.Unmarshal([]byte(text), &v) == nil {
			return flatten(nil, "", v)
		}
	}
	variables := !strings.Contains(text, " HTTP/1") && strings.Contains(text, "GATEWAY_INTERFACE=")
	for n, line := range strings.SplitAfter(text, "\n") {
		raw := strings.TrimRight(line, "\r\n")
		if last := len(values) - 1; last >= 0 && (strings.HasPrefix(raw, "\t") || strings.HasPrefix(raw, " ") || inside(values[last].Value)) {
			values[last].Value = append(values[last].Value, "\n"+raw...)
			continue
		}
		separator := ":"
		if variables {
			separator = "="
		}
		name, value, found := strings.Cut(raw, separator)
		if !found || strings.ContainsAny(name, " {\"") || n == 0 && strings.Contains(raw, " HTTP/") {
			continue
		}
		values = append(values, Named{Name: name, Value: []byte(strings.TrimSpace(value))})
	}
	for i := range values {
		values[i].Certificates = certificates(values[i].Value)
	}
	return values
}

// inside reports whether a PEM began and did not end.
func inside(v []byte) bool {
	return strings.Contains(string(v), "-----BEGIN CERT") && !strings.Contains(string(v), "-----END")
}

func certificates(value []byte) (list []*certinfo.Certificate) {
	if k := carrier.Of(value); k.Holds() {
		ders, _ := carrier.ReadCertificates(value, k)
		for _, d := range ders {
			list = append(list, certinfo.Parse(d))
		}
	}
	return list
}

func flatten(values []Named, name string, v any) []Named {
	switch v := v.(type) {
	case map[string]any:
		for k, member := range v {
			values = flatten(values, k, member)
		}
	case []any:
		for _, member := range v {
			values = flatten(values, name, member)
		}
	case string:
		values = append(values, Named{Name: name, Value: []byte(v), From: InJSON, Certificates: certificates([]byte(v))})
	}
	return values
}

// writers are the families that are right for each program of the captures. HAProxy's
// recipes with RFC 9440's names are right as "RFC 9440, by whom is not told".
var writers = map[string][]ID{
	"nginx": {Nginx, IngressNginx}, "haproxy": {HAProxy}, "apache": {Apache}, "lighttpd": {Lighttpd}, "trafficserver": {TrafficServer}, "varnish": {Varnish},
	"hitch": {Hitch}, "stunnel": {Stunnel}, "squid": {Squid}, "nghttpx": {Nghttpx}, "tomcat": {Tomcat, Java}, "caddy": {Caddy}, "traefik": {Traefik},
	"node-http-proxy": {Node}, "express": {Node}, "go-reverseproxy": {Go}, "python-ssl": {Python},
}

// isLog reports whether the capture is a line of a log that split cannot take apart.
func isLog(file, text string) bool {
	return strings.Contains(file, "-log-") && !strings.HasPrefix(text, "{") || strings.Contains(file, "-dump-") || strings.Contains(file, "-proxyv") || strings.Contains(file, "tomcat-")
}

// TestReal decides for every capture in the folder MTLENS_REAL, and holds that it is
// the program that wrote it or "not told", and that the outcome is the one that the
// capture's table has.
func TestReal(t *testing.T) {
	dir := os.Getenv("MTLENS_REAL")
	if dir == "" {
		t.Skip("MTLENS_REAL names no folder with captures")
	}
	table, err := os.ReadFile(filepath.Join(dir, "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	clients := map[string]*certinfo.Certificate{}
	for client, file := range map[string]string{"a": "037-haproxy-der-quoted-a.txt", "b": "038-haproxy-der-quoted-b.txt", "c": "043-haproxy-keycloak-c.txt", "d": "044-haproxy-keycloak-d.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range split(string(b)) {
			if len(v.Certificates) > 0 && clients[client] == nil {
				clients[client] = v.Certificates[0]
			}
		}
	}
	told, all, logs, compared := 0, 0, 0, 0
	for i, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) < 7 {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, f[0]))
		if err != nil {
			t.Fatal(err)
		}
		if isLog(f[0], string(b)) {
			logs++
			continue
		}
		all++
		program, _, _ := strings.Cut(f[1], " ")
		values := split(string(b))
		d := Decide(values)
		right := d.Family == None || Of(d.Family).Generic
		for _, id := range writers[program] {
			if d.Family == id {
				right = true
				told++
			}
		}
		if len(writers[program]) == 0 {
			t.Errorf("%s: no family for %q", f[0], program)
		}
		if !right {
			t.Errorf("%s: %s (%d)", f[0], d.Family, d.Sure)
		}
		if d.Family == ALB {
			t.Errorf("%s is said to be ALB's", f[0])
		}
		if leaf := clients[strings.TrimPrefix(f[3], "forged-")]; leaf != nil && !strings.Contains(f[2], "twin") && !strings.Contains(f[2], "APPEND") {
			compared += compareAll(t, f[0], values, &d, leaf)
		}
		if want, ok := wanted(f); ok && !want[d.Result] {
			t.Errorf("%s (%s): result %d, reason %q", f[0], f[5], d.Result, d.Detail.Reason)
		}
	}
	if compared < 250 {
		t.Errorf("%d values compared", compared)
	}
	t.Logf("%d values agree; %d captures, %d told; %d lines of logs, dumps and binary heads left to unwrap", compared, all, told, logs)
	if all < 150 || told < 90 {
		t.Errorf("%d captures, %d told", all, told)
	}
}

// wanted are the results that are right for a line of cases.tsv: columns client,
// outcome and remarks.
func wanted(f []string) (map[Result]bool, bool) {
	client, outcome, remarks := f[3], f[5], f[6]
	switch {
	case strings.Contains(remarks, "twin") || strings.Contains(outcome, "honest capture"):
		return nil, false
	case client == "none" || client == "forged-none":
		// A request without any value, or a forged one alone, cannot say it.
		return map[Result]bool{NoCertificate: true, NotSaid: true, Failed: outcome == "false"}, true
	case outcome == "SUCCESS" || outcome == "0":
		return map[Result]bool{Verified: true, NotSaid: strings.Contains(f[2], "PROXY")}, true
	case strings.HasPrefix(outcome, "(") || strings.HasPrefix(outcome, "PP2"):
		return map[Result]bool{NotSaid: true, NoCertificate: strings.Contains(f[1], "squid")}, true // Squid writes - for a certificate that is there
	}
	return map[Result]bool{Failed: true}, true
}

// compareAll compares every value of a request with the certificate that was really
// there, by the entry that the decision gives it; it returns how many agree.
func compareAll(t *testing.T, file string, values []Named, d *Decision, leaf *certinfo.Certificate) (agree int) {
	check := func(name string, k Kind, w Writing, value string) {
		switch c := Compare(k, value, leaf, w); c.Result {
		case Differs:
			t.Errorf("%s: %s: %q differs: %b", file, name, value, c.How)
		case Agrees:
			agree++
		}
	}
	for i, m := range d.Entries {
		if m == NoMatch {
			continue
		}
		h, value := m.Header(), string(values[i].Value)
		if h.Kind == Bundle {
			parts, _ := Parts(values[i].Value)
			for _, p := range parts {
				if p.Element == 0 {
					check(p.Key, p.Kind, p.Writing, p.Text(values[i].Value))
				}
			}
			continue
		}
		check(h.Name, h.Kind, h.Reading(value), value)
	}
	return agree
}
