package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// header finds a header of the first group by its name.
func header(t *testing.T, r *report.Report, name string) report.Header {
	t.Helper()
	if len(r.Groups) > 0 {
		for _, h := range r.Groups[0].Headers {
			if h.Name == name {
				return h
			}
		}
	}
	t.Errorf("there is no header %s", name)
	return report.Header{}
}

// leafOf checks that the first certificate shown is the fixture.
func leafOf(t *testing.T, r *report.Report, want string) {
	t.Helper()
	if len(r.Groups) == 0 || len(r.Groups[0].Chain.Members) == 0 || name(r.Certificates[r.Groups[0].Chain.Members[0].Certificate]) != want {
		t.Errorf("the leaf is not %s", want)
	}
}

// A listener may rename each header (user guide, "HTTP header modification").
func TestRenamedHeaders(t *testing.T) {
	facts := testdata.Facts("client-2")
	iso := func(s string) string { return strings.Replace(s, " ", "T", 1) }
	r := read([]byte("GET / HTTP/1.1\r\nContent-Length: 1234\r\n" +
		"X-Leaf: " + string(alb.AppendPEM(nil, testdata.DER("client-2"))) + "\r\n" +
		"X-Who: " + facts["subject"] + "\r\nX-By: " + facts["issuer"] + "\r\nX-No: " + facts["serial"] + "\r\n" +
		"X-When: NotBefore=" + iso(facts["notBefore"]) + ";NotAfter=" + iso(facts["notAfter"]) + "\r\n\r\n"))
	leafOf(t, r, "client-2")
	for name, role := range map[string]string{"X-Leaf": "Leaf", "X-Who": "Subject", "X-By": "Issuer", "X-No": "Serial-Number", "X-When": "Validity"} {
		if h := header(t, r, name); h.As != "X-Amzn-Mtls-Clientcert-"+role {
			t.Errorf("%s is taken for %q", name, h.As)
		}
	}
	if len(r.Groups[0].Headers) != 5 || modeOf(r) != "verify" {
		t.Errorf("%d headers, mode %q", len(r.Groups[0].Headers), modeOf(r))
	}
	if ids(r) != "header-renamed" {
		t.Errorf("findings %s", ids(r))
	}
}

func TestHeadersOnce(t *testing.T) {
	facts := testdata.Facts("client-2")
	leaf := "X-Amzn-Mtls-Clientcert-Leaf: " + string(alb.AppendPEM(nil, testdata.DER("client-2"))) + "\n"
	subject := "X-Amzn-Mtls-Clientcert-Subject: " + facts["subject"] + "\n"
	tests := []struct{ name, in, ids string }{
		{"twice", leaf + subject + subject, "header-twice"},
		{"both modes", leaf + "X-Amzn-Mtls-Clientcert: " + string(alb.AppendPEM(nil, testdata.DER("client-2"))) + "\n", "chain-duplicate header-modes-mixed"},
		{"no such header", "X-Amzn-Mtls-Clientcert-Chain: " + string(alb.AppendPEM(nil, testdata.DER("client-2"))) + "\n", "header-unknown"},
		{"two leaves", strings.TrimSuffix(leaf, "\n") + string(alb.AppendPEM(nil, testdata.DER("ec-issuing-ca"))) + "\n", "header-many-leaves issuer-missing"},
		{"empty", subject + "X-Amzn-Mtls-Clientcert-Leaf: \n", "header-empty"},
	}
	for _, tt := range tests {
		if got := ids(read([]byte(tt.in))); got != tt.ids {
			t.Errorf("%s: findings %q, want %q", tt.name, got, tt.ids)
		}
	}
}

// The forms are those of the proxies' own documentation and source code.
func TestOtherProxies(t *testing.T) {
	facts := testdata.Facts("client-2")
	encoded := strings.NewReplacer(" ", "%20", "\n", "%0A", "+", "%2B", "/", "%2F", "=", "%3D").Replace(string(testdata.PEM("client-2")))
	t.Run("XFCC", func(t *testing.T) {
		r := read([]byte(`x-forwarded-client-cert: By=spiffe://cluster.local/ns/a/sa/b;Hash=` + facts["sha256"] + `;Cert="` + encoded + `";Subject="` + facts["subject"] + `";URI=spiffe://x/y,z`))
		leafOf(t, r, "client-2")
		for _, n := range []string{"Hash", "Subject"} {
			if h := header(t, r, n); h.Agreement != report.Agrees || r.Senders[r.Groups[0].Sender].ID != "envoy" {
				t.Errorf("%s: %q", n, h.Agreement)
			}
		}
		if h := header(t, r, "URI"); h.Value != "spiffe://x/y,z" || h.Agreement != report.Differs {
			t.Errorf("URI is %q, %q; it is not in the certificate", h.Value, h.Agreement)
		}
		if ids(r) != "header-differs" {
			t.Errorf("findings %s", ids(r))
		}
	})
	t.Run("XFCC with another hash", func(t *testing.T) {
		r := read([]byte(`Hash=` + strings.Repeat("ab", 32) + `;Cert="` + encoded + `"`))
		leafOf(t, r, "client-2")
		if ids(r) != "header-differs" || header(t, r, "Hash").Agreement != report.Differs {
			t.Errorf("findings %s", ids(r))
		}
	})
	t.Run("API Gateway", func(t *testing.T) {
		pem := strings.ReplaceAll(string(testdata.PEM("client-2")), "\n", `\n`)
		r := read([]byte(`{"requestContext":{"identity":{"clientCert":{"clientCertPem":"` + pem + `","subjectDN":"` + reversed(facts["subject"]) +
			`","issuerDN":"` + reversed(facts["issuer"]) + `","serialNumber":"` + facts["serial"] + `","validity":{"notBefore":"May 28 12:30:02 2019 GMT"}}}}}`))
		leafOf(t, r, "client-2")
		for _, n := range []string{"subjectDN", "issuerDN", "serialNumber"} {
			if h := header(t, r, n); h.Agreement != report.Agrees || r.Senders[r.Groups[0].Sender].ID != "api-gateway" {
				t.Errorf("%s: %q", n, h.Agreement)
			}
		}
	})
	t.Run("nginx", func(t *testing.T) {
		r := read([]byte("ssl-client-cert: " + encoded + "\nssl-client-subject-dn: " + facts["subject"] + "\nssl-client-verify: SUCCESS\n"))
		leafOf(t, r, "client-2")
		if h := header(t, r, "ssl-client-subject-dn"); h.Agreement != report.Agrees {
			t.Errorf("subject: %q", h.Agreement)
		}
	})
}

// reversed turns a name without escapes around.
func reversed(dn string) string {
	parts := strings.Split(dn, ",")
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ",")
}

// Hundreds of requests are as many groups, and one certificate.
func TestManyRequests(t *testing.T) {
	line := `{"time":"2026-08-01T10:00:00Z","headers":{"x-amzn-mtls-clientcert-leaf":"` + string(alb.AppendPEM(nil, testdata.DER("client-2"))) + `"}}` + "\n"
	r := read([]byte(strings.Repeat(line, 300)))
	if len(r.Groups) != 300 || len(r.Certificates) != 1 {
		t.Errorf("%d groups, %d certificates", len(r.Groups), len(r.Certificates))
	}
	array := "[" + strings.TrimSuffix(strings.Repeat(strings.TrimSpace(line)+",", 20), ",") + "]"
	if r := read([]byte(array)); len(r.Groups) != 20 {
		t.Errorf("an array of 20: %d groups", len(r.Groups))
	}
}

// A chain in passthrough mode with one certificate damaged, decoded as a form,
// in a line of a JSON log, in the output of curl -v.
func TestCombination(t *testing.T) {
	chain := ""
	for i, n := range []string{"client-2", "ec-issuing-ca", "ec-root-ca"} {
		pem := string(testdata.PEM(n))
		if i == 1 {
			pem = pem[:300] + pem[303:] // three characters lost
		}
		chain += pem
	}
	form := strings.ReplaceAll(chain, "+", " ")
	json := `{"msg":"tls","x-amzn-mtls-clientcert":"` + strings.ReplaceAll(form, "\n", `\n`) + `"}`
	r := read([]byte("> GET /echo HTTP/1.1\r\n> Host: x\r\n< HTTP/1.1 200 OK\r\n<\r\n" + json + "\r\n"))
	var got []string
	for _, c := range r.Certificates {
		got = append(got, name(c))
	}
	if strings.Join(got, " ") != "client-2 damaged ec-root-ca" {
		t.Errorf("certificates %v", got)
	}
	for _, want := range []string{"plus-became-space", "der-"} {
		if !strings.Contains(ids(r), want) {
			t.Errorf("no finding %s: %s", want, ids(r))
		}
	}
}
