package certinfo

import (
	"bytes"
	"time"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Most extensions are rare, and their values are plain structures. Those are read
// by one function that follows a schema; known.go says which has which.

// Value is one element of a value that was read by a schema.
type Value struct {
	Kind   ValueKind
	Member string       // name of the field in the ASN.1, empty for a member of a list
	Label  string       // what people call it; may be empty for a member of a list
	Text   string       // of numbers, booleans, words and strings
	OID    oid.OID      // of an object identifier
	Name   *GeneralName // of a GeneralName
	Time   time.Time    // of a time
	Raw    []byte       // content octets; of ValueASN1 the whole encoding
	At     int          // offset of Raw
	Tag    int          // universal tag of a string
	Unused uint8        // bits of the last byte of Raw that do not count, of a BIT STRING
	Head   bool         // the structure around it is called by it
	Place  der.Place
	List   []Value // of a structure or list
}

// ValueKind says what a Value is.
type ValueKind uint8

const (
	ValueList    ValueKind = iota // a structure or a list
	ValueNumber                   // Text is the number in decimal
	ValueWords                    // Text is what a number or a set of bits means
	ValueBoolean                  // Text is "true" or "false"
	ValueNull
	ValueOID
	ValueBytes
	ValueText
	ValueTime
	ValueName
	ValueASN1 // anything: it is not read further
)

// Find returns the first member of the structure with the name, or nil.
func (v *Value) Find(member string) *Value {
	for i := range v.List {
		if v.List[i].Member == member {
			return &v.List[i]
		}
	}
	return nil
}

// schema says what an element is to be.
type schema struct {
	kind   kind
	tag    tagging  // the universal tag of the kind, or another
	opt    bool     // it may be missing
	head   bool     // the structure around it is called by it
	bare   bool     // all members may be missing at once
	member string   // its name in the ASN.1; of an alternative too, though in paths the CHOICE has its own
	label  string   // what people call it
	of     []schema // members of a sequence; the one kind of member of a list; what asChoice and asByID choose from
	words  []string // what a number means; names of bits
	id     oid.OID  // in the choice of asByID: the identifier that asks for this
}

// kind is what an element is read as.
type kind uint8

const (
	asSequence kind = iota // SEQUENCE, members in order
	asList                 // SEQUENCE OF
	asSet                  // SET OF
	asInteger
	asEnum
	asBoolean
	asNull
	asOID
	asOctets
	asChars // OCTET STRING that holds text
	asBits
	asIA5    // IA5String
	asText   // a string of any type
	asTime   // UTCTime or GeneralizedTime
	asDN     // Name
	asChoice // CHOICE
	asName   // GeneralName
	asBase   // GeneralName of a name constraint: an address has a mask
	asNames  // GeneralNames
	asAny    // ANY
	asByID   // ANY DEFINED BY the OBJECT IDENTIFIER before it
)

// kindTags are the universal tags of the kinds that have one.
var kindTags = [...]int{
	asSequence: der.Sequence, asList: der.Sequence, asSet: der.Set, asInteger: der.Integer, asEnum: der.Enumerated,
	asBoolean: der.Boolean, asNull: der.Null, asOID: der.OID, asOctets: der.OctetString, asBits: der.BitString,
	asChars: der.OctetString, asIA5: der.IA5String, asDN: der.Sequence, asNames: der.Sequence, asByID: 0,
}

// tagging is a context-specific tag plus one; explicit ones are negative.
type tagging int8

// in0 to in5 are implicit tags, ex0 to ex3 explicit ones.
const (
	in0, in1, in2, in3, in4, in5 tagging = 1, 2, 3, 4, 5, 6
	ex0, ex1, ex2, ex3           tagging = -1, -2, -3, -4
)

// fits reports whether e is what s asks for, by its tag.
func (s *schema) fits(e *der.Element) bool {
	switch {
	case s.tag > 0:
		return e.IsContext(int(s.tag) - 1)
	case s.tag < 0:
		return e.IsContext(int(-s.tag) - 1)
	case s.kind == asChoice:
		return s.pick(e) != nil
	}
	return s.kind.fits(e)
}

// pick returns the alternative of the CHOICE that e is, or nil.
func (s *schema) pick(e *der.Element) *schema {
	for i := range s.of {
		if s.of[i].fits(e) {
			return &s.of[i]
		}
	}
	return nil
}

func (k kind) fits(e *der.Element) bool {
	switch k {
	case asAny, asByID:
		return true
	case asText:
		return e.Class == der.Universal && der.IsString(e.Tag)
	case asTime:
		return e.Is(der.UTCTime) || e.Is(der.GeneralizedTime)
	case asName, asBase:
		return e.Class == der.ContextSpecific
	}
	return e.Is(kindTags[k])
}

// wanted names what s asks for, with its article.
func (s *schema) wanted() string {
	switch {
	case s.tag > 0:
		return typeName(&der.Element{Class: der.ContextSpecific, Tag: int(s.tag) - 1})
	case s.tag < 0:
		return typeName(&der.Element{Class: der.ContextSpecific, Tag: int(-s.tag) - 1})
	case s.kind == asChoice:
		out := ""
		for i := range s.of {
			if i > 0 {
				out += " or "
			}
			out += s.of[i].wanted()
		}
		return out
	case s.kind == asText:
		return "a string"
	case s.kind == asTime:
		return "a time"
	case s.kind == asName, s.kind == asBase:
		return "a GeneralName"
	}
	return typeName(&der.Element{Tag: kindTags[s.kind]})
}

// under is the path of a member, relative to extnValue.
func (r *reader) under(path, member string) string {
	if r.quiet || member == "" {
		return path
	}
	return path + "." + member
}

// read reads e, which stands at path, as s says.
func (r *reader) read(s *schema, e *der.Element, v *Value, path string) {
	r.check(e, path)
	r.readChecked(s, e, v, path)
}

func (r *reader) readChecked(s *schema, e *der.Element, v *Value, path string) {
	*v = Value{Kind: ValueASN1, Member: s.member, Label: s.label, Head: s.head, Place: e.Place(), Raw: e.Bytes, At: e.Offset}
	k := s.kind
	var inner der.Element
	if s.tag < 0 {
		in := e.Children()
		if !e.Constructed || !in.Scan(&inner) {
			r.missing(e.End(), path)
			return
		}
		r.rest(&in, path)
		r.check(&inner, path)
		e = &inner
	}
	if k == asChoice {
		r.alternative(s, e, v, path)
		return
	}
	if s.tag <= 0 && !k.fits(e) || s.tag < 0 && e.Problem&der.BrokenHeader != 0 {
		r.wrongType(e, path, (&schema{kind: k}).wanted())
		return
	}
	if k <= asSet || k == asNames {
		if !e.Constructed {
			r.wrongType(e, path, "a constructed element")
			return
		}
		v.Kind = ValueList
	} else if e.Constructed && k < asDN {
		r.segmented(e, path)
		return
	}
	if k < asAny {
		v.Raw, v.At = e.Content(), e.Offset+e.Header
	}
	switch k {
	case asSequence:
		r.members(s, e, v, path)
	case asList, asSet:
		r.listed(s, e, v, path)
	case asNames:
		for _, n := range r.generalNames(e, path) {
			v.List = append(v.List, Value{Kind: ValueName, Name: &n, Place: n.Place})
		}
	case asInteger, asEnum:
		r.number(s, e, v, path)
	case asBoolean:
		v.Kind, v.Text = ValueBoolean, "false"
		if r.boolean(e, path) {
			v.Text = "true"
		}
	case asNull:
		v.Kind = ValueNull
		if len(v.Raw) > 0 {
			r.find(finding.FieldExtra, v.Place, path, r.name(path)+" is a NULL with content.")
		}
	case asOID:
		v.Kind, v.OID = ValueOID, oid.OID(r.str(e))
		if !v.OID.Valid() {
			r.find(finding.OIDNotValid, v.Place, path, r.name(path)+" is not a valid object identifier.")
		}
	case asOctets:
		v.Kind = ValueBytes
	case asChars:
		v.Kind = ValueBytes
		if text := r.str(e); readable(text) {
			v.Kind, v.Text, v.Tag = ValueText, text, der.OctetString
		}
	case asBits:
		if s.words != nil {
			v.Kind, v.Text = ValueWords, BitWords(r.namedBits(e, path), s.words)
			break
		}
		bits := r.bitString(e, path)
		v.Kind, v.Raw, v.At, v.Unused = ValueBytes, bits.Bytes, v.At+1, uint8(bits.Unused)
	case asIA5, asText:
		v.Kind, v.Tag = ValueText, e.Tag
		if e.Class != der.Universal {
			v.Tag = der.UTF8String
		}
		v.Text = r.textOf(e, v.Tag, path)
	case asTime:
		tag := e.Tag
		if e.Class != der.Universal {
			tag = der.GeneralizedTime
		}
		t := r.moment(e, tag, path)
		v.Kind, v.Time = ValueTime, t.Time
		if !t.OK {
			v.Kind = ValueText
			v.Text = printable(t.Text)
		}
	case asName, asBase:
		v.Kind, v.Name = ValueName, new(GeneralName)
		r.network = k == asBase
		r.generalName(e, v.Name, path, -1)
		r.network = false
	case asDN:
		name := r.directory(e, path)
		v.Kind, v.Name = ValueName, &GeneralName{Kind: DirectoryName, Directory: &name, Text: name.String(), Place: v.Place}
	case asAny, asByID:
		r.any(e, path, 0)
	}
}

// alternative reads the element of a CHOICE.
func (r *reader) alternative(s *schema, e *der.Element, v *Value, path string) {
	m := s.pick(e)
	if m == nil {
		choice := *s
		choice.tag = 0
		r.wrongType(e, path, choice.wanted())
		return
	}
	if r.trace != nil && m.member != "" {
		r.mark(e, path+"."+m.member) // a member of a list goes by its kind
	}
	at := v.Place
	r.readChecked(m, e, v, path)
	v.Member, v.Head, v.Place = s.member, s.head, at
	if s.label != "" {
		v.Label = s.label
	}
}

// members reads a SEQUENCE.
func (r *reader) members(s *schema, e *der.Element, v *Value, path string) {
	in := e.Children()
	v.List = make([]Value, 0, len(s.of))
	var id oid.OID
	if !in.More() && !s.bare {
		r.mustHold(s, e, path)
	}
	for i := range s.of {
		m := &s.of[i]
		f, ok := in.Peek()
		at := r.under(path, m.member)
		switch {
		case m.opt && (!ok || !m.fits(&f)):
			continue
		case !ok:
			r.missing(e.End(), at)
			return
		case !m.fits(&f):
			r.wrongType(&f, at, m.wanted())
			return
		}
		in.Scan(&f)
		if m.kind == asByID {
			m = m.choose(id)
		}
		v.List = append(v.List, Value{})
		one := &v.List[len(v.List)-1]
		r.read(m, &f, one, at)
		if one.Kind == ValueOID {
			id = one.OID
			r.doubt(id, &f, at, in)
		}
	}
	r.rest(&in, path)
}

// mustHold reports an empty structure of which every member may be missing, but
// not all of them.
func (r *reader) mustHold(s *schema, e *der.Element, path string) {
	for i := range s.of {
		if !s.of[i].opt {
			return
		}
	}
	r.emptyList(e, path)
}

// choose returns the schema for what the identifier asks for.
func (s *schema) choose(id oid.OID) *schema {
	for i := range s.of {
		if s.of[i].id == id {
			return &s.of[i]
		}
	}
	return &schema{kind: asAny, member: s.member, label: s.label}
}

// listed reads a SEQUENCE OF or SET OF.
func (r *reader) listed(s *schema, e *der.Element, v *Value, path string) {
	in := e.Children()
	v.List = make([]Value, min(in.Count(MaxNames), MaxNames))
	if len(v.List) == 0 && s.kind == asList {
		r.emptyList(e, path)
	}
	var f der.Element
	var before []byte
	sorted := true
	for i := range v.List {
		in.Scan(&f)
		r.read(&s.of[0], &f, &v.List[i], r.item(path, i))
		sorted = sorted && bytes.Compare(before, f.Bytes) <= 0
		before = f.Bytes
	}
	if s.kind == asSet && !sorted {
		r.find(finding.SetOrder, v.Place, path, r.name(path)+" has its members in another order than DER.")
	}
	if in.More() {
		r.find(finding.FieldTooMany, v.Place, path, r.name(path)+" has more than "+words.Number(MaxNames)+" members; the rest is not read.")
	}
}

// number reads an INTEGER or ENUMERATED.
func (r *reader) number(s *schema, e *der.Element, v *Value, path string) {
	n := r.integer(e, path)
	small, ok := der.SmallInteger(n.Raw)
	switch {
	case ok && small >= 0 && small < len(s.words) && s.words[small] != "":
		v.Kind, v.Text = ValueWords, s.words[small]
	case n.BitLen() < 128: // as OpenSSL has it
		v.Kind = ValueNumber
		v.Text, _ = n.Decimal()
	default:
		v.Kind, v.Text = ValueNumber, "0x"+n.Hex()
	}
}

// readable reports whether octets are text: UTF-8 on lines.
func readable(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

// BitWords are the names of the bits that are set, with commas.
func BitWords(set uint16, words []string) string {
	out := ""
	for i := range 16 {
		if set>>i&1 == 0 {
			continue
		}
		if out != "" {
			out += ", "
		}
		if i < len(words) {
			out += words[i]
		} else {
			out += "bit " + itoa(i)
		}
	}
	return out
}
