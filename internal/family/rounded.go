package family

import "strings"

// Rounded reports whether a spreadsheet took a serial number for a quantity: it keeps the
// first 15 digits, shows fewer of them, with an exponent, or writes zeros for the rest.
// What was lost is nowhere.
//
//	1.23457E+38   4,88E+47   123456789012345000000000
func Rounded(value string) bool {
	const kept = 15 // digits
	if strings.IndexByte(value, '+') >= 0 {
		return exponential(value)
	}
	v := strings.Trim(value, "\" ")
	return len(v) > kept && digits(v) && strings.Trim(v[kept:], "0") == ""
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
