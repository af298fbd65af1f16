package dn

import (
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Difference is how one attribute in a string form differs from the certificate's.
type Difference uint8

const (
	NoDifference   Difference = iota
	CaseDiffers               // letter case alone
	SpaceDiffers              // spaces at the ends, or their number inside
	Mojibake                  // UTF-8 that was read as Latin-1 or Windows-1252
	EscapedTwice              // an escape that is left in the value
	LostCharacters            // ? or U+FFFD where the certificate has other characters
	TypeDiffers               // the same value under another type
	ValueDiffers              // another value under the same type
	Missing                   // the certificate has it alone
	Added                     // the string has it alone
)

// Matched is an attribute of the string, of the certificate, or of both.
type Matched struct {
	Given      *Pair
	Want       *Attribute
	Difference Difference
}

// Checked is what [Name.Check] found.
type Checked struct {
	Relation Relation // of attributes, in the certificate's order
	Grouped  bool     // multi-valued RDNs are the same
	Rows     []Matched
}

// Check compares a name in string form with n, attribute by attribute. Rows are in
// the order of the string; what it lacks follows. Each attribute is paired with
// the one that it is most like: equal first, then alike, then another value of
// the same type. The relation counts those alike as the same, apart from other
// values and types.
func (n *Name) Check(w *Written) Checked {
	var given []*Pair
	var want []*Attribute
	var rdnOf [2][]int
	for i := range w.RDNs {
		for j := range w.RDNs[i] {
			given, rdnOf[0] = append(given, &w.RDNs[i][j]), append(rdnOf[0], i)
		}
	}
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			want, rdnOf[1] = append(want, &n.RDNs[i].Attributes[j]), append(rdnOf[1], i)
		}
	}
	c := Checked{Rows: make([]Matched, len(given))}
	to := make([]int, len(given)) // index into want plus one
	used := make([]bool, len(want))
	// With several candidates the one at the place that fits the direction of
	// most is taken: forward is tried unless the first and last say otherwise.
	backward := len(given) > 1 && len(want) > 1 && given[0].OID == want[len(want)-1].OID && given[0].OID != want[0].OID
	for d := NoDifference; d <= ValueDiffers; d++ {
		for i, p := range given {
			c.Rows[i].Given = p
			if to[i] > 0 {
				continue
			}
			for k := range want {
				j := k
				if backward {
					j = len(want) - 1 - k
				}
				if !used[j] && like(p, want[j], d) {
					used[j], to[i] = true, j+1
					c.Rows[i].Want, c.Rows[i].Difference = want[j], d
					break
				}
			}
		}
	}
	same := true
	for i := range given {
		if to[i] == 0 {
			c.Rows[i].Difference = Added
		}
		same = same && c.Rows[i].Difference < TypeDiffers
	}
	for j := range want {
		if !used[j] {
			c.Rows = append(c.Rows, Matched{Want: want[j], Difference: Missing})
			same = false
		}
	}
	if same {
		c.Relation, c.Grouped = order(to, rdnOf)
	}
	return c
}

// order tells how the attributes of a string stand to those of the certificate,
// and whether they are grouped into the same RDNs. Inside an RDN order is nothing.
func order(to []int, rdnOf [2][]int) (r Relation, grouped bool) {
	forward, backward := true, true
	grouped = true
	for i := 1; i < len(to); i++ {
		a, b := to[i-1]-1, to[i]-1
		together := rdnOf[1][a] == rdnOf[1][b]
		if together != (rdnOf[0][i-1] == rdnOf[0][i]) {
			grouped = false
		}
		if !together {
			forward, backward = forward && a < b, backward && a > b
		}
	}
	switch {
	case forward:
		return Same, grouped
	case backward:
		return Reversed, grouped
	}
	return Shuffled, grouped
}

// like reports whether p is the attribute a but for the difference.
func like(p *Pair, a *Attribute, d Difference) bool {
	if d == TypeDiffers {
		return p.OID != a.OID && p.Value != "" && p.Value == a.Text
	}
	if p.OID != a.OID {
		return false
	}
	if len(p.DER) > 0 || a.Fault&NotString != 0 {
		return d == NoDifference && (string(p.DER) == string(a.DER) || p.hexText() == a.Text && a.Text != "") || d == ValueDiffers
	}
	v, w := p.Value, a.Text
	switch d {
	case NoDifference:
		return v == w
	case CaseDiffers:
		return strings.EqualFold(v, w)
	case SpaceDiffers:
		return matchText(v, w)
	case Mojibake:
		return v != "" && (mojibake(w, false) == v || mojibake(w, true) == v || mojibake(v, false) == w)
	case EscapedTwice:
		return looseUnescape(v) == w || strings.ReplaceAll(v, `\`, "") == w
	case LostCharacters:
		return lost(v, w)
	}
	return d == ValueDiffers
}

// hexText is the text in a value that is written as its DER: a printer may have
// encoded it anew, as Go does.
func (p *Pair) hexText() string {
	r := der.NewReader(p.DER)
	if e, ok := r.Next(); ok && e.Class == der.Universal && der.IsString(e.Tag) {
		text, _ := der.DecodeString(e.Tag, e.Content())
		return text
	}
	return ""
}

// windows1252 are the characters at 0x80 to 0x9F, where Windows-1252 differs from
// Latin-1; a dot for those that it does not have.
const windows1252 = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ"

// mojibake is what becomes of text if its UTF-8 is read as Latin-1 or Windows-1252.
func mojibake(text string, windows bool) string {
	table := []rune(windows1252)
	var b []rune
	for i := 0; i < len(text); i++ {
		r := rune(text[i])
		if windows && r >= 0x80 && r < 0xA0 && table[r-0x80] != '.' {
			r = table[r-0x80]
		}
		b = append(b, r)
	}
	return string(b)
}

// lost reports whether v is w with other characters in place of those above ASCII:
// a question mark or U+FFFD, one for each character or each octet.
func lost(v, w string) bool {
	for _, sign := range [...]string{"?", "\uFFFD"} {
		var chars, octets strings.Builder
		for i, r := range w {
			if r < utf8.RuneSelf {
				chars.WriteByte(w[i])
				octets.WriteByte(w[i])
				continue
			}
			chars.WriteString(sign)
			octets.WriteString(strings.Repeat(sign, utf8.RuneLen(r)))
		}
		if v != w && (v == chars.String() || v == octets.String()) {
			return true
		}
	}
	return false
}

// TypeName is what OpenSSL, and so a load balancer, calls the type.
func TypeName(id oid.OID) string {
	if s := oid.ShortName(id); s != "" {
		return s
	}
	return id.String()
}
