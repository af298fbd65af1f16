package openssl

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// refused reports whether OpenSSL does not read the extension, or finds nothing in it
// to print. It then prints the octets.
func (t *writer) refused(x *certinfo.Extension) bool {
	switch v := x.Parsed.(type) {
	case *certinfo.KeyUsage:
		if bitWords(v.Bits, certinfo.KeyUsageWords[:]) == "" {
			return true
		}
	case *certinfo.ExtKeyUsage:
		if len(v.Purposes) == 0 {
			return true
		}
	case *certinfo.GeneralNames:
		for i := range v.Names {
			if unprintable(&v.Names[i]) {
				return true
			}
		}
	case *certinfo.Value:
		if x.OID == oid.CertificateSCTs || x.OID == oid.OCSPSCTs {
			for i := range v.List {
				if f := v.List[i].List; len(f) == 6 && sctSignature(f[4].Raw) == "" {
					return true
				}
			}
		}
	case *certinfo.InfoAccess:
		for i := range v.Descriptions {
			if unprintable(&v.Descriptions[i].Location) {
				return true
			}
		}
	}
	// What follows the value inside extnValue is of no concern.
	e, _ := der.First(x.Value)
	from := x.At.Offset + x.At.Length - len(x.Value)
	to := from + len(e.Bytes)
	for i := range t.findings {
		f := &t.findings[i]
		if f.DER == nil || f.DER.Offset < from || f.DER.Offset > to || !stops(f.ID) {
			continue
		}
		missing := f.ID == finding.FieldMissing // at the end of what lacks it
		if (missing || f.DER.Offset < to) && !ofOtherName(f, x.Parsed) {
			return true
		}
	}
	return false
}

// ofOtherName reports whether the finding is about the type of an other name's value
// in constraints or distribution points, where OpenSSL says that it does not print it.
func ofOtherName(f *finding.Finding, parsed any) bool {
	switch parsed.(type) {
	case *certinfo.Value, *certinfo.DistributionPoints:
		return f.ID == finding.FieldType && strings.HasSuffix(f.DER.Path, "base.value")
	}
	return false
}

// stops reports whether OpenSSL stops reading at what the finding is about.
func stops(id finding.ID) bool {
	switch id {
	case finding.DERTruncated, finding.DERLengthOverrun, finding.DERHeader, finding.FieldMissing, finding.FieldType,
		finding.FieldExtra, finding.OIDNotValid, finding.IntegerNotDER:
		return true
	}
	return false
}

// pathLen is the pathLenConstraint, of any size.
func pathLen(x *certinfo.Extension) *certinfo.Integer {
	e, _ := der.First(x.Value)
	for in := e.Children(); in.More(); {
		if f, _ := in.Next(); f.Is(der.Integer) {
			return &certinfo.Integer{Raw: f.Content()}
		}
	}
	return &certinfo.Integer{}
}

// numberText is an integer in decimal, in hexadecimal from 128 bits on
// (i2s_ASN1_INTEGER).
func numberText(n *certinfo.Integer) string {
	if n.BitLen() < 128 {
		s, _ := n.Decimal()
		return s
	}
	digits := n.Hex()
	if digits[0] == '-' {
		return "-0x" + digits[1:]
	}
	return "0x" + digits
}

// bitWords are the names of the bits that have one, with commas.
func bitWords(bits uint16, names []string) string {
	return certinfo.BitWords(bits&(1<<len(names)-1), names)
}
