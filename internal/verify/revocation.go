package verify

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Revocation as s2n-tls has it looked at (X509_V_FLAG_CRL_CHECK_ALL), as soon as
// there is any list: for every certificate of the path, leaf first and the anchor
// too, there must be a list of its issuer. s2n-tls asks for lists by the issuers of
// the presented certificates alone, so the list of an issuer whose certificates
// only the trust store has is not found. An anchor that is not self-signed has no
// issuer on the path: no list can be found for it.

// score says how well a list suits a certificate (get_crl_score); the bits are
// those of OpenSSL, and a higher sum is better.
type score uint16

const (
	scoreKnown  score = 0x100 // no critical extension that is not known
	scoreScope  score = 0x080 // the list covers the certificate
	scoreTime   score = 0x040 // the list is in force
	scoreIssuer score = 0x020 // issuers agree by name
	scoreSigner score = 0x01c // its issuer is on the path, by key identifier too
	scoreValid        = scoreKnown | scoreScope | scoreTime
)

const allReasons = 0x807f // OpenSSL's CRLDP_ALL_REASONS: bits of ReasonFlags, in its order

// suits scores a list for the certificate at an index of the path.
func (r *run) suits(l *crl, i int, reasons uint16) (s score, more uint16, signer *node) {
	n := r.path[i]
	s0 := l.scope
	if s0.unread && r.lib == awslc || s0.invalid || s0.indirect || s0.someReason || !dn.Match(&n.Issuer, &l.Issuer) {
		return 0, reasons, nil
	}
	s = scoreIssuer
	if l.critical == "" && !(l.flagged && r.lib == awslc) {
		s |= scoreKnown
	}
	if r.inForce(l) {
		s |= scoreTime
	}
	if signer = r.signerOf(l, i); signer == nil {
		return 0, reasons, nil
	}
	s |= scoreSigner
	if covered, of := covers(l, n); covered {
		if of&^reasons == 0 {
			return 0, reasons, nil
		}
		reasons |= of
		s |= scoreScope
	}
	return s, reasons, signer
}

// signerOf returns the certificate of the path that is taken for the list's issuer
// (crl_akid_check): the one above by its key identifier alone, for its name is
// known to fit, or that of the anchor itself; one further up by its name too.
func (r *run) signerOf(l *crl, i int) *node {
	above := min(i+1, len(r.path)-1)
	for k, c := range r.path[above:] {
		if c.keyFits(l.akid) && (k == 0 || dn.Match(&c.Subject, &l.Issuer)) {
			return c
		}
	}
	return nil
}

func (r *run) inForce(l *crl) bool {
	if r.timeless() {
		return true
	}
	return !r.now.Before(l.ThisUpdate.Time) && (!l.NextUpdate.OK || r.now.Before(l.NextUpdate.Time))
}

// covers reports whether the list speaks of the certificate, and of which reasons
// (crl_crldp_check). A list that names a distribution point covers the
// certificates that name the same one.
func covers(l *crl, n *node) (bool, uint16) {
	s := &l.scope
	ca := n.basic != nil && n.basic.CA
	if s.onlyAttrs || s.onlyUsers && ca || s.onlyCAs && !ca {
		return false, 0
	}
	if n.points != nil {
		for i := range n.points.Points {
			p := &n.points.Points[i]
			if !from(p, l) || s.point != nil && !meets(p, s.point, &l.Issuer) {
				continue
			}
			if p.HasReasons {
				return true, opensslReasons(p.Reasons)
			}
			return true, allReasons
		}
	}
	return s.point == nil, allReasons
}

// opensslReasons puts bit i of ReasonFlags where OpenSSL has it: the bits of the
// first octet from the top, the ninth in the second octet.
func opensslReasons(bits uint16) (out uint16) {
	for i := range 16 {
		if bits>>i&1 == 1 {
			out |= 0x80 >> (i % 8) << (8 * (i / 8))
		}
	}
	return out & allReasons
}

// point is a distribution point of a certificate.
type point = certinfo.DistributionPoint

// revocation looks up every certificate of the path.
func (r *run) revocation() bool {
	if r.broken != "" {
		return r.fail(alb.RuleCRLReadable, errLookup, r.broken+" The load balancer refuses such a file when it is uploaded.", nowhere)
	}
	if len(r.crls) == 0 {
		return r.skip(alb.RuleNotRevoked, "The trust store has no revocation lists: revocation is not checked.")
	}
	r.pass(alb.RuleCRLReadable, words.Count(len(r.crls), "revocation list")+".", nowhere)
	asked := r.asked()
	for i, n := range r.path {
		reasons := uint16(0)
		for reasons != allReasons {
			l, signer, s, next := r.bestList(asked, i, reasons)
			if l == nil {
				return r.noList(i, asked)
			}
			if !r.listHolds(l, signer, s, i) || !r.notOn(l, n, i) {
				return false
			}
			if next == reasons {
				return r.noList(i, asked)
			}
			reasons = next
		}
	}
	r.pass(alb.RuleCRLFound, "There is a list for each of "+words.Count(len(r.path), "certificate")+".", nowhere)
	r.pass(alb.RuleCRLSigner, "Every list is of an issuer that may sign lists.", nowhere)
	r.pass(alb.RuleCRLSignature, "Every list is signed by its issuer.", nowhere)
	r.dates(asked)
	r.pass(alb.RuleCRLCritical, "Every critical extension of the lists is known.", nowhere)
	return r.pass(alb.RuleNotRevoked, "No certificate of the path is on a list.", nowhere)
}

// asked are the lists that s2n-tls is given: those of the issuers of the presented
// certificates.
func (r *run) asked() (lists []*crl) {
	for _, l := range r.crls {
		for _, n := range r.sent {
			if dn.Match(&n.Issuer, &l.Issuer) {
				lists = append(lists, l)
				break
			}
		}
	}
	return lists
}

// bestList returns the list that suits best, the newer one of equals.
func (r *run) bestList(lists []*crl, i int, reasons uint16) (best *crl, signer *node, s score, next uint16) {
	next = reasons
	for _, l := range lists {
		points, more, by := r.suits(l, i, reasons)
		if points == 0 || points < s || points == s && best != nil && !l.ThisUpdate.Time.After(best.ThisUpdate.Time) {
			continue
		}
		best, signer, s, next = l, by, points, more
	}
	return best, signer, s, next
}

// listHolds asks of a list what makes it count (check_crl). Of a delta list, which
// OpenSSL lets through, it asks less.
func (r *run) listHolds(l *crl, signer *node, s score, i int) bool {
	n := r.path[i]
	if !l.delta || r.lib == awslc {
		if !signer.may(alb.CRLSign) {
			return r.fail(alb.RuleCRLSigner, errUntrusted, "The key usage of "+signer.name()+" does not allow it to sign revocation lists. s2n-tls does not take that for an error of lists, and says "+string(errUntrusted)+".", signer.atExtension(oid.KeyUsage))
		}
		if s&scoreScope == 0 {
			return r.fail(alb.RuleCRLFound, errLookup, "The list of "+l.name()+" does not cover "+n.name()+": "+l.scope.says(n)+".", r.atNode(n))
		}
	}
	if r.listDates && s&scoreTime == 0 {
		return r.fail(alb.RuleCRLDates, "", r.period(l), r.atNode(signer))
	}
	switch r.signedBy(&l.Signed, signer.Certificate) {
	case Verified:
		return true
	case Unsupported, TooLong:
		return r.fail(alb.RuleCRLSignature, errListSigned, "The signature of the list of "+l.name()+" cannot be checked here: Go does not support "+l.SignatureAlgorithm.Title()+" with this key, or the key is too long. It is taken for not verified.", r.atNode(signer))
	}
	return r.fail(alb.RuleCRLSignature, errListSigned, "The list in the name of "+l.name()+" is not signed with the key of "+signer.name()+".", r.atNode(signer))
}

// period says from when to when a list is in force.
func (r *run) period(l *crl) string {
	until := ", without an end"
	if l.NextUpdate.OK {
		until = " to " + moment.ISO(l.NextUpdate.Time)
	}
	return "The list of " + l.name() + " is in force from " + moment.ISO(l.ThisUpdate.Time) + until + "; it is " + moment.ISO(r.now) + "."
}

// dates tells of a list that is not in force; s2n-tls passes it over.
func (r *run) dates(lists []*crl) {
	for _, l := range lists {
		if !r.inForce(l) {
			r.skip(alb.RuleCRLDates, r.period(l)+" s2n-tls does not look at these dates.")
			return
		}
	}
	r.pass(alb.RuleCRLDates, "Every list is in force. s2n-tls does not look at these dates.", nowhere)
}

// notOn looks the certificate up (cert_crl). A list with a critical extension that
// is not known decides nothing, not even that a certificate is revoked.
func (r *run) notOn(l *crl, n *node, i int) bool {
	critical := l.critical
	if critical == "" && l.flagged && r.lib == awslc {
		critical = idName(oid.DeltaCRLIndicator)
	}
	if critical != "" {
		return r.fail(alb.RuleCRLCritical, errListCritical, "The list of "+l.name()+" has a critical extension that is not known: "+critical+".", r.atNode(n))
	}
	const removeFromCRL = 8 // RFC 5280, section 5.3.1
	e := l.entryOf(n.Certificate)
	if e == nil || e.Reason == removeFromCRL && r.lib == openssl {
		return true
	}
	when := ""
	if e.Time.OK {
		when = " at " + moment.ISO(e.Time.Time)
	}
	return r.fail(alb.RuleNotRevoked, errRevoked, n.name()+" was revoked"+when+" by "+l.name()+".", n.at("tbsCertificate.serialNumber", n.Serial.Place))
}

// noList says why there is no list for a certificate.
func (r *run) noList(i int, asked []*crl) bool {
	n := r.path[i]
	of := n.Issuer.String()
	where := n.at("tbsCertificate.issuer", n.Issuer.Place)
	var all, named []*crl
	for _, l := range r.crls {
		if dn.Match(&n.Issuer, &l.Issuer) {
			all = append(all, l)
		}
	}
	for _, l := range asked {
		if dn.Match(&n.Issuer, &l.Issuer) {
			named = append(named, l)
		}
	}
	detail := ""
	switch last := i == len(r.path)-1; {
	case last && !n.selfSigned:
		detail = "The anchor, " + n.name() + ", is not self-signed, and its issuer is not on the path: no revocation list can be found for it. As soon as there is a list, s2n-tls asks one for the anchor too, so an intermediate in the trust store fails every client."
	case len(all) == 0 && last:
		detail = "There are revocation lists, but none of the anchor " + n.name() + ", which s2n-tls looks up as well."
	case len(all) == 0:
		detail = "There are revocation lists, but none of " + of + ", which issued " + n.name() + "."
	case len(named) == 0:
		detail = "There is a list of " + of + ", which issued " + n.name() + ", but no certificate that the client sends is of that issuer, and s2n-tls asks for the lists of those alone."
	default:
		detail = "No list of " + of + " counts for " + n.name() + ": " + r.whyNot(named[0], i) + "."
	}
	return r.fail(alb.RuleCRLFound, errLookup, detail, where)
}

// whyNot says why a list of the issuer's name is not taken.
func (r *run) whyNot(l *crl, i int) string {
	if l.scope.unread && r.lib == awslc {
		return "its issuing distribution point cannot be read"
	}
	if why := l.scope.against(); why != "" {
		return why
	}
	if r.signerOf(l, i) != nil {
		return "the distribution points of the certificate are for some reasons alone"
	}
	return "its authority key identifier names another key than that of the issuer on the path"
}

// against says why a list of this scope counts for no certificate, if it does not.
func (s *scope) against() string {
	switch {
	case s.invalid:
		return "its issuing distribution point contradicts itself"
	case s.indirect:
		return "it is an indirect list"
	case s.someReason:
		return "it is for some reasons alone"
	}
	return ""
}

// says explains that the scope does not cover a certificate.
func (s *scope) says(n *node) string {
	switch ca := n.basic != nil && n.basic.CA; {
	case s.onlyAttrs:
		return "it is for attribute certificates alone"
	case s.onlyUsers && ca:
		return "it is for user certificates alone"
	case s.onlyCAs && !ca:
		return "it is for CA certificates alone"
	case n.points == nil:
		return "it is the list of a distribution point, and the certificate names none"
	}
	return "it is the list of a distribution point that the certificate does not name"
}

func (r *run) atNode(n *node) At { return n.at("", der.Place{}) }
