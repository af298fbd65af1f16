package wording

import (
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
)

// Views of one structure of a paste, or of two. Structures are counted as in
// [judge.Judge.Structure].

// TreeOf returns the ASN.1 of a structure; ok is false if there is none.
func TreeOf(j *judge.Judge, i int) (*report.Tree, bool) {
	kind, text, ok := j.Structure(i)
	if !ok {
		return nil, false
	}
	return report.NewTree(structureTitle(j, i), kind, text), true
}

// PlaceOf returns where in the paste bytes of a structure come from; ok is false if
// they are not there.
func PlaceOf(j *judge.Judge, input []byte, i, offset, length int) (*report.Place, bool) {
	_, text, ok := j.Structure(i)
	if !ok || offset < 0 || length < 0 || offset > text.Len() {
		return nil, false
	}
	p := New(input, j.Binary(), j).place(text.Span(offset, offset+length))
	return &p, true
}

// structureTitle is what the page calls a structure.
func structureTitle(j *judge.Judge, i int) string {
	if n := len(j.Certificates()); i >= n {
		return report.NewOther(j.Others()[i-n], j.Now()).Title
	}
	c := j.Certificates()[i].Certificate
	return report.Title(c, c.Serial.Hex())
}

// NamesOf returns the subject of a certificate, or its issuer, in every style, and
// how given stands to it; ok is false if there is no such certificate.
func NamesOf(j *judge.Judge, i int, issuer bool, given string) (*report.Names, bool) {
	if i < 0 || i >= len(j.Certificates()) {
		return nil, false
	}
	c := j.Certificates()[i].Certificate
	of, name := "Subject of ", &c.Subject
	if issuer {
		of, name = "Issuer of ", &c.Issuer
	}
	return report.NewNames(of+structureTitle(j, i), name, given), true
}

// CertificateOf returns a certificate with its sections; ok is false if there is
// none.
func CertificateOf(j *judge.Judge, i int) (*report.Certificate, bool) {
	if i < 0 || i >= len(j.Certificates()) {
		return nil, false
	}
	c := report.NewCertificate(j.Certificates()[i], j.Now())
	return &c, true
}

// OtherOf returns what is no certificate with its sections, counted as a structure;
// ok is false if there is none, or a private key.
func OtherOf(j *judge.Judge, i int) (*report.Other, bool) {
	n := i - len(j.Certificates())
	if n < 0 || n >= len(j.Others()) || j.Others()[n].Kind.Secret() {
		return nil, false
	}
	o := report.NewOther(j.Others()[n], j.Now())
	o.Sections = report.OtherSections(j.Others()[n], j.Now())
	return &o, true
}

// Compare sets two certificates side by side; ok is false if one is not there.
func Compare(j *judge.Judge, a, b int) (*report.Comparison, bool) {
	one, ok := CertificateOf(j, a)
	other, also := CertificateOf(j, b)
	if !ok || !also {
		return nil, false
	}
	return report.NewComparison(one, other), true
}
