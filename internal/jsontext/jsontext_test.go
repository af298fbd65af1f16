package jsontext

import (
	"encoding/json"
	"testing"
)

// encoding/json is the oracle here: tests may use it, the core may not.

func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "plain", "a\"b\\c/d", "\n\r\t\b\f\x00\x1f\x7f", "Müller 東京 😀", "bad \xff\xc3 end", "\u2028"} {
		got := AppendString(nil, s)
		var back string
		if err := json.Unmarshal(got, &back); err != nil {
			t.Errorf("%q: %s: %v", s, got, err)
			continue
		}
		oracle, _ := json.Marshal(s)
		var want string
		json.Unmarshal(oracle, &want)
		if back != want {
			t.Errorf("%q: reads back as %q, want %q", s, back, want)
		}
	}
}

func FuzzUnescape(f *testing.F) {
	f.Add(`a\n\u00e9\ud83d\ude00\\`)
	f.Add(`\ud800x`)
	f.Fuzz(func(t *testing.T, raw string) {
		var want string
		if json.Unmarshal([]byte(`"`+raw+`"`), &want) != nil {
			return
		}
		if got := Unescape([]byte(raw)); got != want {
			// encoding/json replaces what is not UTF-8; Unescape keeps bytes.
			again, _ := json.Marshal(got)
			var norm string
			json.Unmarshal(again, &norm)
			if norm != want {
				t.Errorf("%q: got %q, want %q", raw, got, want)
			}
		}
	})
}

func TestWalk(t *testing.T) {
	tests := []struct {
		name, in string
		ok       bool
		want     []string // key=value of every string
	}{
		{"nested", `{"a":{"b":["x","y"]},"c":1,"d":"z"}`, true, []string{"=x", "=y", "d=z"}},
		{"python", `{'a': 'x', 'ok': True, 'n': None}`, true, []string{"a=x"}},
		{"cut in a string", `{"a":"x","b":"yz`, false, []string{"a=x", "b=yz"}},
		{"cut in a key", `{"a":"x","b`, false, []string{"a=x"}},
		{"escaped quote", `{"a":"x\"y"}`, true, []string{`a=x\"y`}},
		{"trailing comma", `["x",]`, true, []string{"=x"}},
		{"mismatched", `{"a":"x"]`, false, []string{"a=x"}},
		{"text after", `{"a":"x"} tail`, true, []string{"a=x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			_, ok := Walk([]byte(tt.in), 0, func(e Event) bool {
				if e.Kind == String {
					got = append(got, tt.in[e.Key:e.KeyEnd]+"="+tt.in[e.Start:e.End])
				}
				return true
			})
			if ok != tt.ok {
				t.Errorf("ok = %v, want %v", ok, tt.ok)
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

func TestObject(t *testing.T) {
	m, err := Object([]byte(` {"now": 1700000000000, "view":"te\u0078t"} `))
	if err != nil || m.String("view") != "text" {
		t.Fatalf("got %v, %v", m, err)
	}
	if n, err := m.Int("now"); n != 1700000000000 || err != nil {
		t.Errorf("now = %d, %v", n, err)
	}
	for _, bad := range []string{``, `[]`, `{"a":{}}`, `{"a":1} x`, `{"a":`, `{`} {
		if _, err := Object([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

// FuzzWalk holds that every offset lies inside the text and that Walk ends.
func FuzzWalk(f *testing.F) {
	f.Add(`{"a":["b",{"c":'d'}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		if in == "" {
			return
		}
		end, _ := Walk([]byte(in), 0, func(e Event) bool {
			_ = in[e.Start:e.End]
			_ = in[e.Key:e.KeyEnd]
			return true
		})
		_ = in[:end]
	})
}
