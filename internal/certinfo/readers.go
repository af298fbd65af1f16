package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// extensionValue reads the value of x, which is in the OCTET STRING e, if there is
// a reader or a schema for it.
func (r *reader) extensionValue(e *der.Element, x *Extension) {
	var read func(*reader, *der.Element) any
	var s *schema
	flag := either
	for i := range known {
		if known[i].id == x.OID {
			if read, s, flag = known[i].read, known[i].of, known[i].flag; read == nil {
				read = (*reader).bySchema
			}
			break
		}
	}
	if read == nil {
		return
	}
	r.extension, r.schema = x.Index, s
	in := e.Children()
	if !in.Scan(&r.element) {
		r.missing(e.End(), "")
	} else {
		// Nearly every value is sound. It is read without making paths, and
		// again with them if there is something to say.
		r.quiet, r.noticed = r.trace == nil, false
		r.value(read, x, in)
		r.quiet = r.full
		if r.noticed && !r.full && r.trace == nil {
			r.value(read, x, in)
		}
	}
	r.extension = -1
	r.judgeCritical(x, flag)
}

func (r *reader) value(read func(*reader, *der.Element) any, x *Extension, rest der.Reader) {
	r.check(&r.element, "")
	x.Parsed = read(r, &r.element)
	r.rest(&rest, "")
}

// sequence returns a reader over the SEQUENCE e, or reports that it is none.
func (r *reader) sequence(e *der.Element, path string) (der.Reader, bool) {
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return der.Reader{}, false
	}
	return e.Children(), true
}

// emptyList reports a list without elements.
func (r *reader) emptyList(e *der.Element, path string) {
	r.find(finding.ExtensionListEmpty, e.Place(), path, r.name(path)+" is empty.")
}

// item is the path of a member of a list, relative to extnValue.
func (r *reader) item(path string, i int) string {
	if r.quiet {
		return ""
	}
	return string(appendIndex([]byte(path), i))
}

// basicConstraints: RFC 5280, section 4.2.1.9.
//
//	BasicConstraints ::= SEQUENCE {
//	    cA                 BOOLEAN DEFAULT FALSE,
//	    pathLenConstraint  INTEGER (0..MAX) OPTIONAL }
func (r *reader) basicConstraints(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	b := &BasicConstraints{}
	f, ok := in.Next()
	if ok && f.Is(der.Boolean) {
		b.CAPlace = f.Place()
		b.CA = r.boolean(&f, ".cA")
		if content := f.Content(); len(content) == 1 && content[0] == 0 {
			r.find(finding.DefaultEncoded, b.CAPlace, ".cA", "basicConstraints.cA is FALSE, which is the default; DER leaves it away.")
		}
		f, ok = in.Next()
	}
	if !ok {
		return b
	}
	if !f.Is(der.Integer) {
		r.wrongType(&f, ".pathLenConstraint", "an INTEGER")
		return b
	}
	b.HasPathLen, b.PathPlace = true, f.Place()
	b.PathLen = r.small(&f, ".pathLenConstraint")
	switch {
	case b.PathLen < 0:
		r.find(finding.PathLenNotCA, b.PathPlace, ".pathLenConstraint", "basicConstraints.pathLenConstraint is negative, or larger than anyone needs.")
	case !b.CA:
		r.find(finding.PathLenNotCA, b.PathPlace, ".pathLenConstraint", "basicConstraints has a pathLenConstraint, but cA is false.")
	}
	r.rest(&in, "")
	return b
}

// keyUsage: RFC 5280, section 4.2.1.3.
//
//	KeyUsage ::= BIT STRING { digitalSignature (0), … decipherOnly (8) }
func (r *reader) keyUsage(e *der.Element) any {
	if !e.Is(der.BitString) {
		r.wrongType(e, "", "a BIT STRING")
		return nil
	}
	k := &KeyUsage{Place: e.Place()}
	k.Bits = r.namedBits(e, "")
	if k.Bits == 0 {
		r.find(finding.KeyUsageEmpty, k.Place, "", "keyUsage has none of its bits set.")
	}
	return k
}

// namedBits reads the first 16 bits of a BIT STRING: bit i of the result is bit i
// of the string, which X.680 counts from the left.
func (r *reader) namedBits(e *der.Element, path string) uint16 {
	bits := r.bitString(e, path)
	var v uint16
	for i := 0; i < 16 && i < 8*len(bits.Bytes)-bits.Unused; i++ {
		if bits.Bytes[i/8]>>(7-i%8)&1 == 1 {
			v |= 1 << i
		}
	}
	return v
}

// extKeyUsage: RFC 5280, section 4.2.1.12.
//
//	ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER
func (r *reader) extKeyUsage(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	u := &ExtKeyUsage{Purposes: make([]ObjectID, 0, in.Count(MaxNames))}
	if cap(u.Purposes) == 0 {
		r.emptyList(e, "")
	}
	for f := (der.Element{}); len(u.Purposes) < MaxNames && in.Scan(&f); {
		id, sound := r.soundID(&f)
		if !sound { // then it has a path
			id = r.objectID(&f, r.item("", len(u.Purposes)))
		}
		u.Purposes = append(u.Purposes, ObjectID{id, f.Place()})
	}
	return u
}

// subjectKeyID: RFC 5280, section 4.2.1.2.
//
//	SubjectKeyIdentifier ::= OCTET STRING
func (r *reader) subjectKeyID(e *der.Element) any {
	if !e.Is(der.OctetString) {
		r.wrongType(e, "", "an OCTET STRING")
		return nil
	}
	if e.Constructed {
		r.segmented(e, "")
	}
	return &KeyID{ID: e.Content(), Place: e.Place()}
}

// authorityKeyID: RFC 5280, section 4.2.1.1.
//
//	AuthorityKeyIdentifier ::= SEQUENCE {
//	    keyIdentifier             [0] IMPLICIT OCTET STRING OPTIONAL,
//	    authorityCertIssuer       [1] IMPLICIT GeneralNames OPTIONAL,
//	    authorityCertSerialNumber [2] IMPLICIT INTEGER OPTIONAL }
func (r *reader) authorityKeyID(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	a := &AuthorityKeyID{}
	if !in.More() {
		r.emptyList(e, "")
	}
	due := 0
	for f := (der.Element{}); in.Scan(&f); {
		r.inTurn(&f, &due, "")
		switch {
		case f.IsContext(0):
			r.check(&f, ".keyIdentifier")
			if f.Constructed {
				r.segmented(&f, ".keyIdentifier")
			}
			a.ID, a.IDPlace = f.Content(), f.Place()
		case f.IsContext(1):
			r.check(&f, ".authorityCertIssuer")
			a.Issuer = r.generalNames(&f, ".authorityCertIssuer")
		case f.IsContext(2):
			a.Serial = r.integer(&f, ".authorityCertSerialNumber")
		default:
			r.check(&f, "")
			r.find(finding.FieldExtra, f.Place(), "", "authorityKeyIdentifier holds "+typeName(&f)+", which does not belong there.")
		}
	}
	return a
}

// policies: RFC 5280, section 4.2.1.4.
//
//	certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
//	PolicyInformation ::= SEQUENCE {
//	    policyIdentifier  OBJECT IDENTIFIER,
//	    policyQualifiers  SEQUENCE OF PolicyQualifierInfo OPTIONAL }
func (r *reader) policies(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	p := &Policies{Policies: make([]Policy, 0, in.Count(MaxNames))}
	if cap(p.Policies) == 0 {
		r.emptyList(e, "")
	}
	for f := (der.Element{}); len(p.Policies) < MaxNames && in.Scan(&f); {
		path := r.item("", len(p.Policies))
		r.check(&f, path)
		one := Policy{Place: f.Place()}
		if info, ok := r.sequence(&f, path); ok {
			if id, ok := info.Next(); ok {
				one.OID = r.objectID(&id, path+".policyIdentifier")
				r.doubt(one.OID, &id, path+".policyIdentifier", info)
			} else {
				r.missing(f.End(), path+".policyIdentifier")
			}
			if q, ok := info.Next(); ok {
				one.Qualifiers = r.qualifiers(&q, path+".policyQualifiers")
			}
			r.rest(&info, path)
		}
		p.Policies = append(p.Policies, one)
	}
	return p
}

// qualifiers reads the qualifiers of a policy.
//
//	PolicyQualifierInfo ::= SEQUENCE {
//	    policyQualifierId  OBJECT IDENTIFIER,
//	    qualifier          ANY DEFINED BY policyQualifierId }
//	CPSuri ::= IA5String
func (r *reader) qualifiers(e *der.Element, path string) []Qualifier {
	r.check(e, path)
	in, ok := r.sequence(e, path)
	if !ok {
		return nil
	}
	list := make([]Qualifier, 0, in.Count(MaxNames))
	for f := (der.Element{}); len(list) < MaxNames && in.Scan(&f); {
		p := r.item(path, len(list))
		r.check(&f, p)
		q := Qualifier{Place: f.Place()}
		if info, ok := r.sequence(&f, p); ok {
			if id, ok := info.Next(); ok {
				q.OID = r.objectID(&id, p+".policyQualifierId")
				r.doubt(q.OID, &id, p+".policyQualifierId", info)
			} else {
				r.missing(f.End(), p+".policyQualifierId")
			}
			if v, ok := info.Next(); ok {
				r.check(&v, p+".qualifier")
				q.Raw = v.Bytes
				switch q.OID {
				case oid.CPS:
					q.CPS = r.displayText(&v, p+".qualifier")
				case oid.UserNotice:
					r.userNotice(&v, &q, p+".qualifier")
				default:
					r.any(&v, p+".qualifier", 0)
				}
			} else if q.OID != "" {
				r.missing(f.End(), p+".qualifier")
			}
			r.rest(&info, p)
		}
		list = append(list, q)
	}
	return list
}

// userNotice reads
//
//	UserNotice ::= SEQUENCE {
//	    noticeRef     NoticeReference OPTIONAL,
//	    explicitText  DisplayText OPTIONAL }
//	NoticeReference ::= SEQUENCE {
//	    organization   DisplayText,
//	    noticeNumbers  SEQUENCE OF INTEGER }
func (r *reader) userNotice(e *der.Element, q *Qualifier, path string) {
	in, ok := r.sequence(e, path)
	if !ok {
		return
	}
	f, ok := in.Next()
	if ok && f.Is(der.Sequence) {
		r.check(&f, path+".noticeRef")
		q.HasReference = true
		ref := f.Children()
		if o, ok := ref.Next(); ok {
			q.Organization = r.displayText(&o, path+".noticeRef.organization")
		}
		if l, ok := ref.Next(); ok {
			at := path + ".noticeRef.noticeNumbers"
			r.check(&l, at)
			numbers := l.Children()
			for n, ok := numbers.Next(); ok && len(q.Numbers) < MaxNames; n, ok = numbers.Next() {
				q.Numbers = append(q.Numbers, r.bigNumber(&n, r.item(at, len(q.Numbers))))
			}
		}
		f, ok = in.Next()
	}
	if ok {
		q.HasText = true
		q.ExplicitText = r.displayText(&f, path+".explicitText")
	}
	r.rest(&in, path)
}

// displayText reads a string of any type.
func (r *reader) displayText(e *der.Element, path string) string {
	r.check(e, path)
	if e.Class != der.Universal || !der.IsString(e.Tag) || e.Constructed {
		r.wrongType(e, path, "a string")
		return ""
	}
	return r.textOf(e, e.Tag, path)
}

// textOf returns the content of e, a string of the type tag, as UTF-8.
func (r *reader) textOf(e *der.Element, tag int, path string) string {
	content := e.Content()
	valid, plain := der.CheckString(tag, content)
	if !valid {
		r.badString(tag, e.Place(), path)
	}
	if plain {
		return r.str(e)
	}
	text, _ := der.DecodeString(tag, content)
	return text
}

// infoAccess: RFC 5280, section 4.2.2.
//
//	AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
//	AccessDescription ::= SEQUENCE {
//	    accessMethod    OBJECT IDENTIFIER,
//	    accessLocation  GeneralName }
func (r *reader) infoAccess(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	a := &InfoAccess{Descriptions: make([]AccessDescription, 0, in.Count(MaxNames))}
	if cap(a.Descriptions) == 0 {
		r.emptyList(e, "")
	}
	for f := (der.Element{}); len(a.Descriptions) < MaxNames && in.Scan(&f); {
		path := r.item("", len(a.Descriptions))
		r.check(&f, path)
		d := AccessDescription{Place: f.Place(), Location: GeneralName{Kind: UnknownName}}
		if info, ok := r.sequence(&f, path); ok {
			if id, ok := info.Next(); ok {
				d.Method = r.objectID(&id, path+".accessMethod")
				r.doubt(d.Method, &id, path+".accessMethod", info)
			} else {
				r.missing(f.End(), path+".accessMethod")
			}
			if l, ok := info.Next(); ok {
				r.generalName(&l, &d.Location, path+".accessLocation", -1)
			} else {
				r.missing(f.End(), path+".accessLocation")
			}
			r.rest(&info, path)
		}
		a.Descriptions = append(a.Descriptions, d)
	}
	return a
}
