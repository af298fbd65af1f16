package judge

import (
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// Beside is what stands beside the certificates of a paste and is about one of them:
// a thumbprint, a registered name, a key, a revocation list, the names that a server
// sent. Others find it, and say whether it agrees.
type Beside struct {
	Kind        BesideKind
	Agreement   BesideAgreement
	Certificate int    // index: the one that it agrees with, or was compared with
	Name        string // by which it goes: "x5t#S256"
	Hash        string // of BesideThumbprint: "SHA-256"
	Forward     bool   // a name is written in the order of the certificate, not in that of RFC 4514
	Count       int    // names that a server sent
	Hidden      rune   // a character in the value that nobody sees, 0 if there is none
	Wrapped     bool   // a thumbprint: base64 of hexadecimal digits instead of base64 of the hash
	Signed      SignatureState
	Ends        alb.Check // of a list: how a connection ends where the trust store has it
	Reason      int       // of a revocation, -1 if none is given
	Time        time.Time
	Code        string // of a log
	Span        source.Span
}

// BesideKind is what it is.
type BesideKind uint8

const (
	BesideThumbprint BesideKind = iota
	BesideSubject               // a registered subject (RFC 8705, section 2.1.2)
	BesideName                  // a registered alternative name
	BesideRequest
	BesidePublicKey
	BesidePrivateKey
	BesideList
	BesideCANames
	BesideLog
)

// BesideAgreement is whether it agrees.
type BesideAgreement uint8

const (
	BesideAgrees BesideAgreement = iota
	BesideDiffers
	BesideUnclear // it cannot be compared
)

// besideFindings words what stands beside the certificates as findings.
func (j *Judge) besideFindings() (all []Finding) {
	for i := range j.evidence.Beside {
		b := &j.evidence.Beside[i]
		f := finding.Finding{ID: finding.BesideAgrees, Spans: []source.Span{b.Span}}
		switch {
		case b.Kind == BesideList:
			f.ID = finding.OnList
		case b.Kind == BesideLog:
			f.ID = finding.InLog
		case b.Kind == BesideCANames && b.Agreement == BesideDiffers:
			f.ID = finding.IssuerNotNamed
		case b.Agreement == BesideDiffers:
			f.ID = finding.BesideDiffers
		case b.Agreement == BesideUnclear:
			f.ID = finding.BesideUnclear
		}
		all = append(all, Finding{f, b.Certificate, -1, -1, About{Beside: b}})
	}
	return all
}
