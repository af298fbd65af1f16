package proxy

import (
	"encoding/base64"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// Facts is what values are compared with.
type Facts struct {
	Cert   *certinfo.Certificate
	SHA256 string // lower-case hexadecimal
	SHA1   string
}

// Compare reports whether the value fits the certificate, in any spelling of its
// kind, and what it would be in the commonest one. It is not ok if the kind
// cannot be compared or the value is empty.
func Compare(k Kind, value string, f Facts) (equal bool, expected string, ok bool) {
	value = strings.Trim(value, `"`)
	if value == "" || value == "-" || value == "(null)" {
		return false, "", false
	}
	switch k {
	case Serial:
		expected = f.Cert.Serial.Hex()
		decimal, _ := f.Cert.Serial.Decimal()
		v := strings.NewReplacer(":", "", " ", "").Replace(value)
		trim := func(s string) string { return strings.TrimLeft(strings.TrimPrefix(strings.ToLower(s), "0x"), "0") }
		return trim(v) == trim(expected) || value == decimal, expected, expected != ""
	case Fingerprint:
		v := strings.ToLower(strings.ReplaceAll(value, ":", ""))
		if raw, err := base64.StdEncoding.DecodeString(value); err == nil && len(raw) == 32 {
			v = hexOf(raw)
		}
		if len(v) == 40 {
			return v == f.SHA1, f.SHA1, f.SHA1 != ""
		}
		return v == f.SHA256, f.SHA256, f.SHA256 != ""
	case Subject:
		return sameName(value, &f.Cert.Subject), f.Cert.Subject.String(), true
	case Issuer:
		return sameName(value, &f.Cert.Issuer), f.Cert.Issuer.String(), true
	}
	return false, "", false
}

// sameName compares a name's string form, in either order, or its base64 DER.
func sameName(value string, n *dn.Name) bool {
	if raw, err := base64.StdEncoding.DecodeString(value); err == nil && len(raw) > 2 && raw[0] == 0x30 {
		r := der.NewReader(raw)
		if e, ok := r.Next(); ok {
			other := dn.Read(&e)
			return dn.Match(&other, n)
		}
	}
	got, err := dn.ParseString(value)
	if err != nil {
		return false
	}
	want, err := dn.ParseString(n.String())
	return err == nil && dn.Relate(got, want) != dn.Different
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
