package judge

import (
	"slices"

	"github.com/mtlens/mtlens/internal/alb"
)

// Evidence is what others found out about the certificates of a paste, with the
// means that this package does not have: cryptography and a trust store. The
// zero value says that nobody was asked.
type Evidence struct {
	// Signatures are the results for pairs of certificates, counted as in
	// [Judge.Certificates].
	Signatures []Signature
	// Verdicts are those against a trust store, for units by their index.
	Verdicts []StoreVerdict
	// Paths is what the paths over presented issuers break, by units in their order:
	// those that break nothing are left out. Looked says that somebody looked.
	Paths  []PathBroken
	Looked bool
	// Beside is what stands beside the certificates and is about them.
	Beside []Beside
}

// PathBroken is what the path of a unit breaks.
type PathBroken struct {
	Unit   int
	Checks []alb.Check // that failed
}

// Signature is the result of checking one signature.
type Signature struct {
	Child, Issuer int // indices of certificates; equal for a self-signed one
	State         SignatureState
	Why           Uncheckable // of NotCheckable
	Mended        Mended      // of a signature that does not verify: with what put back it verifies
}

// SignatureState is what is known of a signature.
type SignatureState uint8

const (
	NotChecked   SignatureState = iota // nobody was asked yet
	Verified                           // the key of the issuer made it
	Wrong                              // the key did not make it, or the certificate was changed
	NotCheckable                       // it could not be checked: see Why
)

// Uncheckable says why a signature could not be checked.
type Uncheckable uint8

const (
	NoReason       Uncheckable = iota
	PartsDamaged               // the signature, its algorithm or the key could not be read
	NotSupported               // Go does not support the algorithm, or not with this key
	KeyTooLarge                // checking it would take too long
	TooManyToCheck             // so many were asked for that this one was left out
)

// signature returns what is known of the signature on a certificate by another.
func (e *Evidence) signature(child, issuer int) Signature {
	for _, s := range e.Signatures {
		if s.Child == child && s.Issuer == issuer {
			return s
		}
	}
	return Signature{Child: child, Issuer: issuer}
}

// broken returns what the path of a unit breaks.
func (e *Evidence) broken(unit int) []alb.Check {
	i, ok := slices.BinarySearchFunc(e.Paths, unit, func(p PathBroken, unit int) int { return p.Unit - unit })
	if !ok {
		return nil
	}
	return e.Paths[i].Checks
}
