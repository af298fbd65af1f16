package main

import (
	"encoding/asn1"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A small DER writer. Certificates are put together by hand rather than by
// crypto/x509, so that names, times, serials and extensions can be whatever a
// fixture needs, valid or not.

func tlv(tag byte, content ...[]byte) []byte {
	var body []byte
	for _, c := range content {
		body = append(body, c...)
	}
	n := len(body)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, body...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, body...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	}
}

func seq(content ...[]byte) []byte    { return tlv(0x30, content...) }
func set(content ...[]byte) []byte    { return tlv(0x31, content...) }
func octets(content ...[]byte) []byte { return tlv(0x04, content...) }
func null() []byte                    { return []byte{0x05, 0x00} }
func boolean(b bool) []byte {
	if b {
		return []byte{0x01, 0x01, 0xFF}
	}
	return []byte{0x01, 0x01, 0x00}
}

// explicit wraps content in the constructed context-specific tag n.
func explicit(n byte, content ...[]byte) []byte { return tlv(0xA0|n, content...) }

// implicit is a primitive value under the context-specific tag n.
func implicit(n byte, content []byte) []byte { return tlv(0x80|n, content) }

func bits(unused byte, content ...[]byte) []byte {
	return tlv(0x03, append([][]byte{{unused}}, content...)...)
}

func integer(n *big.Int) []byte { return must(asn1.Marshal(n)) }

func small(n int64) []byte { return integer(big.NewInt(n)) }

// oid encodes dotted notation.
func oid(dotted string) []byte {
	var id asn1.ObjectIdentifier
	for _, arc := range strings.Split(dotted, ".") {
		id = append(id, must(strconv.Atoi(arc)))
	}
	return must(asn1.Marshal(id))
}

func utf8s(s string) []byte       { return tlv(12, []byte(s)) }
func numeric(s string) []byte     { return tlv(18, []byte(s)) }
func printable(s string) []byte   { return tlv(19, []byte(s)) }
func t61(latin1 string) []byte    { return tlv(20, []byte(latin1)) }
func ia5(s string) []byte         { return tlv(22, []byte(s)) }
func general(s string) []byte     { return tlv(27, []byte(s)) }
func utcTime(s string) []byte     { return tlv(23, []byte(s)) }
func generalTime(s string) []byte { return tlv(24, []byte(s)) }

func bmp(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return tlv(30, b)
}

func universal(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
	}
	return tlv(28, b)
}

// stamp is a Time of RFC 5280, 4.1.2.5: UTCTime up to 2049, then GeneralizedTime.
// The argument is "YYYYMMDDHHMMSSZ".
func stamp(s string) []byte {
	if s < "20500101000000Z" {
		return utcTime(s[2:])
	}
	return generalTime(s)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
