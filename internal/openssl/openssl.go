// Package openssl prints certificates, requests, revocation lists and public keys
// as the commands x509, req, crl and pkey of OpenSSL 3.0 do with -text, to the
// byte: a diff between the two is empty. In go certinfo's models, or DER; out comes
// text. OpenSSL's ways with what it cannot read are its own too: it prints the octets
// of such an extension, a dot for each that is not ASCII. What is otherwise here:
//
//   - A key that OpenSSL does not load is printed as far as it is read. Of a kind
//     that has no layout there (ML-DSA) that is its octets.
//   - A notice in a BMPString is printed; OpenSSL prints it as far as its first octet
//     of zero.
//   - Of a list the first [MaxEntries] entries are printed; the rest is counted.
//   - Characters that nobody sees have their numbers: [U+202E].
//   - A field that is not there or cannot be read is "<none>", where OpenSSL would
//     have refused the whole.
package openssl

import (
	"encoding/base64"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// PEM is the certificate in armor, as far as its bytes are there.
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

// Text reads DER as the kind says, and prints it: certificates, requests, lists
// and public keys; false for other kinds.
func Text(kind der.Kind, src []byte) (string, bool) {
	switch kind {
	case der.Certificate:
		return Certificate(certinfo.Parse(src)), true
	case der.CertificateRequest:
		return Request(certinfo.ParseRequest(src)), true
	case der.RevocationList:
		return List(certinfo.ParseList(src)), true
	case der.PublicKey, der.RSAPublicKey:
		return PublicKey(&certinfo.ParseKey(src).Key), true
	}
	return "", false
}

// Certificate is the certificate as "openssl x509 -text" prints it.
func Certificate(c *certinfo.Certificate) string {
	t := writer{findings: c.Findings}
	t.line(0, "Certificate:")
	t.line(4, "Data:")
	t.line(8, "Version: "+version(c.Version, 3))
	t.serial(&c.Serial)
	t.put(8, "Signature Algorithm: ")
	t.algorithm(&c.TBSSignature)
	t.line(8, "Issuer: "+c.Issuer.Print(dn.OneLine))
	t.line(8, "Validity")
	t.line(12, "Not Before: "+timeText(&c.NotBefore))
	t.line(12, "Not After : "+timeText(&c.NotAfter))
	t.line(8, "Subject: "+c.Subject.Print(dn.OneLine))
	t.line(8, "Subject Public Key Info:")
	t.key(&c.Key)
	t.uniqueID("Issuer Unique ID: ", &c.IssuerUniqueID)
	t.uniqueID("Subject Unique ID: ", &c.SubjectUniqueID)
	t.extensions("X509v3 extensions:", c.Extensions)
	t.signature(&c.Signed)
	return t.text()
}
