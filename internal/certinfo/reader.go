package certinfo

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// reader fills in what is read.
type reader struct {
	s    *Structure
	text string // the input once more: every string that is read is a piece of it

	// cut says that bytes are missing at the end. What is wrong with the elements
	// that reach that end is told once, by one finding with the path of the
	// innermost.
	cut     bool
	cutPath string

	noun     string       // what is being read: "certificate"
	exts     *[]Extension // those being read: of the whole, or of an entry of a list; or nil
	nameless bool         // it is a certificate whose subject has no attributes

	extension int  // index in exts of the extension whose value is being read, or -1
	quiet     bool // findings only set noticed: no path and no sentence is made
	noticed   bool
	schema    *schema     // of that value
	network   bool        // an address in a GeneralName has a mask
	full      bool        // there are MaxFindings: from now on all is quiet
	element   der.Element // that value; here, because a local one would be a piece of garbage each

	trace *trace // gathers the names of elements, or nil
}

// find adds a finding. Inside an extension path is relative to its extnValue.
func (r *reader) find(id finding.ID, at der.Place, path, text string) {
	if r.quiet || r.trace != nil {
		r.noticed = true
		return
	}
	if r.extension >= 0 {
		path = (*r.exts)[r.extension].Path() + ".extnValue" + path
	}
	if r.cut && at.Offset+at.Length >= len(r.s.DER) {
		if len(path) > len(r.cutPath) {
			r.cutPath = path
		}
		return
	}
	for i := range r.s.Findings { // two readers may look at one element
		if f := &r.s.Findings[i]; f.ID == id && f.DER != nil && f.DER.Offset == at.Offset && f.DER.Length == at.Length && f.DER.Path == path {
			return
		}
	}
	if len(r.s.Findings) == MaxFindings {
		id, text = finding.FindingsTooMany, "There are more findings than the "+strconv.Itoa(MaxFindings)+" that are listed."
		r.full, r.quiet = true, true
	}
	f := finding.Finding{ID: id, Text: text}
	if id != finding.FindingsTooMany {
		f.DER = &finding.DER{Offset: at.Offset, Length: at.Length, Path: path}
	}
	r.s.Findings = append(r.s.Findings, f)
}

// name is how a sentence calls the field with the path.
func (r *reader) name(path string) string {
	if r.quiet {
		return ""
	}
	if r.extension >= 0 {
		x := &(*r.exts)[r.extension]
		name := x.Name()
		if name == "" {
			name = x.OID.String()
		}
		return name + path
	}
	if r.exts != nil && len(*r.exts) > 0 { // the extension around that value
		x := &(*r.exts)[len(*r.exts)-1]
		if rest, ok := strings.CutPrefix(path, x.Path()); ok && x.Name() != "" {
			return x.Name() + rest
		}
	}
	return path
}

// check looks at an element that was found where something with the path is due: it
// reports what is wrong with its header.
func (r *reader) check(e *der.Element, path string) {
	if r.trace != nil {
		r.mark(e, path)
	}
	if e.Problem != 0 {
		r.problems(e, path)
	}
	if !e.FormOK() {
		r.wrongForm(e, path)
	}
}

// wrongForm reports a universal type in the other form than it has.
func (r *reader) wrongForm(e *der.Element, path string) {
	text := r.name(path) + " is " + typeName(e) + " in the primitive form; it is always constructed."
	if e.Constructed {
		text = r.name(path) + " is " + typeName(e) + " in the constructed form; it is always primitive."
	}
	r.find(finding.FieldType, e.Place(), path, text)
}

func (r *reader) problems(e *der.Element, path string) {
	at := lengthPlace(e)
	if r.cut && e.End() >= len(r.s.DER) && e.Offset+e.Header+e.Declared <= r.s.Declared {
		at.Length = len(r.s.DER) - at.Offset // the missing bytes explain it
	}
	name := r.name(path)
	if e.Problem&der.BrokenHeader != 0 {
		r.find(finding.DERHeader, e.Place(), path, name+" starts with a tag or length that cannot be read.")
	}
	if e.Problem&der.Overrun != 0 {
		r.find(finding.DERLengthOverrun, at, path, name+" declares "+words.Count(e.Declared, "byte")+" of content; "+
			words.Count(len(e.Bytes)-e.Header, "byte")+" are left in the element around it.")
	}
	if e.Problem&der.LongLength != 0 {
		r.find(finding.DERLengthForm, at, path, "The length of "+name+" takes more octets than it must.")
	}
	if e.Problem&der.Indefinite != 0 {
		r.find(finding.DERIndefinite, at, path, name+" has an indefinite length, which BER allows and DER does not.")
	}
	if e.Problem&der.Unterminated != 0 {
		r.find(finding.DERLengthOverrun, e.Place(), path, name+" has an indefinite length and no end.")
	}
	if e.Problem&der.LongTag != 0 {
		r.find(finding.DERTagForm, der.Place{Offset: e.Offset, Length: e.Header}, path, "The tag of "+name+" takes more octets than it must.")
	}
}

// lengthPlace returns where the length octets of e stand, without the first one
// of the long form.
func lengthPlace(e *der.Element) der.Place {
	if e.Header < 2 {
		return e.Place()
	}
	at := e.Offset + 1
	if e.Bytes[0]&0x1F == 0x1F {
		for at < e.Offset+e.Header-1 && e.Bytes[at-e.Offset] >= 0x80 {
			at++
		}
		at++
	}
	n := e.Offset + e.Header - at
	if n > 1 {
		at, n = at+1, n-1
	}
	return der.Place{Offset: at, Length: n}
}

// str returns the content of e as a piece of the shared copy.
func (r *reader) str(e *der.Element) string {
	return r.text[e.Offset+e.Header : e.Offset+len(e.Bytes)]
}

// missing reports that a field is not there.
func (r *reader) missing(at int, path string) {
	if r.cut && at >= len(r.s.DER) {
		return
	}
	r.find(finding.FieldMissing, der.Place{Offset: at}, path, r.name(path)+" is missing.")
}

// wrongType reports that e is not what the field asks for.
func (r *reader) wrongType(e *der.Element, path, want string) {
	r.find(finding.FieldType, e.Place(), path, r.name(path)+" is "+typeName(e)+" where "+want+" is due.")
}

// blame reports the OBJECT IDENTIFIER at the place if it has a name without its
// last octets, or with the octet that follows: what comes after it, next, is
// broken, and its length is the cause.
func (r *reader) blame(id oid.OID, at der.Place, path string, next *der.Element) {
	switch {
	case oid.Overlong(id):
		r.find(finding.OIDNotValid, at, path, r.name(path)+" is "+id.String()+", which is not known. Its length seems to take in bytes of what follows.")
	case oid.Clipped(id, next.Bytes[0]):
		r.find(finding.OIDNotValid, at, path, r.name(path)+" is "+id.String()+". Its length seems to leave out its last byte.")
	}
}

// arc reports an identifier that lacks its last part.
func (r *reader) arc(id oid.OID, at der.Place, path string) {
	if oid.IsArc(id) {
		r.find(finding.OIDNotValid, at, path, r.name(path)+" is "+id.String()+", with which longer identifiers begin: its last part seems to be missing.")
	}
}

// doubt blames e, the identifier id, if the element after it is broken.
func (r *reader) doubt(id oid.OID, e *der.Element, path string, after der.Reader) {
	if next, ok := after.Next(); ok && next.Problem&(der.Overrun|der.BrokenHeader) != 0 {
		r.blame(id, e.Place(), path, &next)
	}
}

// rest reports elements after the last one that a structure has.
func (r *reader) rest(in *der.Reader, path string) {
	if in.More() {
		r.extra(rest(in), path)
	}
}

// inTurn looks at a member of a SEQUENCE in which members are known by their tags and come
// in order, each once: due is the tag that may come next.
func (r *reader) inTurn(e *der.Element, due *int, path string) {
	if e.Class == der.ContextSpecific {
		if e.Tag < *due {
			r.again(e, path)
		}
		*due = e.Tag + 1
	}
}

// again reports a member that is there already, or comes too late.
//
//go:noinline
func (r *reader) again(e *der.Element, path string) {
	r.find(finding.FieldExtra, e.Place(), path, r.name(path)+" holds "+typeName(e)+" once more, or after one that comes later.")
}

// extra reports what stands where nothing is due, if anything does.
func (r *reader) extra(at der.Place, path string) {
	if at.Length > 0 {
		r.find(finding.FieldExtra, at, path, words.Count(at.Length, "byte")+" more than "+r.name(path)+" has room for.")
	}
}

// typeName names the type of e in words, with its article.
func typeName(e *der.Element) string {
	if e.Problem&der.BrokenHeader != 0 {
		return "unreadable"
	}
	n := strconv.Itoa(e.Tag)
	switch e.Class {
	case der.ContextSpecific:
		return "a [" + n + "]"
	case der.Application:
		return "an [APPLICATION " + n + "]"
	case der.Private:
		return "a [PRIVATE " + n + "]"
	}
	for _, t := range typeNames {
		if t.tag == e.Tag {
			return t.name
		}
	}
	return "a [UNIVERSAL " + n + "]"
}

var typeNames = [...]struct {
	tag  int
	name string
}{
	{der.Boolean, "a BOOLEAN"},
	{der.Integer, "an INTEGER"},
	{der.BitString, "a BIT STRING"},
	{der.OctetString, "an OCTET STRING"},
	{der.Null, "a NULL"},
	{der.OID, "an OBJECT IDENTIFIER"},
	{der.Enumerated, "an ENUMERATED"},
	{der.UTF8String, "a UTF8String"},
	{der.RelativeOID, "a RELATIVE-OID"},
	{der.Sequence, "a SEQUENCE"},
	{der.Set, "a SET"},
	{der.NumericString, "a NumericString"},
	{der.PrintableString, "a PrintableString"},
	{der.T61String, "a T61String"},
	{der.VideotexString, "a VideotexString"},
	{der.IA5String, "an IA5String"},
	{der.UTCTime, "a UTCTime"},
	{der.GeneralizedTime, "a GeneralizedTime"},
	{der.GraphicString, "a GraphicString"},
	{der.VisibleString, "a VisibleString"},
	{der.GeneralString, "a GeneralString"},
	{der.UniversalString, "a UniversalString"},
	{der.BMPString, "a BMPString"},
}

// integer reads the INTEGER e.
func (r *reader) integer(e *der.Element, path string) Integer {
	r.check(e, path)
	v := Integer{Raw: e.Content(), Place: e.Place()}
	if e.Constructed {
		r.wrongType(e, path, "a primitive INTEGER")
		v.Raw = nil
	} else if !der.IntegerOK(v.Raw) {
		text := r.name(path) + " has no octets."
		if len(v.Raw) > 0 {
			text = r.name(path) + " takes more octets than it must."
		}
		r.find(finding.IntegerNotDER, v.Place, path, text)
	}
	return v
}

// boolean reads the BOOLEAN e.
func (r *reader) boolean(e *der.Element, path string) bool {
	r.check(e, path)
	content := e.Content()
	v, ok := der.ReadBoolean(content)
	if !ok {
		text := r.name(path) + " is a BOOLEAN of " + words.Count(len(content), "byte") + "."
		if len(content) == 1 {
			text = r.name(path) + " is a BOOLEAN of 0x" + words.HexUpper(content) +
				"; DER has 0xFF for true. It is read as true, as BER reads it."
		}
		r.find(finding.BooleanNotDER, e.Place(), path, text)
	}
	return v
}

// bitString reads the BIT STRING e.
func (r *reader) bitString(e *der.Element, path string) BitString {
	r.check(e, path)
	v := BitString{Place: e.Place()}
	if e.Constructed {
		r.find(finding.DERSegmented, v.Place, path, r.name(path)+" is a BIT STRING in segments; it is not read.")
		return v
	}
	var ok bool
	if v.Bytes, v.Unused, ok = der.ReadBitString(e.Content()); !ok {
		r.find(finding.BitStringNotDER, v.Place, path, r.name(path)+" has a wrong number of unused bits, or unused bits that are not zero.")
	}
	return v
}

// checkName reports what dn noticed about a name.
func (r *reader) checkName(n *dn.Name, path string) {
	r.deceptiveName(n, path)
	if n.Sound {
		return
	}
	if r.quiet {
		r.noticed = true
		return
	}
	r.faults(n.Fault, n.Place, path, "a Name", nil)
	for i := range n.RDNs {
		d := &n.RDNs[i]
		p := string(appendIndex([]byte(path), i))
		r.faults(d.Fault, d.Place, p, "a SET with attributes", nil)
		for j := range d.Attributes {
			if a := &d.Attributes[j]; a.Fault&^dn.NotString != 0 {
				at := a.Place
				q := string(appendIndex([]byte(p), j))
				if a.Fault&dn.BadType != 0 {
					r.find(finding.OIDNotValid, a.Type, q+".type", r.name(q)+".type is not an object identifier that an attribute can have, or its length takes in bytes of the value or leaves out its own.")
				}
				r.attributeShape(a, q)
				if a.Fault&dn.WrongShape != 0 && a.Value.Length == 0 && a.OID != "" {
					continue // it is told
				}
				if (a.Fault&dn.WrongShape == 0 || a.Fault&dn.Segmented != 0) && a.Value.Length > 0 {
					at, q = a.Value, q+".value"
				}
				if a.Fault&(dn.OtherType|dn.Refused) != 0 {
					r.wrongValue(a, q)
				}
				r.faults(a.Fault, at, q, "a type and a value", a)
			}
		}
	}
}

// attributeShape reports an attribute at path that lacks its value, or holds more.
func (r *reader) attributeShape(a *dn.Attribute, path string) {
	end := a.Place.Offset + a.Place.Length
	if a.Fault&dn.WrongShape != 0 && a.Value.Length == 0 && a.OID != "" {
		r.missing(end, path+".value")
	}
	if a.Fault&dn.Extra != 0 {
		at := a.Value.Offset + a.Value.Length
		rest := der.Place{Offset: at, Length: end - at}
		if rest.Length == 1 { // no element
			path += ".value"
		}
		r.find(finding.FieldExtra, rest, path, words.Count(rest.Length, "byte")+" more than "+r.name(path)+" has room for.")
	}
}

// wrongValue reports a value of another type than its attribute has, or than OpenSSL reads.
func (r *reader) wrongValue(a *dn.Attribute, path string) {
	e, _ := der.First(a.DER)
	text := r.name(path) + " is " + typeName(&e)
	if want := dn.StringType(a.OID); want > 0 {
		text += " where " + typeName(&der.Element{Tag: want}) + " is due."
	} else if want < 0 {
		text += " where a DirectoryString is due."
	} else {
		text += "."
	}
	id := finding.NameStringType
	if a.Fault&(dn.NotString|dn.Refused) != 0 {
		id = finding.FieldType
	}
	if a.Fault&dn.Refused != 0 {
		text += " OpenSSL reads no certificate with such a value in a name."
	}
	r.find(id, a.Value, path, text)
}

func (r *reader) faults(f dn.Fault, at der.Place, path, want string, a *dn.Attribute) {
	name := r.name(path)
	if f&dn.WrongShape != 0 {
		r.find(finding.FieldType, at, path, name+" is not "+want+", as it must be.")
	}
	if f&dn.BadLength != 0 {
		r.find(finding.DERLengthOverrun, at, path, "A length in "+name+" runs over the element around it, or is not in the form of DER.")
	}
	if f&dn.Empty != 0 {
		r.find(finding.NameEmptyRDN, at, path, name+" is an empty set. OpenSSL, and so the load balancer's header, leaves it out.")
	}
	if f&dn.Unsorted != 0 {
		r.find(finding.SetOrder, at, path, name+" has its attributes in another order than DER. OpenSSL prints them as they stand.")
	}
	if f&dn.TooMany != 0 {
		r.find(finding.FieldTooMany, at, path, name+" has more than "+words.Number(dn.MaxAttributes)+" attributes; the rest is not read.")
	}
	if f&dn.Segmented != 0 {
		r.find(finding.DERSegmented, at, path, name+" is a string in segments, as BER allows and DER does not.")
	}
	if f&dn.BadString != 0 && a != nil {
		r.badString(a.Tag, at, path)
	}
}

// badString reports a string whose octets are not valid for its type.
func (r *reader) badString(tag int, at der.Place, path string) {
	if r.quiet { // there may be a hundred thousand
		r.noticed = true
		return
	}
	e := der.Element{Tag: tag}
	if tag == der.UTF8String {
		r.find(finding.StringBadUTF8, at, path, r.name(path)+" is a UTF8String whose bytes are not UTF-8.")
		return
	}
	r.find(finding.StringBadCharacter, at, path, r.name(path)+" has characters that "+typeName(&e)+" does not allow.")
}
