package family

import (
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// bare compares a value once more without what a page or a program put around it as a whole,
// and with the references of HTML undone. It holds if what is left agrees.
func (c *Comparison) bare(k Kind, value string, cert *certinfo.Certificate, w Writing) {
	inner, how := carrier.Unreferenced(value), Difference(0)
	if inner != value {
		how = Escaping
	}
	for from, to := carrier.Inside(inner); from > 0; from, to = carrier.Inside(inner) {
		inner = inner[from:to]
		how |= Spelling
	}
	if how == 0 || carrier.Unreferenced(inner) != inner {
		return
	}
	if other := Compare(k, inner, cert, w); other.Result == Agrees {
		*c = other
		c.Exact = false
		c.How |= how
	}
}
