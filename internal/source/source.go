// Package source keeps the place of every byte.
//
// A [Text] is a piece of text together with the place in the paste that each of
// its bytes came from. Decoders derive one Text from another: a slice, a copy
// with escapes replaced, bytes decoded from base64. Whatever the number of steps
// between them, [Text.Span] leads from any byte straight back to the paste.
//
// Places are byte offsets into the paste, from zero, half open. The page counts
// in UTF-16 code units and in lines and columns: see [Index].
package source

import (
	"bytes"
	"sort"
)

// Span is the half-open range [Start, End) of byte offsets in the paste.
type Span struct{ Start, End int }

// Len is the number of bytes of the paste in s.
func (s Span) Len() int { return s.End - s.Start }

// Join returns the smallest span that holds both s and t.
func (s Span) Join(t Span) Span {
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// Text is a piece of text whose bytes know their place in the paste.
// The zero Text is empty. Texts share memory; nobody writes to Bytes.
type Text struct {
	Bytes []byte

	// Where Bytes[i] came from: off+i itself, or what from says of off+i.
	off  int
	from *origin
}

// origin says where the bytes of a Text came from that is no slice of the paste. A
// Text is handed on by value everywhere, so it refers to this by one word.
type origin struct {
	runs []run // each byte is in one of them, or
	grid *grid // a fixed number of characters stands for a fixed number of bytes, or
	rows *rows // the same for base64 whose characters stand in lines of one width
}

// run says that the bytes of a Text from at up to the next run's at came from
// the paste's [from, to). If that is a whole number of paste bytes for each byte
// of the text (1 for a copy, 3 for percent-encoding), each byte has its own
// place. If it is not, the run is one block and its bytes share their place.
type run struct{ at, from, to int32 }

// grid says that every group of bytes stands for a group of characters of chars.
type grid struct {
	chars        Text
	nchar, nbyte int
}

// rows says that the bytes were decoded from base64 that stands in lines in chars:
// its characters alone, a break of so many bytes after every so many of them.
type rows struct {
	chars            Text
	n, width, breaks int // characters, those of a line, bytes of a break
}

// New returns the paste itself as a Text.
func New(paste []byte) Text { return Text{Bytes: paste} }

// Len is the number of bytes in t.
func (t Text) Len() int { return len(t.Bytes) }

// Slice returns the bytes [i, j) of t. It panics if they are not in t.
//
//go:noinline
func (t Text) Slice(i, j int) Text {
	t.Bytes = t.Bytes[i:j]
	t.off += i
	return t
}

// Masked is a text of the same places all of whose bytes are c.
func (t Text) Masked(c byte) Text {
	t.Bytes = bytes.Repeat([]byte{c}, len(t.Bytes))
	return t
}

// Span returns the place in the paste of the bytes [i, j) of t. Offsets beyond
// the end of t count as the end. For i == j it is the empty span before byte i.
func (t Text) Span(i, j int) Span {
	i = max(0, min(i, len(t.Bytes)))
	j = max(i, min(j, len(t.Bytes)))
	if i == j {
		switch {
		case len(t.Bytes) == 0:
			p := t.place(t.off).Start
			return Span{p, p}
		case i == len(t.Bytes):
			p := t.place(t.off + i - 1).End
			return Span{p, p}
		}
		p := t.place(t.off + i).Start
		return Span{p, p}
	}
	start, end := t.place(t.off+i).Start, t.place(t.off+j-1).End
	return Span{min(start, end), max(start, end)} // what comes later may stand before
}

// All returns the place of the whole of t.
//
//go:noinline
func (t Text) All() Span { return t.Span(0, len(t.Bytes)) }

// place returns the span of one byte, counted from the start of runs or grid.
func (t Text) place(p int) Span {
	switch {
	case t.from == nil:
	case t.from.grid != nil:
		g := t.from.grid
		return g.chars.Span(p*g.nchar/g.nbyte, ((p+1)*g.nchar+g.nbyte-1)/g.nbyte)
	case t.from.rows != nil:
		r := t.from.rows
		return r.span(p*4/3, ((p+1)*4+2)/3)
	default:
		runs := t.from.runs
		i := sort.Search(len(runs), func(i int) bool { return int(runs[i].at) > p }) - 1
		if i < 0 || i == len(runs)-1 { // the last run only marks the end
			end := int(runs[len(runs)-1].to)
			return Span{end, end}
		}
		r, n := runs[i], int(runs[i+1].at-runs[i].at)
		size := int(r.to - r.from)
		if size%n != 0 {
			return Span{int(r.from), int(r.to)}
		}
		k := size / n
		from := int(r.from) + (p-int(r.at))*k
		return Span{from, from + k}
	}
	return Span{p, p + 1}
}

// Decoded returns bytes as decoded from chars, with nchar characters for every
// nbyte bytes: 4 and 3 for base64, 2 and 1 for hexadecimal. A last group may be
// short. Chars holds nothing but the characters that were decoded.
func Decoded(chars Text, bytes []byte, nchar, nbyte int) Text {
	return Text{Bytes: bytes, from: &origin{grid: &grid{chars, nchar, nbyte}}}
}

// DecodedLines returns bytes as decoded from base64 that stands in lines: the first
// n characters of text, where breaks of so many bytes, which are none of them, follow
// every width of them. It is what [Decoded] is of a Text without the breaks, which
// need not be made.
func DecodedLines(text Text, n, width, breaks int, bytes []byte) Text {
	both := &originOfRows{rows: rows{text, n, width, breaks}}
	both.origin.rows = &both.rows
	return Text{Bytes: bytes, from: &both.origin}
}

// originOfRows is both in one piece of memory.
type originOfRows struct {
	origin origin
	rows   rows
}

// span is the place of the characters [i, j) as far as they are there.
func (r *rows) span(i, j int) Span {
	j = min(j, r.n)
	if i >= j {
		i = j
		if j == 0 {
			return r.chars.Span(0, 0)
		}
		p := r.chars.Span(r.at(j-1), r.at(j-1)+1).End
		return Span{p, p}
	}
	return r.chars.Span(r.at(i), r.at(j-1)+1)
}

// at is the offset of a character in the text.
func (r *rows) at(i int) int { return i + i/r.width*r.breaks }

// Builder derives a Text from a parent, piece by piece, from left to right.
type Builder struct {
	parent Text
	bytes  []byte
	runs   []run
}

// NewBuilder returns a Builder for pieces of parent; size is a guess at the
// number of bytes to come.
//
//go:noinline
func NewBuilder(parent Text, size int) *Builder {
	return &Builder{parent: parent, bytes: make([]byte, 0, size)}
}

// Copy appends the bytes [i, j) of the parent as they are.
func (b *Builder) Copy(i, j int) {
	if i >= j {
		return
	}
	t := b.parent
	at := len(b.bytes)
	b.bytes = append(b.bytes, t.Bytes[i:j]...)
	if t.from == nil {
		b.add(at, t.off+i, t.off+j)
		return
	}
	if t.from.runs == nil {
		for ; i < j; i, at = i+1, at+1 {
			s := t.Span(i, i+1)
			b.add(at, s.Start, s.End)
		}
		return
	}
	p, end := t.off+i, t.off+j
	runs := t.from.runs
	r := sort.Search(len(runs), func(k int) bool { return int(runs[k].at) > p }) - 1
	for ; p < end; r++ {
		next := min(end, int(runs[r+1].at))
		b.add(at, t.place(p).Start, t.place(next-1).End)
		at += next - p
		p = next
	}
}

// Replace appends out, which stands for the bytes [i, j) of the parent.
// An empty out leaves those bytes out.
func (b *Builder) Replace(i, j int, out ...byte) {
	if len(out) == 0 {
		return
	}
	s := b.parent.Span(i, j)
	b.bytes = append(b.bytes, out...)
	b.add(len(b.bytes)-len(out), s.Start, s.End)
}

// Len is the number of bytes so far.
func (b *Builder) Len() int { return len(b.bytes) }

// add records that the bytes from at to the present end came from [from, to).
// It lengthens the last run where that says the same.
func (b *Builder) add(at, from, to int) {
	if n := len(b.runs); n > 0 {
		last := &b.runs[n-1]
		lastLen, newLen := at-int(last.at), len(b.bytes)-at
		lastSize, newSize := int(last.to-last.from), to-from
		if int(last.to) == from && newLen > 0 && lastSize%lastLen == 0 && newSize%newLen == 0 &&
			lastSize/lastLen == newSize/newLen {
			last.to = int32(to)
			return
		}
	}
	b.runs = append(b.runs, run{int32(at), int32(from), int32(to)})
}

// Text returns what was built. The Builder is used up.
func (b *Builder) Text() Text {
	end := int32(b.parent.All().End)
	if n := len(b.runs); n > 0 {
		end = b.runs[n-1].to
	}
	runs := append(b.runs, run{int32(len(b.bytes)), end, end})
	return Text{Bytes: b.bytes, from: &origin{runs: runs}}
}
