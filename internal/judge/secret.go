package judge

import (
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// What holds a private key is hidden before anything reads it: each of its bytes
// becomes a star, so that neither a comparison nor a sentence nor a guess can have
// any of it. Lengths and places stay.

// Hidden stands for each byte of what is hidden.
const hidden = '*'

// hideSecrets hides the values in which a private key was found, those around them,
// and those that have a place of the paste in common with a key.
func hideSecrets(u *unwrap.Unit, fields []Field) {
	any := func(o unwrap.Object) bool { return o.Kind.Secret() }
	if !slices.ContainsFunc(u.Objects, any) {
		return
	}
	for k := range u.Objects { // lines of the value that holds a key may have been read as names and values
		if o := &u.Objects[k]; any(*o) && o.Kind != der.JWK && o.Field >= 0 && o.Field < len(fields) {
			for i := range u.Fields[o.Field].Inner {
				u.Fields[min(o.Field+1+i, len(fields)-1)].Secret = true
			}
		}
	}
	for i := len(fields) - 1; i >= 0; i-- {
		f := u.Fields[i]
		at := f.Value.All()
		for k := range u.Objects {
			f.Secret = f.Secret || overlaps(&u.Objects[k], at)
		}
		for k := i + 1; k <= i+f.Inner && k < len(fields); k++ {
			f.Secret = f.Secret || fields[k].Secret
		}
		if !f.Secret {
			continue
		}
		f.Value = f.Value.Masked(hidden)
		fields[i].Field, fields[i].Value = &f, string(f.Value.Bytes)
	}
}

// overlaps reports whether the object is a private key that has places in common with
// at. The members of a JSON Web Key are public for a part: unwrap knows them.
func overlaps(o *unwrap.Object, at source.Span) bool {
	k := o.Span
	return o.Kind.Secret() && k.Start < at.End && at.Start < k.End && !(o.Kind == der.JWK && k.Start <= at.Start && at.End <= k.End)
}

// Hidden is s, or as many stars if a private key is in it.
func Hidden(s string) string {
	if unwrap.Secret(s) {
		return Stars(len(s))
	}
	return s
}

// Stars stand for so many bytes that are hidden.
func Stars(n int) string { return strings.Repeat(string(hidden), n) }

// hide is HiddenName for a value of the line at a place, which is told in the end.
func (l *logFold) hide(s string, line source.Span) string {
	h := HiddenName(s)
	if h != s && Hidden(s) == s && len(l.withheld) < maxLogPlaces {
		l.withheld = append(l.withheld, line)
	} else if h != s && len(l.secrets) < maxLogPlaces {
		l.secrets = append(l.secrets, line)
	}
	return h
}

// secretFinding is what is to be said of the private keys in the lines of a log.
func (l *logFold) secretFinding() (list []Finding) {
	if len(l.secrets) > 0 {
		list = append(list, aboutPaste(finding.Finding{ID: finding.PrivateKey, Text: unwrap.KeyFound, Hint: unwrap.KeyExposed, Spans: l.secrets}))
	}
	if len(l.withheld) > 0 {
		list = append(list, aboutPaste(finding.Finding{ID: finding.NameWithheld, Spans: l.withheld}))
	}
	return list
}
