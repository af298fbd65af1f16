package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

// MaxEntries is how many entries of a revocation list are printed: a list may have
// a hundred thousand, and nobody reads them one by one.
const MaxEntries = 1000

// PublicKey is the key as "openssl pkey -pubin -text" prints it.
func PublicKey(k *certinfo.PublicKey) string {
	var t writer
	t.shift = -16
	t.keyValue(k)
	return t.text()
}

// Request is the request as "openssl req -text" prints it.
func Request(q *certinfo.Request) string {
	t := writer{findings: q.Findings}
	t.line(0, "Certificate Request:")
	t.line(4, "Data:")
	t.line(8, "Version: "+version(q.Version, 1))
	t.line(8, "Subject: "+q.Subject.Print(dn.OneLine))
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
	t.signature(&q.Signed)
	return t.text()
}

// attribute writes a type and its values, as far as they are strings.
func (t *writer) attribute(a []certinfo.Value) {
	if len(a) < 2 || a[0].OID == oid.ExtensionRequest || a[0].OID == oid.MicrosoftExtensionRequest {
		return
	}
	name := longName(a[0].OID)
	name += strings.Repeat(" ", max(0, 24-len(name)))
	for i := range a[1].List {
		value := "unable to print attribute"
		e, _ := der.First(a[1].List[i].Raw)
		switch {
		case e.Class != der.Universal || e.Constructed:
		case e.Tag == der.UTF8String, e.Tag == der.PrintableString, e.Tag == der.IA5String, e.Tag == der.T61String, e.Tag == der.NumericString:
			value = string(e.Content())
		}
		t.line(12, name+" :"+value)
		name = strings.Repeat(" ", 12)
	}
}

// List is the list as "openssl crl -text" prints it, as far as [MaxEntries].
func List(l *certinfo.List) string {
	t := writer{findings: l.Findings}
	t.line(0, "Certificate Revocation List (CRL):")
	t.line(8, "Version "+listVersion(l.Version))
	t.put(8, "Signature Algorithm: ")
	t.algorithm(&l.TBSSignature)
	t.line(8, "Issuer: "+l.Issuer.Print(dn.OneLine))
	t.line(8, "Last Update: "+timeText(&l.ThisUpdate))
	next := "NONE"
	if l.NextUpdate.Place.Length > 0 {
		next = timeText(&l.NextUpdate)
	}
	t.line(8, "Next Update: "+next)
	t.extensions("CRL extensions:", l.Extensions)
	if len(l.Entries) == 0 {
		t.line(0, "No Revoked Certificates.")
	} else {
		t.line(0, "Revoked Certificates:")
	}
	for i := range l.Entries {
		if i == MaxEntries {
			t.line(4, "("+strconv.Itoa(len(l.Entries)-i)+" more)")
			break
		}
		x := l.Entry(i)
		t.line(4, "Serial Number: "+x.Serial.Hex())
		t.line(8, "Revocation Date: "+timeText(&x.Time))
		t.extensions("CRL entry extensions:", x.Extensions)
	}
	t.signature(&l.Signed)
	return t.text()
}
