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
