package verify

import (
	"crypto/x509"
	"time"
)

// goVerifies asks crypto/x509 by itself, for the purpose of a client.
func goVerifies(chain [][]byte, now time.Time) bool {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	var parsed []*x509.Certificate
	for _, der := range chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return false
		}
		parsed = append(parsed, c)
	}
	last := len(parsed) - 1
	roots.AddCert(parsed[last])
	for _, c := range parsed[1:last] {
		others.AddCert(c)
	}
	_, err := parsed[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: others, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	return err == nil
}
