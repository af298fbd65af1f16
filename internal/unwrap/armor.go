package unwrap

import (
	"strings"
	"unicode/utf8"
)

// encoding is how the text around a marker is encoded.
type encoding uint8

const (
	plain          encoding = iota
	percentEncoded          // spaces or line breaks are %20, %0A; or doubly so
	escaped                 // line breaks are \n in a string literal
)

// marker is a line of PEM armor, "-----BEGIN CERTIFICATE-----" (RFC 7468,
// section 2), or what is left of one.
type marker struct {
	start, end int    // with its dashes
	begin      bool   // BEGIN, not END
	label      string // in upper case, words joined by one space
	encoding   encoding
	damaged    bool // other than five hyphens, one space and capitals
	folded     bool // letters in lower case
	glued      bool // the next marker begins in its line, as files are joined that end without a line break
}

// findMarker finds the first marker in b from offset i on. Accepted are: one dash
// or more of any kind on each side; small letters; and between the words any
// blanks, "+" and "_", and percent-encoded spaces.
func findMarker(b []byte, i int) (marker, bool) {
	floor := i
	for i += 2; i < len(b); {
		skip := int(markerSkip[b[i]])
		if skip > 0 {
			i += skip
			continue
		}
		switch at := i - 2; {
		case at == floor || !endsDash(b[at-1]):
		case fold(b, at, "begin"):
			if m, ok := readMarker(b, floor, at, at+5); ok {
				m.begin = true
				return m, true
			}
		case fold(b, at, "end"):
			if m, ok := readMarker(b, floor, at, at+3); ok {
				return m, true
			}
		}
		i++
	}
	return marker{}, false
}

// markerSkip says how far to the right the third letter of a marker's word can be
// looked for next, given the byte where it was looked for: that may be an earlier
// letter of BEG or END, or none, which is three bytes off. It is 0 for the third
// letter itself. (The method is Horspool's, for two words.)
var markerSkip = func() (t [256]uint8) {
	for c := range t {
		switch c | 0x20 {
		case 'g', 'd':
		case 'e', 'n': // the second letter of one of the words
			t[c] = 1
		case 'b':
			t[c] = 2
		default:
			t[c] = 3
		}
	}
	return
}()

// plainArmor is how the first line of a PEM block begins (RFC 7468, section 3).
const plainArmor = "-----BEGIN "

// indexArmor returns the offset of the first of it in b; -1 if there is none. Text of
// base64 has hardly a byte of it, so most of it is passed over (Horspool's method).
func indexArmor(b []byte) int {
	for i := len(plainArmor) - 1; i < len(b); {
		skip := int(armorSkip[b[i]])
		if skip == 0 {
			if at := i + 1 - len(plainArmor); string(b[at:i+1]) == plainArmor {
				return at
			}
			skip = len(plainArmor)
		}
		i += skip
	}
	return -1
}

// armorSkip says, of a byte that stands where the last one of plainArmor would, how much
// farther that can stand.
var armorSkip = func() (t [256]uint8) {
	for c := range t {
		t[c] = uint8(len(plainArmor))
	}
	for i := range len(plainArmor) {
		t[plainArmor[i]] = uint8(len(plainArmor) - 1 - i)
	}
	return
}()

// findMarker is the function of that name; the text that it goes through counts.
func (u *unwrapper) findMarker(b []byte, i int) (marker, bool) {
	m, ok := findMarker(b, i)
	if ok {
		u.look(m.end - i)
	} else {
		u.look(len(b) - i)
	}
	return m, ok
}

// endsDash reports whether c can be the last byte of a dash, as dashBefore takes
// them: a hyphen, %2D, a character outside ASCII. In base64 hardly a byte can.
func endsDash(c byte) bool { return c == '-' || c|0x20 == 'd' || c >= utf8.RuneSelf }

// fold reports whether the word, in small letters, stands at b[i] in any case.
func fold(b []byte, i int, word string) bool {
	if i+len(word) > len(b) {
		return false
	}
	for k := 0; k < len(word); k++ {
		if b[i+k]|0x20 != word[k] {
			return false
		}
	}
	return true
}

// maxLabel bounds the words of a label: the longest in use has 21 letters.
const maxLabel = 48

// readMarker reads the marker whose word BEGIN or END stands at [word, after).
func readMarker(b []byte, floor, word, after int) (marker, bool) {
	m := marker{start: word}
	before, dashed := 0, true
	for m.start > floor { // dashes to the left
		n, odd := dashBefore(b, floor, m.start)
		if n == 0 {
			break
		}
		m.start -= n
		m.damaged = m.damaged || odd
		dashed = dashed && n == 1
		before++
	}
	if before == 0 {
		return m, false
	}
	if !dashed && b[m.start] == '%' {
		m.encoding = percentEncoded
	}
	i := after
	label := make([]byte, 0, maxLabel)
	for i < len(b) && len(label) < maxLabel {
		if n, percent := gap(b, i); n > 0 {
			if len(label) == 0 && n > 1 && !percent {
				m.damaged = true
			}
			if percent {
				m.encoding = percentEncoded
			}
			if b[i] == '_' {
				m.damaged = true
			}
			label = append(label, ' ')
			i += n
			continue
		}
		c := b[i]
		if c >= 'a' && c <= 'z' {
			m.folded = true
			c -= 0x20
		}
		if !(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' && len(label) > 0) {
			break
		}
		label = append(label, c)
		i++
	}
	if b[word] >= 'a' {
		m.folded = true
	}
	if len(label) < 2 || label[0] != ' ' {
		return m, false
	}
	label = label[1:]
	for len(label) > 0 && label[len(label)-1] == ' ' {
		label = label[:len(label)-1]
		m.damaged = true
	}
	var isKnown bool
	m.label, isKnown = known(label)
	m.end = i
	behind := 0
	for {
		n, odd := dashAt(b, m.end)
		if n == 0 {
			break
		}
		m.end += n
		m.damaged = m.damaged || odd
		behind++
	}
	if behind == 0 || !isKnown {
		return m, false
	}
	if all := m.end - i; all > 1 && all == behind && fold(b, m.end, "begin") {
		behind = max(all-5, all/2) // the others are the next marker's
		m.end, m.glued = i+behind, true
	}
	if before != 5 || behind != 5 || m.folded {
		m.damaged = true
	}
	if m.encoding == plain && m.end < len(b) {
		switch b[m.end] {
		case '%':
			if c, ok := hexPair(b, m.end+1); ok && (space(c) || c == '%') {
				m.encoding = percentEncoded
			}
		case '\\':
			if m.end+1 < len(b) && (b[m.end+1] == 'n' || b[m.end+1] == 'r' || b[m.end+1] == 'u' || b[m.end+1] == '\\' || b[m.end+1] == 'x' || hasPrefix(b[m.end+1:], "01")) {
				m.encoding = escaped
			}
		}
	}
	return m, true
}

// known returns the label, if it names something that is written in PEM.
func known(label []byte) (string, bool) {
	for _, l := range labels {
		if l == string(label) {
			return l, true
		}
	}
	if s := string(label); strings.HasSuffix(s, "PRIVATE KEY") {
		return s, true
	}
	return "", false
}

// labels are the words of RFC 7468 and those that OpenSSL writes and reads.
var labels = []string{
	"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X 509 CERTIFICATE",
	"CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", "X509 CRL", "CRL", "PKCS7", "CMS", "PKCS 7 SIGNED DATA",
	"CERTIFICATE CHAIN", "ATTRIBUTE CERTIFICATE",
	"PUBLIC KEY", "RSA PUBLIC KEY", "DSA PUBLIC KEY", "EC PUBLIC KEY",
	"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
	"OPENSSH PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY", "EC PARAMETERS", "DH PARAMETERS", "DSA PARAMETERS",
}

// gap returns the length of a space between two words at b[i], however encoded.
func gap(b []byte, i int) (n int, percent bool) {
	for i+n < len(b) {
		switch c := b[i+n]; {
		case c == ' ' || c == '\t' || c == '+' || c == '_':
			n++
		case c == '\\' && i+n+1 < len(b) && b[i+n+1] == ' ': // escaped for a shell
			n += 2
		case c == '%' && i+n+2 < len(b) && b[i+n+1] == '2' && b[i+n+2] == '0':
			n, percent = n+3, true
		case c == '%' && i+n+4 < len(b) && string(b[i+n+1:i+n+5]) == "2520":
			n, percent = n+5, true
		case c == 0xC2 && i+n+1 < len(b) && b[i+n+1] == 0xA0: // no-break space
			n += 2
		default:
			return n, percent
		}
	}
	return n, percent
}

// dashAt returns the length of one dash at b[i]: a hyphen, a percent-encoded
// one, or one of the dashes that word processors put in its place (then odd).
func dashAt(b []byte, i int) (n int, odd bool) {
	if i >= len(b) {
		return 0, false
	}
	switch b[i] {
	case '-':
		return 1, false
	case '%':
		if c, ok := hexPair(b, i+1); ok && c == '-' {
			return 3, false
		}
	case 0xC3: // UTF-8 read as Windows-1252: â€” or â€“
		const dash = "\xC3\xA2\xE2\x82\xAC\xE2\x80"
		if n := len(dash) + 1; hasPrefix(b[i:], dash) && i+n <= len(b) && (b[i+n-1] == 0x9D || b[i+n-1] == 0x9C || b[i+n-1] == 0x94 || b[i+n-1] == 0x93) {
			return n, true
		}
	case 0xC2, 0xE2, 0xEF:
		if r, size := utf8.DecodeRune(b[i:min(len(b), i+4)]); oddDash(r) {
			return size, true
		}
	}
	return 0, false
}

// dashBefore is dashAt for the dash that ends at b[i].
func dashBefore(b []byte, floor, i int) (n int, odd bool) {
	if b[i-1] == '-' {
		return 1, false
	}
	for _, k := range []int{2, 3, 8} {
		if i-k >= floor {
			if n, odd := dashAt(b, i-k); n == k {
				return n, odd
			}
		}
	}
	return 0, false
}

// oddDash reports whether r is a dash other than the hyphen-minus. A soft hyphen
// is one: some mail programs leave it in place of a hyphen.
func oddDash(r rune) bool {
	return r >= 0x2010 && r <= 0x2015 || r == 0x2212 || r == 0xAD || r == 0xFE63 || r == 0xFF0D || r == 0xFE58
}
