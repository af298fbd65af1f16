package certinfo

import (
	"math/bits"
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
)

// Negative reports whether i is below zero.
func (i Integer) Negative() bool { return der.Negative(i.Raw) }

// magnitude returns the absolute value of i, most significant byte first, without
// leading zeros.
func (i Integer) magnitude() []byte {
	b := i.Raw
	if i.Negative() {
		b = make([]byte, len(i.Raw))
		carry := byte(1)
		for k := len(b) - 1; k >= 0; k-- {
			b[k] = ^i.Raw[k] + carry
			if b[k] != 0 {
				carry = 0
			}
		}
	}
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	return b
}

// BitLen is the number of bits of the absolute value.
func (i Integer) BitLen() int {
	m := i.magnitude()
	if len(m) == 0 {
		return 0
	}
	return (len(m)-1)*8 + bits.Len8(m[0])
}

// Hex prints i as OpenSSL's "x509 -serial" and the load balancer do: upper-case
// hexadecimal of the absolute value in whole bytes, a minus before a negative
// one, "00" for zero. It is empty if the integer could not be read.
func (i Integer) Hex() string { return i.hex(0) }

// Colons is Hex with a colon between the bytes.
func (i Integer) Colons() string { return i.hex(':') }

func (i Integer) hex(separator byte) string {
	if i.Raw == nil {
		return ""
	}
	m := i.magnitude()
	b := make([]byte, 0, 3*len(m)+2)
	if i.Negative() {
		b = append(b, '-')
	}
	if len(m) == 0 {
		return "00"
	}
	for k := range m {
		if k > 0 && separator != 0 {
			b = append(b, separator)
		}
		b = appendHex(b, m[k:k+1])
	}
	return string(b)
}

func appendHex(dst, b []byte) []byte {
	const digits = "0123456789ABCDEF"
	for _, c := range b {
		dst = append(dst, digits[c>>4], digits[c&0xF])
	}
	return dst
}

// Decimal prints i in decimal; ok is false above MaxDecimal bytes.
func (i Integer) Decimal() (text string, ok bool) {
	m := i.magnitude()
	if i.Raw == nil || len(m) > MaxDecimal {
		return "", false
	}
	const base = 1_000_000_000
	limbs := make([]uint32, 1, 2+len(m)*8/29) // least first
	for _, c := range m {
		carry := uint64(c)
		for k := range limbs {
			carry += uint64(limbs[k]) << 8
			limbs[k] = uint32(carry % base)
			carry /= base
		}
		if carry > 0 {
			limbs = append(limbs, uint32(carry))
		}
	}
	b := make([]byte, 0, 9*len(limbs)+1)
	if i.Negative() {
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, uint64(limbs[len(limbs)-1]), 10)
	for k := len(limbs) - 2; k >= 0; k-- {
		digits := len(b)
		b = append(b, "000000000"...)
		v := limbs[k]
		for at := digits + 8; at >= digits; at-- {
			b[at] = byte('0' + v%10)
			v /= 10
		}
	}
	return string(b), true
}
