package report

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
)

// encoding/json is the oracle: the core may not use it, tests may. It differs in
// the names of members alone, and in those by letter case alone.

func TestAppendJSONEqualsEncodingJSON(t *testing.T) {
	var r Report
	n := 0
	fill(reflect.ValueOf(&r).Elem(), 0, &n)
	oracle, err := json.Marshal(&r)
	if err != nil {
		t.Fatal(err)
	}
	got, want := tokens(t, r.AppendJSON(nil)), tokens(t, oracle)
	if len(got) != len(want) {
		t.Fatalf("%d tokens, want %d", len(got), len(want))
	}
	for i := range got {
		a, isString := got[i].(string)
		if b, ok := want[i].(string); isString && ok {
			if !strings.EqualFold(a, b) {
				t.Fatalf("token %d: %q, want %q", i, a, b)
			}
		} else if got[i] != want[i] {
			t.Fatalf("token %d: %v, want %v", i, got[i], want[i])
		}
	}
	if n < 200 {
		t.Fatalf("only %d values were filled in", n)
	}
}

// fill sets every field to a value of its own, and every list to two elements;
// lists of a type within itself end at the third level.
func fill(v reflect.Value, depth int, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		samples := []string{"plain", `quote " and \ back`, "line\nend\t\x00\x7f", "</script> & <b>", "Müller 東京 😀\u2028", "bad \xff byte"}
		v.SetString(samples[*n%len(samples)])
	case reflect.Int:
		v.SetInt(int64(*n) - 100)
	case reflect.Bool:
		v.SetBool(*n%2 == 0)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth, n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Like" {
				fill(v.Field(i), depth+1, n)
			}
		}
	case reflect.Slice:
		length := 2
		if depth > 6 {
			length = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), length, length))
		for i := range length {
			fill(v.Index(i), depth+1, n)
		}
	}
}

// Of what is like another the members are written that it has of its own.
func TestAppendJSONOfWhatIsLike(t *testing.T) {
	n := 0
	var g Group
	var c Certificate
	fill(reflect.ValueOf(&g).Elem(), 0, &n)
	fill(reflect.ValueOf(&c).Elem(), 0, &n)
	g.Like, c.Like = 3, 4
	r := Report{Groups: []Group{g}, Certificates: []Certificate{c}}
	var got struct{ Groups, Certificates []any }
	if err := json.Unmarshal(r.AppendJSON(nil), &got); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]any{{got.Groups[0], ownOf(reflect.ValueOf(g))}, {got.Certificates[0], ownOf(reflect.ValueOf(c))}} {
		a, _ := json.Marshal(pair[0])
		b, _ := json.Marshal(pair[1])
		if !strings.EqualFold(string(a), string(b)) {
			t.Errorf("got  %s\nwant %s", a, b)
		}
	}
}

// ownOf is a value with the members alone that are tagged, in structs that have some. Names
// begin in lower case, so that they are in the order of those in JSON.
func ownOf(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		return ownOf(v.Elem())
	case reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, ownOf(v.Index(i)))
		}
		return list
	case reflect.Struct:
		all, own := map[string]any{}, map[string]any{}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			all[strings.ToLower(f.Name)] = ownOf(v.Field(i))
			if f.Tag.Get("contract") == "own" {
				own[strings.ToLower(f.Name)] = ownOf(v.Field(i))
			}
		}
		if len(own) > 0 {
			return own
		}
		return all
	}
	text, _ := json.Marshal(v.Interface())
	var out any
	json.Unmarshal(text, &out)
	return out
}

func tokens(t *testing.T, text []byte) (list []json.Token) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		list = append(list, token)
	}
}

func TestAppendJSONOfNothing(t *testing.T) {
	got := string((&Report{Findings: []Finding{{}}}).AppendJSON([]byte("before ")))
	if !strings.HasPrefix(got, "before {") || strings.Contains(got, "null") {
		t.Errorf("lists are never null: %s", got)
	}
	if field := string((&Field{}).appendJSON(nil)); field != `{"label":"","value":""}` {
		t.Errorf("an empty field: %s", field)
	}
	if !strings.Contains(got, `"places":[]`) || strings.Contains(got, `"bytes":{`) {
		t.Errorf("want an empty list of places and no member for the nil pointer: %s", got)
	}
}
