package family

import "github.com/mtlens/mtlens/internal/dn"

// Guess tells what a value without a name may be, by its form: a pair of dates, a
// serial number in capitals, or a distinguished name of known attributes, for which
// it says Subject. It is NoKind for any other value, and never says whose it is.
func Guess(value []byte) Kind {
	k := albKind(value)
	if k != Subject {
		return k
	}
	rdns, err := dn.ParseString(string(value))
	if err != nil || len(rdns) == 0 {
		return NoKind
	}
	for _, rdn := range rdns {
		for _, p := range rdn {
			if p.OID == "" {
				return NoKind
			}
		}
	}
	return Subject
}
