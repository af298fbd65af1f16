// Package der reads tag-length-value encodings (ITU-T X.690) leniently.
//
// A [Reader] hands out the elements of a piece of DER one by one, each with its
// offset in the whole. It never refuses: what breaks the rules of DER comes back
// as an [Element] with [Problem] bits set, and a header that cannot be read at
// all as one last element that holds the bytes left over. BER's indefinite
// lengths are read. No byte is copied.
//
// Limits: [MaxDepth] levels of indefinite length; tags up to 2^28-1; lengths up to
// 2^31-1. Values of the common types are read by the functions in this package
// that take an element's content.
package der

// MaxDepth bounds the nesting that readers follow: X.509 itself stays below 20,
// and every level costs stack.
const MaxDepth = 64

// Class is the tag class.
type Class uint8

const (
	Universal       Class = 0
	Application     Class = 1
	ContextSpecific Class = 2
	Private         Class = 3
)

// Universal tags (X.680, 8.4).
const (
	Boolean         = 1
	Integer         = 2
	BitString       = 3
	OctetString     = 4
	Null            = 5
	OID             = 6
	Enumerated      = 10
	UTF8String      = 12
	RelativeOID     = 13
	Sequence        = 16
	Set             = 17
	NumericString   = 18
	PrintableString = 19
	T61String       = 20
	VideotexString  = 21
	IA5String       = 22
	UTCTime         = 23
	GeneralizedTime = 24
	GraphicString   = 25
	VisibleString   = 26
	GeneralString   = 27
	UniversalString = 28
	BMPString       = 30
)

// Problem is a set of ways in which an element breaks the rules of DER.
type Problem uint8

const (
	Overrun      Problem = 1 << iota // the length runs over the enclosing element; the content is cut at its end
	LongLength                       // the length is not in its shortest form (X.690, 10.1)
	Indefinite                       // the length is indefinite, as BER allows and DER does not (X.690, 10.1)
	Unterminated                     // an indefinite length without its end-of-contents octets
	LongTag                          // the tag number is not in its shortest form (X.690, 8.1.2.4)
	BrokenHeader                     // the identifier or length octets are cut off or out of range: the rest is content
)

// Element is one tag-length-value. Its Bytes share the reader's memory.
type Element struct {
	Offset      int    // of the identifier octet, from the start of the whole
	Header      int    // identifier and length octets
	Declared    int    // content octets that the header declares; -1 for indefinite
	Bytes       []byte // header and content as present, without end-of-contents octets
	Trailer     int    // end-of-contents octets after Bytes: 2 or 0
	Tag         int
	Class       Class
	Constructed bool
	Problem     Problem
}

// Content returns the content octets.
func (e *Element) Content() []byte { return e.Bytes[e.Header:] }

// End returns the offset after the element.
func (e *Element) End() int { return e.Offset + len(e.Bytes) + e.Trailer }

// Is reports whether e is of the universal type tag.
func (e *Element) Is(tag int) bool { return e.Class == Universal && e.Tag == tag }

// FormOK reports whether e, if it is of a universal type, is primitive or constructed
// as that type is (X.690, 8.2 to 8.23). Strings may be either in BER, and are not
// judged here. Tags 0 and 15 are no types.
func (e *Element) FormOK() bool {
	const (
		primitive   = 1<<Boolean | 1<<Integer | 1<<Null | 1<<OID | 1<<9 | 1<<Enumerated | 1<<RelativeOID | 1<<14 | 1<<UTCTime | 1<<GeneralizedTime
		constructed = 1<<8 | 1<<11 | 1<<Sequence | 1<<Set | 1<<29
	)
	if e.Class != Universal || e.Tag >= 32 || e.Problem&BrokenHeader != 0 {
		return true
	}
	if e.Constructed {
		return primitive>>e.Tag&1 == 0
	}
	return constructed>>e.Tag&1 == 0
}

// IsContext reports whether e has the context-specific tag.
func (e *Element) IsContext(tag int) bool { return e.Class == ContextSpecific && e.Tag == tag }

// Children returns a reader over the content of e.
func (e *Element) Children() Reader {
	return Reader{src: e.Content(), base: e.Offset + e.Header}
}

// Reader hands out elements one after another.
type Reader struct {
	src  []byte
	base int // offset of src[0] in the whole
	pos  int
}

// NewReader returns a reader over der.
func NewReader(der []byte) Reader { return Reader{src: der} }

// NewReaderAt returns a reader over der, which stands at the offset base of a
// whole: elements carry offsets into the whole.
func NewReaderAt(der []byte, base int) Reader { return Reader{src: der, base: base} }

// First returns the first element of der; ok is false if there is none.
func First(der []byte) (e Element, ok bool) {
	r := NewReader(der)
	return r.Next()
}

// More reports whether bytes are left.
func (r *Reader) More() bool { return r.pos < len(r.src) }

// Rest returns the bytes not yet read, and their offset.
func (r *Reader) Rest() ([]byte, int) { return r.src[r.pos:], r.base + r.pos }

// Peek returns the next element without reading past it.
func (r *Reader) Peek() (Element, bool) {
	c := *r
	return c.Next()
}

// Next returns the next element; false at the end.
func (r *Reader) Next() (e Element, ok bool) {
	ok = r.Scan(&e)
	return e, ok
}

// read fills in e with the element at r.pos, of whatever form, and goes past it.
func (r *Reader) read(e *Element, depth int) {
	b := r.src[r.pos:]
	*e = Element{Offset: r.base + r.pos}
	e.header(b)
	if e.Problem&(Indefinite|BrokenHeader) == Indefinite {
		r.indefinite(e, b, depth)
	}
	r.pos += len(e.Bytes) + e.Trailer
}

// header reads identifier and length octets, and takes as much content as they
// declare and b has.
func (e *Element) header(b []byte) {
	n := 1
	e.Class, e.Constructed, e.Tag = Class(b[0]>>6), b[0]&0x20 != 0, int(b[0]&0x1F)
	if e.Tag == 0x1F { // high tag number (X.690, 8.1.2.4)
		tag, ok := 0, false
		for i := 1; i < len(b) && i <= 4; i++ {
			tag = tag<<7 | int(b[i]&0x7F)
			if b[i] < 0x80 {
				n, ok = i+1, true
				break
			}
		}
		if !ok {
			e.broken(b)
			return
		}
		if b[1] == 0x80 || tag < 0x1F {
			e.Problem |= LongTag
		}
		e.Tag = tag
	}
	if n >= len(b) {
		e.broken(b)
		return
	}
	l := int(b[n])
	n++
	switch {
	case l < 0x80:
	case l == 0x80:
		e.Problem |= Indefinite
		e.Header, e.Declared = n, -1
		return
	default:
		k := l & 0x7F
		if n+k > len(b) {
			e.broken(b)
			return
		}
		l = 0
		for i := 0; i < k; i++ {
			if l >= 1<<23 {
				e.broken(b)
				return
			}
			l = l<<8 | int(b[n+i])
		}
		if b[n] == 0 || l < 0x80 {
			e.Problem |= LongLength
		}
		n += k
	}
	e.Header, e.Declared = n, l
	if l > len(b)-n {
		e.Problem |= Overrun
		l = len(b) - n
	}
	e.Bytes = b[:n+l]
}

// broken ends the reading: all that is left becomes content without a header.
func (e *Element) broken(b []byte) {
	e.Problem |= BrokenHeader
	e.Header, e.Declared, e.Bytes = 0, len(b), b
	e.Constructed = false
}

// indefinite finds the end-of-contents octets that close e.
func (r *Reader) indefinite(e *Element, b []byte, depth int) {
	e.Bytes = b
	if depth >= MaxDepth || !e.Constructed {
		e.Problem |= Unterminated
		return
	}
	in := Reader{src: b[e.Header:], base: e.Offset + e.Header}
	for c := (Element{}); in.pos < len(in.src); {
		if in.pos+1 < len(in.src) && in.src[in.pos] == 0 && in.src[in.pos+1] == 0 {
			e.Bytes = b[:e.Header+in.pos]
			e.Trailer = 2
			return
		}
		in.read(&c, depth+1)
	}
	e.Problem |= Unterminated
}
