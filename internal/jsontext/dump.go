package jsontext

import "bytes"

// Programs print their lists and maps in forms that are near JSON. WalkDump reads
// them all with one grammar, since none says which it is:
//
//	Python    {'Host': 'a'}  [('Host', 'a')]  [(b'host', b'a')]  pprint: {'X-B': 'c '
//	                                                                              'd'}
//	Ruby      {"HTTP_HOST"=>"a"}  {:host=>"a"}  {host: "a"}
//	Elixir    [{"host", "a"}]  %{"host" => "a"}
//	Erlang    [{<<"host">>,<<"a">>}]
//	Node      { host: 'a', 'x-b': [ 'c' ] }  [Object: null prototype] { … }  Headers { … }  <ref *1> { … }
//	Go, %#v   http.Header{"Host":[]string{"a"}}
//	PHP       array ( 'Host' => 'a', )  array(1) { ["Host"]=> string(1) "a" }
//	          Array ( [Host] => a )     one to a line, the value without quotes
//	Spring    [host:"a", accept:"b", "c"]
//	Swift     ["Host": "a"]     Objective-C  { Host = a; "X-B" = "c"; }
//	Rust      {"host": "a"}     Scala  Map(Host -> a)
//
//	value     = [ type ] container / string / word
//	container = ( "[" / "{" / "(" ) *( [ key separator ] value [ "," / ";" ] ) the closing one
//	separator = ":" / "=>" / "->" / "="
//
// It calls visit as [Walk] does; a container that is not "{", or whose first string
// no separator follows, is an array. A word is an Other. Strings that a "+" joins,
// as Node prints long ones, or nothing but the end of a line, as Python's pprint does, are
// one: [Event.Joined] says so. ok says that the value
// was whole.
func WalkDump(b []byte, start int, visit func(Event) bool) (end int, ok bool) {
	d := dump{b: b, i: start, visit: visit}
	for {
		if !d.line { // else its value may be empty
			d.i = skipSpace(b, d.i)
		}
		if d.i >= len(b) {
			return d.i, false
		}
		if !d.next() {
			return d.i, false
		}
		if d.done {
			return d.i, true
		}
	}
}

// dump is the state of one walk.
type dump struct {
	b       []byte
	i       int
	visit   func(Event) bool
	closers [MaxDepth]byte
	depth   int
	key     int
	keyEnd  int
	keyed   bool
	bare    bool // the key is a word without quotes before a colon, in brackets: Spring's
	size    int  // bytes of the string that follows, as PHP's var_dump has it before; 0 if it is not known
	line    bool // the key stood in brackets without quotes: its value ends with the line
	done    bool
}

// next takes one token; false where none can be.
func (d *dump) next() bool {
	if d.line {
		return d.printR()
	}
	switch c := d.b[d.i]; c {
	case ',', ';':
		d.clearKey()
		d.i++
		return d.depth > 0
	case '[':
		if d.phpKey() || d.skipType() {
			return true
		}
		return d.open(']')
	case '{':
		return d.open('}')
	case '(':
		return d.open(')')
	case ']', '}', ')':
		return d.close(c)
	case '<':
		if d.skipRef() {
			return true
		}
	case '%', '#', '&', '@', '*', '~':
		d.i++
		return d.i < len(d.b) && (d.b[d.i] == '{' || d.b[d.i] == '[' || d.b[d.i] == '"' || wordByte(d.b[d.i]))
	}
	if n := openingQuote(d.b[d.i:]); n > 0 {
		return d.string(n)
	}
	return d.word()
}

func (d *dump) clearKey() {
	d.key, d.keyEnd, d.keyed, d.bare, d.size, d.line = 0, 0, false, false, 0, false
}

func (d *dump) open(closer byte) bool {
	if d.depth == MaxDepth {
		return false
	}
	array := closer != '}' || !d.isMap()
	if !d.visit(Event{Kind: Open, Key: d.key, KeyEnd: d.keyEnd, Start: d.i, End: d.i + 1, Array: array, Depth: d.depth}) {
		return false
	}
	d.closers[d.depth] = closer
	d.depth++
	d.clearKey()
	d.i++
	return true
}

// isMap reports whether what stands in braces at d.i is a map: a separator follows
// its first string, if it begins with one. In a tuple a comma does.
func (d *dump) isMap() bool {
	i := skipSpace(d.b, d.i+1)
	if i == len(d.b) {
		return true
	}
	n := openingQuote(d.b[i:])
	if n == 0 {
		return true
	}
	const longest = 256 // of a key
	end, after := d.stringEnd(i+n, min(len(d.b), i+longest))
	if end < 0 {
		return false
	}
	return separator(d.b, after) > 0
}

func (d *dump) close(c byte) bool {
	if d.depth == 0 || d.closers[d.depth-1] != c {
		return false
	}
	d.depth--
	d.i++
	d.clearKey()
	d.done = d.depth == 0
	return d.visit(Event{Kind: Close, Start: d.i - 1, End: d.i, Array: c != '}', Depth: d.depth})
}

// phpKey takes a key in brackets with its arrow: ["Host"]=> or [Host] =>; or as Lua has
// it: ["Host"] = .
func (d *dump) phpKey() bool {
	from := d.i + 1
	quoted := from < len(d.b) && d.b[from] == '"'
	if quoted {
		from++
	}
	to := from
	for to < len(d.b) && to-from < 128 && wordByte(d.b[to]) {
		to++
	}
	i := to
	if i < len(d.b) && d.b[i] == '"' {
		i++
	}
	if to == from || i >= len(d.b) || d.b[i] != ']' {
		return false
	}
	i = skipBlank(d.b, i+1)
	if i+1 >= len(d.b) || d.b[i] != '=' {
		return false
	}
	switch {
	case d.b[i+1] == '>':
		i++
	case !quoted || d.b[i+1] == '=':
		return false
	}
	d.key, d.keyEnd, d.keyed = from, to, true
	d.i = i + 1
	d.line = d.b[from-1] == '['
	return true
}

// printR takes a value as PHP's print_r writes it: to the end of its line, or an
// array or object in parentheses that begin on the next one.
func (d *dump) printR() bool {
	d.i = skipBlank(d.b, d.i)
	end := lineEnd(d.b, d.i)
	if hasPrefix(d.b[d.i:], "-----BEGIN ") {
		end = d.blockEnd(end)
	}
	if next := skipSpace(d.b, end); next < len(d.b) && d.b[next] == '(' {
		d.line = false
		d.i = next
		return true
	}
	for end > d.i && d.b[end-1] == '\r' {
		end--
	}
	ok := d.visit(Event{Kind: Other, Key: d.key, KeyEnd: d.keyEnd, Start: d.i, End: end, Depth: d.depth})
	d.i = end
	d.clearKey()
	return ok
}

// blockEnd is where the PEM block ends whose first line does at end: print_r leaves the
// lines of a string as they are.
func (d *dump) blockEnd(end int) int {
	for to := end; to < len(d.b); {
		from := to + 1
		to = lineEnd(d.b, from)
		if hasPrefix(d.b[from:], "-----") {
			return to
		}
		for _, c := range d.b[from:to] {
			if !wordByte(c) && c != '+' && c != '/' && c != '=' && c != '\r' {
				return end
			}
		}
	}
	return end
}

func lineEnd(b []byte, i int) int {
	for i < len(b) && b[i] != '\n' {
		i++
	}
	return min(i, len(b))
}

// skipType passes over brackets that belong to a type: []string, and Node's
// [Object: null prototype].
func (d *dump) skipType() bool {
	s := d.b[d.i:min(len(d.b), d.i+64)]
	if len(s) > 2 && s[1] == ']' && wordByte(s[2]) {
		d.i += 2
		return true
	}
	if hasPrefix(s, "[Object: ") || hasPrefix(s, "[Symbol(") {
		for k := range s {
			if s[k] == ']' {
				d.i += k + 1
				if k+1 < len(s) && s[k+1] == ':' {
					d.i++
				}
				return true
			}
		}
	}
	return false
}

// skipRef passes over the mark that Node writes before what refers to itself: <ref *1>.
func (d *dump) skipRef() bool {
	const longest = len("<ref *1000>")
	if !hasPrefix(d.b[d.i:], "<ref *") {
		return false
	}
	for k := d.i; k < min(len(d.b), d.i+longest); k++ {
		if d.b[k] == '>' {
			d.i = k + 1
			return true
		}
	}
	return false
}

// openingQuote returns the length of what opens a string at the start of s: a
// quote, perhaps behind one or two letters or "<<"; 0 if none does.
func openingQuote(s []byte) int {
	for n := 0; n < len(s) && n < 3; n++ {
		switch c := s[n]; {
		case c == '"' || c == '\'' || c == '`':
			return n + 1
		case c != '<' && !(c|0x20 >= 'a' && c|0x20 <= 'z'):
			return 0
		}
	}
	return 0
}

// stringEnd returns where the string ends whose characters begin at b[i], and the
// offset after its quote; -1 if that is not before limit.
func (d *dump) stringEnd(i, limit int) (end, after int) {
	quote := d.b[i-1]
	if end := i + d.size; d.size > 0 && end < limit && d.b[end] == quote {
		return end, end + 1
	}
	for ; i < limit; i++ {
		switch d.b[i] {
		case '\\':
			i++
		case quote:
			after = i + 1
			if hasPrefix(d.b[after:], ">>") {
				after += 2
			}
			return i, after
		}
	}
	return -1, limit
}

// unescapedEnd is stringEnd where quotes inside a string are not escaped, as Spring prints
// headers: its quote is one that the list's end, another name or another string follows.
func (d *dump) unescapedEnd(from, end, after int) (int, int) {
	const far = 1 << 16 // of a header
	for i := from; i < min(len(d.b), from+far); i++ {
		if d.b[i] != '"' {
			continue
		}
		k := i + 1
		if k < len(d.b) && d.b[k] == ']' {
			return i, k
		}
		if !hasPrefix(d.b[k:], ", ") {
			continue
		}
		for k += 2; k < len(d.b) && (wordByte(d.b[k]) || d.b[k] == '-'); k++ {
		}
		if hasPrefix(d.b[k:], `:"`) || k == i+3 && d.b[k] == '"' {
			return i, i + 1
		}
	}
	return end, after
}

func (d *dump) string(n int) bool {
	from := d.i + n
	quote := d.b[from-1]
	end, after := d.stringEnd(from, len(d.b))
	if d.bare && quote == '"' {
		end, after = d.unescapedEnd(from, end, after)
	}
	joined := false
	for end >= 0 {
		i := skipSpace(d.b, after)
		broken := bytes.IndexByte(d.b[after:i], '\n') >= 0
		switch {
		case i < len(d.b) && d.b[i] == '+':
			i, broken = skipSpace(d.b, i+1), false
		case broken && i < len(d.b) && d.b[i] == 'b':
			i++
		case !broken:
			i = len(d.b)
		}
		if i >= len(d.b) || d.b[i] != quote {
			break
		}
		stop, next := d.stringEnd(i+1, len(d.b))
		if broken && separator(d.b, next) > 0 { // a name: nothing but the end of the line parts members
			break
		}
		end, after, joined = stop, next, true
	}
	if end < 0 {
		d.i = len(d.b)
		return false
	}
	if !d.keyed && !joined {
		if n := separator(d.b, after); n > 0 {
			d.key, d.keyEnd, d.keyed = from, end, true
			d.i = n
			return true
		}
	}
	d.i = after
	ok := d.depth > 0 && d.visit(Event{Kind: String, Key: d.key, KeyEnd: d.keyEnd, Start: from, End: end, Depth: d.depth, Quote: quote, Joined: joined, Raw: d.size > 0 || d.bare && quote == '"'})
	d.clearKey()
	return ok
}

// separator returns the offset after the separator that follows b[i]; 0 if none
// does.
func separator(b []byte, i int) int {
	i = skipBlank(b, i)
	if i >= len(b) {
		return 0
	}
	next := byte(0)
	if i+1 < len(b) {
		next = b[i+1]
	}
	switch {
	case b[i] == '=' && next == '>', b[i] == '-' && next == '>':
		return i + 2
	case b[i] == ':' && next != ':', b[i] == '=' && next != '=':
		return i + 1
	}
	return 0
}

// word takes a key without quotes, the name of a type before a container or a
// string, or a value.
func (d *dump) word() bool {
	from := d.i
	if d.b[from] == ':' { // a symbol of Ruby
		from++
	}
	to := from
	for to < len(d.b) && (wordByte(d.b[to]) || d.b[to] == '-' && !hasPrefix(d.b[to:], "->")) {
		to++
	}
	if to > from && !d.keyed {
		if n := separator(d.b, to); n > 0 {
			d.key, d.keyEnd, d.keyed = from, to, true
			d.bare = n == to+1 && d.b[to] == ':' && d.depth > 0 && d.closers[d.depth-1] == ']'
			d.i = n
			return true
		}
	}
	if to > from {
		if i := d.afterType(to); i > 0 {
			d.i = i
			return true
		}
	}
	end := d.i
	for end < len(d.b) && !ends(d.b[end]) {
		end++
	}
	if d.keyed {
		end = d.nameEnd(d.i, end)
	}
	stop := end
	for stop > d.i && blankByte(d.b[stop-1]) {
		stop--
	}
	if stop == d.i || d.depth == 0 {
		return false
	}
	ok := d.visit(Event{Kind: Other, Key: d.key, KeyEnd: d.keyEnd, Start: d.i, End: stop, Depth: d.depth})
	d.i = end
	d.clearKey()
	return ok
}

// nameEnd returns the offset after the value at b[from] that a comma or semicolon ends at
// b[end], if it is a list of pairs itself: a distinguished name, CN=a,O=b, or two dates.
func (d *dump) nameEnd(from, end int) int {
	b := d.b
	if pairAt(b, from) == 0 {
		return end
	}
	for end < len(b) && (b[end] == ',' || b[end] == ';') {
		next := end + 1
		for next < len(b) && b[next] == ' ' {
			next++
		}
		n := pairAt(b, next)
		if n == 0 || next > end+1 && n > len("DC=")+1 { // behind a blank, a name of the list that it is in
			return end
		}
		for end = next + n; end < len(b) && !ends(b[end]); end++ {
		}
	}
	return end
}

// pairAt is the length of a name with its equals sign at b[i], followed by a value; 0 if there is none.
func pairAt(b []byte, i int) int {
	n := i
	for n < len(b) && wordByte(b[n]) {
		n++
	}
	if n == i || n+1 >= len(b) || b[n] != '=' || blankByte(b[n+1]) || b[n+1] == '>' || b[n+1] == '=' {
		return 0
	}
	return n + 1 - i
}

// afterType returns the offset of the container or string whose type ends at
// b[i]; 0 if there is none.
func (d *dump) afterType(i int) int {
	b := d.b
	if i < len(b) && b[i] == '[' && hasPrefix(b[max(0, i-3):], "map[") { // map[string][]string{
		for k := i; k < min(len(b), i+64); k++ {
			if b[k] == '{' {
				return k
			}
		}
		return 0
	}
	if i < len(b) && b[i] == '(' { // string(12), array(2)
		k, n := i+1, 0
		for k < len(b) && b[k] >= '0' && b[k] <= '9' && n < len(b) {
			n = 10*n + int(b[k]-'0')
			k++
		}
		if k > i+1 && k < len(b) && b[k] == ')' {
			k = skipSpace(b, k+1)
			if k < len(b) && (b[k] == '"' || b[k] == '{') {
				d.size = n
				return k
			}
			return 0
		}
	}
	k := skipSpace(b, i)
	if k < len(b) && (b[k] == '{' || b[k] == '(') {
		return k
	}
	return 0
}

// wordByte reports whether c can be in a name.
func wordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '$' || c == '@'
}

// ends reports whether c ends a word.
func ends(c byte) bool {
	switch c {
	case ',', ';', '{', '}', '[', ']', '(', ')', '"', '\'', '\n':
		return true
	}
	return false
}

func blankByte(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

func skipBlank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }
