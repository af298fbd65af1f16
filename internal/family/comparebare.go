package family

import (
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// aroundValues are what stands around values where they are shown.
var aroundValues = [...][2]string{{"<", ">"}, {"{", "}"}, {"[", "]"}, {"(", ")"}, {"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"«", "»"}}

// bare compares a value once more without what a page or a program put around it as a whole,
// and with the references of HTML undone. It holds if what is left agrees.
func (c *Comparison) bare(k Kind, value string, cert *certinfo.Certificate, w Writing) {
	inner, how := carrier.Unreferenced(value), Difference(0)
	if inner != value {
		how = Escaping
	}
	for left := within(inner); left != inner; left = within(inner) {
		inner = left
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

// within is what such stand around; the value if none do.
func within(value string) string {
	for _, around := range aroundValues {
		if rest, ok := strings.CutPrefix(value, around[0]); ok && strings.HasSuffix(rest, around[1]) {
			return rest[:len(rest)-len(around[1])]
		}
	}
	return value
}
