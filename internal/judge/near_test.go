package judge

import "testing"

func TestNearText(t *testing.T) {
	for text, want := range map[string]TextKind{
		"https://pki.example/ca.pem":                   TextAddress,
		"s3://bucket/AWSLogs/conn_log.123.gz":          TextAddress,
		"see https://pki.example/ca.pem":               NoText,
		"arn:aws:elasticloadbalancing:eu-west-1:1:x/y": TextARN,
		"arn:aws-us-gov:acm-pca:us-gov-west-1:1:c/2":   TextARN,
		"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln":    TextToken,
		"eyJhbGciOiJSUzI1NiJ9":                         NoText,
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE a@b":   TextSSH,
		"-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQEN\n": TextPGP,
		"client.pem":                    TextFileName,
		`C:\certs\CLIENT.PFX`:           TextFileName,
		".pem":                          NoText,
		"client.pem and more":           NoText,
		"GET / HTTP/1.1\r\nHost: a\r\n": TextRequest,
		"DELETE /a?b=c HTTP/2\nHost: a": TextRequest,
		"get / HTTP/1.1":                NoText,
		"GET the certificate from HTTP/the other place": NoText,
		"hello world": NoText,
		"":            NoText,
	} {
		if got := nearText([]byte(text)); got != want {
			t.Errorf("nearText(%q) = %d, want %d", text, got, want)
		}
	}
}
