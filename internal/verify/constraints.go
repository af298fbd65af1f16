package verify

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Name constraints (RFC 5280, section 4.2.1.10) as OpenSSL applies them
// (check_name_constraints): critical or not, those of the anchor too; to every
// certificate below but the self-issued ones between; and to the common name of
// the leaf as to a DNS name, if it looks like a host and there is no DNS name.

// maxComparisons bounds names × constraints, as OpenSSL bounds them.
const maxComparisons = 1 << 20

// violation is how a name breaks a constraint.
type violation uint8

const (
	within violation = iota
	notPermitted
	excluded
	badSyntax     // the name cannot be compared
	badConstraint // the constraint has a minimum or maximum, or is of a kind that is not compared
	tooManyToCheck
)

func (r *run) constraints() bool {
	seen := false
	for i := len(r.path) - 1; i >= 0; i-- {
		n := r.path[i]
		if i > 0 && n.selfIssued {
			continue
		}
		for k := len(r.path) - 1; k > i; k-- {
			issuer := r.path[k]
			if issuer.names == nil {
				continue
			}
			seen = true
			name, v := r.breaks(n, issuer.names, i == 0)
			if v == within {
				continue
			}
			r.over = issuer
			return r.fail(alb.RuleConstraints, errUntrusted, v.sentence(n, issuer, name), n.at(name.field, name.Place))
		}
	}
	if leaf := r.path[0]; seen && r.lib == awslc && leaf.san == nil && leaf.hostInName() {
		return r.fail(alb.RuleConstraints, errUntrusted, leaf.name()+" has no alternative names, and a common name that looks like a host: AWS-LC takes no such certificate below name constraints.", leaf.at("tbsCertificate.subject", leaf.Subject.Place))
	}
	if !seen {
		return r.skip(alb.RuleConstraints, "No issuer of the path has name constraints.")
	}
	return r.pass(alb.RuleConstraints, "Every name is within the name constraints of its issuers.", nowhere)
}

func (v violation) sentence(n, issuer *node, name subjectName) string {
	shown := words.Quote(words.Shorten(name.shown, 100))
	switch v {
	case excluded:
		return "The name " + shown + " of " + n.name() + " is among those that the name constraints of " + issuer.name() + " exclude."
	case badSyntax:
		return "The name " + shown + " of " + n.name() + " cannot be compared with the name constraints of " + issuer.name() + "."
	case badConstraint:
		return "The name constraints of " + issuer.name() + " have a form that OpenSSL does not compare, and " + n.name() + " has a name of that kind."
	case tooManyToCheck:
		return n.name() + " has more names, for the name constraints of " + issuer.name() + ", than OpenSSL compares."
	}
	return "The name " + shown + " of " + n.name() + " is not among those that the name constraints of " + issuer.name() + " permit."
}

// subjectName is a name of a certificate that a constraint may be about.
type subjectName struct {
	certinfo.GeneralName
	field string
	shown string
}

// breaks returns the first name that breaks the constraints.
func (r *run) breaks(n *node, constraints *certinfo.Value, leaf bool) (subjectName, violation) {
	permitted, forbidden := constraints.Find("permittedSubtrees"), constraints.Find("excludedSubtrees")
	count, trees := 0, 0
	for i := range n.Subject.RDNs {
		count += len(n.Subject.RDNs[i].Attributes)
	}
	if n.san != nil {
		count += len(n.san.Names)
	}
	for _, list := range []*certinfo.Value{permitted, forbidden} {
		if list != nil {
			trees += len(list.List)
		}
	}
	if count > 0 && trees > maxComparisons/count {
		return subjectName{}, tooManyToCheck
	}
	names, v := r.constrained(n, leaf)
	for i := range names {
		if v := compareName(&names[i].GeneralName, permitted, forbidden); v != within {
			return names[i], v
		}
	}
	if v != within {
		return names[len(names)-1], v
	}
	return subjectName{}, within
}

// constrained lists the names, in OpenSSL's order. If one cannot be compared at all
// it is the last.
func (r *run) constrained(n *node, leaf bool) ([]subjectName, violation) {
	const field = "tbsCertificate.subject"
	var all []subjectName
	if len(n.Subject.RDNs) > 0 {
		all = append(all, subjectName{certinfo.GeneralName{Kind: certinfo.DirectoryName, Directory: &n.Subject, Place: n.Subject.Place}, field, n.Subject.String()})
		for i := range n.Subject.RDNs {
			for k := range n.Subject.RDNs[i].Attributes {
				a := &n.Subject.RDNs[i].Attributes[k]
				if a.OID != oid.EmailAddress {
					continue
				}
				all = append(all, subjectName{certinfo.GeneralName{Kind: certinfo.RFC822Name, Raw: a.Raw, Place: a.Place}, field, a.Text})
				if a.Tag != der.IA5String {
					return all, badSyntax
				}
			}
		}
	}
	hosts := false
	if x := n.Extension(oid.SubjectAltName); n.san != nil && x != nil {
		for i := range n.san.Names {
			g := n.san.Names[i]
			hosts = hosts || g.Kind == certinfo.DNSName
			all = append(all, subjectName{g, x.Path() + ".extnValue", g.Text})
		}
	}
	if !leaf || hosts || r.lib == awslc { // which has a rule of its own for them
		return all, within
	}
	for i := range n.Subject.RDNs {
		for k := range n.Subject.RDNs[i].Attributes {
			a := &n.Subject.RDNs[i].Attributes[k]
			if a.OID != oid.CommonName {
				continue
			}
			text := strings.TrimRight(a.Text, "\x00")
			name := subjectName{certinfo.GeneralName{Kind: certinfo.DNSName, Raw: []byte(text), Place: a.Place}, field, text}
			if strings.Contains(text, "\x00") {
				return append(all, name), badSyntax
			}
			if hostLike(text) {
				all = append(all, name)
			}
		}
	}
	return all, within
}

// hostInName reports whether a common name looks like a host.
func (n *node) hostInName() bool {
	for i := range n.Subject.RDNs {
		for k := range n.Subject.RDNs[i].Attributes {
			if a := &n.Subject.RDNs[i].Attributes[k]; a.OID == oid.CommonName && hostLike(a.Text) {
				return true
			}
		}
	}
	return false
}

// hostLike reports whether a common name looks like the name of a host: two labels
// or more of letters, digits, underscores and inner hyphens (cn2dnsid of OpenSSL).
func hostLike(s string) bool {
	dots := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_':
		case i == 0 || i == len(s)-1:
			return false
		case c == '-':
		case c == '.' && s[i+1] != '.' && s[i-1] != '-' && s[i+1] != '-':
			dots = true
		default:
			return false
		}
	}
	return dots
}

// compareName applies the constraints of a name's kind: one of the permitted, if there
// are any, must match, and none of the excluded (nc_match).
func compareName(name *certinfo.GeneralName, permitted, forbidden *certinfo.Value) violation {
	kind := name.Kind
	if kind == certinfo.OtherName && name.OID == oid.SmtpUTF8Mailbox {
		kind = certinfo.RFC822Name
	}
	asked, matched := false, false
	for base := range trees(permitted, kind) {
		if base == nil {
			return badConstraint
		}
		if asked = true; matched {
			continue
		}
		switch v := match(kind, name, base); v {
		case within:
			matched = true
		case notPermitted:
		default:
			return v
		}
	}
	if asked && !matched {
		return notPermitted
	}
	for base := range trees(forbidden, kind) {
		if base == nil {
			return badConstraint
		}
		switch v := match(kind, name, base); v {
		case within:
			return excluded
		case notPermitted:
		default:
			return v
		}
	}
	return within
}

// trees yields the bases of a kind in a list of GeneralSubtrees; nil for one with a
// minimum or a maximum.
func trees(list *certinfo.Value, kind certinfo.NameKind) func(func(*certinfo.GeneralName) bool) {
	return func(yield func(*certinfo.GeneralName) bool) {
		if list == nil {
			return
		}
		for i := range list.List {
			base := list.List[i].Find("base")
			if base == nil || base.Name == nil || base.Name.Kind != kind {
				continue
			}
			name := base.Name
			minimum := list.List[i].Find("minimum")
			if list.List[i].Find("maximum") != nil || minimum != nil && len(bytes.TrimLeft(minimum.Raw, "\x00")) > 0 {
				name = nil
			}
			if !yield(name) {
				return
			}
		}
	}
}

// match compares a name with a base of its kind (nc_match_single).
func match(kind certinfo.NameKind, name, base *certinfo.GeneralName) violation {
	switch kind {
	case certinfo.DirectoryName:
		return matchDirectory(name.Directory, base.Directory)
	case certinfo.DNSName:
		return matchDNS(name.Raw, base.Raw)
	case certinfo.RFC822Name:
		if name.Kind == certinfo.OtherName {
			return matchEmail([]byte(name.Text), base.Raw)
		}
		return matchEmail(name.Raw, base.Raw)
	case certinfo.URI:
		return matchURI(name.Raw, base.Raw)
	case certinfo.IPAddress:
		return matchAddress(name.Raw, base.Raw)
	}
	return badConstraint
}

// matchDirectory: the base is the beginning of the name.
func matchDirectory(name, base *dn.Name) violation {
	if name == nil || base == nil || len(base.RDNs) > len(name.RDNs) {
		return notPermitted
	}
	return yes(dn.Match(&dn.Name{RDNs: name.RDNs[:len(base.RDNs)], DER: []byte{0}}, &dn.Name{RDNs: base.RDNs}))
}

func yes(ok bool) violation {
	if ok {
		return within
	}
	return notPermitted
}

// fold reports whether two strings of ASCII are the same but for case.
func fold(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if small(a[i]) != small(b[i]) {
			return false
		}
	}
	return true
}

func small(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 0x20
	}
	return c
}

// matchDNS: the base, with any labels before it; an empty base matches all.
func matchDNS(name, base []byte) violation {
	if len(base) == 0 {
		return within
	}
	cut := len(name) - len(base)
	if cut < 0 || cut > 0 && base[0] != '.' && name[cut-1] != '.' {
		return notPermitted
	}
	return yes(fold(name[cut:], base))
}

// matchEmail: a mailbox, a host, or with a dot before it all below a domain.
func matchEmail(name, base []byte) violation {
	at := bytes.LastIndexByte(name, '@')
	if at < 0 {
		return badSyntax
	}
	baseAt := bytes.LastIndexByte(base, '@')
	switch {
	case baseAt < 0 && len(base) > 0 && base[0] == '.':
		return yes(len(name) > len(base) && fold(name[len(name)-len(base):], base))
	case baseAt > 0 && string(base[:baseAt]) != string(name[:at]):
		return notPermitted
	}
	return yes(fold(name[at+1:], base[baseAt+1:]))
}

// matchURI: the host, or with a dot before it all below a domain.
func matchURI(name, base []byte) violation {
	_, host, ok := bytes.Cut(name, []byte(":"))
	if !ok || !bytes.HasPrefix(host, []byte("//")) {
		return badSyntax
	}
	host = host[2:]
	if end := bytes.IndexByte(host, ':'); end >= 0 {
		host = host[:end]
	} else if end := bytes.IndexByte(host, '/'); end >= 0 {
		host = host[:end]
	}
	if len(host) == 0 {
		return badSyntax
	}
	if len(base) > 0 && base[0] == '.' {
		return yes(len(host) > len(base) && fold(host[len(host)-len(base):], base))
	}
	return yes(fold(host, base))
}

// matchAddress: a base is an address and a mask of the same length.
func matchAddress(name, base []byte) violation {
	if len(name) != 4 && len(name) != 16 || len(base) != 8 && len(base) != 32 {
		return badSyntax
	}
	if 2*len(name) != len(base) {
		return notPermitted
	}
	mask := base[len(name):]
	for i := range name {
		if (name[i]^base[i])&mask[i] != 0 {
			return notPermitted
		}
	}
	return within
}
