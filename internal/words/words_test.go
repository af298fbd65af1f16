package words

import (
	"math/big"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	tests := []struct{ got, want string }{
		{Count(0, "byte"), "0 bytes"},
		{Count(1, "byte"), "1 byte"},
		{Count(1204, "character"), "1,204 characters"},
		{Count(2, "entry"), "2 entries"},
		{Count(1, "entry"), "1 entry"},
		{Count(3, "day"), "3 days"},
		{Count(2, "key"), "2 keys"},
		{Number(999), "999"},
		{Number(1234567), "1,234,567"},
		{Number(-123), "-123"},
		{Number(-1234), "-1,234"},
		{Plural(1, "is", "are"), "is"},
		{Plural(0, "is", "are"), "are"},
		{Capital("ab"), "Ab"},
		{Capital("É"), "É"},
		{Capital(""), ""},
		{Shorten("abc", 3), "abc"},
		{Shorten("äbcd", 3), "äbc…"},
		{Shorten("\xFF\xFE", 1), "\xFF…"},
		{And(nil), ""},
		{And([]string{"a"}), "a"},
		{And([]string{"a", "b"}), "a and b"},
		{And([]string{"a", "b", "c"}), "a, b and c"},
		{Hex([]byte{0, 0xAB}), "00ab"},
		{HexUpper([]byte{0, 0xAB}), "00AB"},
		{HexColons([]byte{0, 0xAB}), "00:AB"},
		{Bytes(64 << 20), "64 MiB"},
		{Bytes(3 << 19), "1.5 MiB"},
		{Bytes(16 << 10), "16 KiB"},
		{Bytes(300), "300 bytes"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func TestAppendDecimal(t *testing.T) {
	for _, digits := range []string{"", "\x00", "\x7F", "\x01\x00\x00\x00", "\x3B\x1A\x4A\x00\x00", strings.Repeat("\x7E", 40), "\x01" + strings.Repeat("\x00", 64)} {
		for _, bits := range []int{7, 8} {
			want := new(big.Int)
			for _, c := range []byte(digits) {
				want.Lsh(want, uint(bits)).Or(want, big.NewInt(int64(c)))
			}
			if got := string(AppendDecimal([]byte("n "), []byte(digits), bits)); got != "n "+want.String() {
				t.Errorf("%x of %d bits: %s, want %s", digits, bits, got, want)
			}
		}
	}
}
