package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// Request is what could be read of a certificate request (RFC 2986, PKCS #10), in
// the fields that it shares with a certificate: Version (1), Subject, Key,
// Extensions (those that are asked for), SignatureAlgorithm and Signature.
type Request struct {
	Certificate
	Attributes *Value // the attributes as read, or nil
}

// Attributes of a request that hold the extensions asked for.
const (
	OIDExtensionRequest          oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x0e"     // 1.2.840.113549.1.9.14, RFC 2985
	OIDMicrosoftExtensionRequest oid.OID = "\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x0e" // 1.3.6.1.4.1.311.2.1.14
)

// requestAttributes: RFC 2986, section 4.1; the types are those of RFC 2985.
//
//	attributes [0] SET OF SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }
var requestAttributes = schema{kind: asSet, tag: in0, member: "attributes", label: "Attributes", of: []schema{{of: []schema{
	{kind: asOID, member: "type", label: "Attribute"},
	{kind: asSet, member: "values", of: []schema{{kind: asAny, label: "Value"}}},
}}}}

// ParseRequest reads a certificate request as [Parse] reads a certificate.
//
//	CertificationRequest ::= SEQUENCE {
//	    certificationRequestInfo  SEQUENCE {
//	        version        INTEGER,
//	        subject        Name,
//	        subjectPKInfo  SubjectPublicKeyInfo,
//	        attributes [0] SET OF Attribute },
//	    signatureAlgorithm        AlgorithmIdentifier,
//	    signature                 BIT STRING }
func ParseRequest(src []byte) *Request {
	q := &Request{Certificate: Certificate{DER: src}}
	r := newReader(&q.Certificate, "request",
		rename{"tbsCertificate.subjectPublicKeyInfo", "certificationRequestInfo.subjectPKInfo"},
		rename{"tbsCertificate", "certificationRequestInfo"}, rename{"signatureValue", "signature"})
	in, ok := r.open()
	if !ok {
		return q
	}
	defer r.close()
	fields, ok := r.signed(&in)
	if !ok {
		return q
	}
	if e, ok := r.field(&fields, der.Integer, "tbsCertificate.version", "an INTEGER"); ok {
		v := r.integer(&e, "tbsCertificate.version")
		q.Version.Place, q.Version.Number = v.Place, 1
		if n, _ := der.SmallInteger(v.Raw); n != 0 {
			q.Version.Number = n + 1
			r.find(finding.VersionUnknown, v.Place, "tbsCertificate.version", "The version of the request is encoded as "+itoa(n)+"; 0 is known, for version 1.")
		}
	}
	if e, ok := r.field(&fields, der.Sequence, "tbsCertificate.subject", "a Name, a SEQUENCE,"); ok {
		q.Subject = r.directory(&e, "tbsCertificate.subject")
	}
	if e, ok := r.field(&fields, der.Sequence, "tbsCertificate.subjectPublicKeyInfo", "a SEQUENCE"); ok {
		r.publicKey(&e, &q.Key, "tbsCertificate.subjectPublicKeyInfo")
	}
	if e, ok := fields.Peek(); ok && e.IsContext(0) {
		fields.Next()
		q.Attributes = new(Value)
		r.read(&requestAttributes, &e, q.Attributes, "tbsCertificate.attributes")
		r.requested(q)
	}
	r.rest(&fields, "tbsCertificate")
	r.signature(&in)
	return q
}

// requested reads the extensions that are asked for.
func (r *reader) requested(q *Request) {
	for i := range q.Attributes.List {
		a := q.Attributes.List[i].List
		if len(a) < 2 || len(a[1].List) == 0 || len(q.Extensions) > 0 ||
			a[0].OID != OIDExtensionRequest && a[0].OID != OIDMicrosoftExtensionRequest {
			continue
		}
		path := string(appendIndex([]byte("certificationRequestInfo.attributes"), i)) + ".values[0]"
		top := der.NewReaderAt(a[1].List[0].Raw, a[1].List[0].At)
		if list, ok := top.Next(); ok && list.Is(der.Sequence) && list.Constructed {
			q.ExtensionsPlace = list.Place()
			r.extensionList(&list, path)
		}
	}
}

// signed takes the signed part, of which it returns the fields.
func (r *reader) signed(in *der.Reader) (der.Reader, bool) {
	tbs, ok := in.Next()
	if !ok {
		r.missing(len(r.c.DER), "tbsCertificate")
		return tbs.Children(), false
	}
	r.check(&tbs, "tbsCertificate")
	if !tbs.Is(der.Sequence) || !tbs.Constructed {
		r.wrongType(&tbs, "tbsCertificate", "a SEQUENCE")
		return tbs.Children(), false
	}
	r.c.TBS = tbs.Place()
	return tbs.Children(), true
}

// ParseKey reads a public key that stands alone: a SubjectPublicKeyInfo (RFC
// 5280, section 4.1.2.7), or an RSAPublicKey (RFC 8017, appendix A.1.1). It is in
// Key; the other fields but those about DER are empty.
func ParseKey(src []byte) *Certificate {
	c := &Certificate{DER: src}
	r := newReader(c, "key", rename{"tbsCertificate.subjectPublicKeyInfo.", ""}, rename{"tbsCertificate.subjectPublicKeyInfo", ""})
	if in, ok := r.open(); ok {
		whole, _ := der.First(c.DER)
		if e, ok := in.Peek(); ok && e.Is(der.Integer) {
			c.Key = PublicKey{Kind: KeyRSA, Place: whole.Place(), Value: BitString{Bytes: whole.Bytes, Place: whole.Place()}}
			c.Key.Algorithm.OID = oidRSA
			r.rsa(&c.Key, whole.Place())
		} else {
			r.publicKey(&whole, &c.Key, "tbsCertificate.subjectPublicKeyInfo")
		}
		r.close()
	}
	return c
}
