package report

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
)

// The structures of a report are counted through: first its Certificates, then its
// Others. What holds a private key is never handed out.

// structure returns a structure's title, kind and bytes.
func (b *Builder) structure(i int) (title string, kind der.Kind, text source.Text, ok bool) {
	if i < 0 {
		return "", 0, source.Text{}, false
	}
	if i < len(b.certs) {
		return b.report.Certificates[i].Title, der.Certificate, b.texts[i], true
	}
	if i -= len(b.certs); i >= len(b.others) || b.others[i].Kind.Secret() {
		return "", 0, source.Text{}, false
	}
	return b.report.Others[i].Title, b.others[i].Kind, b.others[i].DER, true
}

// Tree returns the ASN.1 of a structure.
func (b *Builder) Tree(i int) (*Tree, bool) {
	title, kind, text, ok := b.structure(i)
	if !ok {
		return nil, false
	}
	return NewTree(title, kind, text), true
}

// PlaceOf returns where in the paste bytes of a structure come from.
func (b *Builder) PlaceOf(i, offset, length int) (*Place, bool) {
	_, _, text, ok := b.structure(i)
	if !ok || offset < 0 || length < 0 || offset > text.Len() {
		return nil, false
	}
	p := b.place(text.Span(offset, offset+length))
	return &p, true
}

// AppendJSON appends the place as JSON.
func (x *Place) AppendJSON(dst []byte) []byte { return x.appendJSON(dst) }

// Names returns the subject of a certificate, or its issuer, in every style, and
// how given stands to it.
func (b *Builder) Names(i int, issuer bool, given string) (*Names, bool) {
	if i < 0 || i >= len(b.certs) {
		return nil, false
	}
	title, name := "Subject of ", &b.certs[i].Subject
	if issuer {
		title, name = "Issuer of ", &b.certs[i].Issuer
	}
	return NewNames(title+b.report.Certificates[i].Title, name, given), true
}

// Compare sets two certificates side by side.
func (b *Builder) Compare(i, j int) (*Comparison, bool) {
	one, ok := b.CertificateOf(i)
	other, also := b.CertificateOf(j)
	if !ok || !also {
		return nil, false
	}
	return NewComparison(one, other), true
}

// CertificateOf returns a certificate with its sections.
func (b *Builder) CertificateOf(i int) (*Certificate, bool) {
	if i < 0 || i >= len(b.certs) {
		return nil, false
	}
	c := NewCertificate(b.certs[i], b.now)
	return &c, true
}

// AppendJSON appends the certificate as JSON.
func (x *Certificate) AppendJSON(dst []byte) []byte { return x.appendJSON(dst) }
