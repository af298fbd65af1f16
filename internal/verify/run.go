package verify

import (
	"github.com/mtlens/mtlens/internal/oid"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/words"
)

// material is what the files hold, read once for all runs.
type material struct {
	in      Input
	now     time.Time
	certs   []*certinfo.Certificate // of in.Chain, the first few
	sent    []*node                 // the same
	anchors []*node                 // of the trust store; those that can be read
	faults  []string                // why others are left out
	crls    []*crl
	broken  string // what is wrong with the first list that cannot be read
	signed  map[signing]Signature
}

// maxSent bounds the presented certificates that are read: a listener takes 4, and
// a chain of thousands, which no TLS message holds, is not gone through.
const maxSent = 2 * alb.MaxChainDepth

func newMaterial(in Input) *material {
	m := &material{in: in, now: in.Now, signed: map[signing]Signature{}}
	for i, raw := range in.Chain {
		if i == maxSent {
			break
		}
		c := certinfo.Parse(raw)
		m.certs = append(m.certs, c)
		m.sent = append(m.sent, newNode(c, i, -1))
	}
	if in.Settings.Mode == Off || in.Settings.Mode == Passthrough {
		return m
	}
	for i, raw := range Certificates(in.TrustStore) {
		c := certinfo.Parse(raw)
		if !alb.Complete(c) {
			m.faults = append(m.faults, "certificate "+words.Number(i+1)+" cannot be read")
			continue
		}
		m.anchors = append(m.anchors, newNode(c, -1, i))
	}
	for _, n := range m.sent { // one that is in the trust store too
		for _, a := range m.anchors {
			if n.same(a) {
				n.anchor = a.anchor
				a.presented = n.presented
			}
		}
	}
	m.readLists()
	return m
}

// sha1 reports whether a presented certificate that is not self-issued is signed
// with SHA-1.
func (m *material) sha1() bool {
	for _, n := range m.sent {
		if !n.selfIssued && alb.SHA1(&n.SignatureAlgorithm) {
			return true
		}
	}
	return false
}

// library is what s2n-tls has beneath it.
type library uint8

const (
	openssl library = iota
	awslc
)

// plan says by whose rules a run goes.
type plan struct {
	aws       bool    // AWS's own rules too
	lib       library // where the libraries differ
	narrow    bool    // the setting spares expired leaves alone
	listDates bool    // dates of lists count
	anyNames  bool    // host names are not looked at
	network   bool    // a Network Load Balancer: filters, and revocation after them
	filters   []alb.Filter
}

// run applies the rules once.
type run struct {
	*material
	plan
	rules []Rule
	path  []*node
	err   S2NError // of the rule that failed, also where the rule is AWS's alone
	code  alb.Reason
	by    alb.Basis

	unchecked *node // whose signature decided because it could not be checked
	open      bool  // the anchor is not known: it is not of the path
	over      *node // whose name constraints decided
}

func newRun(in Input, p plan) *run { return &run{material: newMaterial(in), plan: p} }

func (m *material) run(p plan) *run {
	r := &run{material: m, plan: p}
	_ = r.presented() && r.chain() && r.trusted()
	return r
}

// presented applies what is looked at before anything is read.
func (r *run) presented() bool {
	if !r.check(alb.CheckPresented(len(r.in.Chain)), errMissing) {
		return false
	}
	return r.check(alb.CheckMessageSize(r.sizes()), errMessage)
}

func (r *run) sizes() []int {
	sizes := make([]int, len(r.in.Chain))
	for i, c := range r.in.Chain {
		sizes[i] = len(c)
	}
	return sizes
}

// chain applies the rules about the presented certificates one by one.
func (r *run) chain() bool {
	if !r.check(alb.CheckReadable(r.certs), errDecode) || !r.aws && !r.handshakeKey() {
		return false
	}
	if !r.check(alb.CheckDepth(len(r.in.Chain)), errDepth) {
		return false
	}
	leaf := r.certs[0]
	if !r.aws {
		return !r.sha1() || r.fail(alb.RuleSignature, r.weak(), "A certificate of the chain is signed with SHA-1.", nowhere)
	}
	if !r.check(alb.CheckSizes(r.sizes()), "") || !r.check(alb.CheckKey(leaf), "") || !r.check(alb.CheckVersion(leaf), "") {
		return false
	}
	var err S2NError
	if alb.SHA1(&leaf.SignatureAlgorithm) {
		err = r.weak()
	}
	return r.check(alb.CheckSignature(leaf), err)
}

// weak is what s2n-tls says of SHA-1: TLS 1.3 forbids it (RFC 8446, section 4.4.2.2),
// before that the security policy decides.
func (r *run) weak() S2NError {
	if r.in.Protocol == TLS12 {
		return errIncompatible
	}
	return errUntrusted
}

// handshakeKey is what s2n-tls makes of keys that AWS does not list: of some it
// knows nothing, for others client and server find no way to sign.
func (r *run) handshakeKey() bool {
	k := &r.certs[0].Key
	switch {
	case k.Kind == certinfo.KeyRSA, k.Kind == certinfo.KeyRSAPSS, alb.SupportedKey(k):
		return true
	case k.Kind == certinfo.KeyEC:
		return r.fail(alb.RuleKey, errAlert, "No way to sign the handshake is common to client and server.", nowhere)
	}
	return r.fail(alb.RuleKey, errDecode, "s2n-tls does not know the key.", nowhere)
}

// trusted applies the rules that need the trust store.
func (r *run) trusted() bool {
	if r.network {
		return r.store() && r.hostNames() && r.build() && r.extensions() && r.issuerAlgorithms() &&
			r.signaturesAndTimes() && r.constraints() && r.purpose() && r.identity() && r.revocation()
	}
	return r.store() && r.hostNames() && r.build() && r.extensions() && r.issuerAlgorithms() &&
		r.revocation() && r.signaturesAndTimes() && r.constraints() && r.purpose()
}

// identity applies the filters of a Network Load Balancer.
func (r *run) identity() bool {
	c := alb.CheckFilters(r.certs[0], r.filters)
	if !c.Admit {
		return r.fail(alb.RuleFilters, "", c.Sentence(), r.sent[0].at("", der.Place{}))
	}
	return r.pass(alb.RuleFilters, c.Sentence(), nowhere)
}

func (r *run) store() bool {
	if len(r.anchors) == 0 {
		detail := "The trust store is empty: nothing can lead to it."
		if len(r.faults) > 0 {
			detail = "Nothing in the trust store can be read: " + words.And(r.faults) + "."
		}
		return r.fail(alb.RuleStore, errUntrusted, detail, nowhere)
	}
	detail := words.Count(len(r.anchors), "certificate") + ", each of them an anchor."
	if len(r.faults) > 0 {
		detail += " Left out: " + words.And(r.faults) + "."
	}
	return r.pass(alb.RuleStore, detail, nowhere)
}

// hostNames is s2n-tls's reading of the leaf's alternative names, before any of them
// is compared with anything (s2n_verify_host_information): the first DNS name, URI
// or address that is not empty will do. If there are such names and none of them
// does, what is wrong with the last name of the list is the error.
func (r *run) hostNames() bool {
	leaf := r.sent[0]
	x := leaf.Extension(oid.SubjectAltName)
	if x == nil || leaf.san == nil || r.anyNames {
		return r.skip(alb.RuleHostNames, "The leaf has no alternative names to look at.")
	}
	where, asked := leaf.at(x.Path(), x.Place), false
	var err S2NError
	for i := range leaf.san.Names {
		n := &leaf.san.Names[i]
		err = errUntrusted
		switch {
		case n.Kind != certinfo.DNSName && n.Kind != certinfo.URI && n.Kind != certinfo.IPAddress:
			continue
		case len(n.Raw) == 0:
			err = errSafety
		case n.Kind != certinfo.IPAddress, len(n.Raw) == 4, len(n.Raw) == 16:
			return r.pass(alb.RuleHostNames, "The leaf has a host name, URI or address that is not empty.", where)
		}
		asked = true
		where.Field, where.Place = x.Path()+".extnValue", n.Place
	}
	if !asked {
		return r.pass(alb.RuleHostNames, "The leaf has alternative names, and none of them is a host name, URI or address.", where)
	}
	return r.fail(alb.RuleHostNames, err, "The DNS names, URIs and addresses of the leaf are empty, or of a wrong length. s2n-tls says "+string(err)+".", where)
}

func (r *run) issuerAlgorithms() bool {
	if !r.aws {
		return true
	}
	if len(r.between()) == 0 {
		return r.skip(alb.RuleIssuers, "No certificate stands between the leaf and the trust store.")
	}
	for _, n := range r.between() {
		if !alb.SupportedKey(&n.Key) {
			return r.fail(alb.RuleIssuers, "", "The key of "+n.name()+" is "+n.Key.Title()+", which a listener does not take.", n.at("tbsCertificate.subjectPublicKeyInfo", n.Key.Place))
		}
		if a := &n.SignatureAlgorithm; !alb.SupportedSignature(a) {
			var err S2NError
			if alb.SHA1(a) {
				err = r.weak()
			}
			return r.fail(alb.RuleIssuers, err, n.name()+" is signed by "+a.Title()+", which a listener does not take.", n.at("signatureAlgorithm", a.Place))
		}
	}
	return r.pass(alb.RuleIssuers, words.Count(len(r.between()), "certificate")+" between the leaf and the trust store.", nowhere)
}

// between are the certificates of the path between the leaf and the anchor.
func (r *run) between() []*node {
	end := len(r.path)
	if !r.open {
		end--
	}
	return r.path[min(1, end):end]
}

// purpose asks what OpenSSL's purpose "sslclient" asks, of every certificate but the
// anchor.
func (r *run) purpose() bool {
	if len(r.path) == 1 {
		r.skip(alb.RulePurpose, "The leaf itself is in the trust store: its purpose is not asked.")
		return true
	}
	leaf := r.path[0]
	if !r.checkOf(leaf, alb.CheckPurpose(leaf.Certificate), errIntent) || !r.checkOf(leaf, alb.CheckUsage(leaf.Certificate), errIntent) {
		return false
	}
	return r.issuersPurpose()
}

func (r *run) issuersPurpose() bool {
	if len(r.between()) == 0 {
		return r.skip(alb.RuleIssuersUsage, "No certificate stands between the leaf and the trust store.")
	}
	for _, n := range r.between() {
		if c := alb.CheckPurpose(n.Certificate); c.Outcome == alb.Failed {
			c.Certificate = -1 // for the sentence: it is no leaf
			return r.fail(alb.RuleIssuersUsage, errIntent, c.Sentence(), n.at(c.Field, c.Place))
		}
	}
	return r.pass(alb.RuleIssuersUsage, "No issuer is limited to other purposes.", nowhere)
}

// passthrough applies what little is looked at there. The key of the leaf must be
// one that the handshake can be checked with; AWS says nothing of it.
func (r *run) passthrough() Verdict {
	if len(r.in.Chain) == 0 {
		r.skip(alb.RulePresented, "The client sends no certificate, and the listener goes on without: the target gets no header.")
		return r.verdict()
	}
	_ = r.check(alb.CheckPresented(len(r.in.Chain)), "") && r.check(alb.CheckMessageSize(r.sizes()), errMessage) &&
		r.check(alb.CheckReadable(r.certs[:1]), errDecode) && r.check(alb.CheckKey(r.certs[0]), "") &&
		r.skip(alb.RulePath, "Nothing else is looked at: the chain goes to the target as it came.")
	v := r.verdict()
	headerNote(&v, alb.Passthrough, r.certs)
	return v
}

// check adds a rule of package alb about what was presented.
func (r *run) check(c alb.Check, err S2NError) bool {
	ok := r.add(c.ID, c.Outcome, err, c.Sentence(), At{c.Certificate, -1, c.Field, c.Place})
	if basis := c.Basis(); basis != alb.RuleOf(c.ID).Basis {
		r.last().Basis = basis
	}
	return ok
}

// checkOf adds one about a certificate of the path.
func (r *run) checkOf(n *node, c alb.Check, err S2NError) bool {
	return r.add(c.ID, c.Outcome, err, c.Sentence(), n.at(c.Field, c.Place))
}

func (r *run) pass(id alb.RuleID, detail string, where At) bool {
	return r.add(id, alb.Passed, "", detail, where)
}

func (r *run) skip(id alb.RuleID, detail string) bool {
	return r.add(id, alb.NotChecked, "", detail, nowhere)
}

// fail ends the run. Without an error of s2n-tls the rule is AWS's alone.
func (r *run) fail(id alb.RuleID, err S2NError, detail string, where At) bool {
	return r.add(id, alb.Failed, err, detail, where)
}

func (r *run) add(id alb.RuleID, outcome alb.Outcome, err S2NError, detail string, where At) bool {
	rule := alb.RuleOf(id)
	basis := rule.Basis
	if outcome == alb.Failed {
		r.err = err
		r.code, r.by = rule.Code, rule.CodeBy
		if code, by := err.Code(); code != "" {
			r.code, r.by = code, by
		}
		if documentedOfLeaf(id) {
			// AWS speaks of the client certificate; of the others s2n-tls does.
			if where.Certificate == 0 {
				r.by = alb.Documented
			} else {
				basis = alb.FollowsS2N
			}
		}
	}
	r.rules = append(r.rules, Rule{rule.ID, rule.Title, outcome, basis, rule.Source, detail, where})
	return outcome != alb.Failed
}

// documentedOfLeaf are the rules that AWS documents of client certificates, with
// their reason codes.
func documentedOfLeaf(id alb.RuleID) bool {
	return id == alb.RuleNotRevoked || id == alb.RuleStarted || id == alb.RuleNotExpired
}

// last returns the last rule, or nil.
func (r *run) last() *Rule {
	if len(r.rules) == 0 {
		return nil
	}
	return &r.rules[len(r.rules)-1]
}

// reason is the reason code, empty for success.
func (r *run) reason() alb.Reason {
	if last := r.last(); last != nil && last.Outcome == alb.Failed {
		return r.code
	}
	return ""
}

func (r *run) verdict() Verdict {
	v := Verdict{Status: status(r.reason()), Reason: r.reason(), Rules: r.rules}
	if v.Reason != "" {
		v.CodeBy = r.by
	}
	if n := r.unchecked; n != nil {
		v.CodeBy = alb.Assumed
		v.Notes = append(v.Notes, Note{GoCannotCheck, n.presented, "The signature of " + n.name() + " could not be checked here. It is taken for not verified."})
	}
	for _, n := range r.path {
		v.Path = append(v.Path, Link{n.DER, n.Subject.String(), n.presented, n.anchor})
	}
	return v
}
