package certinfo

import (
	"bytes"
	"crypto/x509"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

func (o *Outline) bytes(src []byte, f Field) []byte {
	p := o.Fields[f]
	return src[p.Offset : p.Offset+p.Length]
}

// want is a field with the bytes that Go has for it.
type want struct {
	f     Field
	bytes []byte
}

func compareOutline(t *testing.T, name string, o *Outline, src []byte, fields []want) {
	t.Helper()
	for _, w := range fields {
		if o.Fields[w.f].State != Found || !bytes.Equal(o.bytes(src, w.f), w.bytes) {
			t.Errorf("%s: field %d is %+v, Go has it in another place", name, w.f, o.Fields[w.f])
		}
	}
	if !o.Whole || o.End != len(src) || o.Declared != len(src) || o.Cut || o.Length != Fits || o.Extra.Length+o.After.Length > 0 {
		t.Errorf("%s: not whole, but Go reads it: %+v", name, o)
	}
}

// outlineOfCertificate compares with crypto/x509; false if that refuses the certificate.
func outlineOfCertificate(t *testing.T, name string, src []byte) bool {
	c, err := x509.ParseCertificate(src)
	if err != nil {
		return false
	}
	o := NewOutline(der.Certificate, src)
	compareOutline(t, name, &o, src, []want{{FieldTBS, c.RawTBSCertificate}, {FieldSubject, c.RawSubject}, {FieldIssuer, c.RawIssuer}, {FieldKey, c.RawSubjectPublicKeyInfo}})
	number := o.Fields[FieldSerial].element(src)
	serial, signature := Integer{Raw: number.Content()}, o.bytes(src, FieldSignatureValue)
	if dec, _ := serial.Decimal(); dec != c.SerialNumber.String() || !bytes.HasSuffix(signature, c.Signature) || o.Serial != 0 ||
		o.Fields[FieldExtensions].State != Found && len(c.Extensions) > 0 || o.Fields[FieldVersion].State != Found && c.Version > 1 {
		t.Errorf("%s: %+v", name, o)
	}
	return true
}

func TestOutline(t *testing.T) {
	n := 0
	for _, name := range testdata.Certificates() {
		if outlineOfCertificate(t, name, testdata.DER(name)) {
			n++
		}
	}
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		switch kind := der.Classify(src); kind {
		case der.CertificateRequest:
			q, err := x509.ParseCertificateRequest(src)
			if err != nil {
				t.Fatal(err)
			}
			o := NewOutline(kind, src)
			compareOutline(t, name, &o, src, []want{{FieldTBS, q.RawTBSCertificateRequest}, {FieldSubject, q.RawSubject}, {FieldKey, q.RawSubjectPublicKeyInfo}})
			n++
		case der.RevocationList:
			o := NewOutline(kind, src)
			l, err := x509.ParseRevocationList(src)
			if err != nil {
				continue // Go takes lists of version 2 alone
			}
			compareOutline(t, name, &o, src, []want{{FieldTBS, l.RawTBSRevocationList}, {FieldIssuer, l.RawIssuer}})
			n++
		}
	}
	if n < 40 {
		t.Errorf("only %d are compared", n)
	}
}

func TestOutlineOfCorpora(t *testing.T) {
	all, n := corpus(t), 0
	for _, s := range all {
		if outlineOfCertificate(t, s.file, s.der) {
			n++
		}
	}
	if n < len(all)/2 {
		t.Errorf("Go reads %d of %d", n, len(all))
	}
}

// An outline costs no memory, and the fields of what is cut off lie in what is there.
func TestOutlineCosts(t *testing.T) {
	src := testdata.DER("client-1")
	if n := testing.AllocsPerRun(10, func() { NewOutline(der.Certificate, src) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	for n := range src {
		o := NewOutline(der.Certificate, src[:n])
		for f, p := range o.Fields {
			if p.Offset+p.Length > n {
				t.Fatalf("field %d of %d bytes is at %+v", f, n, p)
			}
		}
	}
}

func BenchmarkOutline(b *testing.B) {
	src := leaf()
	b.ReportAllocs()
	for b.Loop() {
		NewOutline(der.Certificate, src)
	}
}
