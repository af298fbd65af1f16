package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// Programs print a request's headers as their language prints a list or a map.
// Where strings stand in quotes, [jsontext.WalkDump] reads them; two languages
// write them bare:
//
//	Go, %v    map[Accept:[*/*] Host:[a]]     sorted by name
//	Java      {accept=[*/*], host=[a]}  [host=a, x-b=c]

// printed reads the first printed list or map that begins in the line, and before
// it what stands there.
func (x *lines) printed() bool {
	const quick = 64 // bytes: what did not take longer to be refused may be tried again inside
	u, t := x.u, x.t
	var b []byte
	x.meter.Pass(x.pos, func(all []byte, i int) int {
		b = all
		return i // counted as it is gone through
	})
	value := -1 // a header line has brackets inside its value
	if l := x.is(); l.kind == headerLine && l.what == "Header" && bytes.IndexByte(b[x.pos+l.name:x.pos+l.nameEnd], '-') >= 0 {
		value = x.pos + l.value
	}
	first := max(x.pos, x.notDump)
	if i := x.next(&x.anyMap, first, func(b []byte) int { return bytes.Index(b, []byte("map[")) }); i < x.end && goMap(b, i+3) {
		if i > x.pos+1 && b[i-1] == '"' && b[i-2] == '=' {
			return false // a value of logfmt
		}
		first = i + 3
	}
	at, end := first, x.end
	defer func() { u.look(max(0, min(at, end)-first)) }()
	for ; at < end; at++ {
		if !mayBePrinted(b, at) || hasPrefix(b[at:], "{ {") || value >= 0 && at != value && !(goMap(b, at) && at == value+3) {
			continue
		}
		if b[at] == '[' && (carrier.IsXFCC(b[at+1:min(end, at+1+maxName)]) || carrier.IsValidity(b[at+1:min(end, at+1+maxName)])) {
			return false // a list of one value
		}
		if goMap(b, at) || javaMap(b, at) {
			var pairs []barePair
			stop := x.meter.Pass(at, func(b []byte, at int) (end int) {
				pairs, end = readBare(b, at)
				return end
			})
			switch {
			case len(pairs) == 1 && b[pairs[0].value-1] != '[' && pairs[0].end-pairs[0].value < minEncoded:
				continue // (stream_id=13)
			case pairs != nil:
				x.scanTo(at)
				u.bareMap(t, at, stop, pairs, x.tr, x.depth)
				return x.moved(stop, stop)
			}
			x.notDump = stop
			return false
		}
		if u.isXFCCJSON(b, at) {
			return false // the value of a header line
		}
		stop, ok := u.isDump(b, at)
		if ok {
			x.scanTo(at)
			next := u.dump(t, at, x.tr, x.depth)
			return x.moved(next, next)
		}
		if stop-at > quick {
			x.notDump = stop
			at = stop - 1
		}
	}
	return false
}

// ratherPrinted reads what begins like JSON at at, but is not whole, as a printed
// list or map if it is whole as that.
func (x *lines) ratherPrinted(at int) bool {
	if at < x.notDump {
		return false
	}
	whole := false
	x.meter.Pass(at, func(b []byte, at int) (stop int) {
		stop, whole = jsontext.Walk(b, at, func(jsontext.Event) bool { return true })
		return stop
	})
	if whole {
		return false
	}
	stop, whole := x.u.isDump(x.t.Bytes, at)
	if !whole {
		x.notDump = stop
		return false
	}
	x.scanTo(at)
	next := x.u.dump(x.t, at, x.tr, x.depth)
	return x.moved(next, next)
}

// mayBePrinted reports whether a printed list or map may begin at b[at].
func mayBePrinted(b []byte, at int) bool {
	if c := b[at]; c != '{' && c != '[' && c != '(' || at+1 == len(b) {
		return false
	}
	switch c := b[at+1]; c {
	case '"', '\'', '{', '[', '(', ':', '<', '`', '%', ' ', '\n', '\r':
		return true
	default:
		return letter(c)
	}
}

// dump reads the one that begins at at, and returns the offset after it.
func (u *unwrapper) dump(t source.Text, at int, tr *trail, depth int) int {
	m := u.members()
	*m = members{u: u, t: t, tr: tr, depth: depth, skip: -1, printed: true, root: rootName(t.Bytes, at), keys: m.keys[:0]}
	u.begin(t.Span(at, at+1))
	end, _ := jsontext.WalkDump(t.Bytes, at, m.visit)
	m.endKeys(0, end)
	u.spare = m
	u.looseKey(t.Slice(at, end), tr)
	u.look(end - at)
	u.recognized("printed list or map", depth)
	return end
}

// rootName is the place of the name that stands before the list or map at b[at],
// with a colon or equals sign: rawHeaders: [.
func rootName(b []byte, at int) key {
	line := max(bytes.LastIndexByte(b[max(0, at-2*maxName):at], '\n')+max(0, at-2*maxName)+1, 0)
	from, to := nameBefore(b, line, at)
	return key{from, to}
}

// bareMap takes the pairs of a map without quotes.
func (u *unwrapper) bareMap(t source.Text, at, end int, pairs []barePair, tr *trail, depth int) {
	u.begin(t.Span(at, end))
	u.recognized("printed list or map", depth)
	k := jwk{field: len(u.unit().Fields)}
	defer func() {
		if k.public && k.private {
			u.webKey(t.Span(at, end), k.field, tr)
		}
	}()
	for _, p := range pairs {
		name, at := u.name(t.Bytes[p.name:p.nameEnd]), t.Span(p.name, p.nameEnd)
		value := t.Slice(p.value, p.end)
		k.member(name, value.Len())
		if short(value.Bytes) {
			u.plain(name, at, value, true)
			continue
		}
		u.named(name, at, value, true, tr.add(StepNamed, "Member "+name+" of a printed list or map", at), depth)
	}
}

// longUnnamed is how long a string in a map is that is no value without a name by chance.
const longUnnamed = 128

// isDump reports whether a printed list or map with names is at b[at], whole, and
// how far it was read to find out. What is not a list of values, such as the body
// of a function, has words or strings without a name that are long.
func (u *unwrapper) isDump(b []byte, at int) (stop int, ok bool) {
	named, bare := 0, 0
	if u.takesTurns(b, at) {
		named++
	}
	var first jsontext.Event // of a list in a list
	list := false            // in a list that has a name
	var arrays [jsontext.MaxDepth]bool
	stop, ok = jsontext.WalkDump(b, at, func(e jsontext.Event) bool {
		switch e.Kind {
		case jsontext.Open:
			arrays[e.Depth] = e.Array
			first = jsontext.Event{Depth: -1}
			list = e.Key != e.KeyEnd
		case jsontext.Close:
			list = false
		case jsontext.String:
			switch {
			case e.Key != e.KeyEnd || list:
				named++
			case e.Depth > 0 && !arrays[e.Depth-1] && e.End-e.Start >= longUnnamed:
				return false
			case first.Depth == -1:
				first = e
			case first.Depth == e.Depth && isName(b[first.Start:first.End]):
				named++
			}
		case jsontext.Other:
			if e.Key != e.KeyEnd {
				bare++
			}
			return e.Key != e.KeyEnd || e.End-e.Start < minEncoded
		}
		return true
	})
	u.look(stop - at)
	if next := skipSpace(b, at+1); bare > 1 && b[at] != '{' && (next == len(b) || b[next] != '[') { // but print_r's
		bare = 0
	}
	return stop, ok && (named > 0 || bare > 1)
}

// takesTurns reports whether a list of strings is at b[at] in which names and values take
// turns, as in Node's rawHeaders, which may stand without a name: each other string is
// a name, one of them with a hyphen, and not all of those between are.
func (u *unwrapper) takesTurns(b []byte, at int) bool {
	const enough = 16
	n, marked, values := 0, false, false
	end, ok := jsontext.WalkDump(b, at, func(e jsontext.Event) bool {
		switch {
		case e.Kind == jsontext.Open && e.Start == at, e.Kind == jsontext.Close && n%2 == 0:
			return true
		case e.Kind != jsontext.String || e.Key != e.KeyEnd:
			n = 0
			return false
		}
		name := isName(b[e.Start:e.End])
		if n%2 == 1 {
			values = values || !name
		} else if marked = marked || bytes.IndexByte(b[e.Start:e.End], '-') > 0; !name {
			n = 0
			return false
		}
		n++
		return n < enough
	})
	u.look(end - at)
	return (ok || n == enough) && n > 0 && marked && values
}

// isName reports whether s can be the name of a header.
//
//go:noinline
func isName(s []byte) bool {
	if len(s) == 0 || len(s) > maxName || !letter(s[0]) {
		return false
	}
	for _, c := range s {
		if !nameByte(c) {
			return false
		}
	}
	return true
}

// barePair is a name and its value.
type barePair struct{ name, nameEnd, value, end int }

// goMap reports whether the bracket at b[at] is that of a map which Go printed.
func goMap(b []byte, at int) bool {
	if b[at] != '[' || at < 3 || string(b[at-3:at]) != "map" {
		return false
	}
	n := bareName(b, at+1)
	return n > 0 && n < len(b) && b[n] == ':'
}

// javaMap reports whether at b[at] begins a map that Java printed: a name and an
// equals sign without blanks or quotes.
func javaMap(b []byte, at int) bool {
	n := bareName(b, at+1)
	return n > 0 && n+1 < len(b) && b[n] == '=' && bytes.IndexByte([]byte("=>\"' "), b[n+1]) < 0 && !hasPrefix(b[n+1:], "[(") && !attribute(b[at+1:n])
}

// bareName returns where the name ends that begins at b[i]; 0 if none does.
func bareName(b []byte, i int) int {
	if i >= len(b) || !letter(b[i]) && b[i] != ':' {
		return 0
	}
	n := i + 1
	for n < len(b) && n-i <= maxName && nameByte(b[n]) {
		n++
	}
	return n
}

// attribute reports whether a name is that of an attribute in a distinguished name,
// as they are written there: one to three capitals, or one of a few words.
func attribute(name []byte) bool {
	if isWord(name, "emailaddress", "serialnumber", "street", "title", "postalcode", "givenname", "surname", "dnqualifier", "organizationidentifier") {
		return true
	}
	if bytes.HasPrefix(name, []byte("OID.")) {
		return true
	}
	for _, c := range name {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(name) <= 3
}

// readBare reads such a map, the bracket of which is at b[at]: its pairs, nil if it
// is not closed, and the offset after it. A value ends where the next name follows;
// in Go's that name must come later in the alphabet, in Java's it is no attribute.
func readBare(b []byte, at int) (pairs []barePair, end int) {
	inGo := goMap(b, at)
	closer := byte(']')
	switch b[at] {
	case '{':
		closer = '}'
	case '(':
		closer = ')'
	}
	for i := at + 1; ; {
		p := barePair{name: i, nameEnd: bareName(b, i)}
		p.value = p.nameEnd + 1
		listed := p.value < len(b) && b[p.value] == '['
		next := 0
		for k := p.value; next == 0; k++ {
			if k >= len(b) {
				return nil, len(b)
			}
			c := b[k]
			if listed {
				if c != ']' {
					continue
				}
				k++
				if k >= len(b) {
					return nil, len(b)
				}
				c = b[k]
			}
			p.end = k
			switch {
			case c == closer:
				next = -1
			case inGo && c == ' ':
				if n := bareName(b, k+1); n > 0 && n < len(b) && b[n] == ':' && bytes.Compare(b[k+1:n], b[p.name:p.nameEnd]) > 0 {
					next = k + 1
				}
			case !inGo && c == ',' && k+1 < len(b) && b[k+1] == ' ':
				if n := bareName(b, k+2); n > 0 && n < len(b) && b[n] == '=' && !attribute(b[k+2:n]) {
					next = k + 2
				}
			}
		}
		end = p.end + 1
		if listed {
			p.value++
			p.end--
		}
		pairs = append(pairs, p)
		if next < 0 {
			return pairs, end
		}
		i = next
	}
}
