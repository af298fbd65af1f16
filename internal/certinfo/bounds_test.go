package certinfo

import (
	"runtime"
	"strings"
	"testing"
)

// allocated is how many bytes, and in how many pieces, a function allocates.
func allocated(f func()) (size, pieces uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, after.Mallocs - before.Mallocs
}

// TestBounds: of input made to take long, four times as much takes four times as
// much memory, and not more; what is written without a bound on its length is
// bounded by itself.
func TestBounds(t *testing.T) {
	const most = 1 << 20
	size := most
	san := func(name string) parts {
		p := sound()
		p.extensions = []string{extension(idSAN, seq(strings.Repeat(name, size/len(name))))}
		return p
	}
	tests := []struct {
		name string
		src  func() []byte
	}{
		{"bad names", func() []byte { return san(tlv(0x82, "\xff")).bytes() }},
		{"long OIDs", func() []byte { return san(tlv(0x88, "\x2a"+strings.Repeat("\xff", 63)+"\x7f")).bytes() }},
		{"OIDs of long arcs", func() []byte { return san(tlv(0x88, "\x2a"+strings.Repeat("\xff", 2000))).bytes() }},
		{"directories", func() []byte { return san(tlv(0xA4, commonName(0x1E, "\xd8\x00"))).bytes() }},
		{"indefinite lengths", func() []byte { return []byte(strings.Repeat("\x30\x80", size/2)) }},
		{"sequences", func() []byte { return []byte(seq(strings.Repeat("\x30\x00", size/2))) }},
		{"one long serial number", func() []byte {
			p := sound()
			p.serial = tlv(0x02, strings.Repeat("\x55", size))
			return p.bytes()
		}},
		{"extensions", func() []byte {
			p := sound()
			p.extensions = []string{strings.Repeat(extension(tlv(0x06, strings.Repeat("\x2a", 500)), "x"), size/500)}
			return p.bytes()
		}},
		{"RDNs", func() []byte {
			p := sound()
			p.subject = seq(strings.Repeat("\x31\x00", size/2))
			return p.bytes()
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := tt.src()
			read := func(b []byte) func() {
				return func() {
					c := Parse(b)
					_ = c.Serial.Hex()
					_, _ = c.Serial.Decimal()
					_ = c.Subject.String()
				}
			}
			size = most / 4
			bytes, pieces := allocated(read(tt.src()))
			size = most
			moreBytes, morePieces := allocated(read(src))
			const spare = 1 << 16 // what any run takes, and the steps in which slices grow
			if moreBytes > 5*bytes+spare || morePieces > 5*pieces+spare/16 {
				t.Errorf("a quarter takes %d bytes in %d pieces, all of it %d in %d", bytes, pieces, moreBytes, morePieces)
			}
			c := Parse(src)
			checkPlaces(t, &c.Structure, c.Extensions, len(src))
			if text, ok := c.Serial.Decimal(); ok && len(c.Serial.Raw) > MaxDecimal {
				t.Errorf("%d digits of a serial number", len(text))
			}
		})
	}
}
