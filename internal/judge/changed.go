package judge

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// signatureFindings speaks of signatures that do not verify, those that a
// certificate makes for itself too, and of what was changed in its base64.
func (j *Judge) signatureFindings(u *Unit) {
	proven := j.provenExchanged(u)
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		if m.Role == Duplicate || m.Role == OtherReading || m.Role == OtherHop {
			continue
		}
		c := j.certificates[m.Certificate]
		s := j.signatureOf(m)
		f := finding.Finding{Spans: []source.Span{c.Text.All()}}
		about := About{Issuer: s.Issuer}
		switch {
		case proven[m.Certificate].Mended != MendedNot, exchanged(c.Certificate):
			f.ID = finding.AlphabetExchanged
			about.Back, about.Mended = certinfo.Parse(Exchange(c.DER)), proven[m.Certificate].Mended
			if about.Issuer = proven[m.Certificate].Issuer; proven[m.Certificate].Child != m.Certificate {
				about.Issuer = -1
			}
		case m.Link.Misread >= 0:
			s = j.evidence.signature(m.Certificate, m.Link.Misread)
			back, ofSubject := PutBack(c.Certificate, j.certificates[m.Link.Misread].Certificate)
			if s.Mended == SubjectPutBack {
				back = ofSubject
			}
			f = finding.Finding{ID: finding.NameMisread, DER: derAt(c.Issuer.Place, c.Path(certinfo.FieldIssuer))}
			about = About{Issuer: m.Link.Misread, Mended: s.Mended, Back: certinfo.Parse(back)}
		case s.State == Wrong && s.Mended == MendedNot:
			f = finding.Finding{ID: finding.SignatureWrong, DER: derAt(c.Signature.Place, c.Path(certinfo.FieldSignatureValue))}
		default:
			continue
		}
		locate(&f, c.Text)
		j.find(u, f, m.Certificate, about)
	}
}

// provenExchanged returns the certificates in which + and / have to be put back for
// a signature to verify, and that signature.
func (j *Judge) provenExchanged(u *Unit) map[int]Signature {
	proven := make(map[int]Signature)
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		s := m.Link.Signature // also where the key identifiers differ: they may have been changed
		if m.Link.Issuer < 0 {
			s = j.signatureOf(m)
		}
		if s.Mended == ChildExchanged || s.Mended == BothExchanged {
			proven[s.Child] = s
		}
		if s.Mended == IssuerExchanged || s.Mended == BothExchanged {
			proven[s.Issuer] = s
		}
	}
	return proven
}
