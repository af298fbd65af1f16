package alb

import (
	"encoding/base64"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/moment"
)

// Header is one header line.
type Header struct {
	Name, Value string
}

// Encode returns the headers that a listener in the mode sends for the chain
// that the client presented, leaf first. For Verify only the leaf counts.
func Encode(m Mode, chain []*certinfo.Certificate) []Header {
	if len(chain) == 0 {
		return nil
	}
	var headers []Header
	for _, info := range Infos {
		if info.Mode != m {
			continue
		}
		value, _ := Expected(info.Role, chain)
		headers = append(headers, Header{info.Name, value})
	}
	return headers
}

// Expected returns the value that the header of the role has for the chain: the
// leaf alone counts but for Clientcert. It is false if the leaf lacks what the
// value is made of.
func Expected(r Role, chain []*certinfo.Certificate) (string, bool) {
	leaf := chain[0]
	switch r {
	case SerialNumber:
		return leaf.Serial.Hex(), leaf.Serial.Raw != nil
	case Issuer:
		return leaf.Issuer.String(), leaf.Issuer.Place.Length > 0
	case Subject:
		return leaf.Subject.String(), leaf.Subject.Place.Length > 0
	case Validity:
		return FormatValidity(leaf.NotBefore.Time, leaf.NotAfter.Time), leaf.NotBefore.OK && leaf.NotAfter.OK
	case Leaf:
		return string(AppendPEM(nil, leaf.DER)), true
	case Clientcert:
		var b []byte
		for _, c := range chain {
			b = AppendPEM(b, c.DER)
		}
		return string(b), true
	}
	return "", false
}

// FormatValidity writes a validity as ALB does, in UTC and whole seconds:
// NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z.
func FormatValidity(notBefore, notAfter time.Time) string {
	return "NotBefore=" + moment.ISO(notBefore) + ";NotAfter=" + moment.ISO(notAfter)
}

// AppendPEM appends a certificate as the Leaf and Clientcert headers hold it: PEM
// with lines of 64 characters, "with +=/ as safe characters". Of all that PEM is
// made of this leaves the space and the line feed to be encoded, as %20 and %0A;
// the last line feed is there too. AWS's passthrough example shows = as %3D;
// users of real listeners see it literal, and so it is written here.
func AppendPEM(dst, der []byte) []byte {
	const line = 48 // bytes that make 64 characters
	dst = append(dst, "-----BEGIN%20CERTIFICATE-----%0A"...)
	for len(der) > 0 {
		n := min(line, len(der))
		dst = base64.StdEncoding.AppendEncode(dst, der[:n])
		dst = append(dst, "%0A"...)
		der = der[n:]
	}
	return append(dst, "-----END%20CERTIFICATE-----%0A"...)
}
