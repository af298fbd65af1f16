package prose

import (
	"testing"

	"github.com/mtlens/mtlens/internal/source"
)

func TestNearText(t *testing.T) {
	for text, want := range map[string]Kind{
		"https://pki.example/ca.pem":                   Address,
		"s3://bucket/AWSLogs/conn_log.123.gz":          Address,
		"see https://pki.example/ca.pem":               None,
		"arn:aws:elasticloadbalancing:eu-west-1:1:x/y": ARN,
		"arn:aws-us-gov:acm-pca:us-gov-west-1:1:c/2":   ARN,
		"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln":    Token,
		"eyJhbGciOiJSUzI1NiJ9":                         None,
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE a@b":   SSH,
		"-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQEN\n": PGP,
		"client.pem":                    FileName,
		`C:\certs\CLIENT.PFX`:           FileName,
		".pem":                          None,
		"client.pem and more":           None,
		"GET / HTTP/1.1\r\nHost: a\r\n": Request,
		"DELETE /a?b=c HTTP/2\nHost: a": Request,
		"get / HTTP/1.1":                None,
		"GET the certificate from HTTP/the other place":               None,
		"37:62:9A:87:4A:23:CB:20:7A:E8:8F:B9:2F:5D:74:FA:56:03:9B:2B": HexBytes,
		"03 a5 b1":                             None, // may be anything
		"1234567890123456":                     None,
		"deadbeef deadbeef deadbeef, and more": None,
		"subject=C = DE, O = Example, CN = a\nnotAfter=Feb 26 11:45:56 2027 GMT\n": OpenSSLLines, // of x509 -subject -enddate
		"notAfter=tomorrow\nlevel=info":                                            None,
		"Name: a\nType:  kubernetes.io/tls\n\nData\n====\ntls.crt:  1164 bytes\n":  SecretSizes, // of kubectl describe secret
		"MIIB9TCCAZugAwIBAgIUQSjy":                                                 Stump,
		"MIIEvQIBADANBgkqhkiG9w0B":                                                 None, // of a key
		"curl --cert client.pem https://a.example":                                 Command,
		"curl --cert client.pem https://a.example\n> GET":                          None, // and what it printed
		"hello world": None,
		"":            None,
	} {
		if got := near([]byte(text)); got != want {
			t.Errorf("near(%q) = %d, want %d", text, got, want)
		}
	}
}

// What tools print of a certificate: openssl 3.0.19 asn1parse, dumpasn1 of Debian 12, Ruby 3.1, Python's
// cryptography 48 and PHP 8.2 on one; der2ascii as its README has it, GnuTLS's certtool without its PEM block.
func TestPrintedFields(t *testing.T) {
	for text, want := range map[string]Kind{
		"    0:d=0  hl=4 l= 627 cons: SEQUENCE          \n    4:d=1  hl=4 l= 536 cons: SEQUENCE          \n":           Elements,
		"    0:d=0  hl=4 l= 627 cons: SEQUENCE          \n    4:d=1  hl=4 l= 536 cons:  SEQUENCE          \n":          Elements, // -i
		"  0 627: SEQUENCE {\n  4 536:   SEQUENCE {\n  8   3:     [0] {\n 10   1:       INTEGER 2\n       :       }\n": Elements,
		"SEQUENCE {\n  SEQUENCE {\n    OBJECT_IDENTIFIER { 1.2.840.10045.2.1 }\n":                                      Elements,
		"Foo ::= SEQUENCE {\n  bar INTEGER }\n":                                                                        None,
		"X.509 Certificate Information:\n\tVersion: 3\n\tSerial Number (hex): 00c0ffee\n":                              Printed,
		"#<OpenSSL::X509::Certificate: subject=#<OpenSSL::X509::Name CN=client-b,C=DE>, …>\n":                          Printed,
		"<Certificate(subject=<Name(CN=client-b,C=DE)>, ...)>\n":                                                       Printed,
		"Array\n(\n    [name] => /C=DE/CN=client-b\n    [validFrom_time_t] => 1795876654\n)\n":                         Printed,
	} {
		r := Read(source.New([]byte(text)))
		if got := r; want == None && got != nil || want != None && (got == nil || got.Kind != want) {
			t.Errorf("%q: %+v, want %d", text, got, want)
		}
	}
}

// The codes of AWS's page, as people remember them.
func TestNearestReason(t *testing.T) {
	for text, want := range map[string]string{
		"ClientCertTrustError":                 "ClientCertUntrusted",
		"Failed:ClientCertChainDepthExceeded":  "ClientCertMaxChainDepthExceeded",
		"we get ClientCertHasExpired since 9 ": "ClientCertExpired",
	} {
		r := Read(source.New([]byte(text)))
		if r == nil || r.Kind != NoReason || string(r.Reason.Code) != want {
			t.Errorf("%s: %+v", text, r)
		}
	}
	for _, text := range []string{"my ClientCert does not work", "the ClientCertificate header", "getClientCertChain"} {
		if r := Read(source.New([]byte(text))); r != nil {
			t.Errorf("%s: any word is a code: %+v", text, r)
		}
	}
}

// Ruby's net/http says SSL_connect of whatever went wrong; only some of it is of a certificate.
func TestOfRuby(t *testing.T) {
	const before = "SSL_connect returned=1 errno=0 peeraddr=192.0.2.1:443 state=error: "
	if r := Read(source.New([]byte(before + "wrong version number (OpenSSL::SSL::SSLError)"))); r != nil && r.Kind != AlertError {
		t.Errorf("%+v", r)
	}
	if r := Read(source.New([]byte(before + "certificate verify failed (unable to get local issuer certificate)"))); r == nil || r.Kind != Trust {
		t.Errorf("%+v", r)
	}
}
