package decode

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
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
		"X-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + "\r\n" +
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
	leaf := "X-Amzn-Mtls-Clientcert-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + "\n"
	subject := "X-Amzn-Mtls-Clientcert-Subject: " + facts["subject"] + "\n"
	tests := []struct{ name, in, ids string }{
		{"twice", leaf + subject + subject, "header-twice"},
		{"both modes", leaf + "X-Amzn-Mtls-Clientcert: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + "\n", "header-modes-mixed"},
		{"no such header", "X-Amzn-Mtls-Clientcert-Chain: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + "\n", "header-unknown"},
		{"two leaves", strings.TrimSuffix(leaf, "\n") + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("ec-issuing-ca"))) + "\n", "header-many-leaves issuer-missing"},
		{"empty", subject + "X-Amzn-Mtls-Clientcert-Leaf: \n", "header-empty"},
		{"Secret with DER", "kind: Secret\ndata:\n  tls.crt: " + base64.StdEncoding.EncodeToString(testdata.DER("client-2")) + "\n", "der-not-pem"},
		{"kubeconfig with DER", "users:\n- name: a\n  user:\n    client-certificate-data: " + base64.StdEncoding.EncodeToString(testdata.DER("client-2")) + "\n", "der-not-pem"},
		{"Secret with PEM", "kind: Secret\ndata:\n  tls.crt: " + base64.StdEncoding.EncodeToString(testdata.PEM("client-2")) + "\n", "base64-of-pem"},
		{"DER of another name", "data:\n  other: " + base64.StdEncoding.EncodeToString(testdata.DER("client-2")) + "\n", ""},
	}
	for _, tt := range tests {
		if got := ids(read([]byte(tt.in))); got != tt.ids {
			t.Errorf("%s: findings %q, want %q", tt.name, got, tt.ids)
		}
	}
}

// Certificates under the names of two senders: of one client nothing is said, of two it
// is. A hash names the certificate that stands beside it, and no other.
func TestCertificatesOfTwo(t *testing.T) {
	encode := func(name string) string {
		return strings.NewReplacer(" ", "%20", "\n", "%0A", "+", "%2B", "/", "%2F", "=", "%3D").Replace(string(testdata.PEM(name)))
	}
	hash := "x-forwarded-client-cert: Hash=" + testdata.Facts("client-2")["sha256"] + "\n\n"
	for _, tt := range []struct{ name, in, ids, agrees string }{
		{"nobody told, one client", "X-SSL-Client-Cert: " + encode("client-2") + "\nX-Forwarded-Client-Cert: Cert=\"" + encode("client-2") + "\"\n", "", ""},
		{"nobody told, two clients", "X-SSL-Client-Cert: " + encode("client-2") + "\nX-Forwarded-Client-Cert: Cert=\"" + encode("client-1") + "\"\n", "identities-differ", ""},
		{"told, two clients", "X-SSL-Client-Cert: " + encode("client-2") + "\nX-SSL-Client-Verify: SUCCESS\nX-ARR-ClientCert: " + base64.StdEncoding.EncodeToString(testdata.DER("client-1")) + "\n", "families-mixed", ""},
		{"a hash and its certificate", hash + string(testdata.PEM("client-2")), "", "Fingerprint says what the certificate says."},
		{"a hash and another", hash + string(testdata.PEM("client-1")), "", "Not compared: nothing says that the certificate beside it is the client's."},
	} {
		r := read([]byte(tt.in))
		if got := ids(r); got != tt.ids {
			t.Errorf("%s: findings %q, want %q", tt.name, got, tt.ids)
		}
		if got := answerOf(&report.Report{Groups: r.Groups[:1]}, report.QuestionAgreement); got != tt.agrees {
			t.Errorf("%s: it agrees: %q", tt.name, got)
		}
	}
}

// A header says whose its name is only if the name is one sender's alone: nginx, Apache and
// others write X-SSL-Client-Verify, CloudFront alone its CloudFront-Viewer-Cert-Subject.
func TestWhoseName(t *testing.T) {
	for _, h := range read([]byte("X-SSL-Client-Verify: FAILED:certificate has expired\nX-SSL-Client-S-DN: CN=a\n")).Groups[0].Headers {
		if h.Family != "" {
			t.Errorf("%s is said to be of %s", h.Name, h.Family)
		}
	}
	both := "X-Amzn-Mtls-Clientcert-Leaf: " + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + "\nCloudFront-Viewer-Cert-Subject: CN=a\n"
	r := read([]byte(both))
	of := map[string]string{"X-Amzn-Mtls-Clientcert-Leaf": "AWS Application Load Balancer", "CloudFront-Viewer-Cert-Subject": "Amazon CloudFront"}
	told := 0
	for _, h := range r.Groups[0].Headers {
		if want := of[h.Name]; want == r.Senders[r.Groups[0].Sender].Title {
			told++
		} else if h.Family != want {
			t.Errorf("%s is said to be of %q", h.Name, h.Family)
		}
	}
	if told != 1 {
		t.Errorf("%d headers are the sender's", told)
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
	t.Run("API Gateway without one", func(t *testing.T) { // a domain name without mutual TLS
		const event = `{"httpMethod":"GET","headers":{"Host":"a"HEADER},"requestContext":{"apiId":"b","identity":{"sourceIp":"203.0.113.9","clientCert":null}}}`
		for more, want := range map[string]string{"": "no-client-certificate", `,"X-Amzn-Mtls-Clientcert-Leaf":"` + encoded + `"`: "outcome-contradicts"} {
			if got := ids(read([]byte(strings.Replace(event, "HEADER", more, 1)))); got != want {
				t.Errorf("%q: findings %s", want, got)
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
	line := `{"time":"2026-08-01T10:00:00Z","headers":{"x-amzn-mtls-clientcert-leaf":"` + string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-2"))) + `"}}` + "\n"
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

// The rest of the chain in what Node.js's getPeerCertificate(true) gives is compared
// with nothing: the members are those of Node.js 20.20.
func TestIssuersOfNode(t *testing.T) {
	const issuer = `{"subject":{"CN":"a"},"valid_to":"Sep 23 04:21:50 2037 GMT","fingerprint256":"A0:74:83:27:01:A0:13:CC:B7:BC:B5:62:3E:31:44:50:EC:C1:63:E9:D0:41:9C:57:CF:21:60:5A:CC:AA:20:09","serialNumber":"2B28DCF778A16969"}`
	leaf := read(testdata.PEM("client-1")).Certificates[0]
	client := `{"fingerprint256":"` + leaf.SHA256 + `","serialNumber":"` + leaf.Serial + `","issuerCertificate":` + issuer + `}`
	paste := "x-client-cert: " + client + "\nssl-client-cert: " + url.PathEscape(string(testdata.PEM("client-1"))) + "\n"
	if got := " " + ids(read([]byte(paste))) + " "; strings.Contains(got, " header-differs ") || strings.Contains(got, " header-twice ") {
		t.Errorf("findings%s", got)
	}
	wrong := strings.Replace(paste, leaf.Serial, "0102030405", 1)
	if got := " " + ids(read([]byte(wrong))) + " "; !strings.Contains(got, " header-differs ") {
		t.Errorf("another serial: findings%s", got)
	}
}

// Lines of access logs whose values have no names: Apache 2.4.71 and nginx 1.22.1 wrote
// those of 2026-11-26, HAProxy 2.6.12 the one with inner quotes, of which
// nothing can be said.
func TestAccessLog(t *testing.T) {
	const apache = `[26/Nov/2026:18:30:47 +0000] 127.0.0.1 TLSv1.3 TLS_AES_256_GCM_SHA384 "GET / HTTP/1.1" 2 `
	const nginx = `127.0.0.1 - - [26/Nov/2026:18:26:18 +0000] "GET / HTTP/1.1" 200 2 `
	for _, tt := range []struct{ line, client, verified string }{
		{apache + `"-" "-" - NONE`, "", "No client certificate was presented (NONE)"},
		{apache + `"CN=a,O=b" "CN=c,O=b" 1A2B SUCCESS`, "", "The request says yes (SUCCESS)"}, // which of the names is the issuer is not said
		{apache + `"CN=a,O=b" 1A2B FAILED:certificate has expired 0.002`, "a", "No: the request says that the verification failed, certificate has expired"},
		{nginx + `"CN=Zo\x5CC3\x5CAB,OU=R&D\x5C, \x5C\x22Ops\x5C\x22" 00C0FFEE SUCCESS`, "Zoë", "The request says yes (SUCCESS)"},
		{nginx + `"NONE" "-" "-"`, "", "No client certificate was presented (NONE)"},
		{`10.0.0.1 - "/C=DE/O=b/CN=a" [26/Nov/2026:18:26:18 +0000] "GET / HTTP/1.1" 200 2`, "a", "The request does not say."},
		{`haproxy[9]: 127.0.0.1:1 [26/Nov/2026:18:29:10.689] f b/s {0,"/C=DE/OU=R&D, "Ops" + Edge/CN=a","/C=DE/O=b/CN=c"} "GET / HTTP/1.1"`, "", ""},
		{`[26/Nov/2026:18:30:47 +0000] 127.0.0.1 "GET / HTTP/1.1" 2 NONE`, "", ""}, // Squid and others have the word too
	} {
		r := read([]byte(tt.line))
		if got := answerOf(r, report.QuestionVerified); !strings.HasPrefix(got, tt.verified) || (got == "") != (tt.verified == "") {
			t.Errorf("%s: %s", tt.line, got)
		}
		if len(r.Groups) > 0 && r.Groups[0].Client.Name != tt.client {
			t.Errorf("%s: the client is %q", tt.line, r.Groups[0].Client.Name)
		}
	}
}

// The writing of one sender under the name of another is told, and the right one not.
func TestWritingOfAnother(t *testing.T) {
	der := testdata.DER("client-1")
	pem, b64 := url.PathEscape(string(testdata.PEM("client-1"))), base64.StdEncoding.EncodeToString(der)
	for _, tt := range []struct {
		paste string
		told  bool
	}{
		{"Client-Cert: " + pem + "\n", true}, // nginx's, as captured
		{"Client-Cert: :" + b64 + ":\n", false},
		// Cloud Foundry's documents have this header hold the certificate's base64, and gorouter writes that
		{"X-Forwarded-Client-Cert: " + b64 + "\n", false},
		{"X-Forwarded-Client-Cert: :" + b64 + ":\n", true}, // RFC 9440's, and no sender of the name writes so
		{"Client-Cert: " + b64 + "\n", true},               // no byte sequence: Keycloak's recipe for HAProxy, which no reader of RFC 9440 reads
		{"X-Forwarded-Client-Cert: Hash=00;Cert=\"" + pem + "\"\n", false},
		{"X-SSL-Client-Cert: " + pem + "\n", false},
		{"Client-Cert: (null)\n", false},
		{"X-Amzn-Mtls-Clientcert-Leaf: " + string(testdata.PEM("client-1")), false}, // decoded by a program
	} {
		if got := strings.Contains(" "+ids(read([]byte(tt.paste)))+" ", " header-misfit "); got != tt.told {
			t.Errorf("%.40s: told is %v", tt.paste, got)
		}
	}
}
