package proxy

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

func TestLookup(t *testing.T) {
	tests := []struct {
		name string
		json bool
		want string // family
	}{
		{"X-Forwarded-Client-Cert", false, "Envoy (XFCC)"},
		{"HTTP_X_ARR_CLIENTCERT", false, "Azure"},
		{"Client-Cert", false, "RFC 9440"},
		{"CloudFront-Viewer-Cert-Serial-Number", false, "CloudFront"},
		{"serialNumber", true, "API Gateway"},
		{"serialNumber", false, ""},
		{"X-Amzn-Mtls-Clientcert", false, ""},
		{"Host", false, ""},
	}
	for _, tt := range tests {
		got := ""
		if h := Lookup(tt.name, tt.json); h != nil {
			got = h.Family
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	for _, h := range headers {
		if h.Name != strings.ToLower(h.Name) || !strings.HasSuffix(h.Meaning, ".") || Lookup(h.Name, true) == nil {
			t.Errorf("%s: not a proper entry", h.Name)
		}
	}
}

// The values are OpenSSL's reading of the fixture, respelled as each proxy writes
// it (the forms are those of the proxies' documentation).
func TestCompare(t *testing.T) {
	facts := testdata.Facts("client-1")
	f := Facts{Cert: certinfo.Parse(testdata.DER("client-1")), SHA256: facts["sha256"], SHA1: facts["sha1"]}
	raw := []byte{}
	for i := 0; i+1 < len(facts["sha256"]); i += 2 {
		var c byte
		for _, d := range []byte(facts["sha256"][i : i+2]) {
			c = c<<4 | byte(strings.IndexByte("0123456789abcdef", d))
		}
		raw = append(raw, c)
	}
	tests := []struct {
		name  string
		kind  Kind
		value string
		equal bool
		ok    bool
	}{
		{"serial, capitals", Serial, facts["serial"], true, true},
		{"serial, CloudFront", Serial, "07:c4:1e", true, true},
		{"serial, Traefik", Serial, "508958", true, true},
		{"serial, other", Serial, "508959", false, true},
		{"SHA-256", Fingerprint, facts["sha256"], true, true},
		{"SHA-256, OpenSSL", Fingerprint, strings.ToUpper(facts["sha256"]), true, true},
		{"SHA-256, Google", Fingerprint, base64.StdEncoding.EncodeToString(raw), true, true},
		{"SHA-1, nginx", Fingerprint, facts["sha1"], true, true},
		{"SHA-1, other", Fingerprint, strings.Repeat("0", 40), false, true},
		{"subject", Subject, facts["subject"], true, true},
		{"subject, API Gateway", Subject, "C=US,ST=Washington,O=Example Corp,OU=Devices,CN=client-1.example", true, true},
		{"subject, Cloudflare", Subject, "CN=client-1.example, OU=Devices, O=Example Corp, ST=Washington, C=US", true, true},
		{"subject, quoted by HAProxy", Subject, `"` + facts["subject"] + `"`, true, true},
		{"subject, Google", Subject, base64.StdEncoding.EncodeToString(f.Cert.Subject.DER), true, true},
		{"subject, other", Subject, "CN=client-2.example", false, true},
		{"issuer", Issuer, facts["issuer"], true, true},
		{"Apache's nothing", Subject, "(null)", false, false},
		{"status", Status, "SUCCESS", false, false},
	}
	for _, tt := range tests {
		equal, _, ok := Compare(tt.kind, tt.value, f)
		if equal != tt.equal || ok != tt.ok {
			t.Errorf("%s: equal %v, ok %v", tt.name, equal, ok)
		}
	}
}
