// Package unwrap takes a paste apart: from whatever text somebody pasted down to
// the DER structures in it.
//
// The layers stand in three tables, in the order in which they are tried:
//
//	rewrites   what was done to a text as a whole: text around its lines, lines
//	           wrapped at a width, references of HTML, dumps with offsets
//	lineTable  ways in which lines hold named values: header lines, JSON, printed
//	           maps, tables, logs
//	startTable how a run without armor begins: base64, hexadecimal, lists of bytes,
//	           tokens, TLS messages
//
// Between them scan finds PEM blocks, in whatever encoding their armor is. Each
// layer adds a [Step] to the ledger, with its place in the paste, and a finding
// where it had to repair or guess. The places of all bytes survive every layer.
// The tables hand out bytes counted, so that the test of the work covers a layer
// as soon as it stands in one; another test asks for a text that the layer is
// needed for.
//
// A repair counts only if the DER that comes out is consumed to its last byte.
// What cannot be decoded is reported, not dropped. The work is linear in the
// size of the paste: every layer's output is no longer than its input, and at
// most [MaxLayers] are undone.
//
// What comes out is handed on unit by unit: a [Unit] is a request, a record of a
// log, or the text between them. Every named value of it is kept, whoever may
// have sent it; which of them matter is decided above.
package unwrap

import (
	"iter"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// Bounds.
const (
	// MaxLayers is how many wrappings inside each other are undone. JSON in JSON,
	// percent-encoded twice, base64 of PEM make six; more is no accident.
	MaxLayers = 10
	// MaxObjects is how many DER structures are taken from one paste. A bundle of
	// all public roots has a few hundred, a day's requests some thousands.
	MaxObjects = 10_000
	// MaxFields is how many named values in which something is encoded are taken
	// from one paste.
	MaxFields = 20_000
	// MaxPlain is how many named values in which nothing is encoded are kept of one
	// unit: a request has some dozens of headers, a record some hundred members.
	MaxPlain = 1_000
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

// Paste is a paste that is being taken apart.
type Paste struct {
	Binary bool // it is no text, but DER or a file that may hold some
	u      unwrapper
}

// Open begins to take a paste apart. It keeps references to its memory.
func Open(paste []byte) *Paste {
	p := &Paste{Binary: isDER(paste) || isBinary(paste)}
	p.u = unwrapper{paste: source.New(paste), binary: p.Binary, field: -1, work: MaxWork*len(paste) + minWork, rewrites: rewrites, starts: startTable(), lineReaders: lineTable(), longFrom: minLong}
	for c := '0'; c <= '9'; c++ { // of numbers of text
		p.u.startsWith[c] = startsWord
	}
	for _, s := range p.u.starts {
		by := byte(startsWord)
		switch {
		case s.first == 0:
			continue
		case s.inWord:
			by = startsInWord
		}
		p.u.startsWith[s.first] = max(by, p.u.startsWith[s.first])
	}
	return p
}

// Units takes the paste apart, once, and hands on its units in order. A unit is
// valid until the next one comes, and so are the steps of its certificates; the bytes
// and findings that it refers to stay. Where the loop ends early, nothing more is read.
func (p *Paste) Units() iter.Seq[*Unit] {
	return func(yield func(*Unit) bool) {
		u := &p.u
		u.yield = yield
		if p.Binary {
			if u.kind = "DER"; unpackable(u.paste.Bytes) {
				u.kind = ""
			}
			switch {
			case unpackable(u.paste.Bytes) && u.unpack(u.paste, nil, 0):
			case u.objects(u.paste, nil, "") > 0:
			default:
				u.kind = "binary file"
				if isRecord(u.paste.Bytes) && u.handshakeIn(u.paste, nil) > 0 {
					break
				}
				if u.embedded(u.paste, "Binary file", nil) == 0 {
					u.text(u.paste, nil, 0) // PEM may be in it
				}
			}
		} else {
			text, tr := trimBOM(u.paste)
			u.text(text, tr, 0)
		}
		u.flush()
	}
}

// Rest is what there is to say of a paste when its units are done.
type Rest struct {
	Kind     string            // what the paste as a whole is, in words; empty if unknown
	Findings []finding.Finding // about the paste, not about one object
	Full     bool              // a bound was reached: not all of it was read
}

// Rest returns what is left to say after the units.
func (p *Paste) Rest() Rest { return Rest{p.u.kind, p.u.findings, p.u.full} }

// UnitKind says what a unit is.
type UnitKind uint8

const (
	Text   UnitKind = iota // a request, a record, or text between them
	Record                 // of a log: typed, and not looked into
)

// Unit is one request or record of the paste, or all of it.
type Unit struct {
	Kind    UnitKind
	Span    source.Span
	Fields  []Field
	Objects []Object
	Opening source.Text // the line of a request or response that it begins with

	// Of a Record: one of its types, and the text of which its ranges are. They are
	// valid until the next unit comes.
	ALB        *carrier.ALBLine
	CloudFront *carrier.FrontLine
	Line       source.Text

	// Versions is set where a diff is in it: two versions of a text, which nobody
	// presented one beside the other.
	Versions bool

	plain int // fields in which nothing is encoded
}

// Empty reports whether nothing was found in the unit.
func (u *Unit) Empty() bool { return len(u.Fields) == 0 && len(u.Objects) == 0 && u.Kind == Text }

// Field is a named value: a header line, a JSON member, a variable.
type Field struct {
	Name     string
	NameSpan source.Span
	Parent   string // name of the member or value around it, empty if there is none
	Element  int    // of the XFCC that it is a member of, from 1; 0 if of none
	Member   carrier.XFCCKey
	JSON     bool        // it is a member of JSON, not a line of its own
	Alone    bool        // the value stands alone, without a name
	Plain    bool        // nothing encoded was found in it
	Secret   bool        // a private key was found in it
	Straight bool        // it is certificates as an ALB writes them, to the byte
	Value    source.Text // with the wrapping of its container undone
	Objects  []int       // indices into the unit's Objects
	Inner    int         // so many of the fields that follow were found inside it
}

// Object is one DER structure.
type Object struct {
	Kind     der.Kind
	DER      source.Text
	Span     source.Span // of the block or the value that held it
	Field    int         // index into the unit's Fields, or -1
	Label    string      // of its PEM armor, or empty
	Other    bool        // a less likely reading of the same text as the one before
	File     bool        // a private key in a file of its own
	GoesOn   bool        // it is cut off, and what may be the rest follows in the paste
	Holds    bool        // a certificate, request or list with a private key in a field
	Steps    []Step
	Findings []finding.Finding
}

// Step is one step of the ledger.
type Step struct {
	Kind   StepKind
	Text   string
	Span   source.Span
	Repair bool // the step changed or added something that was not there
	Count  int  // of what the layer is counted in, for its sentence, which Text ends; or 0
	// Of PEM blocks that stand together: which of how many; 0 for one alone.
	Block, Blocks int
}

// Words is what the step says, with the number of a PEM block among others.
func (s *Step) Words() string {
	switch {
	case s.Count > 0 && s.Kind == StepPercent:
		return "Percent-decoded, + kept: " + words.Count(s.Count, "escape") + s.Text
	case s.Count > 0 && s.Kind == StepBase64:
		return "Base64, " + words.Count(s.Count, "character") + s.Text
	case s.Count > 0 && s.Kind == StepDER:
		return "DER, " + words.Count(s.Count, "byte") + s.Text
	case s.Kind != StepPEM:
		return s.Text
	}
	if s.Blocks == 0 {
		return "PEM block " + s.Text
	}
	return "PEM block " + words.Number(s.Block) + " of " + words.Number(s.Blocks) + " " + s.Text
}

// StepKind is the layer that a step undid.
type StepKind uint8

const (
	StepMark    StepKind = iota // a byte order mark
	StepNamed                   // a header line, variable, argument, member: a container's named value
	StepPercent                 // percent-encoding
	StepLiteral                 // escapes or pieces of string literals
	StepPEM                     // PEM armor
	StepBase64                  // base64, or an RFC 8941 byte sequence around it
	StepHex                     // hexadecimal
	StepBundle                  // PKCS#7
	StepDER                     // the structure itself
	StepLines                   // what was done to the lines or characters of a whole text
	StepOther                   // another reading, or something left out
)

// trail is the list of steps that led to a text, the last one first.
type trail struct {
	up   *trail
	step Step
}

//go:noinline
func (tr *trail) add(kind StepKind, text string, span source.Span) *trail {
	return &trail{tr, Step{Kind: kind, Text: text, Span: span}}
}

// count is add for a step whose sentence has a count.
//
//go:noinline
func (tr *trail) count(kind StepKind, n int, text string, span source.Span) *trail {
	return &trail{tr, Step{Kind: kind, Count: n, Text: text, Span: span}}
}

// length is the number of steps.
func (tr *trail) length() (n int) {
	for ; tr != nil; tr = tr.up {
		n++
	}
	return n
}

// steps returns the steps in order.
func (tr *trail) steps() []Step {
	s := make([]Step, tr.length())
	tr.fill(s)
	return s
}

// fill puts the steps, in order, at the start of s.
func (tr *trail) fill(s []Step) {
	for n := tr.length(); tr != nil; tr = tr.up {
		n--
		s[n] = tr.step
	}
}

// unwrapper is the state of one run.
type unwrapper struct {
	paste     source.Text
	binary    bool
	yield     func(*Unit) bool
	kind      string
	kindDepth int
	current   Unit
	findings  findings
	field     int // of the current unit that is being decoded, or -1
	count     int // objects so far
	fields    int
	member    member // of XFCC, that the named values are which are being read
	parent    string // of those
	names     map[string]string
	full      bool
	stopped   bool         // nothing more is taken: there is too much of something, or nobody wants it
	work      int          // bytes that may still be read for runs without armor
	meter     source.Meter // of the bytes that passes over texts go through

	unpacked int // bytes so far
	spare    *members

	rewrites    []rewrite
	lineReaders []lineReader
	starts      []start
	startsWith  [256]byte // how each byte begins one

	blocks               []straightBlock // of the value that was read last
	lastHeader, lastStep string          // a name, and the text of its step
	steps                []Step          // of the current unit, where it went the straight way

	longFrom   int  // bytes from which on a text is long
	layersOnly bool // the straight way is not taken: for tests that compare

	records int  // handed on so far
	found   Unit // the record that was read last, until it is handed on
	alb     carrier.ALBLine
	front   carrier.FrontLine
}

// unit returns the current unit.
func (u *unwrapper) unit() *Unit { return &u.current }

// begin starts a new unit at the outermost level. Inside a named value there are
// no units of their own.
func (u *unwrapper) begin(at source.Span) {
	if u.field >= 0 {
		return
	}
	u.flush()
	u.current.Span = at
}

// flush hands on the current unit, unless it is empty, and makes room for the next.
func (u *unwrapper) flush() {
	c := &u.current
	if !c.Empty() && !u.stopped {
		u.hand(c)
	}
	clear(c.Fields)
	clear(c.Objects)
	*c = Unit{Fields: c.Fields[:0], Objects: c.Objects[:0], Versions: c.Versions && c.Empty()}
	u.steps = u.steps[:0]
}

// hand hands on a unit.
func (u *unwrapper) hand(c *Unit) {
	if !u.yield(c) {
		u.stopped = true
	}
}

// note adds a finding about the paste.
//
//go:noinline
func (u *unwrapper) note(id finding.ID, fix finding.Fix, text, hint string, spans ...source.Span) {
	if len(u.findings) >= MaxNotes {
		u.full, u.stopped = true, true
		return
	}
	u.findings.add(id, fix, text, hint, spans...)
}

// recognized says what the paste is: the outermost wrapping names it, and among
// equals the first.
//
//go:noinline
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
func (u *unwrapper) look(n int) { u.meter.Add(n) }

// named decodes a named value. It reports whether something was encoded in it; if
// not, it is kept as a plain one.
func (u *unwrapper) named(name string, nameSpan source.Span, value source.Text, json bool, tr *trail, depth int) bool {
	if u.fields >= MaxFields || u.stopped {
		u.full = true
		return false
	}
	un, outer := u.unit(), u.field
	field, objects, findings := len(un.Fields), len(un.Objects), len(u.findings)
	un.Fields = append(un.Fields, Field{Name: name, Parent: u.parent, Element: u.member.element, Member: u.member.key, JSON: json, NameSpan: nameSpan, Value: value})
	around, records := u.parent, u.records
	u.field, u.parent = field, name
	if textMember(name, value.Bytes) {
		u.keyValue(value, tr)
	}
	u.inside(value, tr, depth+1)
	if !explains(un.Objects[objects:], value.All()) {
		u.heldIn(value, tr)
	}
	u.field, u.parent = outer, around
	f := &un.Fields[field]
	f.Inner = len(un.Fields) - field - 1
	if len(un.Objects) == objects && len(u.findings) == findings && u.member.element == 0 && allPlain(un.Fields[field+1:]) {
		if un.plain >= MaxPlain || u.records > records {
			un.Fields = un.Fields[:field]
			return false
		}
		f.Plain = true
		un.plain++
		return false
	}
	u.fields++
	for i := objects; i < len(un.Objects); i++ {
		if un.Objects[i].Field == field {
			f.Objects = append(f.Objects, i)
		}
	}
	un.Span = un.Span.Join(nameSpan).Join(value.All())
	return true
}

// explains reports whether the structures that were found in a value are all of it, but
// for their armor: what else is in it may be a key.
func explains(objects []Object, value source.Span) bool {
	const armor = 100 // characters, with its escapes
	rest := value.Len()
	for i := range objects {
		o := &objects[i]
		switch {
		case o.Kind.Secret():
			return true
		case o.IsCertificate():
			rest -= o.DER.All().Len() + armor
		}
	}
	return len(objects) > 0 && rest < armor
}

func allPlain(fields []Field) bool {
	for i := range fields {
		if !fields[i].Plain {
			return false
		}
	}
	return true
}

// plain keeps a named value in which nothing is encoded, as far as there is room.
func (u *unwrapper) plain(name string, nameSpan source.Span, value source.Text, json bool) {
	un := u.unit()
	if un.plain >= MaxPlain || u.stopped {
		return
	}
	un.plain++
	un.Fields = append(un.Fields, Field{Name: name, Parent: u.parent, Element: u.member.element, Member: u.member.key, JSON: json, NameSpan: nameSpan, Value: value, Plain: true})
}
