// Package keypiece finds what may be a piece of a private key in a name: a piece that
// has neither its beginning nor anything else of its structure looks like any other
// bytes, of which no name has so many.
package keypiece

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// Quoted reports whether a text has a quote in it, as every member that [Member] finds.
func Quoted(s []byte) bool {
	return bytes.IndexByte(s, '"') >= 0 || bytes.Contains(s, []byte("%22"))
}

// Unlikely reports at a glance that no piece is in a name, as in nearly every one: it has no
// long word, few short ones that may be numbers, none that begins as a structure does, and
// no character that may be an escape or no text.
func Unlikely[T string | []byte](s T) bool {
	const (
		word    = 32 // characters
		numbers = 5  // with 0x or &H before them
		begun   = 10 // characters
	)
	run, numeral, from := 0, true, 0 // numeral: all since from may be digits
	short := 0
	for i := 0; i <= len(s); i++ {
		c := byte(' ')
		if i < len(s) {
			c = s[i]
		}
		switch {
		case c < ' ' || c > '~' || c == '%' || c == '\\' || c == '"':
			return false
		case wordChar(c):
			run++
			numeral = numeral && (isHex(c) || c|0x20 == 'x' || c|0x20 == 'h')
		default:
			if n := i - from; numeral && n > 0 && n <= len("0x30") {
				short++
			} else if n >= begun && s[from] == '3' && s[from+1] == '0' {
				return false
			}
			from, numeral = i+1, true
			if run++; c != '+' && c != '/' && c != '-' {
				run = 0
			}
		}
		if run == word || short > numbers {
			return false
		}
	}
	return true
}

// In reports whether a piece is in s.
func In(s string) bool {
	from, to := Find(s)
	return to > from
}

// kinds are the letters and digits of base64 by their kinds, from 1; 0 is anything else.
var kinds = func() (list [256]byte) {
	for kind, ends := range [...]string{"az", "AZ", "09"} {
		for c := ends[0]; c <= ends[1]; c++ {
			list[c] = byte(kind + 1)
		}
	}
	return list
}()

// InName is In for the name of a value, which has no bytes in it at all: a long word is a
// piece that changes between capitals, small letters and digits as base64 does.
func InName(s string) bool {
	const shortest = 24 // characters
	if len(s) < shortest {
		return false
	}
	changes, last := 0, byte(0)
	for i := 0; i < len(s); i++ {
		kind := kinds[s[i]]
		if kind == 0 && s[i] != '+' && s[i] != '/' {
			return In(s)
		}
		if kind != last {
			changes++
		}
		last = kind
	}
	return changes*5 >= len(s)*2 || In(s)
}

// Find finds what may be a piece of a key: base64, hexadecimal or numbers that
// stand for more bytes than names have, and are of no length that hashes have.
func Find(s string) (from, to int) {
	const shortest = 32 // characters
	if len(s) < shortest {
		return 0, 0
	}
	if Member(s) || noText(s) {
		return 0, len(s)
	}
	if escaped(s) || mayBreak(s) && broken(s) {
		return 0, len(s)
	}
	for _, run := range [...]func(string) (int, bool){base64Run, hexRun, numberRun, prefixedRun, pairsRun, escapesRun} {
		for i := 0; i < len(s); {
			n, piece := run(s[i:])
			if piece {
				return i, i + n
			}
			i += max(n, 1)
		}
	}
	return 0, 0
}

// base64Run is the length of the base64 that s begins with, percent-encoded perhaps.
// It is a piece if its letters and digits change as those of bytes do: of 64 characters
// chosen at random, every second one is of another kind than the one before.
func base64Run(s string) (n int, piece bool) {
	const (
		window = 46 // characters: SHA-256 has 44
		least  = 19 // changes in them
	)
	var changes [window]bool // whether each of the last characters was one
	var seen [window]byte
	count, length, last := 0, 0, byte(0)
	i := 0
	for ; i < len(s); i++ {
		kind := kinds[s[i]]
		switch c := s[i]; {
		case kind > 0:
		case c == '+' || c == '/' || c == '-' || c == '_':
		case c == '%' && i+2 < len(s) && s[i+1] == '2' && strings.IndexByte("BbFf", s[i+2]) >= 0:
			i += 2
		default:
			return i, piece && !readable(s[:i])
		}
		k := length % window
		if length >= window && changes[k] {
			count--
		}
		if changes[k] = kind > 0 && last > 0 && kind != last; changes[k] {
			count++
		}
		seen[k], last = kind, kind
		if length++; length >= window && count >= least && all(&seen) {
			piece = true
		}
	}
	return i, piece && !readable(s[:i])
}

// readable reports whether base64 is that of a name, as text or in DER, in which no piece
// is. Some senders encode names so.
func readable(s string) bool {
	s = strings.NewReplacer("-", "+", "_", "/", "%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/").Replace(s)
	raw, _ := base64.RawStdEncoding.DecodeString(s[:len(s)/4*4])
	const name = "\x30\x00\x31" // SEQUENCE OF SET
	if len(raw) > len(name) && raw[0] == name[0] && (raw[2] == name[2] || raw[1] == 0x81 && raw[3] == name[2]) {
		return !In(strings.ToValidUTF8(string(raw), "."))
	}
	for _, c := range raw {
		if c < ' ' || c == 0x7F {
			return false
		}
	}
	return len(raw) > 0 && utf8.Valid(raw) && !In(string(raw))
}

// all reports whether small letters, capitals and digits are among the kinds.
func all(kinds *[46]byte) bool {
	var has [4]bool
	for _, k := range kinds {
		has[k] = true
	}
	return has[1] && has[2] && has[3]
}

// hexRun is the length of the hexadecimal that s begins with, with the same character
// between all pairs or none. A value of a name in hexadecimal (RFC 4514, section 2.4)
// is none: it has the tag of a string before it.
func hexRun(s string) (n int, piece bool) {
	const (
		longest = 24 // bytes of an identifier
		parted  = 21 // of a serial number with a zero before it; SHA-1 has 20
	)
	digits, between := 0, byte(0)
	i := 0
	if s[0] == '#' {
		i = 1
	}
	for i < len(s) {
		if isHex(s[i]) {
			digits++
			i++
			continue
		}
		c, next := s[i], i+1
		for next < len(s) && s[next] == ' ' { // lines that were joined
			next++
		}
		if digits < 2 || digits%2 == 1 || next == len(s) || !isHex(s[next]) || c != ':' && c != ' ' && c != '-' || between != 0 && between != c || digits > 2 && between == 0 {
			break
		}
		between, i = c, next
	}
	if len(s) > len("30310201010420") && s[:2] == "30" && s[4:8] == "0201" && (s[8:10] == "00" || s[8:10] == "01") {
		return i, true // a number in a SEQUENCE: what keys alone begin with
	}
	switch digits {
	case 56, 64, 96, 128: // SHA-224 to SHA-512
		return i, false
	}
	return i, (digits/2 > longest || between != 0 && digits/2 > parted) && s[0] != '#'
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// numberRun is the length of the numbers from -128 to 255 that s begins with, parted by
// blanks or commas, and of those that follow in other lines of a dump.
func numberRun(s string) (n int, piece bool) {
	const (
		longest = 16  // addresses have four, or sixteen
		line    = 8   // numbers in a row of a dump
		near    = 120 // characters between two rows
	)
	numbers, n := inRow(s)
	if numbers < line {
		return n, false
	}
	for i := n; i < len(s) && i-n < near && numbers <= longest; {
		if s[i] < '0' || s[i] > '9' || wordChar(s[i-1]) {
			i++
			continue
		}
		more, length := inRow(s[i:])
		i += max(length, 1)
		if more >= line {
			numbers, n = numbers+more, i
		}
	}
	return n, numbers > longest
}

// inRow is how many numbers s begins with, and their length.
func inRow(s string) (numbers, n int) {
	for i := 0; i < len(s); {
		k := i
		if s[k] == '-' {
			k++
		}
		v, from := 0, k
		for ; k < len(s) && s[k] >= '0' && s[k] <= '9' && k-from < 4; k++ {
			v = v*10 + int(s[k]-'0')
		}
		if k == from || v > 255 {
			break
		}
		numbers++
		n = k
		if i = pastGap(s, k); i == k {
			break
		}
	}
	return numbers, n
}

// pastGap is where what parts two numbers ends, from s[i] on.
func pastGap(s string, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case strings.IndexByte(" ,;|\t\r\n", c) >= 0:
			i++
		case c == '%' && i+2 < len(s) && strings.Contains("%0A %0D %20 %2C ", strings.ToUpper(s[i:i+3])+" "):
			i += 3
		default:
			return i
		}
	}
	return i
}

// prefixedRun is the length of the numbers with 0x or &H before them that s begins with, of one
// byte each, as source code has them. Names have none: a few are enough.
func prefixedRun(s string) (n int, piece bool) {
	const (
		enough = 6
		near   = 8 // characters between two of them
	)
	numbers := 0
	for i := 0; i+2 < len(s) && i-n < near; i++ {
		if !(s[i] == '0' && s[i+1]|0x20 == 'x' || s[i] == '&' && s[i+1]|0x20 == 'h') || !isHex(s[i+2]) {
			if numbers == 0 {
				break
			}
			continue
		}
		i += len("0x")
		for from := i; i < len(s) && isHex(s[i]); i++ {
			if i-from == 2 {
				return max(n, 1), numbers >= enough
			}
		}
		numbers++
		n = i
		i--
	}
	return max(n, 1), numbers >= enough
}

// pairsRun is the length of a text that begins with pairs of hexadecimal digits, or with two
// pairs together, however they are parted: in lines of a dump, with marks before each.
func pairsRun(s string) (n int, piece bool) {
	const (
		longest = 21 // bytes: of a serial number with a zero before it
		near    = 80 // characters between two of them: the text beside a dump, what stands before its lines, and an offset
	)
	if pairStart(s, 0) == 0 {
		return 1, false
	}
	pairs, even := 0, true
	for i := 0; i < len(s) && i-n < near; i++ {
		width := pairStart(s, i)
		if width == 0 {
			continue
		}
		even = even && width == 2 && (pairs == 0 || i == n+1)
		pairs += width / 2
		i += width
		n = i
	}
	return max(n, 1), pairs > longest && !even // [hexRun] knows what is parted evenly
}

// pairStart is the length of a pair of digits at s[i], or of two, that is no part of a word
// and no escape, as names in other alphabets have them; 0 if there is none.
func pairStart(s string, i int) int {
	n := 0
	for n < 4 && i+n < len(s) && isHex(s[i+n]) {
		n++
	}
	if n != 2 && n != 4 || i+n < len(s) && wordChar(s[i+n]) {
		return 0
	}
	if i > 0 && s[i-1]|0x20 == 'x' || i > 1 && s[i-1]|0x20 == 'h' && s[i-2] == '&' {
		i--
	}
	if i > 0 && (wordChar(s[i-1]) || s[i-1] == '%' || s[i-1] == '\\' || s[i-1] == '.') {
		return 0
	}
	return n
}

func wordChar(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

// Member reports whether a member of a JSON Web Key that is private stands in s, with
// its value.
func Member(s string) bool {
	const shortest, near = 12, 8 // characters of the value, and before it
	if strings.IndexByte(s, '"') < 0 && !strings.Contains(s, "%22") {
		return false
	}
	s = plainQuotes(s)
	for {
		_, rest, ok := strings.Cut(s, `"`)
		if !ok {
			return false
		}
		s = rest
		name, after, _ := strings.Cut(s, `"`)
		switch name {
		case "d", "p", "q", "dp", "dq", "qi", "k", "priv":
		default:
			continue
		}
		from := 0
		for from < len(after) && from < near && !wordChar(after[from]) && after[from] != '-' {
			from++
		}
		for n := 0; from < len(after); from++ { // lines that were wrapped may part it
			if c := after[from]; wordChar(c) || c == '-' {
				n++
			} else if c != '\n' && c != '\t' && c != '\r' {
				break
			}
			if n == shortest {
				return true
			}
		}
	}
}

// plainQuotes undoes what is before and after a member's name.
func plainQuotes(s string) string {
	return strings.NewReplacer("%22", `"`, `\`, "", "%3A", ":", "%3a", ":").Replace(s)
}

// noText reports whether s is bytes, and no text in an encoding of any country.
func noText(s string) bool {
	const enough = 8 // bytes that are no UTF-8
	invalid, controls := 0, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if i += n; r == utf8.RuneError && n == 1 {
			invalid++
		} else if r < ' ' && r != '\t' && r != '\r' && r != '\n' {
			controls++
		}
	}
	return invalid >= enough && controls > 1
}
