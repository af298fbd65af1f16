package decode

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// What nobody sent: answers of interfaces and records, in the members that their documents
// have (Vault, AWS, Azure Key Vault, Google's CAS, Kubernetes, Terraform). Nobody presented
// what is in them, and no request is asked about.
func TestNoRequest(t *testing.T) {
	leaf, ca, root := string(testdata.PEM("client-1")), string(testdata.PEM("issuing-ca")), string(testdata.PEM("root-ca"))
	object := func(v any) string {
		b, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	type o = map[string]any
	in64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	trim := strings.TrimSpace
	for name, paste := range map[string]string{
		"audit":               object(o{"action": "issue", "certificate": leaf, "ca_certificate": ca, "time": "2026-01-01T00:00:00Z"}),
		"Vault, JSON":         object(o{"request_id": "3b", "data": o{"ca_chain": []string{ca, root}, "certificate": leaf, "issuing_ca": ca}}),
		"Vault, table":        "Key                 Value\n---                 -----\nca_chain            [" + trim(ca) + " " + trim(root) + "]\ncertificate         " + trim(leaf) + "\nissuing_ca          " + trim(ca) + "\nserial_number       01:02\n",
		"kubectl":             object(o{"kind": "Secret", "data": o{"ca.crt": in64(root), "tls.crt": in64(leaf + ca)}}),
		"Terraform":           object(o{"terraform_version": "1.9.5", "resources": []any{o{"instances": []any{o{"attributes": o{"ca_cert_pem": root, "cert_pem": leaf}}}}}}),
		"ACM":                 object(o{"Certificate": leaf, "CertificateChain": ca + root}),
		"IAM":                 object(o{"ServerCertificate": o{"CertificateBody": leaf, "CertificateChain": ca + root}}),
		"Azure Key Vault":     object(o{"cer": base64.StdEncoding.EncodeToString(testdata.DER("client-1")), "id": "https://v.vault.azure.net/certificates/c/1"}),
		"Google's CA Service": object(o{"pemCertificate": leaf, "pemCertificateChain": []string{ca, root}}),
	} {
		r := read([]byte(paste))
		if len(r.Groups) != 1 {
			t.Errorf("%s: %d groups", name, len(r.Groups))
			continue
		}
		g := &r.Groups[0]
		if g.IsRequest() || strings.Contains(g.Chain.Title, "presented") || answerOf(r, report.QuestionVerified) != "" {
			t.Errorf("%s: %q, %+v", name, g.Chain.Title, g.Answers)
		}
		for _, id := range []string{"chain-order", "root-sent", "chain-duplicate"} {
			if strings.Contains(" "+ids(r)+" ", " "+id+" ") {
				t.Errorf("%s: %s", name, ids(r))
			}
		}
	}
	for _, paste := range []string{"X-Cert: " + strings.ReplaceAll(trim(leaf), "\n", " ") + "\n", object(o{"headers": o{"Host": "a", "cert": leaf}})} {
		if r := read([]byte(paste)); len(r.Groups) != 1 || !r.Groups[0].IsRequest() {
			t.Errorf("no request: %.60s", paste)
		}
	}
}

// A fact that an operator's names say of a client is listed, and one that a spreadsheet
// rounded is said to be.
func TestOwnNames(t *testing.T) {
	r := read([]byte(`{"client_dn":"CN=a,O=b","client_serial":"1.23457E+38"}` + "\n"))
	if len(r.Groups) != 1 || len(r.Groups[0].Headers) != 2 || r.Groups[0].Sender >= 0 {
		t.Fatalf("%+v", r.Groups)
	}
	if h := r.Groups[0].Headers[1]; h.Tone != report.ToneWarn || len(h.Says) != 1 || !strings.Contains(h.Says[0].Text, "digits are lost") {
		t.Errorf("%+v", h)
	}
}
