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

// The values of AWS's documentation (user guide, "Mutual authentication").
func TestReadValidity(t *testing.T) {
	times, ok := ReadValidity("NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z")
	if !ok || times[0].Unix() != 1695261017 || times[1].Unix() != 1726797017 { // date -u -d … +%s
		t.Errorf("got %v, %v", times, ok)
	}
	for _, bad := range []string{"", "NotBefore=2023-09-21T01:50:17Z", "NotBefore=x;NotAfter=y", "2023-09-21T01:50:17Z"} {
		if _, ok := ReadValidity(bad); ok {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestRoleOf(t *testing.T) {
	for _, info := range Infos {
		for _, name := range []string{info.Name, strings.ToLower(info.Name), strings.ToUpper(info.Name),
			"HTTP_" + strings.ToUpper(strings.ReplaceAll(info.Name, "-", "_"))} {
			if RoleOf(name) != info.Role {
				t.Errorf("%s is not recognised", name)
			}
		}
	}
	for _, name := range []string{"X-Amzn-Mtls-Clientcert-Chain", "X-Amzn-Mtls-Clientcert-Serial", "X-Amzn-Tls-Version", "Host"} {
		if RoleOf(name) != NoRole {
			t.Errorf("%s has a role", name)
		}
	}
	if !Lookalike("X-Amzn-Mtls-Clientcert-Chain") || Lookalike("X-Amzn-Mtls-Clientcert") || Lookalike("X-Amzn-Trace-Id") {
		t.Error("lookalikes")
	}
}

func TestCompareSays(t *testing.T) {
	leaf := parse("client-1")[0]
	facts := testdata.Facts("client-1")
	tests := []struct {
		role  Role
		value string
		equal bool
		why   string
	}{
		{SerialNumber, facts["serial"], true, ""},
		{SerialNumber, "508958", false, "decimal"},
		{SerialNumber, "7c41e", false, "another spelling"},
		{SerialNumber, "07:C4:1E", false, "another spelling"},
		{SerialNumber, "07C41F", false, "another number"},
		{Subject, facts["subject"], true, ""},
		{Subject, "C=US,ST=Washington,O=Example Corp,OU=Devices,CN=client-1.example", false, "other order"},
		{Subject, "CN=client-1.example, OU=Devices, O=Example Corp, ST=Washington, C=US", false, "spelling"},
		{Subject, "CN=client-2.example,OU=Devices,O=Example Corp,ST=Washington,C=US", false, "another name"},
		{Validity, "NotBefore=2024-03-01T08:00:00Z;NotAfter=2036-02-29T07:59:59Z", true, ""},
		{Validity, "NotBefore=2024-03-01T08:00:00Z,NotAfter=2036-02-29T07:59:59Z", false, "spelling"},
		{Validity, "NotBefore=2024-03-01T08:00:00Z;NotAfter=2036-02-28T07:59:59Z", false, "NotAfter"},
	}
	for _, tt := range tests {
		c, ok := Compare(tt.role, tt.value, leaf)
		if !ok || c.Equal != tt.equal || !strings.Contains(c.Why, tt.why) {
			t.Errorf("%q: equal %v, %q", tt.value, c.Equal, c.Why)
		}
		if !c.Equal && tt.value[:c.At]+tt.value[len(tt.value)-c.Tail:] != c.Expected[:c.At]+c.Expected[len(c.Expected)-c.Tail:] {
			t.Errorf("%q: the common ends differ", tt.value)
		}
	}
}
