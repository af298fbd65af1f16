package der

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestNext reads headers as X.690, section 8.1 encodes them. An element is
// written tag/header/declared/present, with its class, form and problems.
func TestNext(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"short", "\x02\x01\x05", "U2/2/1/1"},
		{"no content", "\x05\x00", "U5/2/0/0"},
		{"two", "\x02\x01\x05\x30\x02\x05\x00", "U2/2/1/1 U16c/2/2/2"},
		{"long length", "\x04\x81\x80" + strings.Repeat("x", 128), "U4/3/128/128"},
		{"longer length", "\x04\x82\x01\x00" + strings.Repeat("x", 256), "U4/4/256/256"},
		{"length longer than it must be", "\x04\x81\x01x", "U4/3/1/1:longlength"},
		{"length with a zero in front", "\x04\x82\x00\x80" + strings.Repeat("x", 128), "U4/4/128/128:longlength"},
		{"context", "\xa0\x03\x02\x01\x02", "C0c/2/3/3"},
		{"application", "\x61\x00", "A1c/2/0/0"},
		{"private", "\xc1\x00", "P1/2/0/0"},
		{"high tag", "\x9f\x81\x00\x01x", "C128/4/1/1"},
		{"high tag that is low", "\x9f\x1e\x00", "C30/3/0/0:longtag"},
		{"high tag with a zero in front", "\x9f\x80\x1f\x00", "C31/4/0/0:longtag"},
		{"high tag out of range", "\x9f\xff\xff\xff\xff\x7f\x00", "C31/0/7/7:broken"},
		{"tag cut off", "\x9f\x81", "C31/0/2/2:broken"},
		{"no length", "\x30", "U16/0/1/1:broken"},
		{"length cut off", "\x04\x82\x01", "U4/0/3/3:broken"},
		{"length out of range", "\x04\x85\x01\x00\x00\x00\x00x", "U4/0/8/8:broken"},
		{"reserved length", "\x04\xff\x01", "U4/0/3/3:broken"},
		{"overrun", "\x04\x05abc", "U4/2/5/3:overrun"},
		{"overrun of nothing", "\x04\x05", "U4/2/5/0:overrun"},
		{"indefinite", "\x30\x80\x02\x01\x05\x00\x00\x05\x00", "U16c/2/-1/3:indefinite U5/2/0/0"},
		{"indefinite in indefinite", "\x30\x80\x30\x80\x00\x00\x00\x00", "U16c/2/-1/4:indefinite"},
		{"indefinite without end", "\x30\x80\x02\x01\x05", "U16c/2/-1/3:indefinite,unterminated"},
		{"indefinite primitive", "\x04\x80ab\x00\x00", "U4/2/-1/4:indefinite,unterminated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := NewReaderAt([]byte(tt.in), 100)
			scan, count := r, r.Count(100)
			var got []string
			end := 100
			for e, ok := r.Next(); ok; e, ok = r.Next() {
				if s := (Element{Trailer: 9}); !scan.Scan(&s) || !reflect.DeepEqual(s, e) {
					t.Errorf("Scan gives %s, Next %s", describe(&s), describe(&e))
				}
				if e.Offset != end {
					t.Errorf("offset %d, want %d", e.Offset, end)
				}
				end = e.End()
				got = append(got, describe(&e))
			}
			if scan.Scan(&Element{}) || count != len(got) {
				t.Errorf("%d counted, or Scan goes on", count)
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if end != 100+len(tt.in) {
				t.Errorf("ended at %d of %d", end-100, len(tt.in))
			}
		})
	}
}

func describe(e *Element) string {
	s := "UACP"[e.Class : e.Class+1]
	s += fmt.Sprint(e.Tag)
	if e.Constructed {
		s += "c"
	}
	s += fmt.Sprintf("/%d/%d/%d", e.Header, e.Declared, len(e.Content()))
	var problems []string
	for i, name := range []string{"overrun", "longlength", "indefinite", "unterminated", "longtag", "broken"} {
		if e.Problem>>i&1 == 1 {
			problems = append(problems, name)
		}
	}
	if problems != nil {
		s += ":" + strings.Join(problems, ",")
	}
	return s
}

func TestChildren(t *testing.T) {
	r := NewReader([]byte("\x30\x05\xa0\x03\x02\x01\x02\x05\x00"))
	outer, _ := r.Next()
	in := outer.Children()
	wrap, _ := in.Peek()
	if again, _ := in.Next(); again.Offset != wrap.Offset || in.More() {
		t.Error("Peek and Next differ, or Next left something")
	}
	if wrap.Offset != 2 || !wrap.IsContext(0) {
		t.Errorf("child is %s at %d", describe(&wrap), wrap.Offset)
	}
	deep := wrap.Children()
	if n, ok := deep.Next(); !ok || n.Offset != 4 || !n.Is(Integer) || n.Place() != (Place{4, 3}) || n.ContentPlace() != (Place{6, 1}) {
		t.Errorf("grandchild is %+v", n)
	}
	if rest, at := r.Rest(); at != 7 || !bytes.Equal(rest, []byte{5, 0}) {
		t.Errorf("rest %x at %d", rest, at)
	}
}

// TestDepth: nesting of indefinite lengths ends at MaxDepth and takes linear time.
func TestDepth(t *testing.T) {
	r := NewReader([]byte(strings.Repeat("\x30\x80", 1<<16)))
	e, ok := r.Next()
	if !ok || e.Problem&Unterminated == 0 || len(e.Bytes) != 1<<17 {
		t.Errorf("%s", describe(&e))
	}
}

// FuzzReader: elements tile their parent, at any depth, and every value function
// takes any content.
func FuzzReader(f *testing.F) {
	f.Add([]byte("\x30\x80\x02\x01\x05\x00\x00\x04\x05abc"))
	f.Add([]byte("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00"))
	f.Add([]byte("\x17\x0d240102030405Z\x1e\x02\xd8\x00\x03\x02\x07\x80"))
	f.Fuzz(func(t *testing.T, src []byte) {
		budget := 10_000
		tile(t, NewReaderAt(src, 7), 7, 7+len(src), 0, &budget)
		Classify(src)
	})
}

func tile(t *testing.T, r Reader, from, to, depth int, budget *int) {
	at := from
	scan := r
	for e, ok := r.Next(); ok; e, ok = r.Next() {
		if s := (Element{}); !scan.Scan(&s) || !reflect.DeepEqual(s, e) {
			t.Fatalf("Scan gives %s, Next %s", describe(&s), describe(&e))
		}
		if *budget--; *budget < 0 {
			return
		}
		if e.Offset != at || e.Header > len(e.Bytes) || e.End() <= at {
			t.Fatalf("element at %d..%d with header %d, expected at %d", e.Offset, e.End(), e.Header, at)
		}
		if e.Problem == 0 && e.Declared != len(e.Content()) {
			t.Fatalf("no problem, but %d bytes are declared and %d there", e.Declared, len(e.Content()))
		}
		at = e.End()
		values(&e)
		if e.Constructed && depth < MaxDepth {
			tile(t, e.Children(), e.Offset+e.Header, e.Offset+len(e.Bytes), depth+1, budget)
		}
	}
	if at != to {
		t.Fatalf("elements end at %d of %d", at, to)
	}
}

func values(e *Element) {
	content := e.Content()
	ReadBoolean(content)
	SmallInteger(content)
	IntegerOK(content)
	ReadBitString(content)
	ReadTime(UTCTime, content)
	ReadTime(GeneralizedTime, content)
	DecodeString(e.Tag, content)
	e.Joined()
}
