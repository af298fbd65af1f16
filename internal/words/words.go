// Package words holds the small words that sentences are made of: numbers with
// their nouns, hexadecimal, lists that end in "and". It knows nothing of
// certificates.
//
// Numbers in sentences have commas between thousands; values that people copy
// have none, and are not made here.
package words

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Count writes a number and a noun: "1 byte", "1,204 characters", "2 entries".
// The plural of the noun is regular.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") && !strings.HasSuffix(stem, "e") {
		return Number(n) + " " + stem + "ies"
	}
	return Number(n) + " " + noun + "s"
}

// Number writes n with commas between its thousands: "16,384".
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Plural is one for a single thing, and many for any other number.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Capital is s with its first letter, if that is of ASCII, in upper case.
func Capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-0x20) + s[1:]
	}
	return s
}

// Quote sets s between typographic quotes.
func Quote(s string) string { return "“" + s + "”" }

// Shorten is s as far as limit characters, with an ellipsis if more follow. It
// cuts between characters; a byte that is part of none counts as one.
func Shorten(s string, limit int) string {
	at := 0
	for n := 0; n < limit && at < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	if at == len(s) {
		return s
	}
	return s[:at] + "…"
}

// And lists things: "a", "a and b", "a, b and c".
func And(list []string) string {
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	default:
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
}

// The digits of hexadecimal in both cases.
const (
	LowerDigits = "0123456789abcdef"
	UpperDigits = "0123456789ABCDEF"
)

// Hex is b in lower-case hexadecimal, without separators.
func Hex(b []byte) string { return string(AppendHex(make([]byte, 0, 2*len(b)), b, LowerDigits)) }

// AppendHex appends b in hexadecimal with those digits.
func AppendHex(dst, b []byte, digits string) []byte {
	for _, c := range b {
		dst = append(dst, digits[c>>4], digits[c&15])
	}
	return dst
}

// HexValue is the value of a hexadecimal digit of either case; -1 of any other character.
func HexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// HexUpper is b in upper-case hexadecimal, without separators.
func HexUpper(b []byte) string { return string(AppendHex(make([]byte, 0, 2*len(b)), b, UpperDigits)) }

// HexColons is b in upper-case hexadecimal, a colon between two bytes.
func HexColons(b []byte) string {
	return string(AppendColons(make([]byte, 0, 3*len(b)), b, UpperDigits))
}

// AppendColons appends b in hexadecimal with those digits, a colon between two bytes.
func AppendColons(dst, b []byte, digits string) []byte {
	for i, c := range b {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, digits[c>>4], digits[c&15])
	}
	return dst
}

// Bytes writes a size in the units of computers, for sizes that are limits: "64
// MiB", "16 KiB", "1.5 MiB", "300 bytes".
func Bytes(n int) string {
	const kib, mib = 1 << 10, 1 << 20
	switch {
	case n >= mib && n%mib == 0:
		return Number(n/mib) + " MiB"
	case n >= mib:
		return strconv.FormatFloat(float64(n)/mib, 'f', 1, 64) + " MiB"
	case n >= kib && n%kib == 0:
		return Number(n/kib) + " KiB"
	}
	return Count(n, "byte")
}

// AppendDecimal appends a natural number of any size in decimal. Its digits are
// of so many bits each, 8 at most, the most significant first: 8 for the bytes of
// an INTEGER, 7 for an arc of an object identifier, the upper bit of which does
// not count. It takes quadratic time: callers bound the size.
func AppendDecimal(dst, digits []byte, bits int) []byte {
	const base = 1_000_000_000
	limbs := make([]uint32, 1, 2+len(digits)*bits/29) // least first
	for _, c := range digits {
		carry := uint64(c & (1<<bits - 1))
		for i := range limbs {
			carry += uint64(limbs[i]) << bits
			limbs[i] = uint32(carry % base)
			carry /= base
		}
		if carry > 0 {
			limbs = append(limbs, uint32(carry))
		}
	}
	dst = strconv.AppendUint(dst, uint64(limbs[len(limbs)-1]), 10)
	for i := len(limbs) - 2; i >= 0; i-- {
		dst = append(dst, "000000000"...)
		for v, at := limbs[i], len(dst)-1; v > 0; at-- {
			dst[at] = byte('0' + v%10)
			v /= 10
		}
	}
	return dst
}
