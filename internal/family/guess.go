package family

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/dn"
)

// Guess tells what a value without a name may be, by its form: a pair of dates, a
// serial number in capitals, or a distinguished name of known attributes, for which
// it says Subject. It is NoKind for any other value, and never says whose it is.
func Guess(value []byte) Kind {
	k := albKind(value)
	if k == NoKind && len(value) > 0 && value[0] == '/' && bytes.Count(value, []byte("=")) > 1 {
		k = Subject // OpenSSL's one line
	}
	if k != Subject {
		return k
	}
	if value[0] == '/' {
		if w, ok := dn.ReadWritten(string(value)); ok && w.Form == dn.Slashes && w.Known() {
			return Subject
		}
		return NoKind
	}
	rdns, err := dn.ParseString(string(value))
	if w := (dn.Written{RDNs: rdns}); err != nil || len(rdns) == 0 || !w.Known() {
		return NoKind
	}
	return Subject
}
