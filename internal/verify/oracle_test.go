package verify

import (
	"crypto/x509"
	"time"
)

// goVerifies asks crypto/x509 by itself, for the purpose of a client.
func goVerifies(chain, anchors [][]byte, now time.Time) bool {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, der := range anchors {
		if c, err := x509.ParseCertificate(der); err == nil {
			roots.AddCert(c)
		}
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return false
	}
	for _, der := range chain[1:] {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return false
		}
		others.AddCert(c)
	}
	_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: others, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	return err == nil
}
