package dn

import (
	"strings"

	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Written is a name in a string form of any style.
type Written struct {
	RDNs [][]Pair
	Form WrittenForm
	// Loose says that the string breaks the rules of its form, and was read by
	// looking for types that are known: separators inside values are not escaped.
	Loose bool
}

// Known reports whether the types of all attributes are known.
func (w *Written) Known() bool {
	for _, rdn := range w.RDNs {
		for i := range rdn {
			if rdn[i].OID == "" {
				return false
			}
		}
	}
	return true
}

// WrittenForm is what separates the parts of a string form.
type WrittenForm uint8

const (
	Commas  WrittenForm = iota // CN=a,O=b; semicolons too
	Slashes                    // /O=b/CN=a
	Rows                       // one to a line
)

// ReadWritten reads a name in whatever style it is written: with commas or
// semicolons, a slash before each type, or one to a line; with the escapes of RFC
// 4514, quotes, doubled quotes, \xHH, or none at all. What stands around it in the
// output of a program or in a file of settings is skipped: "subject=", quotes.
// ok is false if there is no attribute in it.
func ReadWritten(s string) (w Written, ok bool) {
	s, base := trimmed(s)
	if _, after, found := strings.Cut(s, `\n`); found && startsType(after) {
		s = strings.ReplaceAll(s, `\n`, " \n") // rows, out of a log or a source; places stay
	}
	_, second, _ := strings.Cut(s, "\n")
	switch {
	case strings.HasPrefix(s, "/") && startsType(s[1:]):
		w.Form = Slashes
		w.RDNs = split(s[1:], "/", base+1)
	case startsType(second):
		w.Form = Rows
		for at := 0; at < len(s); {
			line, _, _ := strings.Cut(s[at:], "\n")
			rdns, loose := commas(strings.TrimRight(line, "\r"), base+at, true)
			w.RDNs, w.Loose = append(w.RDNs, rdns...), w.Loose || loose
			at += len(line) + 1
		}
	default:
		w.RDNs, w.Loose = commas(s, base, false)
	}
	return w, len(w.RDNs) > 0
}

// trimmed returns what is left of s without what stands around a name, and where
// it begins.
func trimmed(s string) (string, int) {
	all := s
	for {
		before := len(s)
		s = strings.Trim(s, " \t\r\n")
		for _, word := range [...]string{"subject", "issuer"} {
			if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
				if rest := strings.TrimLeft(s[len(word):], " "); rest != "" && (rest[0] == '=' || rest[0] == ':') {
					s = rest[1:]
				}
			}
		}
		if n := len(s); n > 2 && strings.IndexByte("\"'`", s[0]) >= 0 && s[n-1] == s[0] {
			s = s[1 : n-1]
		}
		if len(s) == before {
			return s, max(0, strings.Index(all, s))
		}
	}
}

// startsType reports whether s begins with an attribute type that is known and an
// equals sign.
func startsType(s string) bool { return typeLength(s) > 0 }

// typeLength is the length of the attribute type that s begins with; 0 if it
// begins with none that is known.
func typeLength(s string) int {
	start := len(s) - len(strings.TrimLeft(s, " "))
	n := start
	for n < len(s) && isTypeChar(s[n], n == start) {
		n++
	}
	if rest := strings.TrimLeft(s[n:], " "); n == start || rest == "" || rest[0] != '=' {
		return 0
	}
	if writtenType(s[start:n]) == "" {
		return 0
	}
	return n
}

// writtenType is the identifier for a type as written; empty if it is not known.
func writtenType(name string) oid.OID {
	dotted := name
	if len(name) > 4 && strings.EqualFold(name[:4], "OID.") {
		dotted = name[4:]
	}
	if id, ok := oid.Parse(dotted); ok {
		return id
	}
	return typeOID(name)
}

// commas reads a form with commas by its rules, and where it does not keep to
// them by looking for known types. In rows a comma separates nothing.
func commas(s string, base int, row bool) (rdns [][]Pair, loose bool) {
	rdns, err := ParseString(s)
	if err == nil && !(row && len(rdns) > 1) {
		for _, rdn := range rdns {
			for i := range rdn {
				rdn[i].Start += base
				rdn[i].End += base
			}
		}
		return rdns, false
	}
	if row {
		return split(s, "", base), true
	}
	return split(s, ",;", base), true
}

// split cuts s before each separator or plus that a known type follows, unless a
// backslash or an open quote stands before it.
func split(s, separators string, base int) [][]Pair {
	var rdns [][]Pair
	start, quoted, joined := 0, false, false
	add := func(end int) {
		if p, ok := loosePair(s[start:end], base+start); ok {
			if joined && len(rdns) > 0 {
				rdns[len(rdns)-1] = append(rdns[len(rdns)-1], p)
			} else {
				rdns = append(rdns, []Pair{p})
			}
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"' && separators != "/":
			quoted = !quoted
		case !quoted && (c == '+' || strings.IndexByte(separators, c) >= 0) && startsType(s[i+1:]):
			add(i)
			start, joined = i+1, c == '+'
		}
	}
	add(len(s))
	return rdns
}

// loosePair reads one attribute. Text before it that is none is dropped.
func loosePair(s string, base int) (Pair, bool) {
	n := typeLength(s)
	if n == 0 {
		return Pair{}, false
	}
	p := Pair{Type: strings.TrimSpace(s[:n]), Start: base + len(s) - len(strings.TrimLeft(s, " ")), End: base + len(strings.TrimRight(s, " "))}
	p.OID = writtenType(p.Type)
	value := strings.TrimLeft(s[n:], " ")
	value = strings.TrimLeft(value[1:], " ")
	if cut := strings.TrimRight(value, " "); len(cut) < len(value) && escapedAt(value[:len(cut)+1]) {
		value = value[:len(cut)+1]
	} else {
		value = cut
	}
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		value = strings.ReplaceAll(value[1:len(value)-1], `""`, `"`)
	}
	p.Value = looseUnescape(value)
	return p, true
}

// looseUnescape replaces \HH, \xHH and a backslash before anything that is no
// letter or digit; others stay.
func looseUnescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c, at := s[i], i+1
		if c == '\\' && at < len(s) {
			if s[at] == 'x' {
				at++
			}
			switch {
			case at+1 < len(s) && words.HexValue(s[at]) >= 0 && words.HexValue(s[at+1]) >= 0:
				out = append(out, byte(words.HexValue(s[at])<<4|words.HexValue(s[at+1])))
				i = at + 1
				continue
			case strings.IndexByte("nrt", s[i+1]) < 0 && s[i+1] != 'x' && words.HexValue(s[i+1]) < 0:
				i++
				c = s[i]
			}
		}
		out = append(out, c)
	}
	return string(out)
}
