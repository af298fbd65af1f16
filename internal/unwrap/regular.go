package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// A regular text is a long one of requests, each line of which is what HTTP has there and
// nothing that was done to a text as a whole leaves: the line of a request, a header of
// harmless characters, or one with PEM as an ALB writes it. No rewrite has anything to
// undo in such a text, so none is tried: FuzzRegular holds that.

// minLong is the length of a text from which on it is worth to look for lines that go a
// short way: of a text that is shorter all is read within a few milliseconds.
const minLong = 16 << 10

// What a character is to a regular text.
const (
	inPEM   = 1 << iota // base64 and its padding
	inValue             // a value of a header, a target
	inName              // a name of a header
)

var regularBytes = func() (t [256]byte) {
	for c := range t {
		if base64Class[c] == classChar && c != '_' && c != '-' {
			t[c] |= inPEM | inValue
		}
		if letter(byte(c)) && c != '_' || c >= '0' && c <= '9' {
			t[c] |= inName
		}
	}
	t['='] |= inPEM
	for _, c := range " -._:,;=?*&()@" {
		t[c] |= inValue
	}
	t['-'] |= inName
	return
}()

// regular reports whether a text is one.
func (u *unwrapper) regular(t source.Text) bool {
	u.look(t.Len())
	return regular(t.Bytes)
}

func regular(b []byte) bool {
	values := 0     // with PEM
	var last []byte // the name of the line before, if its value is another
	for pos := 0; pos < len(b); {
		i := pos
		for i < len(b) && regularBytes[b[i]]&inName != 0 {
			i++
		}
		switch {
		case i == pos: // an empty line
			last = nil
			if b[i] == '\r' && i+1 < len(b) {
				i++
			}
			if b[i] != '\n' {
				return false
			}
			pos = i + 1
			continue
		case i < len(b) && b[i] == ' ':
			if pos = regularRequest(b, pos); pos < 0 {
				return false
			}
			continue
		case i+2 >= len(b) || b[i] != ':' || b[i+1] != ' ' || i-pos > maxName || !regularName(b[pos:i]):
			return false
		}
		name := b[pos:i]
		if i += 2; b[i] == '-' {
			i = regularPEM(b, i)
			name = nil
			values++
		} else if bytes.Equal(name, last) { // as what stands around the lines of one value
			return false
		} else {
			i = regularValue(b, i)
		}
		last = name
		if i < 0 {
			return false
		}
		pos = i
	}
	return values > 0
}

// regularName reports whether a name is none that a dump or a base64 could have.
func regularName(name []byte) bool {
	if name[0] < 'A' || name[len(name)-1] == '-' {
		return false
	}
	for _, c := range name {
		if c|0x20 > 'f' {
			return true
		}
	}
	return false
}

// regularEnd returns the offset after the end of line at b[i]; -1 if there is none.
func regularEnd(b []byte, i int) int {
	if i < len(b) && b[i] == '\r' {
		i++
	}
	switch {
	case i == len(b):
		return i
	case b[i] == '\n':
		return i + 1
	}
	return -1
}

// regularValue returns the offset after the line of a value of harmless characters that
// begins at b[i]; -1 if it is none.
func regularValue(b []byte, i int) int {
	const longest = 256
	from, reference := i, false
	for i < len(b) && regularBytes[b[i]]&inValue != 0 {
		switch c := b[i]; {
		case c == '&':
			reference = true
		case c == ';' && reference: // HTML
			return -1
		case c == '(' && b[i-1] != ' ' || b[from] == '(': // what programs print of types
			return -1
		case (c == ' ' || c == '-') && i > from && b[i-1] == c, c == ':' && b[i-1] == ' ': // columns, armor
			return -1
		case c == 'D' && i-2 >= from && b[i-2] == '=' && (b[i-1] == '2' || b[i-1] == '3'): // quoted-printable
			return -1
		}
		i++
	}
	if i == from || i-from > longest || b[i-1] == '=' || b[from] == ' ' || b[i-1] == ' ' {
		return -1
	}
	return regularEnd(b, i)
}

// regularRequest returns the offset after the line of a request at b[i]; -1 if it is none.
func regularRequest(b []byte, i int) int {
	from := i
	i = regularValue(b, i)
	if i < 0 || httpLine(b[from:i-1]) != "HTTP request" {
		return -1
	}
	return i
}

// regularPEM returns the offset after the line of a value that begins at b[i] and has the
// length and the breaks of certificates as an ALB writes them; -1 if it has not.
func regularPEM(b []byte, i int) int {
	for {
		if !hasPrefix(b[i:], albForm.begin) {
			return -1
		}
		i += len(albForm.begin)
		for {
			line := b[i:min(i+lineWidth, len(b))]
			if len(line) < lineWidth || !inBase64(line) { // the last one, or no line
				k := bytes.IndexByte(line, '%')
				if k <= 0 || !inBase64(line[:k]) {
					return -1
				}
				line = line[:k]
			}
			if i += len(line); !hasPrefix(b[i:], albForm.lineBreak) {
				return -1
			}
			if i += len(albForm.lineBreak); i < len(b) && b[i] == '-' {
				break
			}
			if len(line) < lineWidth {
				return -1
			}
		}
		if !hasPrefix(b[i:], albForm.end) {
			return -1
		}
		i += len(albForm.end)
		if hasPrefix(b[i:], albForm.lineBreak) {
			i += len(albForm.lineBreak)
			if i < len(b) && b[i] == '-' {
				continue
			}
		}
		return regularEnd(b, i)
	}
}

// inBase64 reports whether all is base64.
func inBase64(line []byte) bool {
	all := byte(inPEM)
	for ; len(line) >= 8; line = line[8:] {
		all &= regularBytes[line[0]] & regularBytes[line[1]] & regularBytes[line[2]] & regularBytes[line[3]] &
			regularBytes[line[4]] & regularBytes[line[5]] & regularBytes[line[6]] & regularBytes[line[7]]
	}
	for _, c := range line {
		all &= regularBytes[c]
	}
	return all != 0
}

// short takes a line of a regular text that is too short to hold anything: a header, or the
// line of a request.
func (x *lines) short() bool {
	if !x.fresh || x.end-x.pos >= minEncoded || x.turns || x.called != "" || len(x.head) > 0 || x.follows() {
		return false
	}
	line := x.take()[x.pos:x.end]
	l := x.is()
	if bytes.Contains(line, []byte(partOfKeyWords)) || l.kind == requestLine && !inWords(line) {
		return false
	}
	if l.kind == requestLine {
		x.request()
	} else {
		word := line[l.name:l.nameEnd]
		value := trim(x.t.Slice(x.pos+l.value, x.end))
		if l.kind != headerLine || l.what != "Header" || isWord(word, "header", "name", "key", "value") || !short(value.Bytes) || !inWords(value.Bytes) {
			return false
		}
		x.another(word)
		x.u.plain(x.u.name(word), x.t.Span(x.pos+l.name, x.pos+l.nameEnd), value, false)
	}
	next := nextLine(x.t.Bytes, x.end)
	for x.loose < x.pos && lineBreak(x.t.Bytes[x.loose]) {
		x.loose++
	}
	if x.loose == x.pos || l.kind == requestLine {
		x.loose = next
	}
	x.pos = next
	return true
}

// inWords reports whether a value is of short words, in which nothing that is encoded begins.
func inWords(b []byte) bool {
	const longest = 12 // characters
	word, letters := 0, false
	for _, c := range b {
		if word++; base64Class[c] != classChar {
			word = 0
		}
		if word > longest {
			return false
		}
		letters = letters || c|0x20 > 'f' && c|0x20 <= 'z'
	}
	return letters
}
