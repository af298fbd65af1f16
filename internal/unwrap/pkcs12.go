package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// pkcs12 adds the certificates and lists of a PKCS#12 store that are not encrypted,
// and the store itself if there is more in it: a key, or what is encrypted and may be
// one. (RFC 7292, section 4)
//
//	PFX                ::= SEQUENCE { version INTEGER, authSafe ContentInfo, macData … OPTIONAL }
//	ContentInfo        ::= SEQUENCE { contentType OID, content [0] EXPLICIT ANY }
//	AuthenticatedSafe  ::= SEQUENCE OF ContentInfo  -- in an OCTET STRING, data or encrypted
//	SafeContents       ::= SEQUENCE OF SafeBag      -- likewise
//	SafeBag            ::= SEQUENCE { bagId OID, bagValue [0] EXPLICIT ANY, bagAttributes SET OPTIONAL }
//	CertBag, CRLBag    ::= SEQUENCE { id OID, value [0] EXPLICIT OCTET STRING }
func (u *unwrapper) pkcs12(t source.Text, tr *trail, label string) int {
	s := store{u: u, tr: tr.add(StepBundle, "PKCS#12 store, "+words.Count(t.Len(), "byte"), t.All())}
	r := der.NewReader(t.Bytes)
	pfx, _ := r.Next()
	in := pfx.Children()
	in.Next() // version
	if safe, ok := in.Next(); ok {
		s.info(t, &safe, s.safe)
	} else {
		s.closed = true
	}
	if s.closed || s.added == 0 {
		s.added += u.single(der.PKCS12, t, tr, label)
	}
	return s.added
}

// store is a PKCS#12 store that is read.
type store struct {
	u      *unwrapper
	tr     *trail
	added  int
	closed bool // there is something in it that is not shown
}

// info reads a ContentInfo whose content is data.
func (s *store) info(t source.Text, e *der.Element, read func(source.Text)) {
	in := e.Children()
	id, _ := in.Next()
	content, ok := in.Next()
	if !ok || string(id.Content()) != pkcs7Data {
		s.closed = true
		return
	}
	in = content.Children()
	data, ok := in.Next()
	if !ok || !data.Is(der.OctetString) || data.Constructed {
		s.closed = true
		return
	}
	read(contentOf(t, &data))
}

// pkcs7Data is 1.2.840.113549.1.7.1, bags are the arc of the types of bags.
const (
	pkcs7Data = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
	bags      = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"
)

// contentOf is the content of an element of t.
func contentOf(t source.Text, e *der.Element) source.Text {
	from := e.Offset + e.Header
	return t.Slice(from, from+len(e.Content()))
}

// sequence calls visit for each SEQUENCE in the one that t is.
func (s *store) sequence(t source.Text, visit func(e *der.Element)) {
	r := der.NewReader(t.Bytes)
	whole, ok := r.Next()
	if !ok || !whole.Is(der.Sequence) || r.More() {
		s.closed = true
		return
	}
	in := whole.Children()
	for e, ok := in.Next(); ok; e, ok = in.Next() {
		if !e.Is(der.Sequence) {
			s.closed = true
			continue
		}
		visit(&e)
	}
}

// safe reads an AuthenticatedSafe.
func (s *store) safe(t source.Text) {
	s.sequence(t, func(e *der.Element) { s.info(t, e, s.contents) })
}

// contents reads SafeContents. Bags of keys, and those in bags, stay closed.
func (s *store) contents(t source.Text) {
	s.sequence(t, func(e *der.Element) {
		in := e.Children()
		id, _ := in.Next()
		value, _ := in.Next()
		const certificate, list = "\x03", "\x04"
		if kind := string(id.Content()); kind != bags+certificate && kind != bags+list {
			s.closed = true
			return
		}
		in = value.Children()
		bag, _ := in.Next()
		in = bag.Children()
		in.Next() // its type: x509Certificate, x509CRL
		value, _ = in.Next()
		in = value.Children()
		data, ok := in.Next()
		if part := contentOf(t, &data); ok && data.Is(der.OctetString) && !data.Constructed {
			if k := der.Classify(part.Bytes); k == der.Certificate || k == der.RevocationList {
				s.added += s.u.single(k, part, s.tr, "")
				return
			}
		}
		s.closed = true
	})
}
