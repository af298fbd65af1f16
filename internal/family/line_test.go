package family

import "testing"

// The lines were written by nginx 1.22.1, Apache 2.4.71, HAProxy 2.6.12 and stunnel 5.68; those of Go
// are of crypto/tls and net/http (Go 1.26), nginx's answers of ngx_http_special_response.c, OpenSSL's of
// s_server 3.0.19, the frame of a stack of Java's is as javap 17 shows the method.
func TestReadLine(t *testing.T) {
	tests := []struct {
		line    string
		family  ID
		result  Result
		number  int
		subject string
	}{
		{`2026/11/26 18:32:35 [info] 26988#26988: *3 client SSL certificate verify error: (10:certificate has expired) while reading client request headers, client: 127.0.0.1`, Nginx, Failed, 10, ""},
		{`2026/11/26 18:32:36 [info] 26988#26988: *5 client SSL certificate verify error: (19:self-signed certificate in certificate chain) while reading client request headers`, Nginx, Failed, 19, ""},
		{`[Thu Nov 26 18:30:47.662467 2026] [ssl:info] [pid 22345:tid 22408] [client 127.0.0.1:40866] AH02276: Certificate Verification: Error (10): certificate has expired [subject: CN=client-c expired,O=Example GmbH,C=DE / issuer: CN=Real Issuing CA 1,O=Real Captures,C=DE / serial: 1000 / notbefore: Oct 22 18:24:14 2025 GMT / notafter: Oct 22 18:24:14 2026 GMT]`, Apache, Failed, 10, "CN=client-c expired,O=Example GmbH,C=DE"},
		{`[Thu Nov 26 18:30:47 2026] [ssl:info] [pid 1:tid 2] [client 127.0.0.1:40866] AH02039: Certificate Verification: Error (18): self-signed certificate`, Apache, Failed, 18, ""},
		{`[Mon Sep 15 19:43:26 2014] [error] [client 10.0.0.1] Certificate Verification: Error (20): unable to get local issuer certificate`, Apache, Failed, 20, ""},
		{`<134>Nov 26 18:29:16 haproxy[21238]: 127.0.0.1:47778 [26/Nov/2026:18:29:16.863] f7/1: SSL handshake failure (error:0A000086:SSL routines::certificate verify failed)`, HAProxy, Failed, 0, ""},
		{`<134>Nov 26 18:29:16 haproxy[21238]: 127.0.0.1:47778 [26/Nov/2026:18:29:16.863] f7/1: SSL client certificate not trusted`, HAProxy, Failed, 0, ""},
		{`2026/11/27 10:00:00 http: TLS handshake error from 10.0.0.1:5000: tls: failed to verify certificate: x509: certificate signed by unknown authority`, Go, Failed, 0, ""},
		{`2026/11/27 10:00:00 http: TLS handshake error from 10.0.0.1:5000: tls: client didn't provide a certificate`, Go, NoCertificate, 0, ""},
		{`<center>No required SSL certificate was sent</center>`, Nginx, NoCertificate, 0, ""},
		{`<center>The SSL certificate error</center>`, Nginx, Failed, 0, ""},
		{`2026.11.26 18:33:33 LOG5[1]: Certificate accepted at depth=0: DC=example, DC=corp, C=DE`, Stunnel, Verified, 0, "DC=example, DC=corp, C=DE"},
		{`2026.11.26 18:33:33 LOG4[2]: CERT: Pre-verification error: certificate has expired`, Stunnel, Failed, 10, ""},
		{"2026.11.26 18:33:33 LOG4[2]: Rejected by CERT at depth=0: C=DE, O=Example GmbH, CN=client-c expired\n", Stunnel, Failed, 0, "C=DE, O=Example GmbH, CN=client-c expired"},
		{`408760B2107F0000:error:0A0000C7:SSL routines:tls_process_client_certificate:peer did not return a certificate:../ssl/statem/statem_srvr.c:3517:`, None, NoCertificate, 0, ""},
		{`401756C7067F0000:error:0A000086:SSL routines:tls_process_client_certificate:certificate verify failed:../ssl/statem/statem_srvr.c:3530:`, None, Failed, 0, ""},
		{"2026-11-26T10:00:01.123Z,client_cert_not_provided,0", GoogleCloud, NoCertificate, 0, ""}, // its documents' table of statusDetails
		{"client_cert_chain_invalid_eku", GoogleCloud, Failed, 0, ""},
		{"\tat java.base/sun.security.ssl.CertificateMessage$T13CertificateConsumer.checkClientCerts(CertificateMessage.java:1250)", Java, Failed, 0, ""},
		{"HTTP Error 403.7 - Forbidden", None, NoCertificate, 0, ""}, // IIS, by its page of status codes; so is the next one
		{"HTTP Error 403.16 - Forbidden", None, Failed, 0, ""},
		{`192.0.2.7 - - [24/Nov/2026:09:00:01 +0000] "GET / HTTP/1.1" 495 208 "-" "curl/8.5.0"`, Nginx, Failed, 0, ""}, // ngx_http_ssl_module, "Error Processing"
		{`192.0.2.7 - - [24/Nov/2026:09:00:01 +0000] "GET / HTTP/2.0" 496 208 "-" "curl/8.5.0"`, Nginx, NoCertificate, 0, ""},
	}
	for _, tt := range tests {
		l, ok := ReadLine([]byte(tt.line))
		if subject := string(l.Subject.Of([]byte(tt.line))); !ok || l.Family != tt.family || l.Result != tt.result || l.Detail.Error.Number != tt.number || subject != tt.subject {
			t.Errorf("%s: %v, %s, %d, %d, %q", tt.line, ok, l.Family, l.Result, l.Detail.Error.Number, subject)
		}
	}
	if l, _ := ReadLine([]byte(tests[2].line)); string(l.Serial.Of([]byte(tests[2].line))) != "1000" || l.Detail.Reason != "certificate has expired" {
		t.Errorf("Apache: %+v", l)
	}
	if _, ok := ReadLine([]byte("http: TLS handshake error from 10.0.0.1:5000: remote error: tls: bad certificate")); ok {
		t.Error("an alert of the client's is taken for one about its certificate")
	}
	if _, ok := ReadLine([]byte("GET / HTTP/1.1")); ok {
		t.Error("any line is read")
	}
}
