package certinfo

import (
	"crypto/x509"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// BenchmarkParse reads a leaf with the usual extensions; BenchmarkGo the same with
// crypto/x509, for a measure.
func BenchmarkParse(b *testing.B) {
	der := leaf()
	b.ReportAllocs()
	b.SetBytes(int64(len(der)))
	for b.Loop() {
		Parse(der)
	}
}

func BenchmarkGo(b *testing.B) {
	der := leaf()
	b.ReportAllocs()
	b.SetBytes(int64(len(der)))
	for b.Loop() {
		if _, err := x509.ParseCertificate(der); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStrings makes what every report needs of a leaf.
func BenchmarkStrings(b *testing.B) {
	c := Parse(leaf())
	b.ReportAllocs()
	for b.Loop() {
		_ = c.Subject.String()
		_ = c.Issuer.String()
		_ = c.Serial.Hex()
		_, _ = c.Serial.Decimal()
		_ = c.Key.Title()
		_ = c.SignatureAlgorithm.Title()
	}
}

func leaf() []byte { return testdata.DER("client-1") }
