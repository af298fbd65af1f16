package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// octets reads bytes that came out of base64, hexadecimal or a list of numbers,
// whatever they are: a structure, a text, something packed, TLS records, or bytes
// with structures in them. It reports whether something was found.
func (u *unwrapper) octets(t source.Text, tr *trail, depth int) bool {
	b := t.Bytes
	if depth >= MaxLayers || t.Len() < len("-----") {
		return false
	}
	before := len(u.unit().Objects)
	switch {
	case der.Classify(b) != der.UnknownKind || startsSequence(b) && deep(b):
		return u.objects(t, tr, "") > 0
	case unpackable(b):
		u.unpack(t, tr, depth+1)
	case isRecord(b), b[0] == 0x0B && b[1] == 0:
		if u.handshakeIn(t, tr) > 0 {
			u.recognized("TLS handshake", depth)
		}
	case textual(b[:min(len(b), minStructure)]):
		u.value(t, tr, depth+1)
	case t.Len() < minStructure, u.deflated(t, tr, depth):
	default:
		u.embedded(t, "Bytes", tr)
	}
	return len(u.unit().Objects) > before
}

// handshakeIn adds the structures in TLS records, or in a message of a handshake.
func (u *unwrapper) handshakeIn(t source.Text, tr *trail) int {
	if isRecord(t.Bytes) {
		records, end := t, 0
		if t, end = fragments(t); end < records.Len() {
			u.note(finding.BytesUneven, "", words.Count(records.Len()-end, "byte")+" after the last TLS record begin none. They were left out.", "", records.Span(end, records.Len()))
		}
	}
	if n := u.embedded(t, "TLS handshake", tr); n > 0 || t.Len() == 0 || t.Bytes[0] != 11 {
		return n
	}
	const v12, v13 = 4 + 3 + 3, 4 + 1 + 3 + 3 // lengths of what stands before the first certificate
	for _, at := range [...]int{v12, v13} {
		if part := t.Slice(min(at, t.Len()), t.Len()); plausibleStart(part.Bytes) && declared(part.Bytes) > part.Len() && der.Classify(part.Bytes) == der.Certificate {
			return u.objects(part, tr.add(StepOther, "TLS handshake, cut off", t.All()), "")
		}
	}
	return 0
}

// isRecord reports whether b begins as a TLS record does that carries a handshake.
func isRecord(b []byte) bool {
	return len(b) > 5 && b[0] == 0x16 && b[1] == 3 && b[2] <= 4
}

// deflated reads text that DEFLATE packed, with a header of zlib or without one: the
// redirect binding of SAML (section 3.4.4.1) has none.
func (u *unwrapper) deflated(t source.Text, tr *trail, depth int) bool {
	from := zlibHead(t.Bytes)
	if !u.spend(t.Len()) {
		return false
	}
	out, end, ok := u.inflate(t.Bytes[from:])
	const checksum = 4
	if !ok || t.Len()-from-end > checksum || len(out) == 0 || !textual(out[:min(len(out), minStructure)]) {
		return false
	}
	u.contents(unpacked(t, out), tr.add(StepLines, "Unpacked, DEFLATE (RFC 1951), "+words.Count(len(out), "byte"), t.All()), depth+1)
	return true
}

// zlibHead is the length of the header of zlib (RFC 1950, section 2.2).
func zlibHead(b []byte) int {
	if len(b) > 1 && b[0]&0x0F == 8 && b[0] <= 0x78 && (int(b[0])<<8|int(b[1]))%31 == 0 {
		return 2
	}
	return 0
}

// mayBeDeflated reports whether bytes are the first of text that DEFLATE packed: what
// comes out of them is the start of XML or JSON, or of PEM.
func (u *unwrapper) mayBeDeflated(head []byte) bool {
	const room = 512 // bytes: those of the head stand for more, but these tell
	out, end, _ := inflate(head[zlibHead(head):], room)
	u.look(end + len(out))
	const enough = 8 // bytes
	if len(out) < enough || !textual(out[:enough]) {
		return false
	}
	switch out[0] {
	case '<', '{', '-':
		return true
	}
	return false
}
