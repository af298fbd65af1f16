package judge

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// ReadOther reads something that is not a certificate, and returns what was noticed
// in it. A list's updates are judged by the time now.
func ReadOther(o *unwrap.Object, now time.Time) (*Other, []finding.Finding) {
	kept := *o // the unit that it stands in is used again
	x := &Other{Object: &kept, Text: o.DER}
	return x, x.read(now)
}

// read reads a request, a list or a public key, and returns what was noticed.
func (o *Other) read(now time.Time) []finding.Finding {
	switch o.Kind {
	case der.CertificateRequest:
		o.Request = certinfo.ParseRequest(o.Text.Bytes)
		return o.Request.Findings
	case der.RevocationList:
		o.List = certinfo.ParseList(o.Text.Bytes)
		return o.due(now)
	case der.PublicKey, der.RSAPublicKey:
		o.Key = certinfo.ParseKey(o.Text.Bytes)
		return o.Key.Findings
	}
	return nil
}

// due says how the updates of a list stand.
func (o *Other) due(now time.Time) []finding.Finding {
	l := o.List
	switch {
	case l.NextUpdate.OK && now.After(l.NextUpdate.Time):
		o.Due = Expired
		return append(l.Findings, finding.Finding{ID: finding.ListOverdue, DER: derAt(l.NextUpdate.Place, l.Path(certinfo.FieldNotAfter))})
	case l.ThisUpdate.OK && now.Before(l.ThisUpdate.Time):
		o.Due = NotYet
	case l.ThisUpdate.OK && l.NextUpdate.OK:
		o.Due = InDate
	}
	return l.Findings
}
