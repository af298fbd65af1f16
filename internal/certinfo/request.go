package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// Request is what could be read of a certificate request (RFC 2986, PKCS #10).
type Request struct {
	Signed
	Version         Version // 1 is the only one
	Subject         dn.Name
	Key             PublicKey
	Attributes      *Value      // as read, or nil
	Extensions      []Extension // those that are asked for in an attribute
	ExtensionsPlace der.Place
}

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
//	    certificationRequestInfo  CertificationRequestInfo,
//	    signatureAlgorithm        AlgorithmIdentifier,
//	    signature                 BIT STRING }
//
// The signature goes by the name that it has in certificates and lists.
func ParseRequest(src []byte) *Request {
	q := new(Request)
	r := newReader(&q.Structure, src, "request", &requestNames)
	r.request(q)
	return q
}

func (r *reader) request(q *Request) {
	o := NewOutline(der.CertificateRequest, r.s.DER)
	r.exts = &q.Extensions
	defer r.close()
	if !r.signed(&o, &q.Signed) {
		return
	}
	if e, ok := r.field(&o, FieldVersion, "an INTEGER"); ok {
		path := r.path(FieldVersion)
		v := r.integer(&e, path)
		q.Version.Place, q.Version.Number = v.Place, 1
		if n, _ := der.SmallInteger(v.Raw); n != 0 {
			q.Version.Number = n + 1
			r.find(finding.VersionUnknown, v.Place, path, "The version of the request is encoded as "+itoa(n)+"; 0 is known, for version 1.")
		}
	}
	if e, ok := r.field(&o, FieldSubject, "a Name, a SEQUENCE,"); ok {
		q.Subject = r.directory(&e, r.path(FieldSubject))
	}
	if e, ok := r.field(&o, FieldKey, "a SEQUENCE"); ok {
		r.publicKey(&e, &q.Key)
	}
	if e, ok := r.field(&o, FieldAttributes, ""); ok {
		q.Attributes = new(Value)
		r.read(&requestAttributes, &e, q.Attributes, r.path(FieldAttributes))
		r.requested(q)
	}
	r.signature(&o, &q.Signed)
}

// requested reads the extensions that are asked for.
func (r *reader) requested(q *Request) {
	for i := range q.Attributes.List {
		a := q.Attributes.List[i].List
		if len(a) < 2 || len(a[1].List) == 0 || len(q.Extensions) > 0 ||
			a[0].OID != oid.ExtensionRequest && a[0].OID != oid.MicrosoftExtensionRequest {
			continue
		}
		path := string(appendIndex([]byte(r.path(FieldAttributes)), i)) + ".values[0]"
		top := der.NewReaderAt(a[1].List[0].Raw, a[1].List[0].At)
		if list, ok := top.Next(); ok && list.Is(der.Sequence) && list.Constructed {
			q.ExtensionsPlace = list.Place()
			r.extensionList(&list, path)
		}
	}
}

// Key is what could be read of a public key that stands alone.
type Key struct {
	Structure
	Key PublicKey
}

// ParseKey reads a public key that stands alone: a SubjectPublicKeyInfo (RFC
// 5280, section 4.1.2.7), or an RSAPublicKey (RFC 8017, appendix A.1.1).
func ParseKey(src []byte) *Key {
	k := new(Key)
	r := newReader(&k.Structure, src, "key", &keyNames)
	r.key(k)
	return k
}

func (r *reader) key(k *Key) {
	var o Outline
	defer r.close()
	in, ok := o.open(r.s.DER)
	if !r.open(&o) || !ok {
		return
	}
	whole := o.Outer.element(r.s.DER)
	if e, ok := in.Peek(); ok && e.Is(der.Integer) {
		k.Key = PublicKey{Kind: KeyRSA, Place: whole.Place(), Value: BitString{Bytes: whole.Bytes, Place: whole.Place()}}
		k.Key.Algorithm.OID = oid.RSAEncryption
		r.rsa(&k.Key, whole.Place())
	} else {
		r.publicKey(&whole, &k.Key)
	}
}
