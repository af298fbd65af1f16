package out

import (
	"bytes"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

var testTime = testdata.Now

// client reads a fixture.
func client(t testing.TB, paste string) *Client {
	t.Helper()
	c, ok := Read(testdata.Paste(paste), 0, testdata.Now)
	if !ok {
		t.Fatal("no client in " + paste)
	}
	return c
}

// whoseAlone are senders whose one name without any neighbor is no proof.
var whoseAlone = map[string]string{"websphere": "the other private headers are what tells it"}

// What is written for a sender is read back as that sender's, or as one of those that
// could have sent it, with the same certificate and nothing that contradicts it.
func TestTranslateReadsBack(t *testing.T) {
	for _, paste := range []string{"passthrough-chain-ec.txt", "verify-headers.txt", "chain.pem", "verify-headers-ec.txt"} {
		c := client(t, paste)
		g := TranslateGroup(c)
		for i, s := range c.sent() {
			text := []byte(g.Items[i].Text)
			j := judge.New(judge.Options{Now: testdata.Now})
			units := 0
			for u := range j.Units(unwrap.Open(text), text) {
				units++
				known := u.Whose.Family == s.Family || slices.Contains(u.Whose.Others, s.Family) || whoseAlone[g.Items[i].ID] != ""
				if !known || u.Differ > 0 {
					t.Errorf("%s of %s: read as %v (others %v), %d values differ", g.Items[i].ID, paste, u.Whose.Family, u.Whose.Others, u.Differ)
				}
				if !s.Bare && (u.Client < 0 || !bytes.Equal(j.Certificates()[u.Client].DER, c.Chain[0].DER)) {
					t.Errorf("%s of %s: the client's certificate does not come back", g.Items[i].ID, paste)
				}
			}
			if units != 1 {
				t.Errorf("%s of %s: %d units", g.Items[i].ID, paste, units)
			}
			if s.Whole && !s.Bare && len(j.Certificates()) != len(c.Chain) {
				t.Errorf("%s of %s: %d certificates come back of %d", g.Items[i].ID, paste, len(j.Certificates()), len(c.Chain))
			}
		}
	}
}

// untold are the families that are not among the rows, each with the reason.
var untold = map[family.ID]string{
	family.Lattice: "the identity is that of credentials, not of a TLS client certificate",
	family.Hitch:   "speaks the PROXY protocol, no header", family.Stunnel: "speaks the PROXY protocol, no header",
	family.Nghttpx: "writes logs; headers are the operator's program",
	family.Alibaba: "no document says how its values are written", family.Huawei: "no document says how its values are written",
	family.Tomcat: "reads", family.AspNet: "reads", family.Puppet: "reads",
}

// Every family of the table is a row, or is left out for a reason.
func TestTranslateHasEveryFamily(t *testing.T) {
	c := client(t, "chain.pem")
	seen := map[family.ID]bool{}
	if len(c.Chain) != 3 {
		t.Fatal("the fixture is another")
	}
	for _, s := range c.sent() {
		seen[s.Family] = true
	}
	for _, f := range family.All() {
		if why := untold[f.ID]; seen[f.ID] == (why != "") {
			t.Errorf("%s: among the rows: %v, reason not to be: %q", f.Slug, seen[f.ID], why)
		}
	}
}

func capture(t *testing.T, name string) *certinfo.Certificate {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "families", name))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	return certinfo.Parse(block.Bytes)
}

// The values are those that the software itself was recorded to send for the same
// certificate (testdata/families/README.md), byte for byte.
func TestTranslateIsWhatWasRecorded(t *testing.T) {
	c := &Client{Chain: []*certinfo.Certificate{capture(t, "client-b.pem"), capture(t, "intermediate.pem")}}
	values := map[family.ID]map[string]string{}
	for _, s := range c.sent() {
		if values[s.Family] == nil {
			values[s.Family] = map[string]string{}
		}
		for _, v := range s.Values {
			values[s.Family][strings.ToLower(v.Name)] = strings.TrimSpace(v.Value)
		}
	}
	for file, id := range map[string]family.ID{
		"nginx-right": family.Nginx, "ingress-nginx-right": family.IngressNginx, "haproxy-right": family.HAProxy,
		"lighttpd-right": family.Lighttpd, "traefik-right": family.Traefik, "caddy-right": family.Caddy,
		"traffic-server-right": family.TrafficServer, "squid-right": family.Squid, "go-right": family.Go,
	} {
		b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "families", file+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		compared := 0
		for line := range strings.Lines(string(b)) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok {
				name, value, _ = strings.Cut(strings.TrimSpace(line), "=")
			}
			want, ours := values[id][strings.ToLower(name)]
			if !ours || strings.HasPrefix(value, "-----BEGIN CERTIFICATE-----") || strings.HasSuffix(name, "-Info") {
				continue // on several lines; and the recorded Traefik was told to leave fields out
			}
			if compared++; value != want {
				t.Errorf("%s: %s\nis    %s\nwants %s", file, name, want, value)
			}
		}
		if compared < 1 {
			t.Errorf("%s: nothing was compared", file)
		}
	}
}

// The parts of names that Apache 2.4 was recorded to give a CGI program, and lighttpd,
// for the same certificate.
func TestTranslatePartsOfNames(t *testing.T) {
	c := &Client{Chain: []*certinfo.Certificate{capture(t, "client-b.pem"), capture(t, "intermediate.pem")}}
	for id, want := range map[string]map[string]string{
		"apache-2": {
			"SSL_CLIENT_S_DN_C": "DE", "SSL_CLIENT_S_DN_CN": "Zoë O’Neil", "SSL_CLIENT_S_DN_UID": "zoe", "SSL_CLIENT_S_DN_L": "Köln", "SSL_CLIENT_S_DN_O": "Müller",
			"SSL_CLIENT_S_DN_OU": `R&D, "Ops" + Edge/Core`, "SSL_CLIENT_S_DN_ST": "Baden-Württemberg", "SSL_CLIENT_S_DN_Email": "zoe@example.com",
			"SSL_CLIENT_I_DN_O": "Real Captures", "SSL_CLIENT_I_DN_C": "DE", "SSL_CLIENT_I_DN_CN": "Real Issuing CA 1",
		},
		"lighttpd": {"SSL_CLIENT_S_DN_SERIALNUMBER": "0042", "SSL_CLIENT_S_DN_O": "Müller", "SSL_CLIENT_S_DN_EMAILADDRESS": "zoe@example.com"},
	} {
		sent := map[string]string{}
		for _, s := range c.sent() {
			if itemID(&s) == id {
				for _, v := range s.Values {
					sent[v.Name] = v.Value
				}
			}
		}
		for name, value := range want {
			if sent[name] != value {
				t.Errorf("%s: %s is %q, and was recorded to be %q", id, name, sent[name], value)
			}
		}
	}
}
