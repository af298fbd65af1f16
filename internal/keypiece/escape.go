package keypiece

import (
	"strconv"
	"strings"
)

// Escapes of bytes, and lines that were broken: a piece may stand in what a text is without
// them.

// escaped reports whether a piece is in what s is without escapes.
func escaped(s string) bool {
	plain := unescaped(s)
	return len(plain) < len(s) && In(plain)
}

// broken reports whether a piece is in what s is without breaks.
func broken(s string) bool {
	plain := unbroken(s)
	return len(plain) < len(s) && In(plain)
}

// mayBreak reports whether something in s may be one of [breaks]. A star before a dot is in
// the names of hosts.
func mayBreak(s string) bool {
	for i := range len(s) {
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch c := s[i]; {
		case c == '\n', c == '\r', c == '<', c == '*' && next != '.', c == '%' && next == '0', c == '\\' && (next == 'n' || next == 'r'):
			return true
		}
	}
	return false
}

// escapesRun is the length of an escape that s begins with and of those that follow. They
// are a piece if they stand for controls, as those of no text do, or for letters and digits,
// which need none.
func escapesRun(s string) (n int, piece bool) {
	const (
		enough = 3  // of those
		near   = 16 // characters
	)
	odd := 0
	for i := 0; i+2 < len(s) && i-n < near; i++ {
		v, width := escapeAt(s[i:])
		if width == 0 {
			if n == 0 && s[i] != '%' && s[i] != '\\' {
				break
			}
			continue
		}
		if v != '\t' && v != '\n' && v != '\r' && (v < ' ' || v == 0x7F || kinds[v] > 0) {
			odd++
		}
		i += width - 1
		n = i + 1
	}
	return max(n, 1), odd >= enough
}

// escapeAt is the byte that the escape at the start of s stands for, and its length, 0 if it
// is none: \x, % or a backslash before two hexadecimal digits, or a backslash before three
// octal ones.
func escapeAt(s string) (v byte, width int) {
	k := 1
	if len(s) > 1 && s[0] == '\\' && s[1] == 'x' {
		k = 2
	} else if len(s) == 0 || s[0] != '%' && s[0] != '\\' {
		return 0, 0
	} else if len(s) > 3 && s[0] == '\\' && s[1] <= '3' && octal(s[1]) && octal(s[2]) && octal(s[3]) {
		return (s[1]-'0')<<6 | (s[2]-'0')<<3 | s[3] - '0', 4
	}
	if k+2 > len(s) || !isHex(s[k]) || !isHex(s[k+1]) {
		return 0, 0
	}
	n, _ := strconv.ParseUint(s[k:k+2], 16, 8)
	return byte(n), k + 2
}

func octal(c byte) bool { return c >= '0' && c <= '7' }

// unescaped undoes escapes of bytes.
func unescaped(s string) string {
	if strings.IndexByte(s, '\\') < 0 && strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if v, width := escapeAt(s[i:]); width > 0 {
			c, i = v, i+width-1
		}
		out = append(out, c)
	}
	return string(out)
}

// unbroken leaves out where lines were broken, in the ways that tools have, with what they
// put before the next line, and stars.
func unbroken(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		width := 0
		for _, b := range breaks {
			if strings.HasPrefix(s[i:], b) {
				width = len(b)
				break
			}
		}
		if width == 0 {
			out = append(out, s[i])
			continue
		}
		for i += width; i < len(s) && strings.IndexByte(" \t>\\", s[i]) >= 0 && s[i-1] != 'n'; i++ {
		}
		i--
	}
	return string(out)
}

// breaks are how lines are broken.
var breaks = [...]string{"\\\r\n", "\\\n", "=\r\n", "=\n", "\n", "\r", `\n`, `\r`, "%0A", "%0a", "%0D", "<br>", "*"}
