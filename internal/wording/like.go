package wording

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
)

// like words a unit that is like an earlier one: the group and the certificates of that one,
// with its own values.
func (w *Writer) like(u *judge.Unit) {
	w.short = true
	g := w.report.Groups[u.Like.Of]
	for i := range u.Like.Values {
		w.likeCertificate(&u.Like.Values[i], w.modelOf(&g, u, i))
	}
	g.Like, g.Place, g.Request = u.Like.Of, w.place(u.Span), request(&u.Request)
	g.Client = w.client(u)
	headers := w.room.headers.Take(len(u.Fields))
	for i := range u.Fields {
		f, h := &u.Fields[i], &headers[i]
		*h = g.Headers[i]
		if h.Bytes, h.Value = f.Field.Value.Len(), ""; len(f.Certificates) == 0 {
			h.Value = f.Value
		}
		h.Certificates, h.Place = f.Certificates, w.place(f.NameSpan.Join(f.Field.Value.All()))
		h.Says, _ = w.says(u, f)
	}
	g.Headers = headers
	members := w.room.members.Take(len(u.Chain.Members))
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		members[i] = g.Chain.Members[i]
		members[i].Certificate, members[i].Place, members[i].Link = m.Certificate, w.place(m.Object.Span), w.join(m)
	}
	g.Chain.Members = members
	w.report.Groups = append(w.report.Groups, g)
	for i := range u.Findings {
		w.finding(&u.Findings[i])
	}
}

// modelOf is the index of the certificate of a group that certificate i of the unit is like.
func (w *Writer) modelOf(g *report.Group, u *judge.Unit, i int) int {
	for at, k := range u.Like.At {
		if k == i {
			return g.Chain.Members[at].Certificate
		}
	}
	return 0
}

// likeCertificate adds a certificate that is like the one with that index.
func (w *Writer) likeCertificate(v *certinfo.Values, like int) {
	r := w.report.Certificates[like]
	if r.Like == 0 {
		r.Like = like
	}
	report.Fill(&r, v, w.judge.Now())
	w.report.Certificates = append(w.report.Certificates, r)
}
