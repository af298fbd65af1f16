package judge

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/proxy"
	"github.com/mtlens/mtlens/internal/source"
)

// Limits of header lines, in bytes.
const (
	CommonLimit = 8 << 10       // nginx, Apache, Tomcat, Jetty, gunicorn: general knowledge
	ALBLimit    = alb.MaxHeader // ALB: "single header", AWS quotas page
)

// headers judges the named values of a unit, and compares what they say with the
// leaf. Leaf is the index of a certificate, -1 if there is none.
func (j *Judge) headers(u *Unit, leaf int) {
	first := make(map[alb.Role]*Field)
	for i := range u.Fields {
		f := &u.Fields[i]
		j.header(u, f, leaf)
		if f.Role == alb.NoRole {
			continue
		}
		before := first[f.Role]
		if before == nil {
			first[f.Role] = f
			continue
		}
		same := string(before.Value.Bytes) == string(f.Value.Bytes)
		if !(same && before.JSON && f.JSON) { // an event holds each header in two members
			j.find(u, finding.Finding{ID: finding.HeaderTwice, Spans: []source.Span{before.NameSpan, f.NameSpan}}, -1, About{Role: f.Role, Same: same})
		}
	}
	if u.Mixed {
		j.find(u, finding.Finding{ID: finding.HeaderModesMixed}, -1, About{})
	}
	if u.Mode == alb.Passthrough && !u.Mixed && !j.said[finding.PassthroughUnsafe] {
		j.said[finding.PassthroughUnsafe] = true
		j.find(u, finding.Finding{ID: finding.PassthroughUnsafe}, -1, About{})
	}
}

// header judges one named value.
func (j *Judge) header(u *Unit, f *Field, leaf int) {
	span := []source.Span{f.NameSpan}
	about := About{Name: f.Name, Role: f.Role}
	switch {
	case f.Role == alb.NoRole && alb.Lookalike(f.Name):
		j.find(u, finding.Finding{ID: finding.HeaderUnknown, Spans: span}, -1, about)
	case f.Role != alb.NoRole && f.Value.Len() == 0:
		j.find(u, finding.Finding{ID: finding.HeaderEmpty, Spans: span}, -1, about)
	case f.Role == alb.Leaf && len(f.Certificates) > 1:
		about.Count = len(f.Certificates)
		j.find(u, finding.Finding{ID: finding.HeaderManyLeaves, Spans: span}, -1, about)
	}
	if line := len(f.Name) + len(": ") + f.Value.Len(); len(f.Objects) > 0 && line > CommonLimit {
		about.Count = line
		j.find(u, finding.Finding{ID: finding.HeaderSize, Spans: span, Fix: finding.ServerLimit}, -1, about)
	}
	if f.Role == alb.Leaf && leaf >= 0 {
		f.Agreement = Source
	}
	if leaf >= 0 && f.Value.Len() > 0 && len(f.Objects) == 0 {
		j.compare(u, f, leaf)
	}
}

// compare sets the agreement of a named value with the leaf.
func (j *Judge) compare(u *Unit, f *Field, leaf int) {
	var c alb.Comparison
	ok := false
	value := string(f.Value.Bytes)
	cert := j.certificates[leaf]
	if f.Role != alb.NoRole {
		c, ok = alb.Compare(f.Role, value, cert.Certificate)
	} else if f.Proxy != nil {
		facts := proxy.Facts{Cert: cert.Certificate}
		facts.SHA256, facts.SHA1 = cert.Fingerprints()
		c.Equal, c.Expected, ok = proxy.Compare(f.Proxy.Kind, value, facts)
		c.At, c.Tail = alb.CommonEnds(value, c.Expected)
	}
	switch {
	case !ok:
		return
	case c.Equal:
		f.Agreement = Agrees
		j.counts.Agree++
		return
	}
	f.Agreement, f.Compared = Differs, c
	j.counts.Differ++
	j.find(u, finding.Finding{ID: finding.HeaderDiffers, Spans: []source.Span{f.Value.Span(c.At, max(c.At+1, len(value)-c.Tail))}}, -1,
		About{Name: f.Name, Role: f.Role, Value: value, Compared: c})
}
