package jsontext

import "strconv"

// The functions below are what the generated writers are made of. They keep what
// "append" becomes in one place: written out at every member, it would make the
// compressed program 5 KB larger. Each appends text first, such as a comma and the
// name of a member, then a value.

// AppendText appends text that is JSON already.
//
//go:noinline
func AppendText(dst []byte, text string) []byte { return append(dst, text...) }

// AppendStringAfter appends text and a string.
//
//go:noinline
func AppendStringAfter(dst []byte, text, value string) []byte {
	return AppendString(AppendText(dst, text), value)
}

// AppendIntAfter appends text and a number.
//
//go:noinline
func AppendIntAfter(dst []byte, text string, value int) []byte {
	return strconv.AppendInt(AppendText(dst, text), int64(value), 10)
}

// AppendBoolAfter appends text and a truth value.
//
//go:noinline
func AppendBoolAfter(dst []byte, text string, value bool) []byte {
	return strconv.AppendBool(AppendText(dst, text), value)
}

// AppendComma appends a comma before every element of a list but the first, which is 0.
//
//go:noinline
func AppendComma(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ',')
}
