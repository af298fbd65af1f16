package verify

import (
	"crypto/x509"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/words"
)

// Note is what is to be known beside a verdict and does not decide it: where Go's
// crypto/x509, which many applications behind a load balancer use, is of another
// opinion; and what becomes of the headers.
type Note struct {
	Kind        NoteKind
	Certificate int    // index into the chain, or -1
	Text        string // a sentence
}

// NoteKind says what a note is about.
type NoteKind uint8

const (
	GoCannotRead  NoteKind = iota + 1 // crypto/x509 refuses to parse a certificate that is taken here
	GoRefuses                         // it finds no path where there is one
	GoCannotCheck                     // a signature that it cannot check decided
	GoAccepts                         // it finds one where the client is refused
	HeaderTooLong                     // a header for the target is longer than a load balancer takes headers to be
)

// notes asks crypto/x509.
func (m *material) notes(v *Verdict) {
	if d := v.Deciding(); d != nil && (len(m.sent) == 0 || len(m.in.Chain) > len(m.sent) || d.ID == alb.RuleReadable || d.ID == alb.RuleMessage) {
		return // there is nothing to have an opinion on
	}
	var chain []*x509.Certificate
	for i := range m.sent {
		c, err := x509.ParseCertificate(m.in.Chain[i])
		if err != nil {
			v.Notes = append(v.Notes, Note{GoCannotRead, i, words.Capital(alb.Ordinal(i)) + " is refused by Go's parser, which a load balancer does not use: " + plain(err) + "."})
			if i == 0 {
				return
			}
			continue
		}
		chain = append(chain, c)
	}
	if m.slow() {
		return
	}
	err := m.goVerifies(chain)
	switch {
	case err != nil && v.OK():
		v.Notes = append(v.Notes, Note{GoRefuses, -1, "Go's crypto/x509 refuses this chain, where a load balancer takes it: " + plain(err) + "."})
	case err == nil && !v.OK() && !ofAWS(v.Deciding().ID) && !listRule(v.Deciding().ID):
		v.Notes = append(v.Notes, Note{GoAccepts, -1, "Go's crypto/x509 takes this chain, where s2n-tls refuses it."})
	}
}

// headerNote tells of a header that is too long, for a client that is taken.
func headerNote(v *Verdict, mode alb.Mode, chain []*certinfo.Certificate) {
	if !v.OK() {
		return
	}
	for _, h := range alb.Encode(mode, chain) {
		if n := len(h.Name) + len(h.Value); n > alb.MaxHeader {
			v.Notes = append(v.Notes, Note{HeaderTooLong, -1, "The header " + h.Name + " has " + words.Count(n, "byte") + ". AWS documents that a load balancer takes single headers of at most " + words.Number(alb.MaxHeader) + "; what becomes of one of its own that is longer is not documented."})
		}
	}
}

// slow reports whether a key is so long that crypto/x509, which has no bound, would
// be at it for long.
func (m *material) slow() bool {
	for _, list := range [][]*node{m.sent, m.anchors} {
		for _, n := range list {
			if n.Key.Bits > MaxKeyBits || n.Key.Exponent.BitLen() > 32 {
				return true
			}
		}
	}
	return false
}

// listRule reports whether a rule is about revocation, at which crypto/x509 does
// not look.
func listRule(id alb.RuleID) bool {
	switch id {
	case alb.RuleCRLReadable, alb.RuleCRLFound, alb.RuleCRLSigner, alb.RuleCRLSignature, alb.RuleCRLDates, alb.RuleCRLCritical, alb.RuleNotRevoked, alb.RuleDepth:
		return true
	}
	return false
}

// goVerifies asks crypto/x509 by itself, for the purpose of a client.
func (m *material) goVerifies(chain []*x509.Certificate) error {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range m.anchors {
		if c, err := x509.ParseCertificate(a.DER); err == nil {
			roots.AddCert(c)
		}
	}
	for _, c := range chain[1:] {
		others.AddCert(c)
	}
	now := m.now
	if now.IsZero() {
		now = now.Add(1) // the zero time means "now" to crypto/x509, and nothing here has a clock
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: others, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	return err
}

// plain is the text of an error of crypto/x509 without its prefix.
func plain(err error) string {
	return strings.TrimPrefix(err.Error(), "x509: ")
}
