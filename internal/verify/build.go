package verify

import (
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

// The path as X509_verify_cert of OpenSSL builds it, with the flags of s2n-tls:
// from the leaf up, by names, key identifiers and kinds of keys, without looking
// at signatures. At each step the trust store is asked first; what it gives is an
// anchor and ends the path. Only if it gives nothing the presented certificates
// are asked, each at most once. There is no way back: a path that turns out to be
// bad is not given up for another.

// doubt is why a certificate is not taken for an issuer.
type doubt uint8

const (
	fits doubt = iota
	otherName
	brokenExtension
	otherKey       // the key identifier, or serial and issuer, name another
	otherAlgorithm // the signature is of another kind than the key
)

// issuedBy compares a certificate with one that may have issued it
// (ossl_x509_likely_issued).
func (l library) issuedBy(subject, issuer *node) doubt {
	switch {
	case !dn.Match(&subject.Issuer, &issuer.Subject):
		return otherName
	case subject.invalid[l] != nil, issuer.invalid[l] != nil:
		return brokenExtension
	case !issuer.keyFits(subject.akid):
		return otherKey
	case !madeBy(&subject.TBSSignature, &issuer.Key):
		return otherAlgorithm
	}
	return fits
}

// issuerAmong returns the issuer of a certificate: the first that fits and is
// valid now, or else the one that ends last.
func (r *run) issuerAmong(list []*node, subject *node, taken []*node) *node {
	var best *node
	for _, n := range list {
		if n == subject || contains(taken, n) && !(subject.selfIssued && len(taken) == 1) || r.lib.issuedBy(subject, n) != fits {
			continue
		}
		if r.inTime(n) {
			return n
		}
		if best == nil || n.NotAfter.Time.After(best.NotAfter.Time) {
			best = n
		}
	}
	return best
}

func contains(list []*node, n *node) bool {
	for _, o := range list {
		if o.same(n) {
			return true
		}
	}
	return false
}

// inTime reports whether a certificate is valid now, or nobody asks.
func (r *run) inTime(n *node) bool {
	if r.timeless() {
		return true
	}
	return n.NotBefore.OK && n.NotAfter.OK && !r.now.Before(n.NotBefore.Time) && r.now.Before(n.NotAfter.Time)
}

// timeless reports whether no time is looked at: s2n-tls has one switch for all.
func (r *run) timeless() bool { return r.in.Settings.IgnoreExpiry && !r.narrow }

// maxPath bounds the path: s2n-tls allows as many certificates between leaf and
// anchor as a chain may have.
const maxPath = alb.MaxChainDepth + 1

func (r *run) build() bool {
	path := []*node{r.sent[0]}
	rest := append([]*node(nil), r.sent...)
	trusted := false
	for !trusted {
		last := path[len(path)-1]
		var anchor *node
		if len(path) <= maxPath {
			anchor = r.issuerAmong(r.anchors, last, nil)
		}
		switch {
		case anchor != nil && !last.selfSigned:
			path = append(path, anchor)
			trusted = true
			continue
		case anchor != nil && anchor.same(last):
			path[len(path)-1] = anchor
			trusted = true
			continue
		}
		var next *node
		if !last.selfSigned && len(path) <= maxPath {
			next = r.issuerAmong(rest, last, path)
		}
		if next == nil {
			break
		}
		path = append(path, next)
		rest = without(rest, next)
	}
	if !trusted {
		// The leaf itself may be trusted; what was found above it stays above it.
		if pinned := r.itself(path[0]); pinned != nil {
			path[0], trusted = pinned, true
		}
	}
	r.path = path
	if !trusted {
		detail, where := r.why(path)
		r.path = nil
		return r.fail(alb.RulePath, errUntrusted, detail, where)
	}
	names := make([]string, len(path))
	for i, n := range path {
		names[i] = n.name()
	}
	said := "Names lead from the leaf to the trust store: " + strings.Join(names, " ← ") + "."
	if len(path) == 1 {
		said = "The leaf itself is in the trust store."
	}
	anchor := path[len(path)-1].anchor
	if anchor < 0 {
		anchor = path[0].anchor
	}
	return r.pass(alb.RulePath, said, At{Certificate: -1, Anchor: anchor})
}

// itself returns the certificate of the trust store that is the same, or nil.
func (r *run) itself(n *node) *node {
	for _, a := range r.anchors {
		if a.same(n) {
			return a
		}
	}
	return nil
}

func without(list []*node, n *node) (rest []*node) {
	for _, o := range list {
		if o != n {
			rest = append(rest, o)
		}
	}
	return rest
}

// why explains that the path ends where it does.
func (r *run) why(path []*node) (string, At) {
	last := path[len(path)-1]
	if x := last.invalid[r.lib]; x != nil {
		return last.name() + " has an extension that cannot be read, or that stands there twice: " + x.Name() + ". OpenSSL finds no issuer for such a certificate.", last.at(x.Path(), x.Place)
	}
	if len(path) > maxPath {
		return "The path is longer than a listener follows.", last.at("", last.TBS)
	}
	if last.selfSigned {
		if near := r.anchorOf(last); near != nil {
			return last.name() + " is self-signed and is not in the trust store; the one of that name there is another certificate, " + apart(last, near) + ".", last.at("", last.TBS)
		}
		return last.name() + " is self-signed and is not in the trust store.", last.at("", last.TBS)
	}
	for _, list := range [][]*node{r.anchors, r.sent} {
		for _, n := range list {
			if doubt := r.lib.issuedBy(last, n); doubt > otherName && !n.same(last) {
				return r.refused(last, n, doubt)
			}
		}
	}
	return "The issuer of " + last.name() + ", " + last.Issuer.String() + ", is neither in the trust store nor in the chain.", last.at("tbsCertificate.issuer", last.Issuer.Place)
}

func (r *run) anchorOf(n *node) *node {
	for _, a := range r.anchors {
		if dn.Match(&a.Subject, &n.Subject) {
			return a
		}
	}
	return nil
}

// apart says how two certificates of one name differ.
func apart(a, b *node) string {
	if string(a.Key.Raw) == string(b.Key.Raw) {
		return "with the same key"
	}
	return "with another key"
}

// refused says why a certificate of the issuer's name is not taken for the issuer.
func (r *run) refused(subject, issuer *node, why doubt) (string, At) {
	switch why {
	case brokenExtension:
		x := issuer.invalid[r.lib]
		return issuer.name() + ", which bears the name of the issuer of " + subject.name() + ", has an extension that cannot be read: " + x.Name() + ".", issuer.at(x.Path(), x.Place)
	case otherKey:
		return "A certificate with the name of the issuer of " + subject.name() + " is there, and the authority key identifier names another key than its: it seems to come from another CA of that name.", subject.atExtension(oid.AuthorityKeyIdentifier)
	}
	return subject.name() + " is signed by " + subject.SignatureAlgorithm.Title() + ", and the key of " + issuer.name() + " is " + issuer.Key.Title() + ": it is another issuer of that name.",
		subject.at("signatureAlgorithm", subject.SignatureAlgorithm.Place)
}

// extensions asks of every certificate of the path, from the leaf up, that its
// critical extensions are known, and of the issuers that they are authorities and
// that no path length is exceeded (check_extensions).
//
// AWS-LC asks it of the certificates below the anchor alone (check_chain_extensions),
// knows fewer critical extensions, and takes nothing for an authority but basic
// constraints, or a self-signed certificate of version 1.
func (r *run) extensions() bool {
	issuers := 0 // below, those that are self-issued not counted
	for i, n := range r.path {
		if r.lib == awslc && r.anchored(i) {
			break
		}
		if x := r.unknown(n); x != nil {
			name := x.Name()
			if name == "" {
				name = x.OID.String()
			}
			return r.fail(alb.RuleCritical, errCritical, n.name()+" has a critical extension that s2n-tls does not know: "+name+". It says "+string(errCritical)+", for which AWS's list has no code.", n.at(x.Path(), x.Place))
		}
		if n.proxy {
			return r.fail(alb.RuleCritical, errUntrusted, n.name()+" is a proxy certificate (RFC 3820), which is not taken.", n.atExtension(oid.ProxyCertInfo))
		}
		if i > 0 {
			g := n.authority()
			if g == notCA || g == oldCA && (i+1 < len(r.path) || r.open || r.lib == awslc) {
				where := n.atExtension(oid.BasicConstraints)
				if !n.may(alb.KeyCertSign) {
					where = n.atExtension(oid.KeyUsage)
				}
				return r.fail(alb.RuleIssuerCA, errUntrusted, n.name()+", the issuer of "+r.path[i-1].name()+", is no certificate authority: its basic constraints or its key usage say so, or are missing.", where)
			}
		}
		if len(r.path) > 1 && n.Key.Kind == certinfo.KeyEC && n.Key.Params != nil {
			return r.fail(alb.RuleIssuerCA, errUntrusted, "The key of "+n.name()+" is on a curve that is written out, not named: OpenSSL does not take it in a path.", n.at("tbsCertificate.subjectPublicKeyInfo", n.Key.Place))
		}
		if i > 1 && n.basic != nil && n.basic.HasPathLen && n.basic.PathLen >= 0 && issuers > n.basic.PathLen && !(r.lib == awslc && n.selfIssued) {
			return r.fail(alb.RuleIssuerCA, errUntrusted, n.name()+" allows fewer certificate authorities below it than the path has: its pathLenConstraint is exceeded.", n.atExtension(oid.BasicConstraints))
		}
		if i > 0 && !n.selfIssued {
			issuers++
		}
	}
	r.pass(alb.RuleCritical, "Every critical extension of the path is known.", nowhere)
	if len(r.path) == 1 {
		return r.skip(alb.RuleIssuerCA, "The leaf itself is in the trust store: there is no issuer.")
	}
	return r.pass(alb.RuleIssuerCA, "Every issuer of the path is a certificate authority.", nowhere)
}

// anchored reports whether the certificate at an index of the path is one of the
// trust store.
func (r *run) anchored(i int) bool {
	return slices.Contains(r.anchors, r.path[i])
}

// unknown returns a critical extension that the library does not know, or nil.
func (r *run) unknown(n *node) *certinfo.Extension {
	if r.lib != awslc {
		return n.critical
	}
	for i := range n.Extensions {
		if x := &n.Extensions[i]; x.Critical && (!among(understood[:], x.OID) || among(beyondAWSLC[:], x.OID)) {
			return x
		}
	}
	return nil
}

// signaturesAndTimes goes from the anchor down to the leaf, and looks at the
// signature and then at the dates of each (internal_verify). A self-signed anchor's
// own signature is not looked at.
func (r *run) signaturesAndTimes() bool {
	last := len(r.path) - 1
	for i := last; i >= 0; i-- {
		n := r.path[i]
		if i < last && !r.signature(n, r.path[i+1]) {
			return false
		}
		if !r.times(n, i, last) {
			return false
		}
	}
	if last > 0 {
		r.pass(alb.RuleSigned, "Every certificate of the path is signed with the key of the one above it.", nowhere)
	} else {
		r.skip(alb.RuleSigned, "The leaf itself is in the trust store: there is no signature to look at.")
	}
	leaf := r.path[0]
	began := alb.CheckStarted(leaf.Certificate, r.now)
	ended := alb.CheckNotExpired(leaf.Certificate, r.now, r.in.Settings.IgnoreExpiry)
	before, after := leaf.at(began.Field, leaf.NotBefore.Place), leaf.at(ended.Field, leaf.NotAfter.Place)
	if r.timeless() {
		const off = "Every check of time is turned off: s2n-tls has one switch for all."
		r.add(alb.RuleStarted, alb.NotChecked, "", off, before)
		return r.add(alb.RuleNotExpired, alb.NotChecked, "", off, after)
	}
	r.pass(alb.RuleStarted, "Every certificate of the path has started. "+began.Sentence(), before)
	return r.pass(alb.RuleNotExpired, ended.Sentence(), after)
}

func (r *run) times(n *node, i, last int) bool {
	if r.timeless() {
		return true
	}
	began := alb.CheckStarted(n.Certificate, r.now)
	ended := alb.CheckNotExpired(n.Certificate, r.now, r.in.Settings.IgnoreExpiry && i == 0)
	if began.Outcome == alb.Passed && ended.Outcome == alb.Passed {
		return true
	}
	if last > i {
		r.pass(alb.RuleSigned, "Signatures verified from the trust store down to "+n.name()+".", nowhere)
	} else {
		r.skip(alb.RuleSigned, "The dates of the anchor come first.")
	}
	c, err := began, errEarly
	if began.Outcome == alb.Passed {
		r.pass(alb.RuleStarted, began.Sentence(), n.at(began.Field, began.Place))
		c, err = ended, errExpired
	}
	if i > 0 {
		c.Certificate = -1 // for the sentence: it is no leaf
	}
	if c.Fact.Kind == alb.FactNoTime {
		err = errUntrusted
	}
	return r.fail(c.ID, err, c.Sentence(), n.at(c.Field, c.Place))
}
