package family

import "strings"

// Rounded reports whether a program took a serial number for a quantity, as spreadsheets do:
// those keep the first 15 digits, show fewer of them, with an exponent, or write zeros for
// the rest. What was lost is nowhere. Few zeros at the end may be the number's own.
//
//	1.23457E+38   4,88E+47   123456789012345000000000
func Rounded(value string) bool {
	const kept, lost = 15, 5 // digits
	if strings.IndexByte(value, '+') >= 0 {
		return exponential(value)
	}
	v := strings.Trim(value, "\" ")
	return len(v) >= kept+lost && digits(v) && strings.Trim(v, "0") != "" && strings.Trim(v[kept:], "0") == ""
}

// exponential reports whether a value is a number with an exponent: 1.33058E+26.
func exponential(value string) bool {
	v := strings.Trim(strings.TrimSpace(value), `"`)
	whole, exponent, ok := strings.Cut(strings.ToUpper(v), "E+")
	if !ok {
		return false
	}
	first, rest, _ := strings.Cut(strings.Replace(whole, ",", ".", 1), ".")
	return len(first) == 1 && digits(first) && (rest == "" || digits(rest)) && digits(exponent)
}
