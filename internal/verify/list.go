package verify

import (
	"bytes"
	"encoding/pem"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// crl is a revocation list with what the rules ask of it.
type crl struct {
	*certinfo.List
	file     int // index into Input.CRLs
	akid     *certinfo.AuthorityKeyID
	scope    scope
	delta    bool   // it is one (deltaCRLIndicator)
	flagged  bool   // and says so in a critical extension, as it must
	critical string // a critical extension, of the list or an entry, that is not known; or empty
	field    string
}

// scope is an issuing distribution point (RFC 5280, section 5.2.5).
type scope struct {
	there      bool
	unread     bool            // it cannot be read, or is there twice: OpenSSL passes over it, AWS-LC refuses the list
	invalid    bool            // it contradicts itself
	point      *certinfo.Value // distributionPoint, or nil
	onlyUsers  bool
	onlyCAs    bool
	onlyAttrs  bool
	indirect   bool
	someReason bool
}

// listsIn returns what stands in a file of lists, in DER, whatever its form.
func listsIn(file []byte) (all [][]byte) {
	switch form := formOf(file); form {
	case FormEmpty:
		return nil
	case FormDER, FormPKCS7, FormJKS:
		return structuresOf(form, file)
	case FormUTF16:
		file = fromUTF16(file)
	}
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "X509 CRL" || block.Type == "CRL" {
			all = append(all, block.Bytes)
		}
	}
	if len(all) == 0 {
		return [][]byte{file}
	}
	return all
}

// readLists reads the files.
func (m *material) readLists() {
	for i, file := range m.in.CRLs {
		for _, raw := range listsIn(file) {
			list := certinfo.ParseList(raw)
			if why := brokenList(list); why != "" {
				if m.broken == "" {
					m.broken = "Revocation list " + words.Number(i+1) + " cannot be read: " + why + "."
				}
				continue
			}
			m.crls = append(m.crls, newList(list, i))
		}
	}
}

// brokenList says why a list cannot be read; empty if it can.
func brokenList(l *certinfo.List) string {
	switch {
	case der.Classify(l.DER) != der.RevocationList:
		return "it is none"
	case l.Declared > len(l.DER):
		return "it is cut off"
	case l.TBS.Length == 0, l.Issuer.Place.Length == 0, !l.ThisUpdate.OK, l.SignatureAlgorithm.OID == "", l.Signature.Bytes == nil:
		return "a field is missing"
	}
	return ""
}

func newList(list *certinfo.List, file int) *crl {
	l := &crl{List: list, file: file}
	for i := range list.Extensions {
		x := &list.Extensions[i]
		switch x.OID {
		case oid.IssuingDistributionPoint:
			twice := l.scope.there
			if l.scope = readScope(x); twice {
				l.scope = scope{there: true, unread: true}
			}
		case oid.DeltaCRLIndicator:
			l.delta, l.flagged = true, x.Critical
		case oid.AuthorityKeyIdentifier:
			l.akid, _ = x.Parsed.(*certinfo.AuthorityKeyID)
		default:
			if x.Critical && l.critical == "" {
				l.critical, l.field = idName(x.OID), x.Path()
			}
		}
	}
	if l.critical == "" {
		l.critical, l.field = l.criticalEntry()
	}
	return l
}

func idName(id oid.OID) string {
	if name := oid.Name(id); name != "" {
		return name
	}
	return id.String()
}

func readScope(x *certinfo.Extension) scope {
	s := scope{there: true}
	v, ok := x.Parsed.(*certinfo.Value)
	if !ok || v.Kind != certinfo.ValueList {
		s.unread = true
		return s
	}
	flag := func(member string) bool {
		f := v.Find(member)
		return f != nil && len(f.Raw) > 0 && f.Raw[0] != 0
	}
	s.point = v.Find("distributionPoint")
	s.onlyUsers, s.onlyCAs = flag("onlyContainsUserCerts"), flag("onlyContainsCACerts")
	s.indirect, s.onlyAttrs = flag("indirectCRL"), flag("onlyContainsAttributeCerts")
	s.someReason = v.Find("onlySomeReasons") != nil
	only := 0
	for _, b := range []bool{s.onlyUsers, s.onlyCAs, s.onlyAttrs} {
		if b {
			only++
		}
	}
	s.invalid = only > 1
	return s
}

// reasonAlone is how the extensions of nearly every entry begin that has any: a
// reasonCode, of one more byte.
const reasonAlone = "\x30\x0c\x30\x0a\x06\x03\x55\x1d\x15\x04\x03\x0a\x01"

// criticalEntry finds a critical extension of an entry that is not known. Nearly
// all entries have no extension but their reason, which is passed over at a glance.
func (l *crl) criticalEntry() (name, field string) {
	for i, at := range l.Entries {
		in := der.NewReaderAt(l.DER[at:l.Revoked.Offset+l.Revoked.Length], int(at))
		var e, f der.Element
		in.Scan(&e)
		fields := e.Children()
		for k := 0; k < 3 && fields.Scan(&f); k++ {
			if k < 2 || len(f.Bytes) == len(reasonAlone)+1 && string(f.Bytes[:len(reasonAlone)]) == reasonAlone || !bytes.Contains(f.Bytes, []byte{0x01, 0x01}) { // no BOOLEAN, so no flag
				continue
			}
			entry := l.Entry(i)
			for j := range entry.Extensions {
				if x := &entry.Extensions[j]; x.Critical && x.OID != oid.CertificateIssuer {
					return idName(x.OID), x.Path()
				}
			}
		}
	}
	return "", ""
}

// certificateIssuer is how the identifier of certificateIssuer stands in an entry.
const certificateIssuer = "\x06\x03" + string(oid.CertificateIssuer)

// entryOf returns the entry of a certificate, or nil. An entry is about a certificate
// of the list's issuer, or of the one that it names itself (certificateIssuer, RFC
// 5280, section 5.3.3), or else an entry before it: OpenSSL and AWS-LC hold to that
// in lists too that are not indirect.
func (l *crl) entryOf(c *certinfo.Certificate) *certinfo.Entry {
	want := bytes.TrimLeft(c.Serial.Raw, "\x00")
	named := bytes.Contains(part(l.DER, l.Revoked), []byte(certificateIssuer))
	var of *certinfo.GeneralNames // of the entries from here on; nil is the list's issuer
	for i, at := range l.Entries {
		in := der.NewReaderAt(l.DER[at:l.Revoked.Offset+l.Revoked.Length], int(at))
		var e, f der.Element
		in.Scan(&e)
		if named && bytes.Contains(e.Bytes, []byte(certificateIssuer)) {
			of = issuersOf(l.Entry(i), of)
		}
		fields := e.Children()
		if fields.Scan(&f) && f.Is(der.Integer) && bytes.Equal(bytes.TrimLeft(f.Content(), "\x00"), want) && l.speaksOf(c, of) {
			return l.Entry(i)
		}
	}
	return nil
}

// issuersOf returns the issuers that an entry names, or those that went before.
func issuersOf(e *certinfo.Entry, before *certinfo.GeneralNames) *certinfo.GeneralNames {
	for i := range e.Extensions {
		if x := &e.Extensions[i]; x.OID == oid.CertificateIssuer {
			if names, ok := x.Parsed.(*certinfo.GeneralNames); ok {
				return names
			}
		}
	}
	return before
}

// speaksOf reports whether an entry with these issuers can be about a certificate.
func (l *crl) speaksOf(c *certinfo.Certificate, of *certinfo.GeneralNames) bool {
	if of == nil {
		return true // the list is of the certificate's issuer, or else the caller asks for that
	}
	for i := range of.Names {
		if g := &of.Names[i]; g.Kind == certinfo.DirectoryName && g.Directory != nil && dn.Match(g.Directory, &c.Issuer) {
			return true
		}
	}
	return false
}

// name is the issuer's.
func (l *crl) name() string {
	return words.Shorten(l.Issuer.String(), 120)
}
