package words

import "testing"

// The characters are those of Unicode Technical Report 36. "xn--mple-63d9b" is what
// Python's encode("idna") makes of Cyrillic letters before Latin ones.
func TestFindOdd(t *testing.T) {
	for _, tt := range []struct {
		name       string
		host, word bool
		trick      Trick
		at         int
	}{
		{"good.example", true, false, NoTrick, 0},
		{"good.example\x00.evil.example", true, false, Control, 12},
		{"a\nb", false, true, Control, 1},
		{"admin\u202Emoc", false, true, Direction, 5},
		{"goo\u200Bgle", false, true, Invisible, 3},
		{"x\U000E0041y", false, false, Tag, 1},
		{"adm\uFE0Fin", false, true, Invisible, 3},
		{"admin\u00A0", false, true, OddBlank, 5},
		{"admin ", false, true, OddBlank, 5},
		{" admin", false, true, OddBlank, 0},
		{"an admin", false, true, NoTrick, 0},
		{"a\u0301\u0301\u0301\u0301\u0301", false, true, Stacked, 7},
		{"Vie\u0302\u0323t", false, true, NoTrick, 0},
		{"\u0435x\u0430mple.com", true, false, MixedScripts, 2},
		{"\u0435x\u0430mple", false, true, MixedScripts, 2},
		{"\u0435x\u0430mple", false, false, NoTrick, 0},
		{"Иван Petrov", false, true, NoTrick, 0},
		{"Zürich Straße 5", false, true, NoTrick, 0},
		{"東京Tower タワー", false, true, NoTrick, 0},
		{"xn--bcher-kva.example", true, false, NoTrick, 0},       // bücher
		{"www.xn--mple-63d9b.com", true, false, MixedScripts, 4}, // ехаmple
		{"xn--ihqwcrb4cv8a8dqg056pqjye", true, false, NoTrick, 0},
		{"xn--99999999999", true, false, NoTrick, 0},
	} {
		o, found := FindOdd(tt.name, tt.host, tt.word)
		if o.Trick != tt.trick || o.At != tt.at || found != (tt.trick != NoTrick) {
			t.Errorf("%q: %+v, want %d at %d", tt.name, o, tt.trick, tt.at)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain é": "plain é", "a\x1b[31mb": "a[U+001B][31mb", "x\u202Ey\U000E0001": "x[U+202E]y[U+E0001]", "\x00": "[U+0000]", "\u0085": "[U+0085]",
	} {
		if got := Visible(in, true); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := Visible("a\nb\tc", true); got != "a\nb\tc" {
		t.Errorf("%q", got)
	}
	if got := Visible("a\nb\tc", false); got != "a[U+000A]b[U+0009]c" {
		t.Errorf("%q", got)
	}
}

// The samples of RFC 3492, section 7.1.
func TestPunycode(t *testing.T) {
	for in, want := range map[string]string{
		"ihqwcrb4cv8a8dqg056pqjye":                 "他们为什么不说中文",
		"Proprostnemluvesky-uyb24dma41a":           "Pročprostěnemluvíčesky",
		"3B-ww4c5e180e575a65lsy2b":                 "3年B組金八先生",
		"-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n": "安室奈美恵-with-SUPER-MONKEYS",
		"bcher-kva": "bücher",
	} {
		if got, ok := punycode(in); !ok || got != want {
			t.Errorf("%s: %q %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"\xff", "a-\x00", "99999999"} {
		if got, ok := punycode(in); ok {
			t.Errorf("%q: %q", in, got)
		}
	}
}
