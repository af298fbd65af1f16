package family

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
)

// NameTells reports whether a value under that name may tell who wrote a request, whatever
// it is: the name is in a family's table, or is that of a neighbor, as Via.
func NameTells(name string, from Place) bool {
	if len(Lookup(name, from)) > 0 || strings.EqualFold(name, "via") || strings.Contains(name, settingWord) {
		return true
	}
	for _, f := range families[None+1:] {
		for i := range f.Neighbors {
			n := f.Neighbors[i]
			n.Holds = ""
			if n.is(&Named{Name: name}) {
				return true
			}
		}
	}
	return false
}

// Tells reports whether a value under a name that tells nothing may tell something by
// itself: an outcome, a fact of a certificate, a setting, or text that is longer than
// those.
func Tells(name string, value []byte) bool {
	const longest = 300 // characters
	if len(value) > longest || bytes.Contains(value, []byte(settingWord)) {
		return true
	}
	if _, _, ok := readUnnamed(name, string(value)); ok {
		return true
	}
	return Guess(value) != NoKind || carrier.IsValidity(value) || IsSetting(name, value) || SaysOutcome(name, value) || SaysFact(name, value) || NamesClient(name, value)
}
