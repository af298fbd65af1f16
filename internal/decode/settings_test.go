package decode_test

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/testdata"
)

// A configuration beside a request says whose its headers are. The directives are as
// the manuals of nginx (ngx_http_proxy_module), HAProxy (http-request set-header), Apache
// (mod_headers), Google Cloud (custom headers), Envoy (request_headers_to_add) and Fastly (VCL variables) have them.
// The configuration may stand above or below.
func TestSettingsBeside(t *testing.T) {
	const request = "\n\nGET / HTTP/1.1\nHost: a.example\n"
	for _, test := range []struct{ name, config, headers, headline string }{
		{"nginx", "proxy_set_header X-Foo $ssl_client_s_dn;\nproxy_set_header X-Bar $ssl_client_verify;", "X-Foo: CN=client-2.example,C=US\nX-Bar: SUCCESS\n", "nginx, for client-2.example"},
		{"HAProxy", "    http-request set-header X-Foo %{+Q}[ssl_c_s_dn]", "X-Foo: \"/C=US/CN=client-2.example\"\n", "HAProxy, for client-2.example"},
		{"Apache", `RequestHeader set X-Foo "%{SSL_CLIENT_S_DN}s"`, "X-Foo: CN=client-2.example,C=US\n", "Apache httpd, for client-2.example"},
		{"Google Cloud", "gcloud compute backend-services update b --custom-request-header='X-Foo:{client_cert_subject_dn}'", "X-Foo: MBsxGTAXBgNVBAMMEGNsaWVudC0yLmV4YW1wbGU=\n", "Google Cloud Application Load Balancer"},
		{"Envoy", "- header:\n    key: X-Foo\n    value: \"%DOWNSTREAM_PEER_SUBJECT%\"", "X-Foo: CN=client-2.example,C=US\n", "Envoy or Istio, for client-2.example"},
		{"Fastly", "sub vcl_recv {\n  set req.http.X-Foo = tls.client.certificate.dn;\n  set req.http.X-Ok = if(tls.client.certificate.is_verified, \"1\", \"0\");\n}", "X-Foo: CN=client-2.example,C=US\nX-Ok: 1\n", "Fastly, for client-2.example"},
		{"ALB, CLI", "aws elbv2 modify-listener-attributes --listener-arn a --attributes Key=routing.http.request.x_amzn_mtls_clientcert_subject.header_name,Value=X-Foo", "X-Foo: CN=client-2.example,C=US\n", "AWS Application Load Balancer, verify mode, for client-2.example"},
		{"ALB, Terraform", "resource \"aws_lb_listener\" \"a\" {\n  routing_http_request_x_amzn_mtls_clientcert_subject_header_name = \"X-Foo\"\n}", "X-Foo: CN=client-2.example,C=US\n", "AWS Application Load Balancer, verify mode, for client-2.example"},
		{"ALB, CloudFormation", "ListenerAttributes:\n  - Key: routing.http.request.x_amzn_mtls_clientcert_subject.header_name\n    Value: X-Foo", "X-Foo: CN=client-2.example,C=US\n", "AWS Application Load Balancer, verify mode, for client-2.example"},
		{"another header's", "proxy_set_header X-Foo $ssl_client_s_dn;", "X-Bar: CN=client-2.example,C=US\n", ""},
		{"another variable", "proxy_set_header X-Foo $host;", "X-Foo: CN=client-2.example,C=US\n", ""},
	} {
		if test.headline != "" {
			alone := decode.Text([]byte(test.config), decode.Options{Now: testdata.Now}).Verdict.Text
			if len(alone) < 2 || !strings.HasPrefix(alone[0].Text, "Settings of a proxy") || !strings.EqualFold(alone[1].Text, "X-Foo") {
				t.Errorf("%s alone: %+v", test.name, alone)
			}
		}
		for _, paste := range []string{test.config + request + test.headers, strings.TrimLeft(request, "\n") + test.headers + "\n\n" + test.config + "\n"} {
			r := decode.Text([]byte(paste), decode.Options{Now: testdata.Now})
			got := ""
			for _, run := range r.Verdict.Text {
				got += run.Text
			}
			if !strings.HasPrefix(got, test.headline) || test.headline == "" && len(r.Senders) > 0 {
				t.Errorf("%s: %q of %s", test.name, got, paste)
			}
		}
	}
}

// A container's log with a header in each line is one request, until a name repeats.
func TestHeadersOfContainer(t *testing.T) {
	line := func(s string) string { return "2026-11-27T10:00:00.000000001Z stdout F " + s + "\n" }
	one := line("X-SSL-Client-Verify: SUCCESS") + line("X-SSL-Client-S-DN: CN=client-2.example,O=Example Corp")
	for paste, want := range map[string]int{one: 1, one + one: 2} {
		if r := decode.Text([]byte(paste), decode.Options{Now: testdata.Now}); len(r.Groups) != want {
			t.Errorf("%d groups, want %d, of %s", len(r.Groups), want, paste)
		}
	}
}

// Node's getPeerCertificate and Python's getpeercert have the subject in parts; a header
// may be printed as an assignment. The client's name is in the answer.
func TestNameInParts(t *testing.T) {
	for _, paste := range []string{
		"{\n  subject: { C: 'US', O: 'Example Corp', CN: 'client-2.example' },\n  issuer: { C: 'US', CN: 'Example CA' },\n  valid_from: 'Mar  1 08:00:00 2024 GMT',\n  valid_to: 'Feb 29 07:59:59 2036 GMT',\n  fingerprint256: 'AA:BB',\n  serialNumber: '6E0B11D27A5F4C8899A03B'\n}\n",
		"{'subject': ((('countryName', 'US'),), (('commonName', 'client-2.example'),)), 'issuer': ((('commonName', 'Example CA'),),), 'version': 3, 'serialNumber': '6E0B11D27A5F4C8899A03B', 'notBefore': 'Mar  1 08:00:00 2024 GMT', 'notAfter': 'Feb 29 07:59:59 2036 GMT'}\n",
		"Header 'X-SSL-Client-Verify' = SUCCESS\nHeader 'X-SSL-Client-S-DN' = CN=client-2.example,O=Example Corp\n",
	} {
		r := decode.Text([]byte(paste), decode.Options{Now: testdata.Now})
		got := ""
		for _, run := range r.Verdict.Text {
			got += run.Text
		}
		if !strings.Contains(got, "for client-2.example") {
			t.Errorf("%q of %s", got, paste)
		}
	}
}
