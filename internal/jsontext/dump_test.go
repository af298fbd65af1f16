package jsontext

import (
	"strings"
	"testing"
)

// events writes what WalkDump meets as text: names before what they name.
func events(t *testing.T, s string) (string, int, bool) {
	t.Helper()
	var b strings.Builder
	end, ok := WalkDump([]byte(s), 0, func(e Event) bool {
		if e.Start < 0 || e.End > len(s) || e.Start > e.End || e.Key > e.KeyEnd || e.KeyEnd > len(s) {
			t.Fatalf("%q: event %+v", s, e)
		}
		if e.Key != e.KeyEnd {
			b.WriteString(s[e.Key:e.KeyEnd] + "=")
		}
		switch {
		case e.Kind == Open && e.Array:
			b.WriteString("[")
		case e.Kind == Open:
			b.WriteString("{")
		case e.Kind == Close:
			b.WriteString("]")
		default:
			b.WriteString(s[e.Start:e.End] + " ")
		}
		return true
	})
	return b.String(), end, ok
}

// Each is as the program of that language prints it.
func TestWalkDump(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"Python", `{'Host': 'a', 'n': 1, 'b': None}`, "{Host=a n=1 b=None ]"},
		{"Python tuples", `[('Host', 'a'), (b'x', b'c')]`, "[[Host a ][x c ]]"},
		{"Ruby", `{"HTTP_HOST"=>"a", :x=>"b", y: "c"}`, "{HTTP_HOST=a x=b y=c ]"},
		{"Elixir", `[{"host", "a"}, {"x", "b"}]`, "[[host a ][x b ]]"},
		{"Erlang", `[{<<"host">>,<<"a">>}]`, "[[host a ]]"},
		{"Node, what refers to itself", "<ref *1> {\n  up: <ref *12> { a: 'b', up: [Circular *12] },\n  c: 'd'\n}", "{up={a=b up=[Circular *12 ]]c=d ]"},
		{"Node", "{\n  host: 'a',\n  'x-b': [ 'c', 'd' ],\n  when: 2026-01-02T03:04:05.000Z,\n  f: [Object: null prototype] { g: 'h' }\n}", "{host=a x-b=[c d ]when=2026-01-02T03:04:05.000Z f={g=h ]]"},
		{"Node, joined", "{ a: 'b' +\n    'c', d: 1 }", "{a=b' +\n    'c d=1 ]"},
		{"Python, pprint", "{'a': 'b '\n      'c',\n 'd': ('e '\n       'f'),\n 'g': b'h'\n      b'i'}", "{a=b '\n      'c d=[e '\n       'f ]g=h'\n      b'i ]"}, // pprint.pformat of Python 3.11
		{"PowerShell", "{\n  'a' = 'b'\n  'c' = 'd'\n}", "{a=b c=d ]"},
		{"Go", `{"Host":[]string{"a", "b"}, "X":[]string(nil)}`, "{Host=[a b ]X=[nil ]]"},
		{"Go, map", `{"a":map[string][]string{"b":[]string{"c"}}}`, "{a={b=[c ]]]"},
		{"PHP var_export", "(\n  'Host' => 'a',\n  'x' => \n  array (\n    'b' => 'c',\n  ),\n)", "[Host=a x=[b=c ]]"},
		{"PHP var_dump", "{\n  [\"Host\"]=>\n  string(1) \"a\"\n  [\"n\"]=>\n  array(1) {\n    [\"x\"]=>\n    string(1) \"b\"\n  }\n}", "{Host=a n={x=b ]]"},
		{"PHP print_r", "(\n    [Host] => a, b\n    [x] => Array\n        (\n            [y] => c\n        )\n\n)", "[Host=a, b x=[y=c ]]"},
		{"Spring", `[host:"a", accept:"b", "c"]`, "[host=a accept=b c ]"},
		{"Objective-C", "{\n    Host = a;\n    \"X-B\" = \"c\";\n}", "{Host=a X-B=c ]"},
		{"Scala", `("Host" -> "a", "X" -> "b")`, "[Host=a X=b ]"},
		{"escapes", `{"a":"b\"c"}`, `{a=b\"c ]`},
	}
	for _, tt := range tests {
		got, end, ok := events(t, tt.in)
		if got != tt.want || !ok || end != len(tt.in) {
			t.Errorf("%s: %v, %d of %d: %s, want %s", tt.name, ok, end, len(tt.in), got, tt.want)
		}
	}
	for _, in := range []string{"", "x", "{", `{"a":"b"`, "[)", "(]", strings.Repeat("[", MaxDepth+1), `{'a`} {
		if _, _, ok := events(t, in); ok {
			t.Errorf("%q is said to be whole", in)
		}
	}
}

func FuzzWalkDump(f *testing.F) {
	f.Add(`{'a': [('b', "c")], d => e}`)
	f.Add("(\n [a] => b\n)")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) == 0 {
			return
		}
		if _, end, _ := events(t, s); end > len(s) {
			t.Errorf("%q: end %d", s, end)
		}
	})
}
