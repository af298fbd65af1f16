package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
)

// textEntries is how many entries of a revocation list are written as text; the
// rest is counted.
const textEntries = 1000

// OtherText is a request, a revocation list or a public key in the manner of
// "openssl req", "crl" and "pkey", each with -text; false for other kinds. It is
// as near to OpenSSL as [Text] is. Of a list it gives the first thousand entries.
func OtherText(kind der.Kind, src []byte) (string, bool) {
	var t textWriter
	switch kind {
	case der.CertificateRequest:
		t.request(certinfo.ParseRequest(src))
	case der.RevocationList:
		t.revocationList(certinfo.ParseList(src))
	case der.PublicKey, der.RSAPublicKey:
		t.shift = -16
		t.keyValue(&certinfo.ParseKey(src).Key)
	default:
		return "", false
	}
	return t.String(), true
}

func (t *textWriter) request(q *certinfo.Request) {
	t.line(0, "Certificate Request:")
	t.line(4, "Data:")
	t.line(8, "Version: "+textVersion(q.Version))
	t.line(8, "Subject: "+oneLine(&q.Subject))
	t.line(8, "Subject Public Key Info:")
	t.key(&q.Key)
	t.line(8, "Attributes:")
	if q.Attributes == nil || len(q.Attributes.List) == 0 {
		t.line(12, "(none)")
	} else {
		for i := range q.Attributes.List {
			t.attribute(q.Attributes.List[i].List)
		}
	}
	t.line(12, "Requested Extensions:")
	t.shift = 4
	for i := range q.Extensions {
		t.extension(&q.Extensions[i])
	}
	t.shift = 0
	t.signature(&q.Certificate)
}

// attribute writes a type and its values, as far as they are strings.
func (t *textWriter) attribute(a []certinfo.Value) {
	if len(a) < 2 || a[0].OID == certinfo.OIDExtensionRequest || a[0].OID == certinfo.OIDMicrosoftExtensionRequest {
		return
	}
	name := textName(a[0].OID)
	name += strings.Repeat(" ", max(0, 24-len(name)))
	for i := range a[1].List {
		value := "unable to print attribute"
		e, _ := first(a[1].List[i].Raw)
		switch {
		case e.Class != der.Universal || e.Constructed:
		case e.Tag == der.UTF8String, e.Tag == der.PrintableString, e.Tag == der.IA5String, e.Tag == der.T61String, e.Tag == der.NumericString:
			value = string(e.Content())
		}
		t.line(12, name+" :"+value)
	}
}

func (t *textWriter) revocationList(l *certinfo.List) {
	t.line(0, "Certificate Revocation List (CRL):")
	t.line(8, "Version "+textVersion(l.Version))
	t.put(8, "Signature Algorithm: ")
	t.algorithm(&l.TBSSignature)
	t.line(8, "Issuer: "+oneLine(&l.Issuer))
	t.line(8, "Last Update: "+textTime(&l.NotBefore))
	next := "NONE"
	if l.NotAfter.Place.Length > 0 {
		next = textTime(&l.NotAfter)
	}
	t.line(8, "Next Update: "+next)
	t.extensions("CRL extensions:", l.Extensions)
	if len(l.Entries) == 0 {
		t.line(0, "No Revoked Certificates.")
	} else {
		t.line(0, "Revoked Certificates:")
	}
	for i := range l.Entries {
		if i == textEntries {
			t.line(4, "("+strconv.Itoa(len(l.Entries)-i)+" more)")
			break
		}
		x := l.Entry(i)
		t.line(4, "Serial Number: "+x.Serial.Hex())
		t.line(8, "Revocation Date: "+textTime(&x.Time))
		t.extensions("CRL entry extensions:", x.Extensions)
	}
	t.signature(&l.Certificate)
}
