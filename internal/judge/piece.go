package judge

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/keypiece"
	"github.com/mtlens/mtlens/internal/source"
)

// withhold hides the named values that have what may be a piece of a key in them, and those around
// them. What a certificate of the unit says too is no secret.
func (j *Judge) withhold(u *Unit) {
	for i := range u.Fields {
		f := &u.Fields[i]
		raw := f.Field.Value.Bytes
		if keypiece.Quoted(raw) || naming(f.Kind) && !(keypiece.Unlikely(f.Value) && keypiece.Unlikely(raw)) {
			j.withholdPiece(u, i)
		}
	}
}

// withholdPiece hides a value that has a piece in it.
func (j *Judge) withholdPiece(u *Unit, i int) {
	f := &u.Fields[i]
	value := string(f.Field.Value.Bytes)
	piece := keypiece.Member(value) || naming(f.Kind) && (keypiece.In(f.Value) || keypiece.In(value)) && !j.inCertificate(u, f.Value)
	if !piece || f.Secret || f.Withheld || len(f.Certificates) > 0 || strings.Contains(value, "CERTIFICATE-----") {
		return
	}
	j.find(u, finding.Finding{ID: finding.NameWithheld, Spans: []source.Span{f.Field.Value.All()}}, -1, About{Name: f.Name, Count: len(f.Value)})
	at := f.Field.Value.All()
	for k := range u.Fields {
		if g := &u.Fields[k]; k == i || k == f.Of || overlap(g.Field.Value.All(), at) {
			g.mask()
		}
	}
	if at := u.Said.Field; at >= 0 && u.Fields[at].Withheld {
		u.Said.Detail.Reason = "" // it is a part of that
	}
}

// Opaque reports whether a value should hold a certificate, or begins as a structure does, and is
// encoded text or bytes in print of which nothing was read. What it is nobody knows: it may be a secret.
func (f *Field) Opaque() bool {
	const long = 24 // characters in a row: a line of a key that was wrapped has more
	if len(f.Objects) > 0 {
		return false
	}
	if f.Kind != family.Certificate && f.Kind != family.Chain {
		return f.Kind == family.NoKind && f.Of < 0 && begun(f.Field.Value.Bytes) && keypiece.In(string(f.Field.Value.Bytes))
	}
	run := 0
	for _, c := range f.Field.Value.Bytes {
		if run++; !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '+' || c == '/' || c == '-' || c == '_' || c == ':' || c == '%') {
			run = 0
		}
		if run == long {
			return true
		}
	}
	return keypiece.In(string(f.Field.Value.Bytes))
}

// begun reports whether b begins as a structure of 128 bytes and more does, in base64 or hexadecimal.
func begun(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\"':")
	return bytes.HasPrefix(b, []byte("MI")) || bytes.HasPrefix(b, []byte("308"))
}

// hidePath writes stars for what may be pieces of keys in the path and query of a request.
//
//go:noinline
func hidePath(path string) string {
	const most = 16 // pieces
	for range most {
		from, to := keypiece.Find(path)
		if to == from {
			return path
		}
		path = path[:from] + Stars(to-from) + path[to:]
	}
	return Stars(len(path))
}

func overlap(a, b source.Span) bool { return a.Start < b.End && b.Start < a.End }

// mask turns a value into stars.
func (f *Field) mask() {
	if f.Withheld || f.Secret {
		return
	}
	masked := *f.Field
	masked.Value = masked.Value.Masked(hidden)
	f.Field, f.Value, f.Withheld = &masked, string(masked.Value.Bytes), true
}

// naming reports whether values of the kind name the client or its issuer, or are
// words and numbers about it: none has bytes in it but hashes.
func naming(k family.Kind) bool { return k >= family.Subject && k <= family.Error }

// inCertificate reports whether a certificate of the unit has the words of a value.
func (j *Judge) inCertificate(u *Unit, value string) bool {
	from, to := keypiece.Find(value)
	for _, c := range u.New {
		if to > from && bytes.Contains(j.certificates[c].Text.Bytes, []byte(value[from:to])) {
			return true
		}
	}
	return false
}

// HiddenName is [Hidden] for a value that names somebody, of which a piece of a key
// would be hidden too.
func HiddenName(s string) string {
	if keypiece.In(s) {
		return Stars(len(s))
	}
	return Hidden(s)
}
