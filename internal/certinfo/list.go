package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// MaxEntries bounds the entries of a list that are read: one of MaxInput bytes
// holds fewer.
const MaxEntries = 2_000_000

// List is what could be read of a certificate revocation list (RFC 5280, section
// 5).
type List struct {
	Signed
	Version         Version // 1 or 2
	Issuer          dn.Name
	ThisUpdate      Time
	NextUpdate      Time
	Extensions      []Extension
	ExtensionsPlace der.Place

	Revoked der.Place // revokedCertificates
	Entries []uint32  // offset of each entry; [List.Entry] reads one
	Reasons [11]int   // entries by reason code
	Others  int       // entries with a reason code that is not known
	Without int       // entries without a reason code
	text    string    // the DER once more
}

// Entry is one entry of a list (RFC 5280, section 5.1).
type Entry struct {
	Serial     Integer
	Time       Time // revocationDate
	Extensions []Extension
	Place      der.Place
	Reason     int // -1 if there is none
}

// ParseList reads a revocation list as [Parse] reads a certificate.
//
//	CertificateList ::= SEQUENCE {
//	    tbsCertList        TBSCertList,
//	    signatureAlgorithm AlgorithmIdentifier,
//	    signatureValue     BIT STRING }
func ParseList(src []byte) *List {
	l := new(List)
	r := newReader(&l.Structure, src, "list", &listNames)
	r.list(l)
	return l
}

func (r *reader) list(l *List) {
	o := NewOutline(der.RevocationList, r.s.DER)
	r.exts, l.text = &l.Extensions, r.text
	defer r.close()
	if !r.signed(&o, &l.Signed) {
		return
	}
	l.Version.Number = 1
	path := r.path(FieldVersion)
	if e, ok := r.field(&o, FieldVersion, ""); ok {
		v := r.integer(&e, path)
		n, _ := der.SmallInteger(v.Raw)
		l.Version.Place, l.Version.Number = v.Place, n+1
		if n != 1 {
			r.find(finding.VersionUnknown, v.Place, path, "The version of the list is encoded as "+itoa(n)+"; 1 is known, for version 2.")
		}
	}
	if e, ok := r.field(&o, FieldSignature, "a SEQUENCE"); ok {
		l.TBSSignature = r.algorithm(&e, r.path(FieldSignature))
	}
	r.issuer(&o, &l.Issuer)
	if e, ok := r.field(&o, FieldNotBefore, ""); ok {
		l.ThisUpdate = r.time(&e, r.path(FieldNotBefore))
	}
	if e, ok := r.field(&o, FieldNotAfter, ""); ok {
		l.NextUpdate = r.time(&e, r.path(FieldNotAfter))
	}
	if e, ok := r.field(&o, FieldRevoked, ""); ok {
		r.check(&e, r.path(FieldRevoked))
		l.Revoked = e.Place()
		r.entries(l, &e)
	}
	l.ExtensionsPlace = r.extensions(&o, "")
	if v := l.Version.Number; v == 1 && len(l.Extensions) > 0 {
		r.find(finding.VersionMismatch, l.Version.Place, path, "The list has extensions, but its version is 1, not 2.")
	}
	r.signature(&o, &l.Signed)
}

// entries reads revokedCertificates. A list has many entries, and nearly all of
// them in two forms: those are counted at a glance.
func (r *reader) entries(l *List, list *der.Element) {
	in := list.Children()
	n := in.Count(MaxEntries)
	if n == 0 {
		r.find(finding.ExtensionListEmpty, list.Place(), r.path(FieldRevoked), "revokedCertificates is an empty list; it is left out if nothing is revoked.")
		return
	}
	l.Entries = make([]uint32, n)
	var e der.Element
	for i := range l.Entries {
		in.Scan(&e)
		l.Entries[i] = uint32(e.Offset)
		reason, plain := plainEntry(&e)
		if !plain || r.trace != nil {
			reason = r.entry(&e, i).Reason
		}
		switch {
		case reason < 0:
			l.Without++
		case reason < len(l.Reasons):
			l.Reasons[reason]++
		default:
			l.Others++
		}
	}
	if in.More() {
		r.find(finding.FieldTooMany, list.Place(), r.path(FieldRevoked), "The list has more than "+words.Number(MaxEntries)+" entries; the rest is not read.")
	}
}

// plainEntry reads the reason of an entry that is sound and has no extension but
// that; false for all others.
func plainEntry(e *der.Element) (reason int, plain bool) {
	if e.Problem != 0 || !e.Is(der.Sequence) || !e.Constructed {
		return -1, false
	}
	in := e.Children()
	var f der.Element
	if !in.Scan(&f) || f.Problem != 0 || !f.Is(der.Integer) || !der.IntegerOK(f.Content()) || f.Constructed {
		return -1, false
	}
	if !in.Scan(&f) || f.Problem != 0 || !f.Is(der.UTCTime) || f.Constructed {
		return -1, false
	}
	if _, fault := der.ReadTime(der.UTCTime, f.Content()); fault != 0 {
		return -1, false
	}
	if !in.Scan(&f) {
		return -1, true
	}
	const before = "\x30\x0a\x06\x03" + string(oid.ReasonCode) + "\x04\x03\x0a\x01"
	content := f.Content()
	if in.More() || f.Problem != 0 || !f.Is(der.Sequence) || len(content) != len(before)+1 || string(content[:len(before)]) != before {
		return -1, false
	}
	return int(content[len(before)]), content[len(before)] < 0x80
}

// entry reads entry i of a list.
//
//	SEQUENCE {
//	    userCertificate    INTEGER,
//	    revocationDate     Time,
//	    crlEntryExtensions Extensions OPTIONAL }
func (r *reader) entry(e *der.Element, i int) *Entry {
	path := string(appendIndex([]byte(listNames[FieldRevoked]), i))
	x := &Entry{Place: e.Place(), Reason: -1}
	all := r.exts
	r.exts = &x.Extensions
	defer func() { r.exts = all }()
	r.check(e, path)
	in, ok := r.sequence(e, path)
	if !ok {
		return x
	}
	p, _ := required(&in, der.Integer)
	if f, ok := r.part(p, path+".userCertificate", "an INTEGER", true); ok {
		x.Serial = r.integer(&f, path+".userCertificate")
	}
	if f, ok := in.Next(); ok {
		x.Time = r.time(&f, path+".revocationDate")
	} else {
		r.missing(e.End(), path+".revocationDate")
	}
	if f, ok := in.Next(); ok {
		if f.Is(der.Sequence) && f.Constructed {
			r.extensionList(&f, path+".crlEntryExtensions")
		} else {
			r.wrongType(&f, path+".crlEntryExtensions", "a SEQUENCE")
		}
	}
	r.rest(&in, path)
	for i := range x.Extensions {
		if v, ok := x.Extensions[i].Parsed.(*Value); ok && x.Extensions[i].OID == oid.ReasonCode {
			if n, ok := der.SmallInteger(v.Raw); ok && n >= 0 {
				x.Reason = n
			}
		}
	}
	return x
}

// Entry reads entry i.
func (l *List) Entry(i int) *Entry {
	at := int(l.Entries[i])
	in := der.NewReaderAt(l.DER[at:l.Revoked.Offset+l.Revoked.Length], at)
	var e der.Element
	in.Scan(&e)
	// What there was to say has been said.
	r := reader{s: &Structure{DER: l.DER, names: &listNames}, text: l.text, extension: -1, quiet: true, full: true}
	return r.entry(&e, i)
}
