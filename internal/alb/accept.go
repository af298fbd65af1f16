package alb

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// What a listener asks of certificates by themselves: rules that need neither a
// trust store nor a signature. Each is a pure function that returns a [Check];
// [Accept] applies them all to a chain. The words for a check are in
// [Check.Sentence] alone.

// Outcome is how a rule ended.
type Outcome uint8

const (
	Passed Outcome = iota
	Failed
	NotChecked // [Check.Why] says why
)

// String is the outcome in a word: "passed", "failed" or "skipped".
func (o Outcome) String() string {
	return [...]string{"passed", "failed", "skipped"}[o]
}

// Why says why a rule was not checked.
type Why uint8

const (
	WasChecked      Why = iota
	NeedsTrustStore     // a path, and with it the trust store and signatures, is asked for
	NeedsHandshake      // only the client can show it
	NothingToCheck      // nothing is there that the rule is about
	Unreadable          // a rule before it failed, and left nothing to look at
	NotAsked            // the listener's mode does not ask it
	NotShown            // what is there to look at is not what the client presents: it was cut off, or damaged, on its way here
)

// Check is a rule as it went.
type Check struct {
	ID      RuleID
	Outcome Outcome
	Why     Why
	Fact    Fact
	At
}

// Basis says how sure the rule is, in this case.
func (c *Check) Basis() Basis {
	if c.Fact.told() {
		return c.Fact.By
	}
	if s := c.Fact.Subject; c.Fact.Kind == FactKey && s != nil && s.Key.Kind == certinfo.KeyEC && s.Key.Params != nil {
		return FollowsS2N // AWS does not speak of curves that are written out; OpenSSL takes none in a path
	}
	return RuleOf(c.ID).Basis
}

// Code is the reason code that is logged if the rule fails.
func (c *Check) Code() Reason {
	if c.Fact.told() {
		return c.Fact.Code
	}
	return RuleOf(c.ID).Code
}

// Over returns the issuer that the check depends on, nil if it depends on none: a
// trust store is searched before what the client sends, and one that holds another
// certificate of that name leads past this one.
func (c *Check) Over() *certinfo.Certificate { return c.Fact.Issuer }

// Depends reports that a trust store decides about a check that failed: it may lead
// past the issuer, or lack the revocation list.
func (c *Check) Depends() bool { return c.Over() != nil || c.Fact.Kind == FactListed }

// At is what a rule looked at.
type At struct {
	Certificate int       // index into the chain, or -1
	Field       string    // path in the certificate; may be empty
	Place       der.Place // of the field in the DER; of length zero if it is not there
}

// nowhere is no place.
var nowhere = At{Certificate: -1}

// FactKind says what was seen.
type FactKind uint8

const (
	NoFact           FactKind = iota
	FactNone                  // no certificate is there
	FactCertificates          // Count certificates
	FactBytes                 // Count bytes, at most Limit
	FactCutOff                // Count bytes of Limit are there
	FactBroken                // it cannot be read; Finding says why, if anything does
	FactWhole                 // every one of Count certificates
	FactKey                   // Subject's key
	FactVersion               // Count is the version
	FactSignature             // Subject's signature algorithm
	FactNoUsage               // there is no such extension
	FactPurpose               // the extension is there; Any: anyExtendedKeyUsage is in it
	FactUsage                 // key usage
	FactNetscape              // the Netscape certificate type
	FactStarts                // Time is notBefore
	FactEnds                  // Time is notAfter; Any: the listener allows expired certificates
	FactNoTime                // it cannot be read
	FactSigned                // Subject's signature does not verify with Issuer's key; they may be the same
	FactListed                // Text: a revocation list that stands beside the certificate names it
	FactPath                  // Text: what a path over Issuer breaks; nil: over the leaf alone
)

// Fact is what a rule saw, for sentences and for programs.
type Fact struct {
	Kind         FactKind
	Count, Limit int
	Any          bool
	Subject      *certinfo.Certificate // what is spoken of; may be nil
	Issuer       *certinfo.Certificate // of FactSigned and FactPath
	Code         Reason                // of FactListed and FactPath, as the next two
	By           Basis
	Text         string
	Finding      *finding.Finding
	Time, Now    time.Time
}

// told reports that code, basis and sentence come with the fact, not of the rule.
func (f *Fact) told() bool { return f.Kind == FactListed || f.Kind == FactPath }

// Presented is what a client presents, and to whom.
type Presented struct {
	Chain        []*certinfo.Certificate // leaf first
	Now          time.Time
	IgnoreExpiry bool // IgnoreClientCertificateExpiry
}

// Accept applies to a chain every rule of [Rules], in order: those that need
// neither store nor signature with their outcome, the others as not checked. It
// goes on after a rule that fails. Of dates and purpose it judges the leaf alone:
// which other certificates are asked, the path tells.
func Accept(p Presented) []Check { return AppendChecks(make([]Check, 0, len(Rules)), p) }

// AppendChecks is [Accept] into room that is there already.
func AppendChecks(checks []Check, p Presented) []Check {
	x := asked{Presented: &p}
	for i := range Rules {
		if id := Rules[i].ID; ofListener(id) {
			checks = append(checks, Check{})
			x.check(id, &checks[len(checks)-1])
		}
	}
	return checks
}

// FirstBroken is [FirstFailed] of what [Accept] gives, which it does not keep: the
// first rule that is broken, nil if none is.
func FirstBroken(p Presented) (broken *Rule, sure bool) {
	x, t := asked{Presented: &p}, tally{index: -1, sure: true}
	var c Check
	for i := range Rules {
		if id := Rules[i].ID; ofListener(id) {
			x.check(id, &c)
			if t.count(i, &c) {
				break
			}
		}
	}
	if t.index < 0 {
		return nil, false
	}
	return &Rules[t.index], t.sure
}

// ofListener reports whether a rule is a listener's, not the stand-in's.
func ofListener(id RuleID) bool { return id != RuleStrict }

// asked is a chain of which the rules are asked in their order.
type asked struct {
	*Presented
	none  bool // no certificate is there: nothing else can be asked
	whole bool // the leaf can be read
}

// check applies one rule. What a trust store is needed for is not checked.
func (x *asked) check(id RuleID, c *Check) {
	if x.none {
		*c = Check{ID: id, Outcome: NotChecked, Why: Unreadable, At: nowhere}
		if id == RulePossession {
			c.Why = NeedsHandshake
		}
		return
	}
	switch id {
	case RulePresented:
		*c = CheckPresented(len(x.Chain))
		if x.none = c.Outcome == Failed; !x.none {
			_, x.whole = complete(x.Chain[0], true)
		}
	case RulePossession:
		*c = Check{ID: id, Outcome: NotChecked, Why: NeedsHandshake, At: nowhere}
	case RuleMessage:
		*c = CheckMessage(x.Chain)
	case RuleReadable:
		*c = CheckReadable(x.Chain)
	case RuleDepth:
		*c = CheckDepth(len(x.Chain))
	case RuleSize:
		*c = CheckSize(x.Chain)
	case RuleKey, RuleVersion, RuleSignature, RulePurpose, RuleUsage, RuleStarted, RuleNotExpired:
		if !x.whole {
			*c = Check{ID: id, Outcome: NotChecked, Why: Unreadable, At: nowhere}
			return
		}
		*c = leafCheck(id, x.Chain[0], x.Presented)
	default:
		*c = Check{ID: id, Outcome: NotChecked, Why: NeedsTrustStore, At: nowhere}
	}
}

// leafCheck checks a rule about the leaf.
func leafCheck(id RuleID, leaf *certinfo.Certificate, p *Presented) Check {
	switch id {
	case RuleKey:
		return CheckKey(leaf)
	case RuleVersion:
		return CheckVersion(leaf)
	case RuleSignature:
		return CheckSignature(leaf)
	case RulePurpose:
		return CheckPurpose(leaf)
	case RuleUsage:
		return CheckUsage(leaf)
	case RuleStarted:
		return CheckStarted(leaf, p.Now)
	}
	return CheckNotExpired(leaf, p.Now, p.IgnoreExpiry)
}

// SignatureWrong says of the checks of [Accept] that the signature of a certificate
// of the chain, by its index, does not verify with the key of the issuer that was
// presented with it; the issuer may be the certificate itself.
func SignatureWrong(checks []Check, at int, child, issuer *certinfo.Certificate) {
	for i := range checks {
		if c := &checks[i]; c.ID == RuleSigned {
			c.Outcome, c.Why = Failed, WasChecked
			c.Fact = Fact{Kind: FactSigned, Subject: child, Issuer: issuer}
			c.At = At{at, "signatureValue", child.Signature.Place}
		}
	}
}

// Break says of the checks of [Accept] what a path over the presented certificates
// breaks, or that a list names one of them. What the leaf broke by itself stays.
func Break(checks []Check, broken Check) {
	for i := range checks {
		if c := &checks[i]; c.ID == broken.ID && c.Outcome != Failed {
			*c = broken
		}
	}
}

// FirstFailed returns the index of the first check that failed, -1 if none did:
// the first about which no trust store decides ([Check.Depends]), if there is one.
// Sure reports that no rule before it is still to be asked, so that its reason
// code is the one that is logged; otherwise the chain is refused all the same, and
// a rule before it may name another reason.
func FirstFailed(checks []Check) (index int, sure bool) {
	t := tally{index: -1, sure: true}
	for i := range checks {
		if t.count(i, &checks[i]) {
			break
		}
	}
	return t.index, t.sure
}

// tally is what [FirstFailed] knows so far.
type tally struct {
	index int
	sure  bool
}

// count takes the next check, and reports whether the answer is known.
func (t *tally) count(i int, c *Check) (done bool) {
	switch failed := c.Outcome == Failed; {
	case failed && !c.Depends():
		t.index = i
		return true
	case failed && t.index < 0:
		t.index = i
	}
	if c.Outcome == Failed || c.Outcome == NotChecked && c.Why == NeedsTrustStore {
		t.sure = false
	}
	return false
}

// CheckPresented asks for a certificate, in verify mode.
func CheckPresented(n int) Check {
	c := Check{ID: RulePresented, Fact: Fact{Kind: FactCertificates, Count: n}, At: nowhere}
	if n == 0 {
		c.Outcome, c.Fact.Kind = Failed, FactNone
	}
	return c
}

// MessageSize is the size of the body of a Certificate message of TLS 1.3 (RFC
// 8446, section 4.4.2) with certificates of so many bytes: an empty context, a
// length, and for each certificate its length and an empty list of extensions. The
// 4 bytes of the handshake header are not of it: s2n-tls takes a body of 65,536
// bytes. In TLS 1.2 it is smaller by 2 for each certificate, and 1.
func MessageSize(sizes []int) int {
	n := 1 + 3
	for _, size := range sizes {
		n += 3 + size + 2
	}
	return n
}

// sizeOf is the length of what was presented, with what follows the certificate.
func sizeOf(c *certinfo.Certificate) int { return len(c.DER) + len(c.Trailing) }

// sizesOf appends those of a chain.
func sizesOf(sizes []int, chain []*certinfo.Certificate) []int {
	for _, c := range chain {
		sizes = append(sizes, sizeOf(c))
	}
	return sizes
}

// CheckMessage compares the message that holds the chain with [MaxTLSMessage].
func CheckMessage(chain []*certinfo.Certificate) Check {
	var room [2 * MaxChainDepth]int
	return CheckMessageSize(sizesOf(room[:0], chain))
}

// CheckMessageSize is [CheckMessage] for certificates of so many bytes.
func CheckMessageSize(sizes []int) Check {
	n := MessageSize(sizes)
	c := Check{ID: RuleMessage, Fact: Fact{Kind: FactBytes, Count: n, Limit: MaxTLSMessage}, At: nowhere}
	if n > MaxTLSMessage {
		c.Outcome = Failed
	}
	return c
}

// CheckDepth counts the certificates as they are sent, as s2n-tls does.
func CheckDepth(n int) Check {
	c := Check{ID: RuleDepth, Fact: Fact{Kind: FactCertificates, Count: n, Limit: MaxChainDepth}, At: nowhere}
	if n > MaxChainDepth {
		c.Outcome, c.Certificate = Failed, MaxChainDepth
	}
	return c
}

// CheckSize compares every certificate with [MaxCACertificate]. AWS documents that
// limit for CA certificates alone; the same is assumed of the others.
func CheckSize(chain []*certinfo.Certificate) Check {
	var room [2 * MaxChainDepth]int
	return CheckSizes(sizesOf(room[:0], chain))
}

// CheckSizes is [CheckSize] for certificates of so many bytes.
func CheckSizes(sizes []int) Check {
	c := Check{ID: RuleSize, Fact: Fact{Kind: FactBytes, Limit: MaxCACertificate}, At: nowhere}
	for i, n := range sizes {
		if n > MaxCACertificate {
			c.Outcome, c.Fact.Count, c.At = Failed, n, At{i, "", der.Place{Length: n}}
			return c
		}
		c.Fact.Count = max(c.Fact.Count, n)
	}
	return c
}

// CheckReadable asks the first four certificates to be whole and [Complete]: of a
// longer chain no more are read.
func CheckReadable(chain []*certinfo.Certificate) Check {
	for i, c := range chain {
		if i == MaxChainDepth {
			break
		}
		where := At{i, "", der.Place{Length: len(c.DER)}}
		if c.Declared > len(c.DER) {
			return Check{ID: RuleReadable, Outcome: Failed, Fact: Fact{Kind: FactCutOff, Count: len(c.DER), Limit: c.Declared, Subject: c}, At: where}
		}
		if f, ok := complete(c, i == 0); !ok {
			if f != nil && f.DER != nil {
				where.Field, where.Place = f.DER.Path, der.Place{Offset: f.DER.Offset, Length: f.DER.Length}
			}
			return Check{ID: RuleReadable, Outcome: Failed, Fact: Fact{Kind: FactBroken, Finding: f, Subject: c}, At: where}
		}
	}
	return Check{ID: RuleReadable, Fact: Fact{Kind: FactWhole, Count: min(len(chain), MaxChainDepth)}, At: nowhere}
}

// Complete reports whether a certificate can be read, as d2i_X509 of OpenSSL reads
// it: every field that RFC 5280 does not make optional is there and of its type,
// and nothing in between is broken. What is inside of extensions does not count,
// nor what is inside of the key, which is read when it is needed.
func Complete(c *certinfo.Certificate) bool {
	_, ok := complete(c, false)
	return ok
}

// complete is Complete, with the finding that speaks against it; the key of the leaf
// is needed.
func complete(c *certinfo.Certificate, leaf bool) (*finding.Finding, bool) {
	isTime := func(t certinfo.Time) bool { return t.Tag == der.UTCTime || t.Tag == der.GeneralizedTime }
	ok := c.Declared > 0 && c.TBS.Length > 0 && c.Serial.Raw != nil && c.Issuer.Place.Length > 0 &&
		isTime(c.NotBefore) && isTime(c.NotAfter) && c.Subject.Place.Length > 0 &&
		c.Key.Place.Length > 0 && c.SignatureAlgorithm.OID != "" && c.Signature.Place.Length > 0
	for i := range c.Findings {
		if f := &c.Findings[i]; f.DER != nil && structural(f.ID) && !inExtension(c, f.DER) && !inParameters(c, f.DER) && (leaf || !inKey(c, f.DER)) {
			return f, false
		}
	}
	if !ok && len(c.Findings) > 0 {
		return &c.Findings[0], false
	}
	return nil, ok
}

// structural are the findings after which OpenSSL's decoder gives up.
func structural(id finding.ID) bool {
	switch id {
	case finding.DERTruncated, finding.DERLengthOverrun, finding.DERLengthShort, finding.DERHeader,
		finding.FieldMissing, finding.FieldType, finding.FieldExtra, finding.IntegerNotDER, finding.OIDNotValid, finding.StringBadUTF8:
		return true
	}
	return false
}

// inParameters reports whether a place is in the parameters of a signature
// algorithm, which may be anything.
func inParameters(c *certinfo.Certificate, at *finding.DER) bool {
	for _, p := range [...]der.Place{c.TBSSignature.At, c.SignatureAlgorithm.At} {
		if p.Length > 0 && at.Offset >= p.Offset && at.Offset <= p.Offset+p.Length {
			return true
		}
	}
	return false
}

// inExtension reports whether a place is in the value of an extension; that of
// what is missing there may be its end.
func inExtension(c *certinfo.Certificate, at *finding.DER) bool {
	for i := range c.Extensions {
		p := c.Extensions[i].At
		end := p.Offset + p.Length
		if start := end - len(c.Extensions[i].Value); at.Offset >= start && (at.Offset < end || at.Offset == end && at.Length == 0) {
			return true
		}
	}
	return false
}

// inKey reports whether a place is in the SubjectPublicKeyInfo.
func inKey(c *certinfo.Certificate, at *finding.DER) bool {
	p := c.Key.Place
	return at.Offset > p.Offset && at.Offset <= p.Offset+p.Length
}
