package dn

import (
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// What is read briefly is what the reader reads, whose tests compare it with OpenSSL.
func FuzzBrief(f *testing.F) {
	f.Add([]byte(name(attribute("2.5.4.6", der.PrintableString, "US"), attribute("2.5.4.10", der.UTF8String, " #a,é+ ")+attribute("2.5.4.3", der.UTF8String, "b"))))
	f.Add([]byte(name(attribute("2.5.4.3", der.UTF8String, "a"), attribute("2.5.4.3", der.IA5String, "b"), attribute("1.2.3.4", der.BMPString, "\x00U"))))
	f.Add([]byte(name()))
	f.Fuzz(func(t *testing.T, src []byte) {
		e, ok := der.First(src)
		if !ok {
			return
		}
		n := Read(&e)
		if !n.Sound {
			return
		}
		b := ReadBrief(src)
		want := briefly(&e)
		if a := n.Find(oid.CommonName); b != want || a != nil && b.CommonName != a.Text || b.Printed != n.String() {
			t.Errorf("%x: %+v, and not %+v", src, b, want)
		}
	})
}
