package alb

import (
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

func parse(names ...string) []*certinfo.Certificate {
	var list []*certinfo.Certificate
	for _, n := range names {
		list = append(list, certinfo.Parse(testdata.DER(n)))
	}
	return list
}

// What is written, compared with OpenSSL's reading of each fixture (subject,
// issuer, serial, dates) and with the standard library's decoder (PEM).
func TestEncode(t *testing.T) {
	for _, name := range testdata.Certificates() {
		facts := testdata.Facts(name)
		iso := func(s string) string { return strings.Replace(s, " ", "T", 1) }
		want := map[string]string{
			"X-Amzn-Mtls-Clientcert-Serial-Number": facts["serial"],
			"X-Amzn-Mtls-Clientcert-Issuer":        facts["issuer"],
			"X-Amzn-Mtls-Clientcert-Subject":       facts["subject"],
			"X-Amzn-Mtls-Clientcert-Validity":      "NotBefore=" + iso(facts["notBefore"]) + ";NotAfter=" + iso(facts["notAfter"]),
		}
		headers := Encode(Verify, parse(name))
		if len(headers) != 5 {
			t.Fatalf("%s: %d headers in verify mode", name, len(headers))
		}
		for _, h := range headers {
			if h.Name == "X-Amzn-Mtls-Clientcert-Leaf" {
				checkPEM(t, h.Value, string(testdata.PEM(name)))
				continue
			}
			if h.Value != want[h.Name] {
				t.Errorf("%s: %s is %q, OpenSSL gives %q", name, h.Name, h.Value, want[h.Name])
			}
		}
	}
	chain := Encode(Passthrough, parse("client-1", "issuing-ca", "root-ca"))
	if len(chain) != 1 || chain[0].Name != "X-Amzn-Mtls-Clientcert" {
		t.Fatalf("passthrough mode: %+v", chain)
	}
	checkPEM(t, chain[0].Value, string(testdata.PEM("client-1"))+string(testdata.PEM("issuing-ca"))+string(testdata.PEM("root-ca")))
	if Encode(Verify, nil) != nil {
		t.Error("headers without a certificate")
	}
}

// checkPEM holds AWS's rule: URL-encoded PEM, with + = / as safe characters.
func checkPEM(t *testing.T, value, pem string) {
	t.Helper()
	got, err := url.PathUnescape(value)
	if err != nil || got != pem {
		t.Errorf("decodes to other PEM: %v", err)
	}
	rest := strings.NewReplacer("%20", "", "%0A", "").Replace(value)
	if strings.ContainsAny(rest, "% \n") || strings.Count(value, "+") != strings.Count(pem, "+") ||
		strings.Count(value, "/") != strings.Count(pem, "/") || strings.Count(value, "=") != strings.Count(pem, "=") {
		t.Error("+ / = are not left as they are, or something else is")
	}
}

func TestRoleOf(t *testing.T) {
	for i := range headers {
		h := &headers[i]
		for _, name := range []string{h.name, strings.ToLower(h.name), strings.ToUpper(h.name)} {
			if RoleOf(name) != h.role {
				t.Errorf("%s is not recognised", name)
			}
		}
	}
	for _, name := range []string{"X-Amzn-Mtls-Clientcert-Chain", "X-Amzn-Mtls-Clientcert-Serial", "X-Amzn-Tls-Version", "Host"} {
		if RoleOf(name) != NoRole {
			t.Errorf("%s has a role", name)
		}
	}
}
