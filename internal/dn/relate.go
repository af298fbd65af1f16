package dn

// Relation is how two names in string form relate.
type Relation uint8

const (
	Different Relation = iota
	Same               // the same attributes in the same order
	Reversed           // the same RDNs in the opposite order
	Shuffled           // the same attributes in another order; Relate does not say so
)

// Relate compares two names that [ParseString] read. Attributes inside an RDN are
// a set: their order does not count.
func Relate(a, b [][]Pair) Relation {
	switch {
	case len(a) != len(b):
		return Different
	case related(a, b, false):
		return Same
	case related(a, b, true):
		return Reversed
	}
	return Different
}

func related(a, b [][]Pair, reversed bool) bool {
	for i := range a {
		j := i
		if reversed {
			j = len(b) - 1 - i
		}
		if !sameRDN(a[i], b[j]) {
			return false
		}
	}
	return true
}

func sameRDN(a, b []Pair) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !contains(b, &a[i]) {
			return false
		}
	}
	return true
}

func contains(rdn []Pair, p *Pair) bool {
	for i := range rdn {
		q := &rdn[i]
		if q.OID == p.OID && q.Value == p.Value && string(q.DER) == string(p.DER) && (q.OID != "" || q.Type == p.Type) {
			return true
		}
	}
	return false
}
