package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Public keys in the manner of "openssl pkey -pubin -text".

func (t *writer) key(k *certinfo.PublicKey) {
	t.line(12, "Public Key Algorithm: "+longName(k.Algorithm.OID))
	t.keyValue(k)
}

func (t *writer) keyValue(k *certinfo.PublicKey) {
	if k.Modulus.Raw == nil && len(k.Value.Bytes) == 0 {
		t.line(12, "Unable to load Public Key")
		return
	}
	size := func() {
		if k.Bits > 0 { // a DSA key that takes its parameters from its issuer has none
			t.line(16, "Public-Key: ("+strconv.Itoa(k.Bits)+" bit)")
		}
	}
	switch k.Kind {
	case certinfo.KeyRSA, certinfo.KeyRSAPSS:
		size()
		t.number("Modulus:", &k.Modulus)
		t.number("Exponent:", &k.Exponent)
		if k.Kind == certinfo.KeyRSAPSS {
			t.restrictions(k.Algorithm.PSS)
		}
		return
	case certinfo.KeyDSA:
		size()
		t.number("pub: ", elementInteger(k.Value.Bytes))
		if k.Params != nil {
			for i := range k.Params.List {
				p := &k.Params.List[i]
				t.number(p.Label+":   ", &certinfo.Integer{Raw: p.Raw})
			}
		}
		return
	case certinfo.KeyEC:
		size()
	case certinfo.KeyEd25519, certinfo.KeyEd448, certinfo.KeyX25519, certinfo.KeyX448:
		t.line(16, longName(k.Algorithm.OID)+" Public-Key:")
	}
	t.line(16, "pub:")
	t.dump(20, k.Value.Bytes, 15)
	switch {
	case k.Kind != certinfo.KeyEC:
	case k.Params != nil:
		t.curve(k.Params)
	case k.CurveOID != "":
		if s := oid.ShortName(k.CurveOID); s != "" {
			t.line(16, "ASN1 OID: "+s)
		}
		if strings.HasPrefix(k.Curve, "P-") {
			t.line(16, "NIST CURVE: "+k.Curve)
		}
	}
}

// restrictions writes what a key for RSASSA-PSS may be used with.
func (t *writer) restrictions(p *certinfo.PSS) {
	if p == nil {
		t.line(16, "No PSS parameter restrictions")
		return
	}
	usual := func(is bool) string {
		if is {
			return " (default)"
		}
		return ""
	}
	hash, mask := certinfo.HashName(p.Hash), certinfo.HashName(p.MGFHash)
	t.line(16, "PSS parameter restrictions:")
	t.line(18, "Hash Algorithm: "+providerName(hash)+usual(hash == "SHA-1"))
	t.line(18, "Mask Algorithm: MGF1 with "+providerName(mask)+usual(mask == "SHA-1"))
	t.line(18, "Minimum Salt Length: "+strconv.Itoa(p.Salt)+usual(p.Salt == 20))
	t.line(18, "Trailer Field: 0x"+strconv.FormatInt(int64(p.Trailer), 16)+usual(p.Trailer == 1))
}

// providerName is a hash as OpenSSL's providers call it: "SHA1", "SHA2-256", "SHA3-256".
func providerName(hash string) string {
	switch {
	case hash == "SHA-1":
		return "SHA1"
	case strings.HasPrefix(hash, "SHA-"):
		return "SHA2" + hash[len("SHA"):]
	}
	return hash
}

// elementInteger is the INTEGER in b.
func elementInteger(b []byte) *certinfo.Integer {
	e, _ := der.First(b)
	return &certinfo.Integer{Raw: e.Content()}
}

// curve writes the parameters of a curve that is not named: of one over a prime
// field all of them.
func (t *writer) curve(v *certinfo.Value) {
	for _, f := range [...]struct{ label, group, member string }{
		{"Field Type: ", "fieldID", "fieldType"},
		{"Prime:", "fieldID", "parameters"},
		{"A:   ", "curve", "a"},
		{"B:   ", "curve", "b"},
		{"Generator (", "", "base"},
		{"Order: ", "", "order"},
		{"Cofactor: ", "", "cofactor"},
		{"Seed:", "curve", "seed"},
	} {
		m := v
		if f.group != "" {
			m = v.Find(f.group)
		}
		if m != nil {
			m = m.Find(f.member)
		}
		switch {
		case m == nil || len(m.Raw) == 0:
		case m.Kind == certinfo.ValueOID:
			t.line(16, f.label+longName(m.OID))
		case f.member == "base" && m.Raw[0] != 4:
			t.line(16, f.label+"compressed):")
			t.dump(20, m.Raw, 15)
		case f.member == "base":
			t.line(16, f.label+"uncompressed):")
			t.dump(20, m.Raw, 15)
		case f.member == "seed":
			t.line(16, f.label)
			t.dump(20, m.Raw, 15)
		default:
			t.number(f.label, &certinfo.Integer{Raw: m.Raw})
		}
	}
}

// number writes an integer on one line if it fits 64 bits, else its bytes. It is
// taken as positive, as the numbers of a key are.
func (t *writer) number(label string, n *certinfo.Integer) { t.numberAt(16, 20, label, n) }

func (t *writer) numberAt(indent, inner int, label string, n *certinfo.Integer) {
	m := der.TrimZeros(n.Raw)
	if v, err := strconv.ParseUint(words.Hex(m), 16, 64); err == nil {
		t.line(indent, label+" "+strconv.FormatUint(v, 10)+" (0x"+strconv.FormatUint(v, 16)+")")
		return
	}
	t.line(indent, label)
	if len(m) > 0 && m[0] >= 0x80 {
		m = append([]byte{0}, m...)
	}
	t.dump(inner, m, 15)
}
