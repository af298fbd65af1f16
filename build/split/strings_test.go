package split

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// textAt is where the strings of a test begin.
const textAt = 4096

// stringsOf returns the strings found in a program that has these in its memory, one after the other. Its
// functions name the beginning of each, the end of the last, and what is named besides, but for
// what nobody names.
func stringsOf(t *testing.T, texts []string, besides, nobody []int) (found []string) {
	t.Helper()
	code := []byte{0}
	name := func(at int) {
		for _, n := range nobody {
			if at == n {
				return
			}
		}
		code = wasmbin.AppendSigned(append(code, opI64Const), textAt+at)
	}
	at := 0
	for _, text := range texts {
		name(at)
		at += len(text)
	}
	name(at)
	for _, at := range besides {
		name(at)
	}
	data := wasmbin.AppendSegment([]byte{1}, textAt, append([]byte(strings.Join(texts, "")), 0))
	s := &splitter{module: &module{bodies: [][]byte{append(code, opEnd)}, data: data}}
	pieces, err := s.strings()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(texts, "")
	for _, p := range pieces {
		found = append(found, all[p.From-textAt:p.To-textAt])
	}
	return found
}

// Whatever address inside of a string is named, or beginning of a string not named, no
// piece is found that is not a whole string; and most are found.
func TestStrings(t *testing.T) {
	texts := []string{"tru", "nil", anchor, "hello"}
	is := map[string]bool{"tru": true, "nil": true, anchor: true, "hello": true}
	for size := 6; size < 40; size++ {
		for k := range 6 {
			text := strings.Repeat(string(rune('a'+k)), size-1) + string(rune('0'+size))
			texts, is[text] = append(texts, text), true
		}
	}
	const unnamed = "named by nobody:"
	total := 0
	for _, text := range texts {
		total += len(text)
	}
	check := func(what string, at int, found []string) {
		for _, text := range found {
			if !is[text] {
				t.Fatalf("%s %d: %q was found, which is no string", what, at, text)
			}
		}
		if what != unnamed && len(found) < len(texts)*8/10 { // without a name, a length doubles early
			t.Fatalf("%s %d: of %d strings %d were found", what, at, len(texts), len(found))
		}
	}
	check("nothing", 0, stringsOf(t, texts, nil, nil))
	from := len("trunil"+anchor) + 1
	for at := from; at < total-200; at++ {
		check("named besides:", at, stringsOf(t, texts, []int{at}, nil))
		check(unnamed, at, stringsOf(t, texts, nil, []int{at}))
		check("cut in three:", at, stringsOf(t, texts, []int{at, at + 2, at + 3}, nil))
	}
	if found := stringsOf(t, []string{"tru", "nil", "lying", "hello", "world", "again", "there"}, nil, nil); len(found) > 0 {
		t.Errorf("without the anchor %q are found", found)
	}
}
