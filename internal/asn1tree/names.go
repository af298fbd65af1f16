package asn1tree

import (
	"strings"

	"github.com/mtlens/mtlens/internal/der"
)

// members walks through the names of a structure's fields beside its elements.
type members struct {
	names string // what is left of the list
	all   string // name of every element, for a list
}

// memberNames are the fields of the structures whose trees are shown (RFC 5280,
// sections 4.1 and 5.1; RFC 2986, section 4). "name:3" has the context-specific
// tag 3, "name?b" is there only if it is of the type, "*name" is every element, and
// a name in capitals is that of a type: it is not shown.
var memberNames = [...]struct{ of, names string }{
	{"CERTIFICATE", "tbsCertificate signatureAlgorithm signatureValue"},
	{"tbsCertificate", "version:0 serialNumber signature issuer validity subject subjectPublicKeyInfo issuerUniqueID:1 subjectUniqueID:2 extensions:3"},
	{"validity", "notBefore notAfter"},
	{"subjectPublicKeyInfo", "algorithm subjectPublicKey"},
	{"signatureAlgorithm", "algorithm parameters"},
	{"signature", "algorithm parameters"},
	{"algorithm", "algorithm parameters"},
	{"extensions", "*EXTENSIONS"},
	{"crlExtensions", "*EXTENSIONS"},
	{"EXTENSIONS", "*EXTENSION"},
	{"EXTENSION", "extnID critical?b extnValue"},
	{"LIST", "tbsCertList signatureAlgorithm signatureValue"},
	{"tbsCertList", "version?i signature issuer thisUpdate nextUpdate?t revokedCertificates?q crlExtensions:0"},
	{"revokedCertificates", "*REVOKED"},
	{"REVOKED", "userCertificate revocationDate EXTENSIONS"},
	{"REQUEST", "certificationRequestInfo signatureAlgorithm signature"},
	{"certificationRequestInfo", "version subject subjectPublicKeyInfo attributes:0"},
}

// rootMembers names the outermost element of a structure.
func rootMembers(kind der.Kind) *members {
	switch kind {
	case der.Certificate:
		return &members{names: "CERTIFICATE"}
	case der.RevocationList:
		return &members{names: "LIST"}
	case der.CertificateRequest:
		return &members{names: "REQUEST"}
	case der.PublicKey:
		return &members{names: "subjectPublicKeyInfo"}
	}
	return nil
}

// membersOf returns the names of the fields in an element with the name.
func membersOf(name string) *members {
	if name == "" {
		return nil
	}
	for i := range memberNames {
		if m := &memberNames[i]; m.of == name {
			if m.names[0] == '*' {
				return &members{all: m.names[1:]}
			}
			return &members{names: m.names}
		}
	}
	return nil
}

// next returns the name of the element that comes next.
func (m *members) next(e *der.Element) string {
	if m == nil {
		return ""
	}
	for m.names != "" {
		name, rest, _ := strings.Cut(m.names, " ")
		stem, fits := name, e.Class == der.Universal
		if len(name) > 2 {
			last := name[len(name)-1]
			switch name[len(name)-2] {
			case ':':
				stem, fits = name[:len(name)-2], e.IsContext(int(last-'0'))
				if !fits && e.Class == der.Universal {
					m.names = rest // it is left out
					continue
				}
			case '?':
				stem = name[:len(name)-2]
				fits = e.Is(der.Boolean) && last == 'b' || e.Is(der.Integer) && last == 'i' || e.Is(der.Sequence) && last == 'q' || (e.Is(der.UTCTime) || e.Is(der.GeneralizedTime)) && last == 't'
			}
		}
		if !fits && stem == name {
			return "" // not what is expected here: the name waits for the next element
		}
		m.names = rest
		if fits {
			return stem
		}
	}
	return m.all
}

// shownMember is the name if it is that of a field.
func shownMember(name string) string {
	if name == "" || name[0] >= 'A' && name[0] <= 'Z' {
		return ""
	}
	return name
}
