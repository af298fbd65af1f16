package report

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
)

// PEM is the certificate in armour, as far as its bytes are there.
func PEM(c *certinfo.Certificate) string {
	const line = 64
	body := base64.StdEncoding.EncodeToString(c.DER)
	var b strings.Builder
	b.Grow(len(body) + len(body)/line + 64)
	b.WriteString("-----BEGIN CERTIFICATE-----\n")
	for ; len(body) > line; body = body[line:] {
		b.WriteString(body[:line])
		b.WriteByte('\n')
	}
	if body != "" {
		b.WriteString(body)
		b.WriteByte('\n')
	}
	b.WriteString("-----END CERTIFICATE-----\n")
	return b.String()
}

// Text is the certificate in the manner of "openssl x509 -text" of OpenSSL 3.0:
// the same names in the same order, so that a diff between the two is short. What
// it does otherwise:
//
//   - Extensions that have no reader of their own are printed as OpenSSL prints
//     those it does not know: the bytes as text, a dot for each that is not ASCII.
//   - A distribution point's names each end their line; OpenSSL forgets some ends.
//   - Keys other than RSA, DSA, EC and the Edwards curves are printed as their
//     bytes.
//   - Of PSS parameters, one that says what the default says is called that.
//   - A field that is not there or cannot be read is "<none>", where OpenSSL would
//     have refused the certificate.
func Text(c *certinfo.Certificate) string {
	var t textWriter
	t.line(0, "Certificate:")
	t.line(4, "Data:")
	t.line(8, "Version: "+textVersion(c.Version))
	t.serial(&c.Serial)
	t.put(8, "Signature Algorithm: ")
	t.algorithm(&c.TBSSignature)
	t.line(8, "Issuer: "+oneLine(&c.Issuer))
	t.line(8, "Validity")
	t.line(12, "Not Before: "+textTime(&c.NotBefore))
	t.line(12, "Not After : "+textTime(&c.NotAfter))
	t.line(8, "Subject: "+oneLine(&c.Subject))
	t.line(8, "Subject Public Key Info:")
	t.key(&c.Key)
	t.uniqueID("Issuer Unique ID: ", &c.IssuerUniqueID)
	t.uniqueID("Subject Unique ID: ", &c.SubjectUniqueID)
	t.extensions("X509v3 extensions:", c.Extensions)
	t.signature(c)
	return t.String()
}

func (t *textWriter) signature(c *certinfo.Certificate) {
	t.line(4, "Signature Algorithm: "+textName(c.SignatureAlgorithm.OID))
	t.put(4, "Signature Value:")
	if c.SignatureAlgorithm.PSS != nil {
		t.pss(c.SignatureAlgorithm.PSS)
	} else {
		t.end()
	}
	if len(c.Signature.Bytes) == 0 {
		t.line(8, textNone)
	} else {
		t.dump(8, c.Signature.Bytes, 18)
	}
}

// textWriter writes indented lines.
type textWriter struct {
	strings.Builder
	shift int // added to every indent
}

// put begins a line.
func (t *textWriter) put(indent int, s string) {
	const spaces = "                                "
	t.WriteString(spaces[:indent+t.shift])
	t.WriteString(s)
}

func (t *textWriter) end() { t.WriteByte('\n') }

func (t *textWriter) line(indent int, s string) {
	t.put(indent, s)
	t.end()
}

// dump writes bytes in lower-case hexadecimal, so many to a line. Every line but
// the last ends in a colon.
func (t *textWriter) dump(indent int, b []byte, width int) {
	for len(b) > width {
		t.put(indent, string(appendColons(nil, b[:width], lowerDigits)))
		t.WriteString(":\n")
		b = b[width:]
	}
	t.line(indent, string(appendColons(nil, b, lowerDigits)))
}

const textNone = "<none>"

// textName is OpenSSL's long name, or the dotted form.
func textName(id oid.OID) string {
	switch s := oid.LongName(id); {
	case s != "":
		return s
	case id == "":
		return textNone
	}
	return id.String()
}

func textVersion(v certinfo.Version) string {
	n := strconv.Itoa(v.Number - 1)
	switch {
	case v.Number == 0:
		return textNone
	case v.Number > 3:
		return "Unknown (" + n + ")"
	}
	return strconv.Itoa(v.Number) + " (0x" + n + ")"
}

// serial writes a serial that fits a C long in decimal, a longer one in
// hexadecimal. OpenSSL cannot tell -1 from its own error value, so that is long.
func (t *textWriter) serial(n *certinfo.Integer) {
	if len(n.Raw) == 0 {
		t.line(8, "Serial Number: "+textNone)
		return
	}
	digits, sign := n.Hex(), ""
	if digits[0] == '-' {
		digits, sign = digits[1:], "-"
	}
	if v, err := strconv.ParseInt(digits, 16, 64); err == nil && (sign == "" || v != 1) {
		t.line(8, "Serial Number: "+sign+strconv.FormatInt(v, 10)+" ("+sign+"0x"+strconv.FormatInt(v, 16)+")")
		return
	}
	t.line(8, "Serial Number:")
	colons := strings.ToLower(n.Colons())
	if sign != "" {
		colons = " (Negative)" + colons[1:]
	}
	t.line(12, colons)
}

func (t *textWriter) algorithm(a *certinfo.Algorithm) {
	t.WriteString(textName(a.OID))
	if a.PSS != nil {
		t.pss(a.PSS)
		return
	}
	t.end()
}

// pss writes the parameters of RSASSA-PSS, odd spaces included.
func (t *textWriter) pss(p *certinfo.PSS) {
	hash, mask, salt, trailer := "sha1 (default)", "mgf1 with sha1 (default)", "14 (default)", "01 (default)"
	if s := textName(p.Hash); s != "sha1" {
		hash = s
	}
	if s := textName(p.MGF) + " with " + textName(p.MGFHash); s != "mgf1 with sha1" {
		mask = s
	}
	if p.Salt != 20 {
		salt = evenHex(p.Salt)
	}
	if p.Trailer != 1 {
		trailer = evenHex(p.Trailer)
	}
	t.line(8, "")
	t.line(8, "Hash Algorithm: "+hash)
	t.line(8, "Mask Algorithm: "+mask)
	t.line(8, " Salt Length: 0x"+salt)
	t.line(8, "Trailer Field: 0x"+trailer)
}

// evenHex is a number in upper-case hexadecimal, whole bytes.
func evenHex(n int) string {
	s := strings.ToUpper(strconv.FormatInt(int64(n), 16))
	if len(s)%2 == 1 {
		s = "0" + s
	}
	return s
}

// oneLine is a name in OpenSSL's XN_FLAG_ONELINE: in the certificate's order, and
// where RFC 2253 escapes by a backslash the value is put in quotes.
func oneLine(n *dn.Name) string {
	var b []byte
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			switch {
			case len(b) == 0:
			case j == 0:
				b = append(b, ", "...)
			default:
				b = append(b, " + "...)
			}
			b = appendOneLine(b, a)
		}
	}
	return string(b)
}

func appendOneLine(b []byte, a *dn.Attribute) []byte {
	short := oid.ShortName(a.OID)
	if short == "" {
		short = a.OID.String()
	}
	b = append(append(b, short...), " = "...)
	shown := *a
	shown.OID = idCommonName // here even attributes without a name are shown as text
	value := shown.AppendValue(nil)
	quoted := false
	start := len(b)
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' {
			i++
			if strings.IndexByte(",+<>;# ", value[i]) >= 0 {
				quoted = true
			} else {
				b = append(b, '\\')
			}
		}
		b = append(b, value[i])
	}
	if quoted {
		b = append(b[:start], `"`+string(b[start:])+`"`...)
	}
	return b
}

func textTime(t *certinfo.Time) string {
	if !t.OK {
		return "Bad time value"
	}
	return moment.OpenSSL(t.Time)
}

func (t *textWriter) key(k *certinfo.PublicKey) {
	t.line(12, "Public Key Algorithm: "+textName(k.Algorithm.OID))
	t.keyValue(k)
}

func (t *textWriter) keyValue(k *certinfo.PublicKey) {
	if k.Modulus.Raw == nil && len(k.Value.Bytes) == 0 {
		t.line(16, textNone)
		return
	}
	bits := "Public-Key: (" + strconv.Itoa(k.Bits) + " bit)"
	switch k.Kind {
	case certinfo.KeyRSA, certinfo.KeyRSAPSS:
		t.line(16, bits)
		t.number("Modulus:", &k.Modulus)
		t.number("Exponent:", &k.Exponent)
		if k.Kind == certinfo.KeyRSAPSS {
			t.restrictions(k.Algorithm.PSS)
		}
		return
	case certinfo.KeyDSA:
		t.line(16, bits)
		t.number("pub: ", elementInteger(k.Value.Bytes))
		if k.Params != nil {
			for i := range k.Params.List {
				p := &k.Params.List[i]
				t.number(p.Label+":   ", &certinfo.Integer{Raw: p.Raw})
			}
		}
		return
	case certinfo.KeyEC:
		t.line(16, bits)
	case certinfo.KeyEd25519, certinfo.KeyEd448, certinfo.KeyX25519, certinfo.KeyX448:
		t.line(16, textName(k.Algorithm.OID)+" Public-Key:")
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
func (t *textWriter) restrictions(p *certinfo.PSS) {
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
	e, _ := first(b)
	return &certinfo.Integer{Raw: e.Content()}
}

// curve writes the parameters of a curve that is not named: of one over a prime
// field all of them.
func (t *textWriter) curve(v *certinfo.Value) {
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
			t.line(16, f.label+textName(m.OID))
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
func (t *textWriter) number(label string, n *certinfo.Integer) {
	m := unsigned(n.Raw)
	if v, err := strconv.ParseUint(hexOf(m), 16, 64); err == nil {
		t.line(16, label+" "+strconv.FormatUint(v, 10)+" (0x"+strconv.FormatUint(v, 16)+")")
		return
	}
	t.line(16, label)
	if len(m) > 0 && m[0] >= 0x80 {
		m = append([]byte{0}, m...)
	}
	t.dump(20, m, 15)
}

func (t *textWriter) uniqueID(label string, id *certinfo.BitString) {
	if id.Place.Length > 0 {
		t.put(8, label)
		t.dump(12, id.Bytes, 18)
	}
}
