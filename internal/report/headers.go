package report

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// client is who the client is, as far as the unit tells it, and the facts that
// people look for first.
func (w *Writer) client(u *judge.Unit) Client {
	if u.Client < 0 {
		c := Client{Certificate: -1}
		if u.Name >= 0 {
			f := &u.Fields[u.Name]
			if c.Name = f.Value; f.Kind == family.Subject {
				c.Name = nameOf(f.Value)
			}
		}
		return c
	}
	c := &w.report.Certificates[u.Client]
	parsed := w.judge.Certificates()[u.Client].Certificate
	var rest []string
	var facts []Run
	for _, id := range [...]oid.OID{oid.OrganizationalUnitName, oid.OrganizationName} {
		if a := parsed.Subject.Find(id); a != nil && a.Text != "" && a.Text != c.Title {
			rest = append(rest, a.Text)
		}
	}
	add := func(text string, style RunStyle) {
		if text == "" {
			return
		}
		if len(facts) > 0 {
			facts = append(facts, Run{Text: " · "})
		}
		facts = append(facts, Run{text, style})
	}
	add(strings.Join(rest, ", "), Plain)
	add(c.Key, Plain)
	add(c.When, Plain)
	if c.Serial != "" && incomplete(parsed) == "" {
		add("serial ", Plain)
		facts = append(facts, Run{c.Serial, Code})
	}
	return Client{u.Client, c.Title, facts}
}

// nameOf is the common name in a name's string form, whatever its style, or the
// whole of it.
func nameOf(s string) string {
	if w, ok := dn.ReadWritten(s); ok {
		for _, rdn := range w.RDNs {
			for i := range rdn {
				if rdn[i].OID == oid.CommonName {
					return rdn[i].Value
				}
			}
		}
	}
	return words.Shorten(s, 100)
}

// header words a named value.
func (w *Writer) header(u *judge.Unit, f *judge.Field) Header {
	h := Header{Name: f.Name, Value: string(f.Field.Value.Bytes), Bytes: f.Field.Value.Len(), Certificates: f.Certificates, Of: f.Of,
		Place: w.place(f.NameSpan.Join(f.Field.Value.All())), Meaning: f.Kind.Meaning()}
	if f.Of >= 0 && several(u, f) {
		h.Element = f.Element + 1
	}
	if f.Renamed {
		h.As = canonical(f.Entry.Header().Name)
	}
	if f.Entry != family.NoMatch && f.Entry.ID() != u.Whose.Family {
		h.Family = f.Entry.Family().Title
	}
	h.Says, h.Tone = w.says(f)
	switch c := &f.Compared; {
	case f.Client:
		h.Agreement = Source
	case c.Result == family.Agrees:
		h.Agreement, h.How = Agrees, differences(c.How)
	case c.Result == family.Differs:
		h.Agreement, h.How = Differs, differences(c.How)
		h.Given, h.Expected = []Run{{f.Value, Mark}}, []Run{{c.Expected, Mark}}
		if c.Expected == "" {
			h.Expected = nil
		} else if c.At+c.Tail > 0 {
			h.Given = marked(f.Value, c.At, len(f.Value)-c.Tail)
			h.Expected = marked(c.Expected, c.At, len(c.Expected)-c.Tail)
		}
	case comparable(f):
		h.How = incomparable[c.Why]
	}
	if opaque(f) {
		h.Value = "(no certificate, not shown: " + words.Count(f.Field.Value.Len(), "character") + ")"
	}
	if f.Secret {
		h.Value, h.Says, h.Given, h.Expected = "(a private key, not shown)", nil, nil, nil
	}
	return h
}

// opaque reports whether a value should hold a certificate, and is encoded text that
// is none. What it is nobody knows: it may be a secret.
func opaque(f *judge.Field) bool {
	const long = 40 // characters in a row
	if f.Kind != family.Certificate && f.Kind != family.Chain || len(f.Objects) > 0 {
		return false
	}
	run := 0
	for _, c := range f.Field.Value.Bytes {
		if run++; !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '+' || c == '/' || c == '-' || c == '_' || c == ':' || c == '%') {
			run = 0
		}
		if run == long {
			return true
		}
	}
	return false
}

// several reports whether the bundle that a field is a member of has several
// elements.
func several(u *judge.Unit, f *judge.Field) bool {
	for i := range u.Fields {
		if g := &u.Fields[i]; g.Of == f.Of && g.Element != f.Element {
			return true
		}
	}
	return false
}

// canonical writes a name of the table as headers are written: each word with a
// capital.
func canonical(name string) string {
	b := []byte(name)
	for i := range b {
		if (i == 0 || b[i-1] == '-') && b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 0x20
		}
	}
	return string(b)
}

// says is what a value means, in short.
func (w *Writer) says(f *judge.Field) ([]Run, Tone) {
	switch {
	case f.Said == family.Failed:
		return []Run{{Text: "not verified" + explained(&f.Detail)}}, ToneBad
	case f.Said == family.NoCertificate:
		return []Run{{Text: "no certificate"}}, ToneWarn
	case f.Said == family.Verified:
		return []Run{{Text: "verified"}}, ToneNone
	case f.Said == family.NotVerified:
		return []Run{{Text: "not wholly verified"}}, ToneWarn
	case f.Said == family.Strange:
		return []Run{{Text: "a word that the sender is not known to write"}}, ToneWarn
	}
	switch f.Kind {
	case family.Serial:
		if decimal := hexToDecimal(f.Value); decimal != "" && decimal != f.Value {
			return []Run{{Text: "decimal "}, {Text: decimal, Style: Code}}, ToneNone
		}
	case family.Subject, family.Issuer:
		if cn := commonNameOf(f.Value); cn != "" {
			return []Run{{Text: "common name "}, {Text: cn, Style: Code}}, ToneNone
		}
	case family.ValidityPair:
		if d, ok := carrier.ReadDates([]byte(f.Value)); ok && d.OK {
			v := w.clock(d.Times[0], d.Times[1])
			return []Run{{Text: v.words}}, v.tone
		}
	}
	if n := len(f.Certificates); n == 1 {
		return []Run{{Text: "certificate of "}, {Text: w.report.Certificates[f.Certificates[0]].Title, Style: Code}}, ToneNone
	} else if n > 1 {
		return []Run{{Text: words.Count(n, "certificate")}}, ToneNone
	}
	return nil, ToneNone
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
