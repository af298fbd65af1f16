package decode

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

func read(paste []byte) *report.Report { return Text(paste, Options{Now: testdata.Now}) }

func ids(r *report.Report) string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.ID)
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// Each paste of testdata: the certificates that must come out of it, told by the
// SHA-256 that OpenSSL gives them, in the order shown; the mode; the findings.
// Certificates that are damaged or cut off on purpose are "damaged".
func TestPastes(t *testing.T) {
	tests := []struct {
		paste string
		certs string // names in testdata/certs
		mode  string
		ids   string
	}{
		{"verify-headers.txt", "client-1", "verify", ""},
		{"verify-headers-ec.txt", "client-2", "verify", ""},
		{"verify-mismatch.txt", "client-1", "verify", "header-differs"},
		{"verify-lower-case.txt", "client-2", "verify", ""},
		{"leaf-value.txt", "client-1", "", ""},
		{"passthrough-chain.txt", "client-1 issuing-ca root-ca", "passthrough", "passthrough-unverified root-sent"},
		{"passthrough-chain-ec.txt", "client-2-expired ec-issuing-ca ec-root-ca", "passthrough", "expired passthrough-unverified root-sent"},
		{"passthrough-shuffled.txt", "client-2 ec-issuing-ca ec-root-ca", "passthrough", "chain-order passthrough-unverified root-sent"},
		{"passthrough-two-requests.txt", "client-2 | client-2-expired", "passthrough", "expired passthrough-unverified"},
		{"raw-request.txt", "client-2", "verify", ""},
		{"curl-v.txt", "client-2", "verify", ""},
		{"lambda-event.json", "client-2", "verify", ""},
		{"lambda-event-multi.json", "client-2", "verify", ""},
		{"percent-encoded-fully.txt", "client-1", "verify", ""},
		{"plus-became-space.txt", "client-1", "verify", "plus-became-space"},
		{"cut-off.txt", "damaged", "verify", "armor-end-missing der-truncated"},
		{"cut-off-chain.txt", "client-2 damaged", "passthrough", "armor-end-missing der-truncated issuer-missing passthrough-unverified"},
		{"broken-san.pem", "damaged", "", "der-length-overrun string-bad-character"},
		{"broken-outer-length.pem", "damaged", "", "der-length-overrun"},
		{"trailing-bytes.pem", "client-2", "", "trailing-bytes"},
		{"chain-middle-broken.pem", "client-2 damaged ec-root-ca", "", "der-length-overrun root-sent"},
		{"chain.pem", "client-1 issuing-ca root-ca", "", "root-sent"},
		{"chain-with-text.pem", "client-2 ec-issuing-ca ec-root-ca", "", "root-sent"},
		{"bare-base64.txt", "client-2", "", ""},
		{"leaf.der", "client-2", "", ""},
		{"private-key.pem", "client-2", "", "key-file"},
		{"empty.txt", "", "", ""},
		{"random-text.txt", "", "", ""},
		{"aws-verify.txt", "", "verify", "body-elided"},
		{"aws-passthrough.txt", "", "passthrough", "body-elided passthrough-unverified"},
		{"capture-eid.json", "", "verify", "body-elided"},
		{"capture-lambda.json", "", "verify", "body-elided"},
	}
	seen := make(map[string]bool)
	for _, tt := range tests {
		seen[tt.paste] = true
		t.Run(tt.paste, func(t *testing.T) {
			r := read(testdata.Paste(tt.paste))
			var groups []string
			for _, g := range r.Groups {
				var got []string
				for _, m := range g.Chain.Members {
					got = append(got, name(r.Certificates[m.Certificate]))
				}
				groups = append(groups, strings.Join(got, " "))
			}
			if got := strings.Join(groups, " | "); got != tt.certs {
				t.Errorf("certificates: %q, want %q", got, tt.certs)
			}
			mode := modeOf(r)
			if mode != tt.mode {
				t.Errorf("mode: %q, want %q", mode, tt.mode)
			}
			if got := ids(r); got != tt.ids {
				t.Errorf("findings: %q, want %q", got, tt.ids)
			}
			for _, f := range r.Findings {
				if f.Severity != report.Note && f.ID != "header-modes-mixed" && len(f.Places) == 0 {
					t.Errorf("%s has no place in the paste", f.ID)
				}
			}
			if !json.Valid(r.AppendJSON(nil)) {
				t.Error("the report is not valid JSON")
			}
		})
	}
	for _, p := range testdata.Pastes() {
		if !seen[p] {
			t.Errorf("no expectation for testdata/pastes/%s", p)
		}
	}
}

// modeOf is the mode that the headers of an ALB in the first group tell.
func modeOf(r *report.Report) string {
	if len(r.Groups) == 0 || r.Groups[0].Sender < 0 || r.Senders[r.Groups[0].Sender].ID != "alb" {
		return ""
	}
	return r.Senders[r.Groups[0].Sender].Mode
}

// name finds the certificate of testdata with the SHA-256 of c.
func name(c report.Certificate) string {
	for _, n := range testdata.Certificates() {
		if testdata.Facts(n)["sha256"] == c.SHA256 && c.SHA256 != "" {
			return n
		}
	}
	return "damaged"
}

// The values in AWS's own documentation and in published captures of real
// requests: what they say is in testdata/README.md, with the sources.
func TestDocumentedHeaders(t *testing.T) {
	tests := []struct {
		paste                            string
		subject, issuer, serial, elision string
		validity                         string
	}{
		{"aws-verify.txt", "CN=client_.com,OU=client-3,O=mTLS,ST=Washington,C=US", "CN=rootcamtls.com,OU=rootCA,O=mTLS,L=Seattle,ST=Washington,C=US",
			"03A5B1", "<...reduced...>", "NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z"},
		{"capture-eid.json", `serialNumber=PNOEE-47101010033,GN=MARILIIS,SN=M\C3\84NNIK,CN=M\C3\84NNIK\,MARILIIS\,47101010033,C=EE`,
			"CN=ESTEID2018,organizationIdentifier=NTREE-10747013,O=SK ID Solutions AS,C=EE",
			"12DB3F24BFFD390A5CAF1A8F2712DFB4", "REMOVED", "NotBefore=2019-04-11T09:36:15Z;NotAfter=2024-04-10T21:59:59Z"},
		{"capture-lambda.json", "CN=Client Certificate,O=My Organization,L=tokyo,C=jp", "CN=Root CA,O=My Organization,L=tokyo,C=jp",
			"10F385C996E1A33484A4E2C62497B5A7", "<author's note>", "NotBefore=2025-03-02T07:09:42Z;NotAfter=2027-03-02T07:09:42Z"},
	}
	for _, tt := range tests {
		t.Run(tt.paste, func(t *testing.T) {
			r := read(testdata.Paste(tt.paste))
			values := make(map[string]string)
			for _, h := range r.Groups[0].Headers {
				values[strings.TrimPrefix(strings.ToLower(h.Name), "x-amzn-mtls-clientcert-")] = h.Value
			}
			for name, want := range map[string]string{"subject": tt.subject, "issuer": tt.issuer, "serial-number": tt.serial, "validity": tt.validity} {
				if got := values[name]; got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			n := 0
			for _, f := range r.Findings {
				if f.ID == "body-elided" {
					n++
					if !strings.Contains(f.Text, tt.elision) {
						t.Errorf("the finding does not show what is there: %s", f.Text)
					}
				}
			}
			if n != 1 {
				t.Errorf("%d findings for one elided body", n)
			}
		})
	}
}

// Values without a name: AWS's examples once more.
func TestLoneValues(t *testing.T) {
	tests := []struct{ in, meaning string }{
		{"NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z", "From when to when"},
		{"CN=client_.com,OU=client-3,O=mTLS,ST=Washington,C=US\n", "The client's name."},
		{"  03A5B1 ", "The serial number"},
	}
	for _, tt := range tests {
		r := read([]byte(tt.in))
		if len(r.Groups) != 1 || len(r.Groups[0].Headers) != 1 || !strings.HasPrefix(r.Groups[0].Headers[0].Meaning, tt.meaning) {
			t.Errorf("%q was not read as %s: %+v", tt.in, tt.meaning, r.Groups)
			continue
		}
		if r.Groups[0].Sender >= 0 {
			t.Errorf("%q: a value alone does not tell who wrote it", tt.in)
		}
		if got := r.Groups[0].Headers[0].Value; got != strings.TrimSpace(tt.in) {
			t.Errorf("%q: value %q", tt.in, got)
		}
	}
	for _, in := range []string{"hello world", "ABCDEF hello", "03A5B", "key=value", "2024"} {
		if r := read([]byte(in)); in != "2024" && r.Verdict.State != report.StateNothing {
			t.Errorf("%q was taken for something: %v", in, r.Verdict.Text)
		}
	}
}

// A private key must not get into the report in any form.
func TestPrivateKeyStaysOut(t *testing.T) {
	paste := testdata.Paste("private-key.pem")
	var secrets []string
	inside := false
	for line := range strings.Lines(string(paste)) {
		switch {
		case strings.Contains(line, "BEGIN") && strings.Contains(line, "PRIVATE KEY"):
			inside = true
		case strings.Contains(line, "END"):
			inside = false
		case inside && len(line) > 20:
			// The key's file holds the public key too, and that is in the certificate.
			if s := strings.TrimSpace(line)[:20]; !strings.Contains(string(testdata.PEM("client-2")), s) {
				secrets = append(secrets, s)
			}
		}
	}
	if len(secrets) == 0 {
		t.Fatal("there is no key in the fixture")
	}
	header := "X-Amzn-Mtls-Clientcert: " + strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(string(paste))
	for _, in := range []string{string(paste), header, `{"key":"` + strings.ReplaceAll(string(paste), "\n", `\n`) + `"}`} {
		r := read([]byte(in))
		out := string(r.AppendJSON(nil))
		for _, s := range secrets {
			if strings.Contains(out, s) {
				t.Errorf("the key's characters %q are in the report", s)
			}
		}
		if !strings.Contains(ids(r), "private-key") && !strings.Contains(ids(r), "key-file") || len(r.Others) != 1 || !r.Others[0].Secret {
			t.Errorf("the key was not recognized: %s, %+v", ids(r), r.Others)
		}
	}
}

// What alb writes, decode reads back to the same bytes, in both modes.
func TestRoundTrip(t *testing.T) {
	for _, n := range testdata.Certificates() {
		r := read([]byte("X-Amzn-Mtls-Clientcert-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER(n)))))
		if len(r.Certificates) != 1 || r.Certificates[0].SHA256 != testdata.Facts(n)["sha256"] {
			t.Errorf("%s does not come back", n)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, n := range testdata.Certificates()[:4] {
		f.Add(testdata.DER(n))
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		if len(der) < 100 || len(der) > 1<<16 || der[0] != 0x30 {
			return
		}
		roundTrip(t, der)
	})
}

func TestLimits(t *testing.T) {
	r := Text(make([]byte, MaxInput+1), Options{Now: time.Unix(0, 0)})
	if r.Verdict.State != report.StateRefused || ids(r) != "input-too-large" {
		t.Errorf("too large an input: %v %s", r.Verdict.State, ids(r))
	}
	for _, in := range []string{"", " \n\t\r\n "} {
		if r := read([]byte(in)); r.Verdict.State != report.StateEmpty || len(r.Findings) > 0 {
			t.Errorf("%q: %v %s", in, r.Verdict.State, ids(r))
		}
	}
}
