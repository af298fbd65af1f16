// Package verify says what an Application Load Balancer would do with a client's
// certificates: "Success", or "Failed:" and one of the reason codes that AWS
// documents, with every rule that was passed on the way and the one that decided.
//
// In go the chain as the client presents it, the trust store and the revocation
// lists as files, the listener's settings and the time. [Verify] never fails:
// whatever is wrong with its input is a verdict. The rules, their order, their
// sources and how sure each of them is stand in one table, [alb.Rules].
//
// What AWS documents comes first. For the rest the load balancer is taken to do
// what s2n-tls does, on which it is built, and the verdict says so. s2n-tls calls
// the X.509 validation of OpenSSL or of AWS-LC; what that does is written down here
// once more, over certinfo's reading and with Go's cryptography for signatures:
//
//   - The path: [run.build]. Names are compared by RFC 5280, section 7.1, key
//     identifiers count, the trust store is searched first, without a way back.
//     Every certificate of the trust store is an anchor (X509_V_FLAG_PARTIAL_CHAIN).
//   - Extensions, revocation, signatures, times and name constraints, in this
//     order: extensions.go, revocation.go, signed.go, constraints.go.
//   - The purpose comes last, on every certificate but the anchor.
//
// A verdict says besides what stock s2n-tls would have said ([Verdict.S2N]), where
// another reading of AWS's documents leads elsewhere ([Verdict.Alternatives]), and
// where Go's crypto/x509, which many applications use, is of another opinion
// ([Verdict.Notes]). crypto/x509 decides nothing here.
//
// [Bundle] judges a trust store as the file that is uploaded, [RevocationFile] a
// revocation list. [CheckSignature] checks one signature, also of certificates
// that crypto/x509 refuses to read.
package verify

import (
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/der"
)

// Mode is the listener's mutual-TLS mode, by the name it has in the API.
type Mode string

const (
	Off         Mode = "off"
	Passthrough Mode = "passthrough"
	VerifyMode  Mode = "verify"
)

// Protocol is a version of TLS.
type Protocol uint8

const (
	AnyTLS Protocol = iota // not known: TLS 1.3 is taken, and TLS 1.2 told where it differs
	TLS12
	TLS13
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
	TrustStore []byte   // as uploaded
	CRLs       [][]byte // files
	Settings   Settings
	Protocol   Protocol // that was agreed
	Now        time.Time
}

// Verdict is the answer.
type Verdict struct {
	Status       string     // "Success", or "Failed:" and a reason code
	Reason       alb.Reason // the reason code; empty for success
	CodeBy       alb.Basis  // how sure the reason code is, given that the rule fails
	Rules        []Rule     // in order, up to the deciding one
	Path         []Link     // from the leaf to the anchor; empty if none was found
	S2N          S2N        // what stock s2n-tls says; not asked in modes without verification
	Alternatives []Alternative
	Notes        []Note
}

// OK reports success.
func (v *Verdict) OK() bool { return v.Reason == "" }

// Deciding returns the rule that failed, or nil.
func (v *Verdict) Deciding() *Rule {
	if n := len(v.Rules); n > 0 && v.Rules[n-1].Outcome == alb.Failed {
		return &v.Rules[n-1]
	}
	return nil
}

// Rule is a rule of [alb.Rules] as it went.
type Rule struct {
	ID      alb.RuleID
	Title   string
	Outcome alb.Outcome
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

var nowhere = At{Certificate: -1, Anchor: -1}

// Link is one certificate of a path.
type Link struct {
	DER         []byte
	Subject     string // as ALB writes it
	Certificate int    // index into Input.Chain, or -1
	Anchor      int    // index into the certificates of the trust store, or -1
}

// Reading says whose answer, or which reading of the documents, an [Alternative]
// is.
type Reading uint8

const (
	StockS2N        Reading = iota + 1 // s2n-tls by itself, without what AWS documents beyond it
	WithAWSLC                          // s2n-tls with AWS-LC beneath it, where OpenSSL differs
	ExpiredLeafOnly                    // the setting spares expired client certificates, to the letter of the documents
	ListDatesCount                     // the dates of revocation lists are looked at
	AtTLS12                            // the connection is of TLS 1.2
	NamesNotLooked                     // nobody looks at the DNS names of a client's certificate
)

// Alternative is another verdict that cannot be ruled out.
type Alternative struct {
	Reading Reading
	Status  string
	Reason  alb.Reason // empty for success
	Text    string     // a sentence or two
}

// Verify judges the input.
func Verify(in Input) Verdict {
	switch in.Settings.Mode {
	case Off:
		r := newRun(in, plan{})
		r.skip(alb.RulePresented, "The listener does not ask for a certificate: mutual TLS is off.")
		return r.verdict()
	case Passthrough:
		return newRun(in, plan{}).passthrough()
	}
	m := newMaterial(in)
	main := m.run(plan{aws: true})
	v := main.verdict()
	v.S2N = S2N{OpenSSL: m.run(plan{}).err, AWSLC: m.run(plan{lib: awslc}).err}
	m.alternatives(&v, main)
	m.notes(&v)
	headerNote(&v, alb.Verify, m.certs)
	return v
}

// Network judges the input for a Network Load Balancer with identity filters. That
// order is documented: trust store, filters, revocation. What AWS asks of the
// certificates themselves is taken to be what it asks at an Application Load
// Balancer, and reason codes are that one's: both is assumed.
func Network(in Input, filters []alb.Filter) Verdict {
	in.Settings.Mode = VerifyMode
	v := newMaterial(in).run(plan{aws: true, network: true, filters: filters}).verdict()
	if !v.OK() {
		v.CodeBy = alb.Assumed
	}
	return v
}

// Append adds what a handshake showed and no file can: that the client holds the
// key, or that the handshake failed at something else. The certificate is an
// index into the chain, or -1.
func (v *Verdict) Append(id alb.RuleID, outcome alb.Outcome, detail string, certificate int) {
	rule := alb.RuleOf(id)
	v.Rules = append(v.Rules, Rule{rule.ID, rule.Title, outcome, rule.Basis, rule.Source, detail, At{Certificate: certificate, Anchor: -1}})
	if outcome == alb.Failed {
		v.Reason, v.CodeBy = rule.Code, rule.CodeBy
		v.Status = alb.StatusFailed + string(v.Reason)
	}
}
