package certinfo

import (
	"strings"
	"testing"
	"time"
)

// TestBounds: input made to take long takes no longer than other input of its
// size. The time allowed is generous, for slow machines.
func TestBounds(t *testing.T) {
	const size = 1 << 20
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
			start := time.Now()
			c := Parse(src)
			_ = c.Serial.Hex()
			_, _ = c.Serial.Decimal()
			_ = c.Subject.String()
			took := time.Since(start)
			checkPlaces(t, &c.Structure, c.Extensions, len(src))
			t.Logf("%d bytes in %v, %d findings", len(src), took, len(c.Findings))
			if took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
