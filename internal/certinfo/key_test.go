package certinfo

import (
	"strings"
	"testing"
)

// Names of keys. Lengths and identifiers are those of FIPS 203 to 205, RFC 8410,
// RFC 9881, RFC 9909 and the draft on composites; a key of another length breaks
// a rule, so that the tables are held by this.
func TestKeyTitles(t *testing.T) {
	named := func(id string, length int) string { return seq(seq(id), tlv(0x03, "\x00"+strings.Repeat("k", length))) }
	nist := "\x06\x09\x60\x86\x48\x01\x65\x03\x04"
	for _, tt := range []struct{ key, title string }{
		{named("\x06\x03\x2b\x65\x6e", 32), "X25519"},
		{named("\x06\x03\x2b\x65\x6f", 56), "X448"},
		{named("\x06\x03\x2b\x65\x71", 57), "Ed448"},
		{named(nist+"\x03\x11", 1312), "ML-DSA-44"},
		{named(nist+"\x03\x12", 1952), "ML-DSA-65"},
		{named(nist+"\x03\x13", 2592), "ML-DSA-87"},
		{named(nist+"\x03\x14", 32), "SLH-DSA-SHA2-128S"},
		{named(nist+"\x03\x1f", 64), "SLH-DSA-SHAKE-256f"},
		{named(nist+"\x04\x02", 1184), "ML-KEM-768"},
		{named("\x06\x08\x2b\x06\x01\x05\x05\x07\x06\x2d", 2017), "MLDSA65-ECDSA-P256-SHA512"},
		{named("\x06\x08\x2a\x85\x03\x07\x01\x01\x01\x01", 66), "GOST R 34.10-2012 with 256 bit modulus"},
		{ecKey("\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", "\x02"+strings.Repeat("k", 32)), "EC P-256"},
		{ecKey("\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d", "\x04"+strings.Repeat("k", 64)), "EC SM2"},
		{ecKey("\x06\x03\x2a\x03\x04", "\x04"+strings.Repeat("k", 64)), "EC 1.2.3.4"},
	} {
		p := sound()
		p.key = tt.key
		c := Parse(p.bytes())
		if got := c.Key.Title(); got != tt.title || len(c.Findings) > 0 {
			t.Errorf("%q, want %q;%s", got, tt.title, list(c.Findings))
		}
	}
}
