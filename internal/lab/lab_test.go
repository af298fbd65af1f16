package lab

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/testdata"
)

var options = Options{Now: testdata.Now, Rand: rand.Reader}

// ask reads a request from JSON, as the page sends it, and returns the answer
// with its JSON.
func ask[Q, A any, P Answer[A]](t *testing.T, f func(Options, Q) (A, error), request string) (A, string) {
	t.Helper()
	var q Q
	if err := json.Unmarshal([]byte(request), &q); err != nil {
		t.Fatal(err)
	}
	a, err := f(options, q)
	if err != nil {
		t.Fatal(err)
	}
	text := Marshal[A, P](a)
	var value any
	if err := json.Unmarshal(text, &value); err != nil || hasNull(value) {
		t.Errorf("%v, or a null in %s", err, text)
	}
	return a, string(text)
}

// hasNull reports whether a null stands anywhere in v. Base64 may spell the
// word by chance, so the text is not searched for it.
func hasNull(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(v, hasNull)
	case map[string]any:
		for _, member := range v {
			if hasNull(member) {
				return true
			}
		}
	}
	return false
}

func file(t *testing.T, i *Issued, name string) string {
	t.Helper()
	for _, f := range i.Files {
		if f.Name == name {
			return f.Text
		}
	}
	t.Fatalf("no %s among %d files", name, len(i.Files))
	return ""
}

func TestIssueThenVerify(t *testing.T) {
	made, text := ask(t, Issue, `{}`)
	if made.Title != "CN=client.example,O=mtlens test" || len(made.Problems) > 0 || made.Note != "" {
		t.Errorf("got %s", text)
	}
	for _, f := range made.Files {
		if f.Secret != strings.Contains(f.Text, "PRIVATE KEY") || f.Use == "" {
			t.Errorf("%s: secret: %v, use: %q", f.Name, f.Secret, f.Use)
		}
	}
	if !strings.HasPrefix(made.Script, "#!/bin/sh\n") {
		t.Errorf("no script: %q", made.NoScript)
	}
	verified := Verify(options, VerifyRequest{Chain: file(t, &made, "certificate.crt"), TrustStore: file(t, &made, "trust-store.pem")})
	if verified.Status != "Success" || !verified.OK || !verified.TrustStore.Accepted || len(verified.TrustStore.Findings) != 0 || len(verified.Path) != 2 {
		t.Errorf("got %+v", verified)
	}
}

func TestRequestsByText(t *testing.T) {
	made, _ := ask(t, Issue, `{"key":"p-384","subject":[{"type":"O","value":"Acme"},{"type":"CN","value":"a"},{"type":"UID","value":"b","joined":true}],
		"names":[{"kind":"ip","value":"2001:db8::1"}],"notBefore":"2026-01-02","notAfter":"2026-12-31","serial":"03:a5:b1","intermediates":1}`)
	r := decode.Text([]byte(file(t, &made, "certificate.crt")), decode.Options{Now: options.Now})
	if len(r.Certificates) != 2 {
		t.Fatalf("%d certificates", len(r.Certificates))
	}
	leaf := r.Certificates[0]
	for name, pair := range map[string][2]string{
		"subject":    {leaf.Subject, "UID=b+CN=a,O=Acme"},
		"serial":     {leaf.Serial, "03A5B1"},
		"not before": {leaf.NotBefore, "2026-01-02T00:00:00Z"},
		"not after":  {leaf.NotAfter, "2026-12-31T23:59:59Z"},
		"addresses":  {strings.Join(leaf.IPs, " "), "2001:db8::1"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %s, want %s", name, pair[0], pair[1])
		}
	}
}

// What a load balancer would refuse is issued all the same, and said.
func TestNotes(t *testing.T) {
	for request, want := range map[string]string{
		`{"key":"ed25519"}`:              "ClientCertTypeUnsupported",
		`{"intermediates":4}`:            "ClientCertMaxChainDepthExceeded",
		`{"notBefore":"2040-01-01"}`:     "ClientCertNotYetValid",
		`{"extKeyUsage":["serverAuth"]}`: "ClientCertPurposeInvalid",
	} {
		a, _ := ask(t, Issue, request)
		if !strings.Contains(a.Note, " log Failed:"+want+". ") || len(a.Files) != 3 {
			t.Errorf("%s: %q", request, a.Note)
		}
	}
}

func TestProblems(t *testing.T) {
	for request, field := range map[string]string{
		`{"key":"rsa"}`: "key",
		`{"subject":[{"type":"CN"},{"type":"no"}]}`:       "subject[1].type",
		`{"notBefore":"tomorrow"}`:                        "notBefore",
		`{"serial":"xyz"}`:                                "serial",
		`{"csr":"hello"}`:                                 "csr",
		`{"authority":"hello"}`:                           "authority",
		`{"days":3,"notAfter":"2027-01-01"}`:              "days",
		`{"names":[{"kind":"dns","value":"münchen.de"}]}`: "names[0].value",
	} {
		a, text := ask(t, Issue, request)
		if len(a.Problems) != 1 || a.Problems[0].Field != field || len(a.Files) != 0 {
			t.Errorf("%s: got %s", request, text)
		}
	}
	if a, text := ask(t, FromPreset, `{"name":"no such"}`); len(a.Problems) != 1 {
		t.Errorf("got %s", text)
	}
}

// A request is taken as people paste it: what takes the wrapping off is the
// reader of all pastes.
func TestIssueForARequest(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "from a request"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	armored := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
	for name, paste := range map[string]string{
		"PEM": armored, "one line": strings.ReplaceAll(armored, "\n", "\\n"), "base64": base64.StdEncoding.EncodeToString(der),
	} {
		request, _ := json.Marshal(map[string]string{"csr": paste})
		made, text := ask(t, Issue, string(request))
		if len(made.Problems) > 0 || made.Title != "CN=from a request" || len(made.Files) != 2 || made.Files[0].Secret {
			t.Errorf("%s: got %s", name, text)
		}
	}
}

func TestPresetsBelowOneRoot(t *testing.T) {
	first, _ := ask(t, Issue, `{}`)
	for _, p := range AllChoices().Presets {
		request, _ := json.Marshal(PresetRequest{p.Name, first.Authority})
		made, _ := ask(t, FromPreset, string(request))
		q := VerifyRequest{Chain: file(t, &made, "certificate.crt"), TrustStore: file(t, &made, "trust-store.pem"), Version: p.MaxVersion}
		for _, f := range made.Files {
			if f.Name == "revocation-list.pem" {
				q.CRLs = []string{f.Text}
			}
		}
		v := Verify(options, q)
		if v.Status != p.Expected || v.Basis != p.Basis || made.Preset.Name != p.Name {
			t.Errorf("%s: got %s (%s), want %s (%s)", p.Name, v.Status, v.Basis, p.Expected, p.Basis)
		}
		if v.Reason != "" && alb.ReasonOf(alb.Reason(v.Reason)) == nil {
			t.Errorf("%s: AWS documents no %s", p.Name, v.Reason)
		}
		if text := Marshal(v); bytes.Contains(text, []byte("PRIVATE KEY")) {
			t.Errorf("%s: a key in the verdict", p.Name)
		}
	}
}

func TestDefaultsAreWhatNothingMeans(t *testing.T) {
	d := AllChoices().Defaults
	r, err := d.request()
	if err != nil {
		t.Fatal(err)
	}
	made, err := Issue(options, d)
	if err != nil || made.Title != "CN=client.example,O=mtlens test" {
		t.Errorf("got %s, %v", made.Title, err)
	}
	if r.Days != 365 || !reflect.DeepEqual(r.ExtKeyUsage, []string{"clientAuth"}) {
		t.Errorf("got %+v", r)
	}
}

func TestZip(t *testing.T) {
	a, err := Zip(options)
	if err != nil {
		t.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(a.Base64)
	if err != nil || !bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		t.Errorf("no zip: %v", err)
	}
}

func TestListsFromTexts(t *testing.T) {
	got := lists([]string{"", " \n", "no list", base64.StdEncoding.EncodeToString([]byte("x"))})
	if len(got) != 2 || string(got[0]) != "no list" {
		t.Errorf("got %q", got)
	}
}
