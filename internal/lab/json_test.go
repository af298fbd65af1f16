package lab

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// encoding/json is the oracle of what is written, for every answer with every member
// filled in.
func TestAppendJSONEqualsEncodingJSON(t *testing.T) {
	for _, answer := range []interface{ AppendJSON([]byte) []byte }{
		&Issued{}, &Choices{}, &Archive{}, &Verdict{}, &MaterialCheck{}, &Simulation{},
	} {
		n := 0
		fill(reflect.ValueOf(answer).Elem(), &n)
		oracle, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		var got, want any
		text := answer.AppendJSON([]byte{})
		if err := json.Unmarshal(text, &got); err != nil {
			t.Errorf("%T: %v in %s", answer, err, text)
		}
		if err := json.Unmarshal(oracle, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%T: got\n%s\nwant\n%s", answer, text, oracle)
		}
		if n < 4 {
			t.Errorf("%T: only %d values were filled in", answer, n)
		}
	}
}

// fill sets every field to a value of its own, and every list to two elements.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		samples := []string{"plain", `quote " and \ back`, "line\nend\t\x00\x7f", "</script> & <b>", "Müller 東京 😀\u2028", "bad \xff byte"}
		v.SetString(samples[*n%len(samples)])
	case reflect.Int:
		v.SetInt(int64(*n) - 20)
	case reflect.Bool:
		v.SetBool(*n%2 == 0)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	}
}

func TestAppendJSONOfNothing(t *testing.T) {
	got := string(Marshal(Verdict{Rules: []Rule{{}}}))
	if strings.Contains(got, "null") || !strings.Contains(got, `"causes":[]`) || strings.Contains(got, `"bytes"`) {
		t.Errorf("want empty lists, and no member for the nil pointer: %s", got)
	}
}
