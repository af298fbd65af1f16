package source

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestSpanThroughLayers(t *testing.T) {
	//             0         1         2
	//             0123456789012345678901234
	paste := []byte("x: %41BC%0AD%65%66 tail")
	whole := New(paste)
	value := whole.Slice(3, 18) // "%41BC%0AD%65%66"
	b := NewBuilder(value, 8)
	b.Replace(0, 3, 'A')
	b.Copy(3, 5)
	b.Replace(5, 8, '\n')
	b.Copy(8, 9)
	b.Replace(9, 12, 'e')
	b.Replace(12, 15, 'f')
	out := b.Text()
	if string(out.Bytes) != "ABC\nDef" {
		t.Fatalf("got %q", out.Bytes)
	}
	tests := []struct {
		i, j int
		want string
	}{
		{0, 1, "%41"}, {1, 2, "B"}, {2, 3, "C"}, {3, 4, "%0A"}, {4, 5, "D"},
		{5, 6, "%65"}, {6, 7, "%66"}, {0, 7, "%41BC%0AD%65%66"}, {1, 5, "BC%0AD"}, {5, 7, "%65%66"},
	}
	for _, tt := range tests {
		s := out.Span(tt.i, tt.j)
		if got := string(paste[s.Start:s.End]); got != tt.want {
			t.Errorf("[%d,%d): got %q, want %q", tt.i, tt.j, got, tt.want)
		}
		s = out.Slice(tt.i, tt.j).All()
		if got := string(paste[s.Start:s.End]); got != tt.want {
			t.Errorf("slice [%d,%d): got %q, want %q", tt.i, tt.j, got, tt.want)
		}
	}
	// A second layer over the first: the line break left out.
	c := NewBuilder(out, 8)
	c.Copy(0, 3)
	c.Copy(4, 7)
	joined := c.Text()
	if s := joined.Span(2, 4); string(paste[s.Start:s.End]) != "C%0AD" {
		t.Errorf("across the gap: got %q", paste[s.Start:s.End])
	}
	if s := joined.Span(3, 3); s != (Span{11, 11}) {
		t.Errorf("empty span: got %v", s)
	}
	if s := joined.Span(6, 6); s != (Span{18, 18}) {
		t.Errorf("at the end: got %v", s)
	}
	// Four characters for three bytes on top.
	d := Decoded(joined, []byte{1, 2, 3, 4}, 4, 3)
	for i, want := range []string{"%41B", "BC", "C%0AD", "%65%66"} {
		if s := d.Span(i, i+1); string(paste[s.Start:s.End]) != want {
			t.Errorf("byte %d: got %q, want %q", i, paste[s.Start:s.End], want)
		}
	}
}

func TestBlock(t *testing.T) { // two bytes for six characters have one place
	paste := []byte(`a\u00e9b`)
	b := NewBuilder(New(paste), 4)
	b.Copy(0, 1)
	b.Replace(1, 7, 0xC3, 0xA9, 'x', 'y')
	b.Copy(7, 8)
	out := b.Text()
	for i := 1; i < 5; i++ {
		if s := out.Span(i, i+1); s != (Span{1, 7}) {
			t.Errorf("byte %d: got %v", i, s)
		}
	}
	if s := out.Span(5, 6); s != (Span{7, 8}) {
		t.Errorf("after the block: got %v", s)
	}
}

// The oracle is the standard library's own UTF-16 encoder.
func TestIndex(t *testing.T) {
	for _, paste := range []string{
		"", "one line", "a\nb\n", "Müller\n東京 😀 x\n", strings.Repeat("line 😀 é\n", 500), strings.Repeat("é", 3000),
	} {
		x := NewIndex([]byte(paste))
		line, column := 1, 1
		for i, r := range paste {
			want := Position{len(utf16.Encode([]rune(paste[:i]))), line, column}
			if i%97 == 0 || len(paste) < 100 {
				if got := x.Position(i); got != want {
					t.Fatalf("%.20q at %d: got %v, want %v", paste, i, got, want)
				}
			}
			column += len(utf16.Encode([]rune{r}))
			if r == '\n' {
				line, column = line+1, 1
			}
		}
		if got := x.Position(len(paste) + 5).Units; got != len(utf16.Encode([]rune(paste))) {
			t.Errorf("%.20q: end at %d", paste, got)
		}
	}
}

// A file in Latin-1 has letters that UTF-8 begins long characters with.
func TestIndexOfLatin1(t *testing.T) {
	paste := []byte("sch\xf6n\nO=M\xf6bel \xf0\xf1\xf2\xf3")
	x := NewIndex(paste)
	if got, want := x.Position(9), (Position{9, 2, 4}); got != want {
		t.Errorf("in the second line: got %v, want %v", got, want)
	}
	if end := x.Position(len(paste)).Units; end != len(paste) {
		t.Errorf("%d units of %d bytes", end, len(paste))
	}
}

// The marks of a large paste stand further apart.
func TestIndexOfLargePaste(t *testing.T) {
	const line = "Müller 東京 😀 x\n"
	units := len(utf16.Encode([]rune(line)))
	n := 2 * maxMarks * minStride / len(line)
	x := NewIndex([]byte(strings.Repeat(line, n)))
	if len(x.marks) > maxMarks {
		t.Errorf("%d marks", len(x.marks))
	}
	for k := 0; k < n; k += 99991 {
		before := strings.Index(line, "x")
		want := Position{k*units + units - 2, k + 1, units - 1}
		if got := x.Position(k*len(line) + before); got != want {
			t.Fatalf("line %d: got %v, want %v", k+1, got, want)
		}
	}
}

// FuzzBuilder derives texts at random, and holds that each byte that was copied
// stands at its place in the paste.
func FuzzBuilder(f *testing.F) {
	f.Add([]byte("hello world"), []byte{1, 3, 0, 4, 2, 2})
	f.Fuzz(func(t *testing.T, paste, ops []byte) {
		if len(paste) == 0 || len(paste) > 1000 {
			return
		}
		text := New(paste)
		for layer := 0; layer < 3 && text.Len() > 0; layer++ {
			b := NewBuilder(text, text.Len())
			pos := 0
			for _, op := range ops {
				n := min(int(op>>2)+1, text.Len()-pos)
				if n <= 0 {
					break
				}
				switch op & 3 {
				case 0, 1:
					b.Copy(pos, pos+n)
				case 2:
					b.Replace(pos, pos+n) // left out
				case 3:
					b.Replace(pos, pos+n, '!')
				}
				pos += n
			}
			text = b.Text()
		}
		for i := range text.Bytes {
			s := text.Span(i, i+1)
			if s.Start < 0 || s.End > len(paste) || s.Start > s.End {
				t.Fatalf("byte %d of %d: %v outside a paste of %d", i, text.Len(), s, len(paste))
			}
			if s.Len() == 1 && text.Bytes[i] != '!' && paste[s.Start] != text.Bytes[i] {
				t.Fatalf("byte %d: %q stands for %q", i, text.Bytes[i], paste[s.Start])
			}
		}
	})
}

// Bytes decoded from lines have the places that they have by way of a copy without
// the breaks.
func TestDecodedLines(t *testing.T) {
	const width, breaks = 8, 3
	for n := 0; n <= 3*width+1; n++ {
		var paste []byte
		paste = append(paste, "head "...)
		for i := range n {
			if i > 0 && i%width == 0 {
				paste = append(paste, "%0A"...)
			}
			paste = append(paste, byte('A'+i%26))
		}
		paste = append(paste, "%0Atail"...)
		text := New(paste).Slice(5, len(paste))
		b := NewBuilder(text, n)
		for i := 0; i < n; i += width {
			at := i + i/width*breaks
			b.Copy(at, at+min(width, n-i))
		}
		bytes := make([]byte, n*3/4)
		want, got := Decoded(b.Text(), bytes, 4, 3), DecodedLines(text, n, width, breaks, bytes)
		for i := 0; i <= len(bytes) && n > 0; i++ {
			for j := i; j <= len(bytes); j++ {
				if len(bytes) > 0 && got.Span(i, j) != want.Span(i, j) {
					t.Fatalf("%d characters, [%d,%d): %v, want %v", n, i, j, got.Span(i, j), want.Span(i, j))
				}
				if w, g := want.Slice(i, j), got.Slice(i, j); len(bytes) > 0 && g.All() != w.All() {
					t.Fatalf("%d characters, slice [%d,%d): %v, want %v", n, i, j, g.All(), w.All())
				}
			}
		}
	}
}
