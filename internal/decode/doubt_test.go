package decode

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// Damage after which the certificate still fits to its last byte and is not the
// original: each leaves a trace, and that is said, with its place.
func TestDoubt(t *testing.T) {
	one := func(s, old, new string) string {
		if strings.Count(s, old) != 1 {
			t.Fatalf("%q stands %d times in the fixture", old, strings.Count(s, old))
		}
		return strings.Replace(s, old, new, 1)
	}
	// Each is damaged in its signature, where nothing but contents stands.
	ec := string(testdata.PEM("ec-issuing-ca")) // has one +
	rsa := string(testdata.PEM("client-1"))     // has a dozen
	encoded := strings.ReplaceAll(url.QueryEscape(ec), "+", "%20")
	tests := []struct{ name, in, id string }{
		{"a + became a blank, a character came twice", one(ec, "oFYh/k+TiVo", "ooFYh/k TiVo"), "blanks-inside"},
		{"a character lost, a blank came in, and + is still there", one(rsa, "p68JmI40Y", "p68J I40Y"), "plus-uncertain"},
		{"a character lost, a hyphen came in", one(ec, "oFYh/k+TiVo", "oFh/-k+TiVo"), "alphabets-mixed"},
		{"an escape with a digit twice", one(encoded, "k%2BTiVo", "k%22BTiVo"), "unreadable-characters"},
		{"an escape with a digit too many", one(encoded, "k%2BTiVo", "k%a2BTiVo"), "unreadable-characters"},
		{"an escape that is none", one(encoded, "k%2BTiVo", "k%2TiVo"), "unreadable-characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read([]byte(tt.in))
			if len(r.Certificates) == 0 || !r.Certificates[0].Whole || name(r.Certificates[0]) != "damaged" {
				t.Fatalf("the fixture is not what the test is about: %s", ids(r))
			}
			for _, f := range r.Findings {
				if f.ID == tt.id && f.Certificate == 0 && len(f.Places) > 0 {
					return
				}
			}
			t.Errorf("findings %s, want %s with a place", ids(r), tt.id)
		})
	}
}

// Blanks that part all lines into columns of one width are a layout, and no
// reason for a doubt.
func TestColumns(t *testing.T) {
	body := strings.Join(strings.Split(strings.TrimSpace(string(testdata.PEM("client-1"))), "\n")[1:], "")
	body = strings.TrimSuffix(body, "-----END CERTIFICATE-----")
	for _, width := range []int{4, 8, 10, 64, 76, 100} {
		s := body
		columns := ""
		for len(s) > width {
			columns += s[:width] + " "
			s = s[width:]
		}
		for _, in := range []string{
			"-----BEGIN CERTIFICATE----- " + columns + s + " -----END CERTIFICATE-----",
			"-----BEGIN CERTIFICATE-----\n" + columns + s + "\n-----END CERTIFICATE-----\n",
		} {
			r := read([]byte(in))
			if len(r.Certificates) != 1 || name(r.Certificates[0]) != "client-1" || ids(r) != "line-breaks-lost" {
				t.Errorf("columns of %d: %d certificates, findings %q", width, len(r.Certificates), ids(r))
			}
		}
	}
}

// What an ALB would say of a certificate that was cut off or damaged on its way into the
// paste is not told; of one that is itself no certificate it is.
func TestTakenOfWhatWasCut(t *testing.T) {
	pem, der := string(testdata.PEM("client-1")), testdata.DER("client-1")
	header := "X-Amzn-Mtls-Clientcert-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, der))
	broken := bytes.Replace(der, []byte{0x30, 0x1e, 0x17, 0x0d}, []byte{0x30, 0x1e, 0x02, 0x0d}, 1) // a number for notBefore
	for name, tt := range map[string]struct{ paste, answer string }{
		"log line":     {header[:900], "Not told: the leaf was cut off"},
		"ellipsis":     {header[:900] + "...", "Not told: the leaf was cut off"},
		"PEM":          {pem[:700], "Not told: the leaf was cut off"},
		"PEM, END":     {pem[:700] + "\n-----END CERTIFICATE-----\n", "Not told: the leaf was cut off"},
		"a gap":        {pem[:500] + pem[503:], "Not told: the leaf was cut off or damaged"},
		"DER":          {string(der[:700]), "Not told: the leaf was cut off"},
		"whole":        {pem, "So far nothing is against it"},
		"no notBefore": {"Client-Cert: :" + base64.StdEncoding.EncodeToString(broken) + ":\n", "No: ClientCertInvalid."},
	} {
		r := read([]byte(tt.paste))
		if got := answerOf(r, report.QuestionTaken); !strings.HasPrefix(got, tt.answer) {
			t.Errorf("%s: %q, want %q", name, got, tt.answer)
		}
		if tt.answer[:3] == "Not" && strings.Contains(string(r.AppendJSON(nil)), "ClientCertInvalid") {
			t.Errorf("%s: a code is told", name)
		}
	}
}

// A word of another hop, which saw no certificate, is not the answer for a request that
// has one.
func TestNoCertificateBesideOne(t *testing.T) {
	leaf := "X-Amzn-Mtls-Clientcert-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-1"))) + "\n"
	for paste, want := range map[string]string{
		leaf + "ssl-client-verify: NONE\n": "One value says that no client certificate was presented",
		"ssl-client-verify: NONE\n":        "No client certificate was presented",
	} {
		if got := answerOf(read([]byte(paste)), report.QuestionVerified); !strings.HasPrefix(got, want) {
			t.Errorf("%.40q: %q, want %q", paste, got, want)
		}
	}
}

// Certificates beside a request are not called a request.
func TestPartsThatAreNoRequests(t *testing.T) {
	table, _, _ := testdata.Tool("psql-frame-unicode.txt")
	r := read([]byte(string(table) + "\n\nGET / HTTP/1.1\n" + string(testdata.Paste("verify-headers.txt"))))
	got := ""
	for _, run := range r.Verdict.Text {
		got += run.Text
	}
	if len(r.Groups) != 2 || got != "1 request, and 1 part that is none." || r.Groups[0].Title != "Part 1" || r.Groups[1].Title != "Request 2" {
		t.Errorf("%q, %d groups", got, len(r.Groups))
	}
}

// What was refused for its date need not be the client's certificate: OpenSSL's errors 9 and
// 10 are of any certificate of the path (openssl verify, "Diagnostics").
func TestRefusedForADate(t *testing.T) {
	for _, test := range []struct {
		certificate, outcome string
		inDate               bool
	}{
		{"client-2", "FAILED:certificate has expired", true},
		{"client-2", "FAILED:certificate is not yet valid", true},
		{"client-2-expired", "FAILED:certificate has expired", false},
		{"client-2", "FAILED:certificate revoked", false},
	} {
		r := read([]byte("GET / HTTP/1.1\nssl-client-verify: " + test.outcome + "\nssl-client-cert: " + url.QueryEscape(string(testdata.PEM(test.certificate))) + "\n"))
		i := slices.IndexFunc(r.Findings, func(f report.Finding) bool { return f.ID == string(finding.VerificationFailed) })
		if i < 0 || strings.Contains(r.Findings[i].Text, "is in date now") != test.inDate {
			t.Errorf("%s of %s: %+v", test.outcome, test.certificate, r.Findings)
		}
	}
}
