package report

import (
	"strconv"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
)

// mode returns the index of a unit's mode in the report, which says each once; -1
// if there is none.
func (w *Writer) mode(u *judge.Unit) int {
	if u.Mode == alb.NoMode {
		return -1
	}
	mode := modeOf(u.Mode, u.Mixed)
	for i := range w.report.Modes {
		if w.report.Modes[i].Name == mode.Name {
			return i
		}
	}
	w.report.Modes = append(w.report.Modes, mode)
	return len(w.report.Modes) - 1
}

// modeOf words a mode. Of headers of both it is not known what was checked, and
// nothing is claimed.
func modeOf(m alb.Mode, mixed bool) Mode {
	out := Mode{Title: "Verify mode", Checked: m.Checked(), Todo: m.Todo(),
		Reference: Link{Text: "AWS: Mutual authentication with TLS", URL: alb.Guide}}
	switch {
	case mixed:
		out.Name, out.Title = ModeMixed, "Headers of both modes"
		out.Checked, out.Todo = nil, alb.Passthrough.Todo()
	case m == alb.Passthrough:
		out.Name, out.Title = ModePassthrough, "Passthrough mode"
	default:
		out.Name = ModeVerify
	}
	return out
}

// modeName is the name of the group's mode, or empty.
func (w *Writer) modeName(g *Group) ModeName {
	if g.Mode < 0 {
		return ""
	}
	return w.report.Modes[g.Mode].Name
}

// agreements are what the page calls the outcomes of a comparison.
var agreements = [...]Agreement{judge.Unchecked: Unchecked, judge.Agrees: Agrees, judge.Differs: Differs, judge.Source: Source}

// header words a named value.
func (w *Writer) header(f *judge.Field) Header {
	value := string(f.Value.Bytes)
	h := Header{Name: f.Name, Value: value, Bytes: len(value), Certificates: f.Certificates, Agreement: agreements[f.Agreement],
		Place: w.place(f.NameSpan.Join(f.Value.All())), Says: w.says(f, value)}
	if f.Secret {
		h.Value = "(a private key, not shown)"
	}
	if info := alb.InfoOf(f.Role); info != nil {
		h.Role, h.Meaning, h.Family = info.Name, info.Meaning, "AWS ALB"
	} else if f.Proxy != nil {
		h.Meaning, h.Family = f.Proxy.Meaning, f.Proxy.Family
	}
	if c := f.Compared; f.Agreement == judge.Differs {
		h.Given = marked(value, c.At, len(value)-c.Tail)
		h.Expected = marked(c.Expected, c.At, len(c.Expected)-c.Tail)
	}
	return h
}

// says is what a value means, in short.
func (w *Writer) says(f *judge.Field, value string) []Run {
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
			return []Run{{Text: w.clock(t[0], t[1]).words}}
		}
	}
	if n := len(f.Certificates); n == 1 {
		return []Run{{Text: "certificate of "}, {Text: w.report.Certificates[f.Certificates[0]].Title, Style: Code}}
	} else if n > 1 {
		return []Run{{Text: strconv.Itoa(n) + " certificates"}}
	}
	return nil
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
