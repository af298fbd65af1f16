package report

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Builder gathers what was decoded and makes the report of it.
type Builder struct {
	report Report
	index  *source.Index
	binary bool
	now    time.Time
	whole  int                     // so many certificates get their sections
	known  map[string]int          // DER to index into report.Certificates
	certs  []*certinfo.Certificate // beside report.Certificates
	texts  []source.Text           // likewise
	others []*unwrap.Object        // beside report.Others

	log      *logSummary // nil without lines of a connection log
	findings int         // all of them, kept or not
}

// NewBuilder returns a Builder for the report on input, which is taken for text.
// The first certificates, as many as whole says, get their sections.
func NewBuilder(input []byte, now time.Time, whole int) *Builder {
	b := &Builder{now: now, whole: whole, known: make(map[string]int), index: source.NewIndex(input)}
	b.report = Report{Schema: Schema, Input: Input{Bytes: len(input), Lines: b.index.Lines()}}
	return b
}

// Binary says that the input is not text: places count bytes.
func (b *Builder) Binary() {
	b.binary = true
	b.report.Input.Binary, b.report.Input.Lines = true, 0
}

// HasLog reports whether there were lines of a connection log.
func (b *Builder) HasLog() bool { return b.log != nil }

// Begin begins a group, one of so many, and returns its index.
func (b *Builder) Begin(at source.Span, of int) int {
	g := Group{Place: b.place(at), Mode: -1}
	if of > 1 {
		g.Title = "Request " + strconv.Itoa(len(b.report.Groups)+1)
	}
	b.report.Groups = append(b.report.Groups, g)
	return len(b.report.Groups) - 1
}

// place translates a span of the paste for the page.
func (b *Builder) place(s source.Span) Place {
	if b.binary {
		return Place{Start: s.Start, End: s.End}
	}
	from, to := b.index.Position(s.Start), b.index.Position(s.End)
	return Place{Start: from.Units, End: to.Units, Line: from.Line, Column: from.Column}
}

// Certificate adds the certificate in text, once, and returns its index and what
// was read of it.
func (b *Builder) Certificate(text source.Text, group int) (int, *certinfo.Certificate) {
	if i, ok := b.known[string(text.Bytes)]; ok {
		return i, b.certs[i]
	}
	c := certinfo.Parse(text.Bytes)
	i := len(b.certs)
	b.known[string(text.Bytes)] = i
	b.certs = append(b.certs, c)
	b.texts = append(b.texts, text)
	r, valid := newCertificate(c, b.now)
	if i < b.whole {
		r.Sections = certificateSections(c, &r, valid)
	}
	b.report.Certificates = append(b.report.Certificates, r)
	for _, f := range c.Findings {
		if f.DER != nil {
			f.Spans = []source.Span{text.Span(f.DER.Offset, f.DER.Offset+max(1, f.DER.Length))}
		}
		if f.ID == finding.TrailingBytes {
			f.Hint, f.Fix = "They are left out. Other readers refuse the certificate, or pass over them.", finding.BufferPadded
		}
		b.Finding(f, i, group)
	}
	b.timeFindings(i, group, text)
	return i, c
}

// timeFindings speaks of a validity that the present is outside of.
func (b *Builder) timeFindings(i, group int, text source.Text) {
	c := b.certs[i]
	r := &b.report.Certificates[i]
	at := func(p der.Place) []source.Span { return []source.Span{text.Span(p.Offset, p.Offset+p.Length)} }
	switch {
	case c.NotAfter.OK && b.now.After(c.NotAfter.Time):
		b.Finding(finding.Finding{
			ID:    finding.Expired,
			Text:  "“" + r.Title + "” expired at " + r.NotAfter + ", " + between(c.NotAfter.Time, b.now) + " ago.",
			Hint:  "In verify mode the load balancer refuses it with ClientCertExpired, unless the listener allows expired client certificates.",
			Spans: at(c.NotAfter.Place),
			DER:   &finding.DER{Offset: c.NotAfter.Place.Offset, Length: c.NotAfter.Place.Length, Path: "tbsCertificate.validity.notAfter"},
		}, i, group)
	case c.NotBefore.OK && b.now.Before(c.NotBefore.Time):
		b.Finding(finding.Finding{
			ID:    finding.NotYetValid,
			Text:  "“" + r.Title + "” is not valid before " + r.NotBefore + ", in " + between(b.now, c.NotBefore.Time) + ".",
			Hint:  "In verify mode the load balancer refuses it with ClientCertNotYetValid.",
			Spans: at(c.NotBefore.Place),
			DER:   &finding.DER{Offset: c.NotBefore.Place.Offset, Length: c.NotBefore.Place.Length, Path: "tbsCertificate.validity.notBefore"},
		}, i, group)
	}
}

// Other adds something that is not a certificate. Of a private key it says the
// type and the size, and nothing else.
func (b *Builder) Other(o *unwrap.Object, group int) {
	other := Other{Title: o.Kind.String(), Group: group, Place: b.place(o.Span), Steps: b.steps(o.Steps)}
	switch {
	case o.Kind.Secret():
		other.Secret, other.Tone = true, ToneBad
		other.Title = certinfo.DescribeSecret(o.Kind, o.DER.Bytes)
		other.Text = "Recognized and not shown."
	case o.Label != "":
		other.Text = "Recognized by its armor, " + o.Label + "; " + count(int64(o.DER.Len()), "byte") + "."
	default:
		other.Text = count(int64(o.DER.Len()), "byte") + " of DER."
	}
	other.Title = capital(other.Title)
	findings, _ := other.read(o.Kind, o.DER.Bytes, b.now)
	for _, f := range findings {
		if f.DER != nil {
			f.Spans = []source.Span{o.DER.Span(f.DER.Offset, f.DER.Offset+max(1, f.DER.Length))}
		}
		b.finding(f, -1, len(b.report.Others), group)
	}
	b.report.Others = append(b.report.Others, other)
	b.others = append(b.others, o)
}

// cutOff reports whether bytes of the certificate are missing at its end.
func (b *Builder) cutOff(i int) bool {
	for _, f := range b.certs[i].Findings {
		if f.ID == finding.DERTruncated {
			return true
		}
	}
	return false
}

// steps translates the ledger.
func (b *Builder) steps(steps []unwrap.Step) []Step {
	out := make([]Step, len(steps))
	for i, s := range steps {
		out[i] = Step{Text: s.Text, Place: b.place(s.Span)}
		if s.Repair {
			out[i].Tone = ToneWarn
		}
	}
	return out
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-0x20) + s[1:]
	}
	return s
}
