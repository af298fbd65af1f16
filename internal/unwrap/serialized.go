package unwrap

import "bytes"

// What PHP's serialize and its sessions write. A string has its length before it, so
// that nothing in it needs an escape:
//
//	a:2:{s:4:"cert";s:865:"-----BEGIN …";s:2:"ok";b:1;}     cert|s:865:"-----BEGIN …";
//
// Keys and values take turns in the braces of an array or object.

// serialized reads such a text from its first string on that is whole.
func (x *lines) serialized() bool {
	if !x.fresh || x.pos < x.notSerial {
		return false
	}
	b := x.t.Bytes
	const before = maxName + len("a:1000:{") // characters: the name of a session's variable, or a brace
	head := b[x.pos:min(x.end, x.pos+before)]
	x.u.look(len(head))
	at := bytes.Index(head, []byte(`s:`))
	if at < 0 {
		return false
	}
	at += x.pos
	if from, _, end := phpString(b, at); end == 0 || from == 0 || at > x.pos && !serialBefore(b[at-1]) {
		return false
	}
	start := at
	if open := bytes.LastIndexByte(b[x.pos:at], '{'); open >= 0 && at-x.pos-open < 2 { // the braces that it stands in
		start = x.pos + open
	} else {
		for start > x.pos && (nameByte(b[start-1]) || b[start-1] == '|') {
			start--
		}
	}
	p := phpReader{x: x, pos: start}
	p.read()
	if p.found == 0 {
		x.notSerial = p.pos
		return false
	}
	x.u.recognized("serialized by PHP", x.depth)
	return x.moved(min(max(p.pos, x.pos+1), len(b)), p.pos)
}

func serialBefore(c byte) bool { return c == '{' || c == '|' || c == ';' }

// phpReader walks over serialized values.
type phpReader struct {
	x     *lines
	pos   int
	found int
	key   [2]int // place of the key whose value is next
	keyed bool
	turns []bool // of the open braces: a value is next
}

// maxSerialDepth bounds the braces in braces.
const maxSerialDepth = 32

// read reads values up to what is none.
func (p *phpReader) read() {
	b := p.x.t.Bytes
	for p.pos < len(b) && p.one(b) {
	}
	p.x.u.look(p.pos - p.x.pos)
}

// one takes one token; false where there is none.
func (p *phpReader) one(b []byte) bool {
	switch c := b[p.pos]; {
	case c == '{':
		if len(p.turns) == maxSerialDepth {
			return false
		}
		p.turns, p.keyed = append(p.turns, false), false
		p.pos++
		return true
	case c == '}':
		if len(p.turns) == 0 {
			return false
		}
		p.turns = p.turns[:len(p.turns)-1]
		p.pos++
		p.took()
		return len(p.turns) > 0
	case c == 's':
		from, to, end := phpString(b, p.pos)
		if end == 0 {
			return false
		}
		p.pos = end
		p.string(from, to, end)
		return true
	case bytes.IndexByte([]byte("aOibdN"), c) >= 0 && p.pos+1 < len(b) && (b[p.pos+1] == ':' || b[p.pos+1] == ';'):
		k := p.pos + 1
		for k < len(b) && k-p.pos < maxName && b[k] != ';' && b[k] != '{' {
			k++
		}
		if k == len(b) || b[k] != ';' && b[k] != '{' {
			return false
		}
		p.pos = k
		if b[k] == ';' {
			p.pos++
			p.took()
		}
		return true
	}
	k := p.pos // the name of a session's variable
	for k < len(b) && k-p.pos < maxName && nameByte(b[k]) {
		k++
	}
	if k == p.pos || k == len(b) || b[k] != '|' || len(p.turns) > 0 {
		return false
	}
	p.key, p.keyed = [2]int{p.pos, k}, true
	p.pos = k + 1
	return true
}

// took notes that a key or a value was read.
func (p *phpReader) took() {
	if n := len(p.turns); n > 0 {
		p.turns[n-1] = !p.turns[n-1]
	}
	p.keyed = false
}

// string takes a string: a key, or the value of the one before.
func (p *phpReader) string(from, to, end int) {
	if n := len(p.turns); n > 0 && !p.turns[n-1] {
		p.took()
		p.key, p.keyed = [2]int{from, to}, true
		return
	}
	x := p.x
	if p.keyed {
		x.pair(p.key[0], p.key[1], x.t.Slice(from, to), end, "Serialized by PHP, ")
		p.found++
	}
	p.took()
}

// phpString reads the string at b[i], s:3:"abc"; and the offset after it; 0 if it is
// none that is whole.
func phpString(b []byte, i int) (from, to, end int) {
	if !hasPrefix(b[i:], "s:") {
		return 0, 0, 0
	}
	k, n := i+2, 0
	for ; k < len(b) && k-i < 10 && digit(b[k]); k++ {
		n = n*10 + int(b[k]-'0')
	}
	if k == i+2 || !hasPrefix(b[k:], `:"`) {
		return 0, 0, 0
	}
	from = k + 2
	if to = from + n; !hasPrefix(b[min(to, len(b)):], `";`) {
		return 0, 0, 0
	}
	return from, to, to + 2
}
