package certinfo

import (
	"time"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// timestamps: RFC 6962, section 3.3. The OCTET STRING holds a structure of TLS,
// not ASN.1; each SCT is (RFC 6962, section 3.2)
//
//	struct {
//	    uint8  version; opaque log_id[32]; uint64 timestamp;
//	    opaque extensions<0..2^16-1>;
//	    uint8  hash, signature; opaque value<0..2^16-1>;
//	} SignedCertificateTimestamp;
func (r *reader) timestamps(e *der.Element) any {
	if !e.Is(der.OctetString) || e.Constructed {
		r.wrongType(e, "", "an OCTET STRING")
		return nil
	}
	all := tlsReader{b: e.Content(), at: e.Offset + e.Header}
	list := all.vector()
	v := &Value{Place: e.Place()}
	for len(list.b) > 0 && !list.short && len(v.List) < MaxNames {
		s := list.vector()
		v.List = append(v.List, Value{Label: "SCT", Place: der.Place{Offset: s.at, Length: len(s.b)}})
		one := &v.List[len(v.List)-1]
		one.List = make([]Value, len(sctFields))
		for i := range sctFields {
			var raw tlsReader
			if n := sctFields[i].length; n > 0 {
				raw = s.take(n)
			} else {
				raw = s.vector()
			}
			one.List[i] = Value{Kind: sctFields[i].kind, Label: sctFields[i].label, Raw: raw.b, At: raw.at, Place: der.Place{Offset: raw.at, Length: len(raw.b)}}
			if i == 0 && string(raw.b) != "\x00" {
				one.List = one.List[:1]
				one.List[0].Text = "unknown"
				s.b = nil
				break
			}
		}
		list.short = list.short || s.short || len(s.b) > 0
		if len(one.List) > 1 {
			one.List[0].Text = "1"
			ms := int64(0)
			for _, c := range one.List[2].Raw {
				ms = ms<<8 | int64(c)
			}
			one.List[2].Time = time.UnixMilli(ms).UTC()
			one.List[4].Text = sctAlgorithm(one.List[4].Raw)
		}
	}
	if all.short || list.short || len(all.b) > 0 {
		r.find(finding.FieldType, v.Place, "", r.name("")+" has lengths that do not fit its content.")
	}
	if len(v.List) == 0 {
		r.emptyList(e, "")
	}
	return v
}

// sctFields are the fields of an SCT: lengths in octets, zero for a vector.
var sctFields = [...]struct {
	kind   ValueKind
	label  string
	length int
}{
	{ValueNumber, "Version", 1},
	{ValueBytes, "Log ID", 32},
	{ValueTime, "Time", 8},
	{ValueBytes, "Extensions", 0},
	{ValueWords, "Signature algorithm", 2},
	{ValueBytes, "Signature", 0},
}

// sctAlgorithm names a SignatureAndHashAlgorithm (RFC 5246, section 7.4.1.4.1).
func sctAlgorithm(b []byte) string {
	switch string(b) {
	case "\x04\x03":
		return "ECDSA with SHA-256"
	case "\x04\x01":
		return "RSA with SHA-256"
	}
	return "unknown"
}

// tlsReader reads structures of TLS (RFC 8446, section 3).
type tlsReader struct {
	b     []byte
	at    int  // offset of b
	short bool // there was less than asked for
}

func (t *tlsReader) take(n int) tlsReader {
	if n > len(t.b) {
		n, t.short = len(t.b), true
	}
	one := tlsReader{b: t.b[:n:n], at: t.at}
	t.b, t.at = t.b[n:], t.at+n
	return one
}

// vector takes a length of two octets and as much.
func (t *tlsReader) vector() tlsReader {
	n := 0
	for _, c := range t.take(2).b {
		n = n<<8 | int(c)
	}
	return t.take(n)
}
