// Package openssl prints certificates, requests, revocation lists and public keys
// as the commands x509, req, crl and pkey of OpenSSL 3.0 do with -text: the same
// names in the same order, so that a diff between the two is short. In go
// certinfo's models, or DER; out comes text. What it does otherwise:
//
//   - Extensions that have no reader of their own are printed as OpenSSL prints
//     those it does not know: the bytes as text, a dot for each that is not ASCII.
//   - A distribution point's names each end their line; OpenSSL forgets some ends.
//   - Keys other than RSA, DSA, EC and the Edwards curves are printed as their
//     bytes.
//   - Of PSS parameters, one that says what the default says is called that.
//   - A field that is not there or cannot be read is "<none>", where OpenSSL would
//     have refused the whole.
//   - Of a list the first [MaxEntries] entries are printed; the rest is counted.
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
	var t writer
	t.line(0, "Certificate:")
	t.line(4, "Data:")
	t.line(8, "Version: "+version(c.Version))
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

func (t *writer) signature(s *certinfo.Signed) {
	t.line(4, "Signature Algorithm: "+longName(s.SignatureAlgorithm.OID))
	t.put(4, "Signature Value:")
	if s.SignatureAlgorithm.PSS != nil {
		t.pss(s.SignatureAlgorithm.PSS)
	} else {
		t.end()
	}
	if len(s.Signature.Bytes) == 0 {
		t.line(8, none)
	} else {
		t.dump(8, s.Signature.Bytes, 18)
	}
}
