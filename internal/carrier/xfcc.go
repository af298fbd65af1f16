package carrier

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
)

// Envoy's x-forwarded-client-cert (docs, "HTTP header manipulation"; what it
// writes: source/common/http/conn_manager_utility.cc):
//
//	value   = element *( "," element )     one for each proxy on the way
//	element = pair *( ";" pair )
//	pair    = key "=" ( text / quoted )    in quotes a backslash keeps the next character
//
// Envoy quotes Cert, Chain and Subject, and escapes nothing in them: the only
// backslashes are those of the name. By, URI and DNS are never quoted, whatever
// is in them, so a comma or semicolon separates only where a key follows. The
// last element is of the nearest proxy; those before it may be the client's own.

// XFCCKey is a key of an XFCC element.
type XFCCKey uint8

const (
	XFCCOther   XFCCKey = iota // a key that Envoy does not write
	XFCCBy                     // the proxy's own URI name
	XFCCHash                   // SHA-256 of the client's certificate, lower-case hexadecimal
	XFCCCert                   // the client's certificate, percent-encoded PEM
	XFCCChain                  // the whole chain with the leaf, percent-encoded PEM
	XFCCSubject                // the client's name, RFC 2253
	XFCCURI                    // a URI of the client's alternative names
	XFCCDNS                    // a DNS name of them
	XFCCSAN                    // Envoys of 2017: a URI
)

// xfccKeys are the keys as Envoy writes them.
var xfccKeys = [...]string{XFCCBy: "By", XFCCHash: "Hash", XFCCCert: "Cert", XFCCChain: "Chain", XFCCSubject: "Subject", XFCCURI: "URI", XFCCDNS: "DNS", XFCCSAN: "SAN"}

// String is the key as Envoy writes it; empty for XFCCOther.
func (k XFCCKey) String() string { return xfccKeys[k] }

// quoted reports whether Envoy writes the values of the key in quotes.
func (k XFCCKey) quoted() bool { return k == XFCCCert || k == XFCCChain || k == XFCCSubject }

// Pair is a key and its value. Value leaves quotes out and escapes as they are.
type Pair struct {
	Key    XFCCKey
	Quoted bool
	Closed bool  // the closing quote is there; true without quotes
	Name   Range // the key as it stands
	Value  Range
	Rest   Range // what stands between a closing quote and the next separator; nothing belongs there
}

// Element is what one proxy wrote. Its pairs stand in their order, a key as often
// as it is there.
type Element struct {
	Range
	Pairs []Pair
}

// Count is how often a key stands in the element.
func (e *Element) Count(k XFCCKey) int {
	n := 0
	for i := range e.Pairs {
		if e.Pairs[i].Key == k {
			n++
		}
	}
	return n
}

// Find returns the first pair with the key, or nil.
func (e *Element) Find(k XFCCKey) *Pair {
	for i := range e.Pairs {
		if e.Pairs[i].Key == k {
			return &e.Pairs[i]
		}
	}
	return nil
}

// xfccKeyAt returns the key that stands at b[i] before an equals sign, and its
// length; 0 if there is none. Keys that Envoy does not write count if other is set.
func xfccKeyAt(b []byte, i int, other bool) (XFCCKey, int) {
	n := i
	for n < len(b) && (lower(b[n]) >= 'a' && lower(b[n]) <= 'z') {
		n++
	}
	if n == i || n == len(b) || b[n] != '=' {
		return XFCCOther, 0
	}
	if k := xfccName(b[i:n]); k != XFCCOther {
		return k, n - i
	}
	if other {
		return XFCCOther, n - i
	}
	return XFCCOther, 0
}

// separated reports whether b[i] separates: a comma or semicolon and then a key,
// perhaps after blanks.
func separated(b []byte, i int, other bool) bool {
	if b[i] != ';' && b[i] != ',' {
		return false
	}
	for i++; i < len(b) && b[i] == ' '; {
		i++
	}
	_, n := xfccKeyAt(b, i, other)
	return n > 0
}

// IsXFCC reports whether b is such a value: it begins with a key, and another key
// follows, or it is a hash, or a certificate in quotes.
func IsXFCC(b []byte) bool {
	b, _ = trim(b)
	k, n := xfccKeyAt(b, 0, false)
	if n == 0 {
		return false
	}
	switch value := b[n+1:]; k {
	case XFCCCert, XFCCChain:
		if bytes.HasPrefix(value, []byte(`"-----BEGIN%20`)) { // without %20 a variable of a shell
			return true
		}
	case XFCCHash:
		if len(value) == 64 {
			return true
		}
	case XFCCSubject: // one form of Traefik's Info begins so
		if IsInfo(b) {
			return false
		}
	}
	for i := n; i < len(b); i++ {
		if separated(b, i, false) {
			return true
		}
	}
	return false
}

// ReadXFCC reads a value. ok is false if it does not begin with a key; a quote that
// is not closed, and what follows a closing one, are told by the pair.
func ReadXFCC(b []byte) (elements []Element, ok bool) {
	pairs := make([]Pair, 0, 8)
	var starts []int // of each element but the first: index of its first pair
	begin := 0
	for begin < len(b) && blank(b[begin]) {
		begin++
	}
	for i := begin; i < len(b); {
		key, n := xfccKeyAt(b, i, len(pairs) > 0)
		if n == 0 {
			break
		}
		p := Pair{Key: key, Name: Range{i, i + n}, Closed: true}
		from := i + n + 1
		if from < len(b) && b[from] == '"' {
			from++
			end := quoteEnd(b, from)
			p.Quoted, p.Closed = true, end < len(b)
			p.Value = Range{from, end}
			i = min(end+1, len(b))
			rest := i
			for i < len(b) && !separated(b, i, true) {
				i++
			}
			p.Rest = Range{rest, i}
		} else {
			for i = from; i < len(b) && !separated(b, i, false); {
				i++
			}
			p.Value = Range{from, i}
		}
		pairs = append(pairs, p)
		if i == len(b) {
			break
		}
		if b[i] == ',' {
			starts = append(starts, len(pairs))
		}
		for i++; b[i] == ' '; {
			i++
		}
	}
	if len(pairs) == 0 {
		return nil, false
	}
	return group(pairs, starts), true
}

// quoteEnd is where the quote stands that closes a value which begins at b[i].
func quoteEnd(b []byte, i int) int {
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(b)
}

// group cuts the pairs into elements, which begin at the first pair and at starts.
func group(pairs []Pair, starts []int) []Element {
	elements := make([]Element, 0, len(starts)+1)
	at := 0
	for i := 0; i <= len(starts); i++ {
		end := len(pairs)
		if i < len(starts) {
			end = starts[i]
		}
		if e := pairs[at:end:end]; len(e) > 0 {
			last := &e[len(e)-1]
			elements = append(elements, Element{Range{e[0].Name.Start, max(last.Value.End, last.Rest.End)}, e})
		}
		at = end
	}
	return elements
}

// Member is a key and a value to be written. Quoted values are written as they
// are, their quotes inside must stand behind a backslash.
type Member struct {
	Key   XFCCKey
	Value string
}

// AppendXFCC writes elements as Envoy does: Cert, Chain and Subject in quotes, the
// others without, and nothing escaped. A value without quotes in which a separator
// stands before a key, or a quote at its start, does not read back: Envoy writes it
// so all the same.
func AppendXFCC(dst []byte, elements ...[]Member) []byte {
	for i, e := range elements {
		if i > 0 {
			dst = append(dst, ',')
		}
		for j := range e {
			if j > 0 {
				dst = append(dst, ';')
			}
			dst = append(append(dst, e[j].Key.String()...), '=')
			if e[j].Key.quoted() {
				dst = append(append(append(dst, '"'), e[j].Value...), '"')
			} else {
				dst = append(dst, e[j].Value...)
			}
		}
	}
	return dst
}

// IsXFCCJSON reports whether b is a JSON array of objects with a key of Envoy's.
func IsXFCCJSON(b []byte) bool {
	b, _ = trim(b)
	if len(b) < 2 || b[0] != '[' {
		return false
	}
	if next, _ := trim(b[1:]); len(next) == 0 || next[0] != '{' {
		return false
	}
	found := false
	jsontext.Walk(b, 0, func(e jsontext.Event) bool {
		found = e.Depth == 2 && (e.Kind == jsontext.String || e.Kind == jsontext.Open) && xfccName(b[e.Key:e.KeyEnd]) != XFCCOther
		return !found && e.Depth < 3
	})
	return found
}

func xfccName(b []byte) XFCCKey {
	for k := XFCCBy; k <= XFCCSAN; k++ {
		if len(b) == len(xfccKeys[k]) && lower(b[0]) == lower(xfccKeys[k][0]) && bytes.EqualFold(b, []byte(xfccKeys[k])) {
			return k
		}
	}
	return XFCCOther
}

// ReadXFCCJSON reads the JSON form (Envoy's set_client_cert_format, of 2026): an
// array of objects, one for each proxy, whose members are strings or arrays of
// strings. The names of the members are those of the text form in any case; Envoy's
// documents were not at hand, so others are kept as XFCCOther. Values stand as they
// are in the JSON string, escapes and all.
func ReadXFCCJSON(b []byte) (elements []Element, ok bool) {
	var pairs []Pair
	var starts []int
	begin := 0
	for begin < len(b) && blank(b[begin]) {
		begin++
	}
	if begin == len(b) || b[begin] != '[' {
		return nil, false
	}
	var name Range
	_, whole := jsontext.Walk(b, begin, func(e jsontext.Event) bool {
		switch {
		case e.Kind == jsontext.Open && e.Depth == 1:
			starts = append(starts, len(pairs))
		case e.Kind == jsontext.Open:
			name = Range{e.Key, e.KeyEnd}
		case e.Kind == jsontext.String || e.Kind == jsontext.Other:
			at := name
			if e.Depth == 2 {
				at = Range{e.Key, e.KeyEnd}
			}
			pairs = append(pairs, Pair{Key: xfccName(at.Of(b)), Name: at, Value: Range{e.Start, e.End}, Quoted: true, Closed: !e.Cut, Rest: Range{e.End, e.End}})
		}
		return true
	})
	if len(pairs) == 0 {
		return nil, false
	}
	return group(pairs, starts), whole
}

// AppendXFCCJSON writes elements in the JSON form, a key with several values as an
// array.
func AppendXFCCJSON(dst []byte, elements ...[]Member) []byte {
	dst = append(dst, '[')
	for i, e := range elements {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		first := true
		for k := XFCCBy; k <= XFCCSAN; k++ {
			n := 0
			for j := range e {
				if e[j].Key != k {
					continue
				}
				switch {
				case n > 0:
					dst = append(dst, ',')
				default:
					if !first {
						dst = append(dst, ',')
					}
					dst = append(jsontext.AppendString(dst, string(bytes.ToLower([]byte(k.String())))), ':', '[')
				}
				first = false
				n++
				dst = jsontext.AppendString(dst, e[j].Value)
			}
			if n > 0 {
				dst = append(dst, ']')
			}
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
