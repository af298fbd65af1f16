// Package unwrap takes a paste apart: from whatever text somebody pasted down to
// the DER structures in it.
//
// The layers, each in its file, undo one wrapping and hand what they find to the
// next: containers (lines.go, json.go) give named values; scan finds in any text
// the places where something is encoded; percent, escape, pem, base64 and hex
// decode it; object splits the bytes into DER structures. Each layer adds a
// [Step] to the ledger, with its place in the paste, and a finding where it had
// to repair or guess. The places of all bytes survive every layer.
//
// A repair counts only if the DER that comes out is consumed to its last byte.
// What cannot be decoded is reported, not dropped. The work is linear in the
// size of the paste: every layer's output is no longer than its input, and at
// most [MaxLayers] are undone.
package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// Bounds.
const (
	// MaxLayers is how many wrappings inside each other are undone. JSON in JSON,
	// percent-encoded twice, base64 of PEM make six; more is no accident.
	MaxLayers = 10
	// MaxObjects is how many DER structures are taken from one paste. A bundle of
	// all public roots has a few hundred, a day's requests some thousands.
	MaxObjects = 10_000
	// MaxFields is how many named values are kept of one paste.
	MaxFields = 20_000
	// MaxUnits is how many requests or records are told apart in one paste. What
	// comes after them is counted, not shown: a page with more is of no use.
	MaxUnits = 2_000
	// MaxWork bounds, as a multiple of the paste, how much text is read for runs
	// without armor. Each run that turns out to be something is read once, and all
	// of them together are no longer than the paste; only a paste made of false
	// starts, each claiming to be long, reaches more.
	MaxWork = 4
	// minWork is what is granted besides: the beginnings of some twenty certificates
	// in a paste too short to hold one.
	minWork = 1 << 16
	// MaxNotes is how many findings about the paste itself are kept.
	MaxNotes = 2000
	// MaxSpans is how many places one finding lists.
	MaxSpans = 100
)

// Result is what was found in a paste.
type Result struct {
	Binary   bool   // the paste is DER, not text
	Kind     string // what the paste as a whole is, in words; empty if unknown
	Units    []Unit
	Findings []finding.Finding // about the paste, not about one object

	looked int // bytes that all passes over the paste and what is in it went through
}

// Unit is one request or record of the paste, or all of it.
type Unit struct {
	Span    source.Span
	Fields  []Field
	Objects []Object
}

// Field is a named value: a header line, a JSON member, a variable.
type Field struct {
	Name     string
	NameSpan source.Span
	Family   string      // "XFCC" for a member of that; else empty
	JSON     bool        // it is a member of JSON, not a line of its own
	Alone    bool        // the value stands alone, without a name
	Value    source.Text // with the wrapping of its container undone
	Objects  []int       // indices into the unit's Objects
}

// Object is one DER structure.
type Object struct {
	Kind     der.Kind
	DER      source.Text
	Span     source.Span // of the block or the value that held it
	Field    int         // index into the unit's Fields, or -1
	Label    string      // of its PEM armor, or empty
	Other    bool        // a less likely reading of the same text as the one before
	Steps    []Step
	Findings []finding.Finding
}

// Step is one step of the ledger.
type Step struct {
	Text   string
	Span   source.Span
	Repair bool // the step changed or added something that was not there
}

// Options tell which named values to keep although nothing is encoded in them.
type Options struct {
	Keep func(name string, value []byte, json bool) bool
	// Log is asked about each line of the paste that begins with a digit: whether
	// it is a line of a log that speaks for itself, and is not to be looked into.
	Log func(line []byte, at source.Span) bool
}

// Paste takes the paste apart. It keeps references to its memory.
func Paste(paste []byte, o Options) *Result {
	u := &unwrapper{keep: o.Keep, log: o.Log, field: -1, work: MaxWork*len(paste) + minWork}
	u.begin(source.Span{})
	t := source.New(paste)
	if isDER(paste) {
		u.kind = "DER"
		u.objects(t, nil, "")
	} else {
		text, tr := trimBOM(t)
		u.text(text, tr, 0)
	}
	r := u.result()
	r.Binary = u.kind == "DER"
	return r
}

// trail is the list of steps that led to a text, the last one first.
type trail struct {
	up   *trail
	step Step
}

func (tr *trail) add(text string, span source.Span) *trail {
	return &trail{tr, Step{Text: text, Span: span}}
}

// steps returns the steps in order, with room for more.
func (tr *trail) steps(more int) []Step {
	n := 0
	for t := tr; t != nil; t = t.up {
		n++
	}
	s := make([]Step, n, n+more)
	for t := tr; t != nil; t = t.up {
		n--
		s[n] = t.step
	}
	return s
}

// unwrapper is the state of one run.
type unwrapper struct {
	keep      func(string, []byte, bool) bool
	log       func([]byte, source.Span) bool
	kind      string
	kindDepth int
	units     []Unit
	findings  findings
	field     int // of the current unit that is being decoded, or -1
	count     int // objects so far
	fields    int
	family    string // of the named values that are being read
	full      bool
	stopped   bool // there is too much of something: nothing more is taken
	work      int  // bytes that may still be read for runs without armor
	looked    int  // bytes that passes over texts have gone through
}

// unit returns the current unit.
func (u *unwrapper) unit() *Unit { return &u.units[len(u.units)-1] }

// begin starts a new unit at the outermost level, unless the current one is
// still empty. Inside a named value there are no units of their own.
func (u *unwrapper) begin(at source.Span) {
	if u.field >= 0 {
		return
	}
	if n := len(u.units); n > 0 && len(u.units[n-1].Fields) == 0 && len(u.units[n-1].Objects) == 0 {
		u.units[n-1].Span = at
		return
	}
	if len(u.units) > MaxUnits {
		u.full, u.stopped = true, true
		return
	}
	u.units = append(u.units, Unit{Span: at})
}

// note adds a finding about the paste.
func (u *unwrapper) note(id finding.ID, fix finding.Fix, text, hint string, spans ...source.Span) {
	if len(u.findings) >= MaxNotes {
		u.full, u.stopped = true, true
		return
	}
	u.findings.add(id, fix, text, hint, spans...)
}

// recognized says what the paste is: the outermost wrapping names it, and among
// equals the first.
func (u *unwrapper) recognized(kind string, depth int) {
	if u.kind == "" || depth < u.kindDepth {
		u.kind, u.kindDepth = kind, depth
	}
}

// spend takes n bytes of what may be read; false if they are used up.
func (u *unwrapper) spend(n int) bool {
	if n > u.work {
		u.full = true
		return false
	}
	u.work -= n
	return true
}

// look counts n bytes that a pass over a text goes through. Nothing depends on
// the count: a test holds that it grows with the paste and no faster.
func (u *unwrapper) look(n int) { u.looked += n }

func (u *unwrapper) result() *Result {
	units := u.units[:0]
	for _, un := range u.units {
		if len(un.Fields) == 0 && len(un.Objects) == 0 {
			continue
		}
		units = append(units, un)
	}
	if u.full {
		u.findings.add(finding.TooMany, "", "The paste holds more than mtlens takes from one paste: 10,000 structures, 20,000 named values, 2,000 requests, 2,000 faults, or many beginnings of certificates that are none. Not all of it was read.",
			"Split the file and open the parts one by one.")
	}
	return &Result{Kind: u.kind, Units: units, Findings: u.findings, looked: u.looked}
}

// named decodes a named value. It reports whether the value was worth keeping;
// if not, nothing is left of it.
func (u *unwrapper) named(name string, nameSpan source.Span, value source.Text, json bool, tr *trail, depth int) bool {
	if u.fields >= MaxFields || u.stopped {
		u.full = true
		return false
	}
	un, outer := u.unit(), u.field
	field, objects, findings := len(un.Fields), len(un.Objects), len(u.findings)
	un.Fields = append(un.Fields, Field{Name: name, Family: u.family, JSON: json, NameSpan: nameSpan, Value: value})
	u.field = field
	u.fields++
	u.scan(value, tr, depth+1)
	u.field = outer
	if len(un.Objects) == objects && len(u.findings) == findings && len(un.Fields) == field+1 && u.family == "" &&
		(u.keep == nil || !u.keep(name, value.Bytes, json)) {
		un.Fields = un.Fields[:field]
		u.fields--
		return false
	}
	f := &un.Fields[field]
	for i := objects; i < len(un.Objects); i++ {
		if un.Objects[i].Field == field {
			f.Objects = append(f.Objects, i)
		}
	}
	un.Span = un.Span.Join(nameSpan).Join(value.All())
	return true
}
