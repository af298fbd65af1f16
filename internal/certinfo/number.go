package certinfo

import (
	"math/bits"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/words"
)

// Negative reports whether i is below zero.
func (i Integer) Negative() bool { return der.Negative(i.Raw) }

// Magnitude returns the absolute value of i, most significant byte first, without
// leading zeros.
func (i Integer) Magnitude() []byte {
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
	return bitLen(i.Magnitude())
}

// bitLen is the number of bits of an unsigned number without leading zeros.
func bitLen(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	return (len(b)-1)*8 + bits.Len8(b[0])
}

// Hex prints i as OpenSSL's "x509 -serial" and the load balancer do: upper-case
// hexadecimal of the absolute value in whole bytes, a minus before a negative
// one, "00" for zero. It is empty if the integer could not be read.
func (i Integer) Hex() string { return i.hex(false) }

// Colons is Hex with a colon between the bytes.
func (i Integer) Colons() string { return i.hex(true) }

func (i Integer) hex(colons bool) string {
	if i.Raw == nil {
		return ""
	}
	m := i.Magnitude()
	if len(m) == 0 {
		return "00"
	}
	var room [3*20 + 1]byte // for a serial number
	b := room[:0]
	if len(m) > 20 {
		b = make([]byte, 0, 3*len(m)+1)
	}
	if i.Negative() {
		b = append(b, '-')
	}
	if colons {
		return string(words.AppendColons(b, m, words.UpperDigits))
	}
	return string(words.AppendHex(b, m, words.UpperDigits))
}

// Decimal prints i in decimal; ok is false above MaxDecimal bytes.
func (i Integer) Decimal() (text string, ok bool) {
	m := i.Magnitude()
	if i.Raw == nil || len(m) > MaxDecimal {
		return "", false
	}
	b := make([]byte, 0, 3*len(m)+1)
	if i.Negative() {
		b = append(b, '-')
	}
	return string(words.AppendDecimal(b, m, 8)), true
}
