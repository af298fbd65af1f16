package report

import (
	"strconv"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/proxy"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Limits of header lines, in bytes.
const (
	commonLimit = 8 << 10  // nginx, Apache, Tomcat, Jetty, gunicorn: general knowledge
	albLimit    = 16 << 10 // ALB: "single header", AWS quotas page
)

// HeaderField is one named value on its way into the table of headers.
type HeaderField struct {
	Field        *unwrap.Field
	Role         alb.Role
	Proxy        *proxy.Header // nil if no other proxy uses the name
	Certificates []int         // into Report.Certificates
	Secret       bool          // the value holds a private key
	Objects      int           // all that was found in the value
}

// Headers presents the named values of a group, and compares what they say with
// the leaf. Leaf is -1 if there is none.
func (b *Builder) Headers(group int, fields []HeaderField, mode alb.Mode, mixed bool, leaf int) {
	g := &b.report.Groups[group]
	if mode != alb.NoMode {
		g.Mode = b.mode(mode, mixed)
	}
	first := make(map[alb.Role]*HeaderField)
	for i := range fields {
		f := &fields[i]
		h := b.header(f, group, leaf)
		if before := first[f.Role]; f.Role != alb.NoRole {
			if before != nil && !(before.Field.JSON && f.Field.JSON && string(before.Field.Value.Bytes) == string(f.Field.Value.Bytes)) {
				b.Finding(finding.Finding{ID: finding.HeaderTwice, Spans: []source.Span{before.Field.NameSpan, f.Field.NameSpan},
					Text: "The request carries " + h.Role + " twice" + sameOrNot(before, f) + ". One of them may come from the client: AWS does not document that the load balancer removes copies.",
					Hint: "Refuse such a request, and let nothing but the load balancer reach the target."}, -1, group)
			}
			if before == nil {
				first[f.Role] = f
			}
		}
		g.Headers = append(g.Headers, h)
	}
	if mixed {
		b.Finding(finding.Finding{ID: finding.HeaderModesMixed,
			Text: "There are headers of verify mode and of passthrough mode. No listener sends both in one request.",
			Hint: "If they come from one request, a client may have added some of them; if not, paste the requests one by one."}, -1, group)
	}
	if mode == alb.Passthrough && !mixed && !b.said(finding.PassthroughUnsafe) {
		b.Finding(finding.Finding{ID: finding.PassthroughUnsafe,
			Text: "These headers are of passthrough mode: the load balancer has not verified the chain. Anybody can make such certificates.",
			Hint: "The application must verify the chain itself before it believes any of it."}, -1, group)
	}
}

// said reports whether a finding with the ID is there already: what holds for
// every request is said once.
func (b *Builder) said(id finding.ID) bool {
	for i := range b.report.Findings {
		if b.report.Findings[i].ID == string(id) {
			return true
		}
	}
	return false
}

func sameOrNot(a, b *HeaderField) string {
	if string(a.Field.Value.Bytes) == string(b.Field.Value.Bytes) {
		return ", with the same value"
	}
	return ", with different values"
}

// mode returns the index of a mode in the report, which says it once.
func (b *Builder) mode(m alb.Mode, mixed bool) int {
	mode := modeOf(m, mixed)
	for i := range b.report.Modes {
		if b.report.Modes[i].Name == mode.Name {
			return i
		}
	}
	b.report.Modes = append(b.report.Modes, mode)
	return len(b.report.Modes) - 1
}

// modeName is the name of the group's mode, or empty.
func (b *Builder) modeName(g *Group) string {
	if g.Mode < 0 {
		return ""
	}
	return b.report.Modes[g.Mode].Name
}

func modeOf(m alb.Mode, mixed bool) Mode {
	out := Mode{Name: m.String(), Title: "Verify mode", Checked: m.Checked(), Todo: m.Todo(),
		Reference: Link{Text: "AWS: Mutual authentication with TLS", URL: alb.Guide}}
	if m == alb.Passthrough {
		out.Title = "Passthrough mode"
	}
	if mixed { // what was checked is not known: nothing is claimed
		out.Name, out.Title = "mixed", "Headers of both modes"
		out.Checked, out.Todo = nil, alb.Passthrough.Todo()
	}
	return out
}

func (b *Builder) header(f *HeaderField, group, leaf int) Header {
	value := string(f.Field.Value.Bytes)
	h := Header{Name: f.Field.Name, Value: value, Bytes: f.Field.Value.Len(), Certificates: f.Certificates,
		Place: b.place(f.Field.NameSpan.Join(f.Field.Value.All()))}
	span := []source.Span{f.Field.NameSpan}
	if f.Secret {
		h.Value = "(a private key, not shown)"
	}
	if info := alb.InfoOf(f.Role); info != nil {
		h.Role, h.Meaning, h.Family = info.Name, info.Meaning, "AWS ALB"
	} else if f.Proxy != nil {
		h.Meaning, h.Family = f.Proxy.Meaning, f.Proxy.Family
	}
	switch {
	case f.Role == alb.NoRole && alb.Lookalike(f.Field.Name):
		b.Finding(finding.Finding{ID: finding.HeaderUnknown, Spans: span,
			Text: "There is no header named " + f.Field.Name + ": AWS documents six, and this is none of them.",
			Hint: "In verify mode the leaf is in X-Amzn-Mtls-Clientcert-Leaf; in passthrough mode the chain is in X-Amzn-Mtls-Clientcert."}, -1, group)
	case f.Role != alb.NoRole && value == "":
		b.Finding(finding.Finding{ID: finding.HeaderEmpty, Spans: span, Text: h.Role + " is empty."}, -1, group)
	case f.Role == alb.Leaf && len(f.Certificates) > 1:
		b.Finding(finding.Finding{ID: finding.HeaderManyLeaves, Spans: span,
			Text: h.Role + " holds " + count(int64(len(f.Certificates)), "certificate") + "; it should hold the leaf alone. The first one is taken for it."}, -1, group)
	}
	if line := len(f.Field.Name) + len(": ") + h.Bytes; f.Objects > 0 && line > commonLimit {
		text := f.Field.Name + " is " + count(int64(line), "byte") + " long. Many servers take no header line over 8,192 bytes."
		if line > albLimit {
			text = f.Field.Name + " is " + count(int64(line), "byte") + " long. The load balancer takes no single header over 16,384 bytes from a client; whether it forwards one of its own is not documented."
		}
		b.Finding(finding.Finding{ID: finding.HeaderSize, Spans: span, Text: text,
			Hint: "Raise the target's limit, or have clients send fewer or smaller certificates.", Fix: finding.ServerLimit}, -1, group)
	}
	h.Says = b.says(f, value)
	if f.Role == alb.Leaf && leaf >= 0 {
		h.Agreement = Source
	}
	if leaf >= 0 && value != "" && f.Objects == 0 {
		b.compare(&h, f, value, group, leaf)
	}
	return h
}

// says is what a value means, in short.
func (b *Builder) says(f *HeaderField, value string) []Run {
	switch f.Role {
	case alb.SerialNumber:
		if decimal := hexToDecimal(value); decimal != "" {
			return []Run{{Text: "decimal "}, {Text: decimal, Style: Code}}
		}
	case alb.Subject, alb.Issuer:
		if cn := commonNameOf(value); cn != "" {
			return []Run{{Text: "common name "}, {Text: cn, Style: Code}}
		}
	case alb.Validity:
		if t, ok := alb.ReadValidity(value); ok {
			return []Run{{Text: judge(t[0], true, t[1], true, b.now).words}}
		}
	}
	if n := len(f.Certificates); n == 1 {
		return []Run{{Text: "certificate of "}, {Text: b.report.Certificates[f.Certificates[0]].Title, Style: Code}}
	} else if n > 1 {
		return []Run{{Text: strconv.Itoa(n) + " certificates"}}
	}
	return nil
}

// compare sets the header's agreement with the leaf.
func (b *Builder) compare(h *Header, f *HeaderField, value string, group, leaf int) {
	var c alb.Comparison
	ok := false
	if f.Role != alb.NoRole {
		c, ok = alb.Compare(f.Role, value, b.certs[leaf])
	} else if f.Proxy != nil {
		facts := proxy.Facts{Cert: b.certs[leaf], SHA256: b.report.Certificates[leaf].SHA256, SHA1: b.report.Certificates[leaf].SHA1}
		c.Equal, c.Expected, ok = proxy.Compare(f.Proxy.Kind, value, facts)
		c.At, c.Tail = alb.CommonEnds(value, c.Expected)
	}
	switch {
	case !ok:
		return
	case c.Equal:
		h.Agreement = Agrees
		return
	}
	name := h.Role
	if name == "" {
		name = h.Name
	}
	h.Agreement = Differs
	h.Given = marked(value, c.At, len(value)-c.Tail)
	h.Expected = marked(c.Expected, c.At, len(c.Expected)-c.Tail)
	text := name + " does not say what the leaf says: it is “" + value + "”, the leaf gives “" + c.Expected + "”."
	if c.Why != "" {
		text += " " + c.Why
	}
	b.Finding(finding.Finding{ID: finding.HeaderDiffers, Spans: []source.Span{f.Field.Value.Span(c.At, max(c.At+1, len(value)-c.Tail))},
		Text: text,
		Hint: "In one request they always agree. Something changed a header, or they come from two requests."}, -1, group)
}

// marked sets s with the bytes [i, j) marked, widened to whole characters.
func marked(s string, i, j int) []Run {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	for j < len(s) && !utf8.RuneStart(s[j]) {
		j++
	}
	var runs []Run
	for _, r := range []Run{{s[:i], Code}, {s[i:j], Mark}, {s[j:], Code}} {
		if r.Text != "" {
			runs = append(runs, r)
		}
	}
	return runs
}

// commonNameOf is the common name in a name's string form, or empty.
func commonNameOf(s string) string {
	rdns, _ := dn.ParseString(s)
	for _, rdn := range rdns {
		for _, p := range rdn {
			if p.Type == "CN" || p.Type == "2.5.4.3" {
				return p.Value
			}
		}
	}
	return ""
}

// hexToDecimal translates a serial number as ALB writes it, or returns "".
func hexToDecimal(s string) string {
	if len(s) == 0 || len(s) > 2*certinfo.MaxDecimal {
		return ""
	}
	raw := make([]byte, 1, len(s)/2+2) // a zero byte: the number is positive
	if len(s)%2 == 1 {
		s = "0" + s
	}
	for i := 0; i < len(s); i += 2 {
		v, err := strconv.ParseUint(s[i:i+2], 16, 8)
		if err != nil {
			return ""
		}
		raw = append(raw, byte(v))
	}
	decimal, _ := certinfo.Integer{Raw: raw}.Decimal()
	return decimal
}
