// Package verify says what an Application Load Balancer would do with a client's
// certificates: "Success", or "Failed:" and one of the reason codes that AWS
// documents, with every rule that was passed on the way and the one that decided.
//
// In go the chain as the client presents it, the trust store and the revocation
// lists as files, the listener's settings and the time. [Verify] never fails:
// whatever is wrong with its input is a verdict. The rules, their order, their
// sources and how sure each of them is stand in one table, [alb.Rules].
//
// Signatures and paths (RFC 5280, section 6) are checked by crypto/x509: every
// certificate of the trust store is an anchor, self-signed or not, as s2n-tls
// has it (X509_V_FLAG_PARTIAL_CHAIN). On top of that come AWS's limits and what
// the library beneath s2n-tls asks of a TLS client: a purpose given by name
// (anyExtendedKeyUsage is none) and a key usage that can sign a handshake.
//
// crypto/x509 looks at times and purposes while it builds a path, and says only
// that there is none. Here paths are built on copies whose validity is stretched,
// for any purpose; purpose, revocation and times are then judged path by path.
// So the verdict names the cause. The path that gets furthest counts.
//
// [Bundle] judges the trust store as the file that is uploaded.
package verify

import (
	"crypto/x509"
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
)

// Mode is the listener's mutual-TLS mode, by the name it has in the API.
type Mode string

const (
	Off         Mode = "off"
	Passthrough Mode = "passthrough"
	VerifyMode  Mode = "verify"
)

// Settings are the listener's.
type Settings struct {
	Mode             Mode
	IgnoreExpiry     bool // IgnoreClientCertificateExpiry
	AdvertiseCANames bool // AdvertiseTrustStoreCaNames; no rule depends on it
}

// Input is what a verdict depends on.
type Input struct {
	Chain      [][]byte // DER, leaf first, as presented; empty if the client sends none
	TrustStore []byte   // PEM, as uploaded
	CRLs       [][]byte // files: PEM with one list or more, or DER
	Settings   Settings
	Now        time.Time
}

// Verdict is the answer.
type Verdict struct {
	Status string     // "Success", or "Failed:" and a reason code
	Reason alb.Reason // the reason code; empty for success
	CodeBy alb.Basis  // how sure the reason code is, given that the rule fails
	Rules  []Rule     // in order, up to the deciding one
	Path   []Link     // from the leaf to the anchor; empty if none was found
}

// OK reports success.
func (v *Verdict) OK() bool { return v.Reason == "" }

// Deciding returns the rule that failed, or nil.
func (v *Verdict) Deciding() *Rule {
	if n := len(v.Rules); n > 0 && v.Rules[n-1].Outcome == Failed {
		return &v.Rules[n-1]
	}
	return nil
}

// Outcome is how a rule ended.
type Outcome string

const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped" // it had nothing to look at
)

// Rule is a rule of [alb.Rules] as it went.
type Rule struct {
	ID      alb.RuleID
	Title   string
	Outcome Outcome
	Basis   alb.Basis
	Source  string // address
	Detail  string // a sentence
	At
}

// At is what a rule looked at.
type At struct {
	Certificate int       // index into Input.Chain, or -1
	Anchor      int       // index into the certificates of the trust store, or -1
	Field       string    // path in the certificate: "tbsCertificate.validity.notAfter"; may be empty
	Place       der.Place // of the field in the DER; of length zero if it is not there
}

// Link is one certificate of a path.
type Link struct {
	DER         []byte
	Subject     string // as ALB writes it
	Certificate int    // index into Input.Chain, or -1
	Anchor      int    // index into the certificates of the trust store, or -1
}

// Verify judges the input.
func Verify(in Input) Verdict {
	j := &judge{in: in, now: in.Now}
	if j.now.IsZero() {
		j.now = j.now.Add(1) // the zero time means "now" to crypto/x509, and nothing here has a clock
	}
	switch in.Settings.Mode {
	case Off:
		j.skip(alb.RulePresented, "The listener does not ask for a certificate: mutual TLS is off.")
	case Passthrough:
		j.passthrough()
	default:
		if j.presented() && j.limits() && j.wellFormed() {
			j.path()
		}
	}
	j.verdict.conclude()
	return j.verdict
}

// conclude sets the status by the last rule.
func (v *Verdict) conclude() {
	v.Status, v.Reason, v.CodeBy = alb.StatusSuccess, "", ""
	if d := v.Deciding(); d != nil {
		rule := alb.RuleOf(d.ID)
		v.Reason, v.CodeBy = rule.Code, rule.CodeBy
		v.Status = alb.StatusFailed + string(v.Reason)
	}
}

// Append adds what a handshake showed and no file can: that the client holds the
// key, or that the handshake failed at something else. The certificate is an
// index into the chain, or -1.
func (v *Verdict) Append(id alb.RuleID, outcome Outcome, detail string, certificate int) {
	rule := alb.RuleOf(id)
	v.Rules = append(v.Rules, Rule{rule.ID, rule.Title, outcome, rule.Basis, rule.Source, detail, At{Certificate: certificate, Anchor: -1}})
	v.conclude()
}

// judge carries one verdict along.
type judge struct {
	in      Input
	now     time.Time
	certs   []*certinfo.Certificate // of in.Chain
	strict  []*x509.Certificate     // the same, read by crypto/x509
	anchors []*x509.Certificate     // of the trust store; nil where crypto/x509 refuses one
	verdict Verdict
}

var nowhere = At{Certificate: -1, Anchor: -1}

// at points to a field of a presented certificate.
func at(certificate int, field string, place der.Place) At {
	return At{certificate, -1, field, place}
}

func (j *judge) add(id alb.RuleID, outcome Outcome, detail string, where At) bool {
	rule := alb.RuleOf(id)
	j.verdict.Rules = append(j.verdict.Rules, Rule{rule.ID, rule.Title, outcome, rule.Basis, rule.Source, detail, where})
	return outcome != Failed
}

func (j *judge) pass(id alb.RuleID, detail string, where At) bool {
	return j.add(id, Passed, detail, where)
}
func (j *judge) fail(id alb.RuleID, detail string, where At) bool {
	return j.add(id, Failed, detail, where)
}
func (j *judge) skip(id alb.RuleID, detail string) bool { return j.add(id, Skipped, detail, nowhere) }

// passthrough applies what little is looked at there. The key of the leaf must
// be one that the handshake can be checked with; AWS says nothing of it.
func (j *judge) passthrough() {
	if len(j.in.Chain) == 0 {
		j.skip(alb.RulePresented, "The client sends no certificate, and the listener goes on without: the target gets no header.")
		return
	}
	j.readAll()
	j.pass(alb.RulePresented, "The client sends "+count(len(j.in.Chain), "certificate")+".", nowhere)
	_ = j.message() && j.readable(1) && j.key() &&
		j.skip(alb.RulePath, "Nothing else is looked at: the chain goes to the target as it came.")
}

func (j *judge) presented() bool {
	n := len(j.in.Chain)
	if n == 0 {
		return j.fail(alb.RulePresented, "The client sends no certificate, and the listener asks for one. AWS does not say which reason code is logged.", nowhere)
	}
	j.readAll()
	return j.pass(alb.RulePresented, "The client sends "+count(n, "certificate")+".", nowhere)
}

// readAll reads what was presented. A chain of thousands, which no TLS message
// holds, is not read further than its first few.
func (j *judge) readAll() {
	for i, der := range j.in.Chain {
		if i > 2*alb.MaxChainDepth {
			break
		}
		j.certs = append(j.certs, certinfo.Parse(der))
	}
}

// count writes a number and its noun: "1 certificate", "3 certificates".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// ordinal says which of the presented certificates is meant.
func ordinal(i int) string {
	if i == 0 {
		return "the leaf"
	}
	return "certificate " + strconv.Itoa(i+1) + " of the chain"
}

// stamp writes a time as ALB does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
