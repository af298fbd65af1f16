package unwrap

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// objects splits decoded bytes into DER structures and adds them: one, several
// in a row, or those in a PKCS#7 bundle. It returns how many were added. Bytes
// after a structure that do not begin another belong to the last one, so that
// its reader can speak of them.
func (u *unwrapper) objects(t source.Text, tr *trail, label string) int {
	n := 0
	u.look(t.Len())
	for pos := 0; pos < t.Len(); {
		b := t.Bytes[pos:]
		if !startsSequence(b) {
			break
		}
		r := der.NewReader(b)
		e, _ := r.Next()
		end := e.End()
		if end < len(b) && !startsSequence(b[end:]) || e.Problem&der.BrokenHeader != 0 {
			end = len(b)
		}
		var keys source.Text // bytes after the structure that are nobody's to see
		if whole := e.End(); whole < end && e.Problem&der.BrokenHeader == 0 && u.keyInside(b[whole:end]) {
			keys, end = t.Slice(pos+whole, pos+end), whole
		}
		part := t.Slice(pos, pos+end)
		kind := der.Classify(part.Bytes)
		if kind == der.UnknownKind && u.keyInside(part.Bytes) {
			kind = der.PrivateKey
		}
		if kind == der.UnknownKind && n == 0 && keys.Len() == 0 && !labelled(label) && !deep(part.Bytes) {
			break // a number of bytes that happen to begin with 0x30
		}
		if n > 0 && end == len(b) && kind == der.UnknownKind {
			// Bytes after the structure, not another one.
			objects := u.unit().Objects
			last := &objects[len(objects)-1]
			last.DER = t.Slice(pos-last.DER.Len(), t.Len())
			break
		}
		n += u.object(kind, part, tr, label)
		if keys.Len() > 0 {
			n += u.single(der.PrivateKey, keys, tr, label)
			break
		}
		pos += end
		if label == "TRUSTED CERTIFICATE" && pos < t.Len() && n > 0 { // CertAux, OpenSSL's own
			objects := u.unit().Objects
			last := &objects[len(objects)-1]
			rest := t.Slice(pos, t.Len())
			last.Steps = append(last.Steps, Step{Kind: StepOther, Text: "OpenSSL's trust settings after it left out, " + words.Count(rest.Len(), "byte"), Span: rest.All()})
			(*findings)(&last.Findings).add(finding.TrustedCertificate, finding.TrustSettings,
				"OpenSSL's own trust settings follow the certificate, "+words.Count(rest.Len(), "byte")+"; they were left out.",
				"Other tools refuse this form. Write the certificate alone.", rest.All())
			break
		}
	}
	return n
}

// read adds the structures of a reading, with its findings and own, those of the
// armor, for the first of them, and those of the other readings if several fit. It
// returns how many were added.
func (u *unwrapper) read(r *reading, tr *trail, label string, span source.Span, own findings) int {
	n := u.objects(r.der, r.step(tr), label)
	if n == 0 {
		return 0
	}
	objects := u.unit().Objects
	objects = objects[len(objects)-n:]
	for i := range objects {
		objects[i].Span = span
	}
	objects[0].Findings = append(objects[0].Findings, u.blame(append(own, r.findings...), label)...)
	for _, o := range r.others {
		k := u.read(o, tr.add(StepOther, "The same base64 in another reading", o.chars.All()), label, span, nil)
		objects := u.unit().Objects
		for i := range objects[len(objects)-k:] {
			objects[len(objects)-k+i].Other = true
		}
		n += k
	}
	return n
}

// labelled reports whether PEM armor said that there is a structure here.
func labelled(label string) bool { return label != "" }

// startsSequence reports whether b can begin a structure worth keeping.
func startsSequence(b []byte) bool { return len(b) > 1 && b[0] == 0x30 }

// object adds one structure, or those inside it.
func (u *unwrapper) object(kind der.Kind, t source.Text, tr *trail, label string) int {
	if kind == der.PKCS7 && !u.keyInStructure(t.Bytes) {
		if n := u.pkcs7(t, tr.add(StepBundle, "PKCS#7 bundle, "+words.Count(t.Len(), "byte"), t.All())); n > 0 {
			u.unevenBundle(t, n)
			return n
		}
	}
	if kind == der.PKCS12 {
		return u.pkcs12(t, tr, label)
	}
	return u.single(kind, t, tr, label)
}

// unevenBundle tells of the last n structures that the bundle they came out of does not fit: a
// line twice in a signature leaves no other trace.
func (u *unwrapper) unevenBundle(t source.Text, n int) {
	objects := u.unit().Objects
	if deep(t.Bytes) || n > len(objects) {
		return
	}
	for i := range objects[len(objects)-n:] {
		if o := &objects[len(objects)-n+i]; deep(o.DER.Bytes) {
			(*findings)(&o.Findings).add(finding.BytesUneven, "", "The bundle that it stands in does not fit to its last byte: something was lost or gained in it, so what is shown may differ from the original.",
				"Compare the fingerprint with the original's, or copy the bundle again.", t.All())
		}
	}
}

// single adds one structure as it is.
func (u *unwrapper) single(kind der.Kind, t source.Text, tr *trail, label string) int {
	o := Object{Kind: kind, DER: t, Label: label, Field: u.field}
	o.Steps = tr.count(StepDER, t.Len(), "", t.All()).steps()
	switch kind {
	case der.Certificate, der.CertificateRequest, der.RevocationList:
		if o.Holds = u.keyHeld(t.Bytes); o.Holds {
			o.Kind = der.PrivateKey
		}
	case der.PKCS7, der.PublicKey, der.UnknownKind: // a part of a PKCS#12 store, or of a bundle
		if u.keyInStructure(t.Bytes) {
			o.Kind = der.PrivateKey
		} else if kind == der.PKCS7 && !deep(t.Bytes) {
			o.Kind = der.BrokenBundle
		}
	}
	if o.Kind.Secret() {
		u.exposed(&o, t.All())
	}
	return u.add(o)
}

// add adds the object to the current unit.
func (u *unwrapper) add(o Object) int {
	if u.count >= MaxObjects || u.stopped {
		u.full, u.stopped = true, true
		return 0
	}
	u.count++
	un := u.unit()
	if o.Span.Len() == 0 {
		o.Span = o.DER.All()
	}
	for i := range o.Steps {
		if o.Steps[i].Kind == StepLines {
			o.Steps = passed(o.Steps, o.Span)
			break
		}
	}
	if o.DER.Len() > 0 && declared(o.DER.Bytes) > o.DER.Len() {
		o.GoesOn = u.goesOn(o.DER.All().End)
	}
	if len(un.Objects) == 0 && len(un.Fields) == un.plain && un.Span.Len() == 0 {
		un.Span = o.Span
	}
	un.Span = un.Span.Join(o.Span)
	un.Objects = append(un.Objects, o)
	return 1
}

// passed leaves out the steps that rewrote other parts of the text: a dump of bytes
// beside a PEM block is no step on the way to it.
func passed(steps []Step, span source.Span) []Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool {
		return s.Kind == StepLines && s.Span.Len() > 0 && (s.Span.End <= span.Start || span.End <= s.Span.Start)
	})
}

// pkcs7 adds the certificates and lists of a SignedData (RFC 5652, section 5.1):
//
//	ContentInfo ::= SEQUENCE { contentType OID, content [0] EXPLICIT SignedData }
//	SignedData ::= SEQUENCE { version, digestAlgorithms SET, encapContentInfo SEQUENCE,
//	    certificates [0] IMPLICIT SET OF Certificate OPTIONAL,
//	    crls [1] IMPLICIT SET OF CertificateList OPTIONAL, signerInfos SET }
func (u *unwrapper) pkcs7(t source.Text, tr *trail) int {
	r := der.NewReader(t.Bytes)
	info, _ := r.Next()
	in := info.Children()
	in.Next() // contentType
	content, ok := in.Next()
	if !ok || !content.IsContext(0) {
		return 0
	}
	in = content.Children()
	signed, ok := in.Next()
	if !ok || !signed.Is(der.Sequence) {
		return 0
	}
	n := 0
	in = signed.Children()
	for e, ok := in.Next(); ok; e, ok = in.Next() {
		if e.Class != der.ContextSpecific || e.Tag > 1 || !e.Constructed {
			continue
		}
		set := e.Children()
		for c, ok := set.Next(); ok; c, ok = set.Next() {
			part := t.Slice(c.Offset, min(c.End(), t.Len()))
			n += u.single(der.Classify(part.Bytes), part, tr, "") // a bundle in a bundle stays closed
		}
	}
	return n
}

// isDER reports whether the input is a DER file and not text: it begins a
// SEQUENCE and is not UTF-8, or holds a zero byte early on.
func isDER(b []byte) bool {
	if keyHead(b) {
		return true
	}
	if len(b) < 8 || b[0] != 0x30 || b[1] < 0x80 {
		return false
	}
	head := b[:min(len(b), 512)]
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return true
		}
	}
	return !utf8.Valid(head)
}

// deep reports whether b is one element whose inner structure fits to the last
// byte: what a lost or gained character breaks at once.
func deep(b []byte) bool {
	if usualDepth(b) {
		return true
	}
	r := der.NewReader(b)
	e, ok := r.Next()
	return ok && !r.More() && fits(e, 0)
}

// usualDepth is deep for a structure all of whose elements have headers as nearly all have;
// of others it reports false.
func usualDepth(b []byte) bool {
	var ends [16]int // of the elements around
	level, end := 0, len(b)
	for pos := 0; pos < len(b); {
		header, length := der.Head(b[pos:end])
		switch {
		case header == 0 || level == 0 && header+length != len(b):
			return false
		case b[pos]&0x20 == 0: // primitive
			pos += header + length
		case level == len(ends):
			return false
		default:
			ends[level] = end
			level++
			pos += header
			end = pos + length
		}
		for level > 0 && pos == end {
			level--
			end = ends[level]
		}
	}
	return len(b) > 0
}

// fits takes the element as a copy: behind a pointer each would be allocated.
func fits(e der.Element, depth int) bool {
	const bad = der.Overrun | der.BrokenHeader | der.Unterminated
	if e.Problem&bad != 0 {
		return false
	}
	if !e.Constructed {
		return true
	}
	if depth > der.MaxDepth {
		return false
	}
	in := e.Children()
	var c der.Element
	for in.Scan(&c) {
		if c.Problem&bad != 0 || c.Constructed && !fits(c, depth+1) {
			return false
		}
	}
	return true
}

// IsCertificate reports whether the object is to be read as a certificate: by
// its shape, or because its armor says so.
func (o *Object) IsCertificate() bool {
	if o.Kind != der.UnknownKind {
		return o.Kind == der.Certificate
	}
	switch o.Label {
	case "", "CERTIFICATE", "X509 CERTIFICATE", "X 509 CERTIFICATE", "TRUSTED CERTIFICATE":
		return true
	}
	return false
}

// goesOn reports whether, soon after offset i of the paste, something encoded follows
// that may be the rest of what ends there: no certificate begins it.
func (u *unwrapper) goesOn(i int) bool {
	const near, enough = 200, 40 // bytes: of what may stand between, and of the text
	b := u.paste.Bytes
	b = b[min(i, len(b)):min(len(b), i+near+enough)]
	u.look(len(b))
	run := 0
	for k, c := range b {
		if run++; base64Class[c] != classChar {
			run = 0
		}
		if run == enough {
			word := b[k+1-run:]
			return !hasPrefix(word, "MI") && !bytes.Contains(b[:k], []byte("BEGIN"))
		}
	}
	return false
}
