package family

import (
	"strings"
	"testing"
)

// TestTable holds what every entry must have.
func TestTable(t *testing.T) {
	slugs := map[string]bool{}
	formats := 0
	for id := None + 1; id < familyEnd; id++ {
		f := Of(id)
		if f == nil || f.ID != id {
			t.Fatalf("family %d is at the wrong place", id)
		}
		formats += len(f.Formats)
		if slugs[f.Slug] || f.Slug == "" || strings.ToLower(f.Slug) != f.Slug || strings.ContainsAny(f.Slug, " _") {
			t.Errorf("slug %q", f.Slug)
		}
		slugs[f.Slug] = true
		n := NotesOf(f.ID)
		if f.Title == "" || !strings.HasPrefix(f.Reference, "http") || len(f.Formats) == 0 || len(f.Modes) == 0 || f.Outcome == "" || n.Strip == "" || len(n.Todo) == 0 || len(n.Does) != len(f.Modes) {
			t.Errorf("%s lacks something", f.Slug)
		}
		for i, m := range f.Modes {
			if m.Name == "" || i >= len(n.Does) || len(n.Does[i]) == 0 {
				t.Errorf("%s: mode %q does nothing", f.Slug, m.Name)
			}
		}
		if len(f.Headers) > 0xFF {
			t.Errorf("%s has more headers than a Match can say", f.Slug)
		}
		for i := range f.Headers {
			h := &f.Headers[i]
			var buffer [maxName]byte
			if n := normal(&buffer, h.Name); string(n) != h.Name {
				t.Errorf("%s: the name %q is not normal", f.Slug, h.Name)
			}
			if int(h.Format) >= len(f.Formats) || h.Kind == NoKind || h.Ways[0] >= certificateEnd {
				t.Errorf("%s: %s", f.Slug, h.Name)
			}
			found := false
			place := InHeader
			if h.JSON {
				place = InJSON
			}
			for _, m := range Lookup(h.Name, place) {
				found = found || m.Header() == h
			}
			if !found {
				t.Errorf("%s: %s is not found", f.Slug, h.Name)
			}
		}
		for _, n := range f.Neighbors {
			if n.Name != strings.ToLower(n.Name) || n.Holds != strings.ToLower(n.Holds) {
				t.Errorf("%s: neighbor %q", f.Slug, n.Name)
			}
		}
	}
	if formats < 60 {
		t.Errorf("%d formats", formats)
	}
	for k := NoKind + 1; k <= ConnectionInfo; k++ {
		if k.Meaning() == "" {
			t.Errorf("kind %d has no meaning", k)
		}
	}
	// A name that is one sender's own is no other's.
	for id := None + 1; id < familyEnd; id++ {
		for i := range Of(id).Headers {
			h := &Of(id).Headers[i]
			place := InHeader
			if h.JSON {
				place = InJSON
			}
			if list := Lookup(h.Name, place); h.Weight == Own && len(list) != 1 {
				t.Errorf("%s is said to be of %s alone, and has %d entries", h.Name, id, len(list))
			}
		}
	}
}

// The spellings are those of CGI, WSGI, Java and Node.js.
func TestLookup(t *testing.T) {
	tests := []struct {
		name string
		from Place
		want string
	}{
		{"X-Amzn-Mtls-Clientcert-Leaf", InHeader, "alb"},
		{"HTTP_X_AMZN_MTLS_CLIENTCERT_LEAF", InHeader, "alb"},
		{"http_x_amzn_mtls_clientcert", InHeader, "alb"},
		{"X-Forwarded-Ssl-Client-Cert-Infos", InHeader, "traefik"},
		{"X-Forwarded-Tls-Client-Cert-Infos", InHeader, "traefik"},
		{"SSL_CLIENT_CERT_CHAIN_3", InHeader, "apache"},
		{"CERT_CHAIN_12", InHeader, "apache"},
		{"REDIRECT_SSL_CLIENT_M_SERIAL", InHeader, "apache lighttpd"},
		{"X-ARR-ClientCert", InHeader, "azure-app-service azure-application-gateway azure-api-management asp-net-core"},
		{"$WSCC", InHeader, "websphere"},
		{"serialNumber", InHeader, ""},
		{"serialNumber", InJSON, "api-gateway node python"},
		{"clientCertPem", InJSON, "api-gateway"},
		{"certIssuerDNLegacy", InJSON, "cloudflare"},
		{"x-forwarded-client-cert", InJSON, "azure-container-apps envoy cloud-foundry nginx haproxy kong go"},
		{"X-Request-Id", InHeader, ""}, {"", InHeader, ""}, {"HTTP_", InHeader, ""}, {"X-0", InHeader, ""}, {"-0", InHeader, ""},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range Lookup(tt.name, tt.from) {
			got = append(got, m.ID().String())
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		Lookup("X-Request-Id", InHeader)
		Lookup("X-Amzn-Mtls-Clientcert-Leaf", InJSON)
		Lookup(strings.Repeat("x", 300)[:300], InHeader)
	}); n > 1 { // the long name is made here
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLookupUnknown(b *testing.B) {
	for b.Loop() {
		Lookup("X-Request-Start", InHeader)
	}
}

// The words are those of the senders' documents and captures; OpenSSL's numbers,
// names and texts those of its headers.
func TestReadOutcome(t *testing.T) {
	tests := []struct {
		name   string
		family ID
		value  string
		want   Result
		number int
	}{
		{"ssl-client-verify", IngressNginx, "SUCCESS", Verified, 0},
		{"ssl-client-verify", IngressNginx, "NONE", NoCertificate, 0},
		{"ssl-client-verify", IngressNginx, "FAILED:certificate has expired", Failed, 10},
		{"ssl-client-verify", IngressNginx, "FAILED:self-signed certificate in certificate chain", Failed, 19},
		{"ssl-client-verify", IngressNginx, "FAILED:self signed certificate in certificate chain", Failed, 19},
		{"ssl-client-verify", IngressNginx, "FAILED", Failed, 0},
		{"ssl-client-verify", IngressNginx, "1", Strange, 0},
		{"ssl-client-verify", Apache, "GENEROUS", NotVerified, 0},
		{"ssl-client-verify", Lighttpd, "FAILED:error:0000000A:lib(0)::reason(10)", Failed, 10},
		{"ssl-client-verify", Lighttpd, "FAILED:error:00000013:lib(0)::reason(19)", Failed, 19},
		{"x-ssl-client-verify", HAProxy, "0", Verified, 0},
		{"x-ssl-client-verify", HAProxy, "10", Failed, 10},
		{"x-ssl-client-verify", HAProxy, "X509_V_OK", Verified, 0},
		{"x-ssl-client-verify", HAProxy, "X509_V_ERR_CERT_REVOKED", Failed, 23},
		{"x-ssl-client-used", HAProxy, "0", NoCertificate, 0},
		{"x-ssl-client-used", HAProxy, "1", NotSaid, 0},
		{"x-ssl-client-cert", HAProxy, "0", NoCertificate, 0},
		{"x-ssl-client-has-cert", Varnish, "false", NoCertificate, 0},
		{"x-client-verify", Node, "CERT_HAS_EXPIRED", Failed, 10},
		{"x-client-verify", Node, "FAILED:SELF_SIGNED_CERT_IN_CHAIN", Failed, 19},
		{"x-client-verify", Node, "UNABLE_TO_GET_ISSUER_CERT", Failed, 2},
		{"fastly-client-cert-verified", Fastly, "0", Failed, 0},
		{"fastly-client-cert-verified", Fastly, "1", Verified, 0},
		{"x-client-cert-chain-verified", GoogleCloud, "false", Failed, 0},
		{"x-client-cert-present", GoogleCloud, "false", NoCertificate, 0},
		{"x-client-cert-error", GoogleCloud, "client_cert_not_provided", NoCertificate, 0},
		{"x-client-cert-error", GoogleCloud, "client_cert_serial_number_exceeded_size_limit", NotSaid, 0}, // its verification is another value's
		{"x-client-cert-error", GoogleCloud, "client_cert_uri_sans_exceeded_size_limit,client_cert_chain_invalid_eku", Failed, 0},
		{"x-client-cert-error", GoogleCloud, "client_cert_exceeded_size_limit", Failed, 0},
		{"statusdetails", GoogleCloud, "client_cert_not_provided", NoCertificate, 0},
		{"statusdetails", GoogleCloud, "client_cert_validation_failed", Failed, 0},
		{"statusdetails", GoogleCloud, "response_sent_by_backend", NotSaid, 0},
		{"certverified", Cloudflare, "FAILED:self signed certificate", Failed, 18},
		{"certrevoked", Cloudflare, "1", Failed, 23},
		{"certpresented", Cloudflare, "0", NoCertificate, 0},
		{"cloudfront-viewer-cert-present", CloudFront, "1", NotSaid, 0},
		{"cloudfront-viewer-cert-present", CloudFront, "0", NoCertificate, 0},
		{"tls-verify-status", ALB, "Success", Verified, 0},
		{"tls-verify-status", ALB, "Failed:ClientCertExpired", Failed, 0},
		{"tls-verify-status", ALB, "-", NotSaid, 0},
		{"connectionstatus", CloudFront, "Failed:ClientCertMissing", NoCertificate, 0},
		{"x-client-certificate-verification", AppGateway, "FAILED:unable to verify the first certificate", Failed, 21},
		{"ssl-client-cert", Apache, "(null)", NoCertificate, 0},
		{"x-client-cert", Caddy, "{http.request.tls.client.certificate_der_base64}", NoCertificate, 0},
		{"client-cert", Caddy, ":{http.request.tls.client.certificate_der_base64}:", NoCertificate, 0},
		{"client-cert", Caddy, "::", NoCertificate, 0},
		{"x-client-serial", Caddy, "<nil>", NoCertificate, 0},
		{"x-tls-client-fingerprint", Caddy, HashOfNothing, NoCertificate, 0},
		{"x-arr-clientcert", AppService, "", NoCertificate, 0},
		{"x-ssl-client-subject", Squid, "-", NoCertificate, 0},
		{"x-forwarded-client-cert", Envoy, `Subject="";Cert=""`, NoCertificate, 0},
		{"x-ssl-client-cert", HAProxy, "-----BEGIN CERTIFICATE-----  -----END CERTIFICATE-----", NoCertificate, 0},
		{"x-client-cert", Python, "None", NoCertificate, 0},
	}
	for _, tt := range tests {
		var h *Header
		for i := range Of(tt.family).Headers {
			if Of(tt.family).Headers[i].Name == tt.name {
				h = &Of(tt.family).Headers[i]
			}
		}
		if h == nil {
			t.Errorf("%s has no %s", tt.family, tt.name)
			continue
		}
		got, detail := ReadOutcome(h, tt.value)
		if got != tt.want || detail.Error.Number != tt.number {
			t.Errorf("%s %s: %s: %d, number %d; want %d, %d", tt.family, tt.name, tt.value, got, detail.Error.Number, tt.want, tt.number)
		}
	}
}

// Against OpenSSL's own list: a few of each part, from include/openssl/x509_vfy.h and
// X509_verify_cert_error_string of 3.0.19.
func TestVerifyErrors(t *testing.T) {
	for n, want := range map[int][2]string{
		0:   {"X509_V_OK", "ok"},
		2:   {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate"},
		10:  {"X509_V_ERR_CERT_HAS_EXPIRED", "certificate has expired"},
		18:  {"X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"},
		20:  {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate"},
		21:  {"X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"},
		23:  {"X509_V_ERR_CERT_REVOKED", "certificate revoked"},
		26:  {"X509_V_ERR_INVALID_PURPOSE", "unsuitable certificate purpose"},
		50:  {"X509_V_ERR_APPLICATION_VERIFICATION", "application verification failure"},
		62:  {"X509_V_ERR_HOSTNAME_MISMATCH", "hostname mismatch"},
		79:  {"X509_V_ERR_INVALID_CA", "invalid CA certificate"},
		94:  {"X509_V_ERR_EC_KEY_EXPLICIT_PARAMS", "Certificate public key has explicit ECC parameters"},
		101: {"X509_V_ERR_CRL_VERIFY_FAILED", ""},
		104: {"X509_V_ERR_IDP_ONLY_USER_CA_ATTR_EXCLUSIVE", ""},
	} {
		e, ok := VerifyErrorOf(n)
		if !ok || e.Name != want[0] || e.Text != want[1] {
			t.Errorf("%d: %+v", n, e)
		}
		if named, ok := VerifyErrorNamed(want[0]); !ok || named.Number != n {
			t.Errorf("%s is %d", want[0], named.Number)
		}
	}
	if _, ok := VerifyErrorOf(105); ok {
		t.Error("there is a 105")
	}
	if _, ok := VerifyErrorOf(-1); ok {
		t.Error("there is a -1")
	}
}

func TestWords(t *testing.T) {
	for _, f := range All() {
		for i := range f.Headers {
			for _, w := range f.Headers[i].Ways {
				if w != Unknown && w != plainText && w != jsonNode && w != jsonPython && w.Words() == "" {
					t.Errorf("%s %s: writing %d has no words", f.Slug, f.Headers[i].Name, w)
				}
			}
		}
	}
}
