package wording

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// client is who the client is, as far as the unit tells it, and the facts that
// people look for first.
func (w *Writer) client(u *judge.Unit) report.Client {
	if u.Client < 0 {
		c := report.Client{Certificate: -1}
		if u.Name >= 0 {
			f := &u.Fields[u.Name]
			switch c.Name = f.Value; f.Kind {
			case family.Subject:
				c.Name = nameOf(family.NameText(f.Value))
			case family.Identity:
				c.Name = family.IdentityName(f.Value)
			}
		}
		return c
	}
	c := &w.report.Certificates[u.Client]
	if w.short {
		return report.Client{Certificate: u.Client, Name: c.Title}
	}
	parsed := w.judge.Certificates()[u.Client].Certificate
	var rest []string
	facts := make([]report.Run, 0, 8) // four, what parts them, and a label
	for _, id := range [...]oid.OID{oid.OrganizationalUnitName, oid.OrganizationName} {
		if a := parsed.Subject.Find(id); a != nil && a.Text != "" && a.Text != c.Title {
			rest = append(rest, a.Text)
		}
	}
	add := func(text string, style report.RunStyle) {
		if text == "" {
			return
		}
		if len(facts) > 0 {
			facts = append(facts, report.Run{Text: " · "})
		}
		facts = append(facts, report.Run{Text: text, Style: style})
	}
	add(strings.Join(rest, ", "), report.Plain)
	add(c.Key, report.Plain)
	add(c.When, report.Plain)
	if c.Serial != "" && report.Incomplete(parsed) == "" {
		add("serial ", report.Plain)
		facts = append(facts, report.Run{Text: c.Serial, Style: report.Code})
	}
	return report.Client{Certificate: u.Client, Name: c.Title, Facts: facts}
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
func (w *Writer) header(u *judge.Unit, f *judge.Field) report.Header {
	h := report.Header{Name: f.Name, Bytes: f.Field.Value.Len(), Certificates: f.Certificates, Of: f.Of,
		Place: w.place(f.NameSpan.Join(f.Field.Value.All())), Meaning: f.Kind.Meaning()}
	if !w.short || len(f.Certificates) == 0 {
		h.Value = string(f.Field.Value.Bytes)
	}
	if f.Of >= 0 && several(u, f) {
		h.Element = f.Element + 1
	}
	if f.Renamed {
		h.As = canonical(f.Entry.Header().Name)
	}
	// A name that several have tells of none of them.
	if f.Entry != family.NoMatch && f.Entry.ID() != u.Whose.Family && f.Entry.Header().Weight == family.Own {
		h.Family = f.Entry.Family().Title
	}
	h.Says, h.Tone = w.says(u, f)
	switch c := &f.Compared; {
	case f.Client:
		h.Agreement = report.Source
	case c.Result == family.Agrees:
		h.Agreement, h.How = report.Agrees, differences(c.How)
	case c.Result == family.Differs:
		h.Agreement, h.How = report.Differs, differences(c.How)
		h.Given, h.Expected = []report.Run{{Text: f.Value, Style: report.Mark}}, []report.Run{{Text: c.Expected, Style: report.Mark}}
		if c.Expected == "" {
			h.Expected = nil
		} else if c.At+c.Tail > 0 {
			h.Given = report.Marked(f.Value, c.At, len(f.Value)-c.Tail)
			h.Expected = report.Marked(c.Expected, c.At, len(c.Expected)-c.Tail)
		}
	case comparable(f):
		h.How = incomparable[c.Why]
	}
	if f.Opaque() {
		h.Value = "(no certificate, not shown: " + words.Count(f.Field.Value.Len(), "character") + ")"
	}
	if f.Withheld {
		h.Value, h.Says, h.Given, h.Expected = "(may be a piece of a key, not shown: "+words.Count(f.Field.Value.Len(), "character")+")", nil, nil, nil
	}
	if f.Secret {
		h.Value, h.Says, h.Given, h.Expected = "(a private key, not shown)", nil, nil, nil
	}
	return h
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
func (w *Writer) says(u *judge.Unit, f *judge.Field) ([]report.Run, report.Tone) {
	switch {
	case f.Said == family.Failed:
		return []report.Run{{Text: "not verified" + explained(&f.Detail)}}, report.ToneBad
	case f.Said == family.NoCertificate && u.Client >= 0 && f.Kind > family.Chain && f.Kind <= family.Identity:
		return []report.Run{{Text: "nothing"}}, report.ToneNone // of a certificate that is there
	case f.Said == family.NoCertificate:
		return []report.Run{{Text: "no certificate"}}, report.ToneWarn
	case f.Said == family.Verified:
		return []report.Run{{Text: "verified"}}, report.ToneNone
	case f.Said == family.NotVerified:
		return []report.Run{{Text: "not wholly verified"}}, report.ToneWarn
	case f.Said == family.Strange:
		return []report.Run{{Text: "a word that the sender is not known to write"}}, report.ToneWarn
	}
	switch f.Kind {
	case family.Serial, family.NoKind:
		if f.Kind == family.NoKind && !strings.Contains(strings.ToLower(f.Name), "serial") {
			break
		}
		if family.Rounded(f.Value) {
			return []report.Run{{Text: "a rounded number, as spreadsheets show long ones: digits are lost, and it is no serial number any more"}}, report.ToneWarn
		}
		if decimal := hexToDecimal(f.Value); decimal != "" && decimal != f.Value {
			return []report.Run{{Text: "decimal "}, {Text: decimal, Style: report.Code}}, report.ToneNone
		}
	case family.Subject, family.Issuer:
		if cn := commonNameOf(f.Value); cn != "" {
			return []report.Run{{Text: "common name "}, {Text: cn, Style: report.Code}}, report.ToneNone
		}
	case family.ValidityPair:
		if d, ok := carrier.ReadDates([]byte(f.Value)); ok && d.OK {
			v := w.clock(d.Times[0], d.Times[1])
			return []report.Run{{Text: v.Words}}, v.Tone
		}
	}
	if n := len(f.Certificates); n == 1 {
		return []report.Run{{Text: "certificate of "}, {Text: w.report.Certificates[f.Certificates[0]].Title, Style: report.Code}}, report.ToneNone
	} else if n > 1 {
		return []report.Run{{Text: words.Count(n, "certificate")}}, report.ToneNone
	}
	return nil, report.ToneNone
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
