package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoStrung joins the lines of a PEM block each of which is a string of its own in
// JSON, as logs have them that take each line for a record:
//
//	{"log":"-----BEGIN CERTIFICATE-----\n","stream":"stdout","time":"…"}
//	{"log":"MIIC…\n","stream":"stdout","time":"…"}
//
// The strings have one name. The first one gets the lines of those that follow, up to
// the one with END, the record of which goes on after it. What else the records have
// is left out.
func undoStrung(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for i := 0; i < len(b); {
		at := indexArmor(b[i:])
		if at < 0 {
			break
		}
		i += at
		s := strungFrom(b, max(from, i-maxStrung), i)
		i += len(plainArmor)
		if s.to == 0 {
			continue
		}
		lines, end := s.rest(b)
		if i = max(i, end); len(lines) == 0 {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, s.to)
		before := s.to
		for _, l := range lines {
			if !bytes.HasSuffix(b[:before], []byte(`\n`)) {
				out.Replace(l.from, l.from, '\\', 'n')
			}
			out.Copy(l.from, l.to)
			from, before = l.to, l.to
		}
		n += 1 + len(lines)
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// maxStrung is the longest line of such a record, and how far its name may be from it.
const maxStrung = 256

// strung is a string of JSON, and what tells what it is: its name, with the value that
// stands before if it is "value"; or in an array the digits before it.
type strung struct {
	from, to int // without quotes
	name     []byte
	timed    bool
}

// strungFrom is the string around b[at], if it is a line of PEM and ends there. It
// looks back as far as floor.
func strungFrom(b []byte, floor, at int) (s strung) {
	open := bytes.LastIndexByte(b[floor:at], '"') + floor
	if open < floor {
		return s
	}
	end := stringEnd(b, open)
	if end < 0 || bytes.Contains(b[at:end], []byte("-----END")) || !s.called(b, floor, open) {
		return strung{}
	}
	s.from, s.to = open+1, end
	return s
}

// called finds the name of the string that opens at b[open].
func (s *strung) called(b []byte, floor, open int) bool {
	i := backOver(b, floor, open)
	if i == floor {
		return false
	}
	separator := b[i-1]
	if separator != ':' && separator != ',' {
		return false
	}
	end := backOver(b, floor, i-1) - 1
	if end < floor || b[end] != '"' {
		return false
	}
	start := bytes.LastIndexByte(b[floor:end], '"') + floor + 1
	if start <= floor {
		return false
	}
	s.name, s.timed = b[start:end], false
	switch {
	case separator == ',':
		s.timed = len(bytes.Trim(s.name, "0123456789")) == 0
		s.name = nil
		return s.timed
	case string(s.name) == "value":
		if i = backOver(b, floor, start-1); i > floor && b[i-1] == ',' {
			if i = backOver(b, floor, i-1); i > floor && b[i-1] == '"' {
				s.name = b[max(floor, bytes.LastIndexByte(b[floor:i-1], '"')+floor):end]
			}
		}
	}
	return len(s.name) > 0
}

// backOver is where the blanks and line breaks begin that end at i.
func backOver(b []byte, floor, i int) int {
	for i > floor && space(b[i-1]) {
		i--
	}
	return i
}

// stringEnd is where the string of JSON that opens at b[open] closes; -1 if it is
// longer than a line.
func stringEnd(b []byte, open int) int {
	for i := open + 1; i < min(len(b), open+1+maxStrung); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		case '\n':
			return -1
		}
	}
	return -1
}

// rest finds the strings of that name that follow, up to the one with END; none if
// there is no such one. It returns how far it looked.
func (s *strung) rest(b []byte) (lines []strung, end int) {
	const most = 1000 // lines of a block
	for i := s.to + 1; i < len(b); {
		open := bytes.IndexByte(b[i:], '"')
		if open < 0 {
			return nil, len(b)
		}
		open += i
		stop := stringEnd(b, open)
		if stop < 0 {
			for i = open + 1; i < len(b) && b[i] != '"' && b[i] != '\n'; i++ { // a long one
				if b[i] == '\\' {
					i++
				}
			}
			i++
			continue
		}
		if i = stop + 1; bytes.Contains(b[open:stop], []byte("-----BEGIN")) || len(lines) == most {
			return nil, open
		}
		l := strung{from: open + 1, to: stop}
		if !l.called(b, max(s.from, open-maxStrung), open) || l.timed != s.timed || !bytes.Equal(l.name, s.name) {
			continue
		}
		lines = append(lines, l)
		if bytes.Contains(b[open:stop], []byte("-----END")) {
			return lines, stop
		}
	}
	return nil, len(b)
}
