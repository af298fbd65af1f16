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
	list := tlsReader{b: all.vector(), at: all.at - len(all.last)}
	v := &Value{Place: e.Place()}
	for len(list.b) > 0 && !list.short && len(v.List) < MaxNames {
		s := tlsReader{b: list.vector(), at: list.at - len(list.last)}
		one := Value{Label: "SCT", Place: der.Place{Offset: s.at, Length: len(s.b)}}
		field := func(kind ValueKind, label string, raw []byte) *Value {
			one.List = append(one.List, Value{Kind: kind, Label: label, Raw: raw, At: s.at - len(raw),
				Place: der.Place{Offset: s.at - len(raw), Length: len(raw)}})
			return &one.List[len(one.List)-1]
		}
		version := field(ValueNumber, "Version", s.take(1))
		version.Text = "unknown"
		if len(version.Raw) == 1 && version.Raw[0] == 0 {
			version.Text = "1"
			field(ValueBytes, "Log ID", s.take(32))
			at := field(ValueTime, "Time", s.take(8))
			ms := int64(0)
			for _, c := range at.Raw {
				ms = ms<<8 | int64(c)
			}
			at.Time = time.UnixMilli(ms).UTC()
			field(ValueBytes, "Extensions", s.vector())
			a := field(ValueWords, "Signature algorithm", s.take(2))
			a.Text = sctAlgorithm(a.Raw)
			field(ValueBytes, "Signature", s.vector())
		}
		list.short = list.short || s.short || len(s.b) > 0 && len(one.List) > 1
		v.List = append(v.List, one)
	}
	if all.short || list.short || len(all.b) > 0 {
		r.find(finding.FieldType, v.Place, "", r.name("")+" has lengths that do not fit its content.")
	}
	if len(v.List) == 0 {
		r.emptyList(e, "")
	}
	return v
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
	at    int    // offset of b
	last  []byte // what was taken last
	short bool   // there was less than asked for
}

func (t *tlsReader) take(n int) []byte {
	if n > len(t.b) {
		n, t.short = len(t.b), true
	}
	t.last, t.b, t.at = t.b[:n], t.b[n:], t.at+n
	return t.last
}

// vector takes a length of two octets and as much.
func (t *tlsReader) vector() []byte {
	n := 0
	for _, c := range t.take(2) {
		n = n<<8 | int(c)
	}
	return t.take(n)
}
