package family

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// cutShort compares a value that ends in an ellipsis, as tables and logs cut what is too
// wide, as far as it goes: nothing is said of it if it is the beginning of what this writing
// gives, or of what another program prints of the same name.
//
//go:noinline
func (c *Comparison) cutShort(k Kind, value string, cert *certinfo.Certificate, w Writing) {
	if !strings.HasSuffix(value, "...") && !strings.HasSuffix(value, "…") {
		return
	}
	begin := strings.TrimRight(strings.TrimSuffix(value, "…"), ".")
	fits := c.Expected != "" && len(begin) < len(c.Expected) && strings.EqualFold(begin, c.Expected[:len(begin)])
	for other := styles; other < nameEnd && !fits && (k == Subject || k == Issuer); other++ {
		n := &cert.Subject
		if k == Issuer {
			n = &cert.Issuer
		}
		if text, ok := writeName(n, other); ok && other.isName() {
			fits = len(begin) < len(text) && strings.HasPrefix(text, begin)
		}
	}
	if fits {
		c.Result, c.How, c.Why = 0, 0, CutShort
	}
}
