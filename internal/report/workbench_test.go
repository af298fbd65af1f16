package report

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// The subject is that of the fixture name-escapes, whose .facts hold what openssl
// prints of it.
func TestWorkbench(t *testing.T) {
	c := certinfo.Parse(testdata.DER("client-1"))
	subject := testdata.Facts("client-1")["subject"]
	forms := NewNames("", &c.Subject, "").Forms
	if forms[0].Text != subject {
		t.Errorf("%q, openssl has %q", forms[0].Text, subject)
	}
	byTitle := make(map[string]string)
	for _, f := range forms {
		byTitle[f.Title] = f.Text
	}
	for _, tt := range []struct {
		name, given string
		title       string
		tone        Tone
		reasons     string // the first words of each
	}{
		{"as it is", subject, "Equal to the byte", ToneGood, ""},
		{"oneline", byTitle["OpenSSL, one line"], "Equal in reverse order", ToneWarn, "Order Spaces after the separators"},
		{"slashes", byTitle["OpenSSL, slashes"], "Equal in reverse order", ToneWarn, "Order Separator"},
		{"toString", byTitle["Java, toString()"], "Equal", ToneWarn, "Spaces after the separators"},
		{"rows", byTitle["Node.js"], "Equal in reverse order", ToneWarn, "Order Separator"},
		{"upper case", strings.ToUpper(subject), "Alike", ToneWarn, "Letter case"},
		{"another", strings.Replace(subject, "client-1", "client-9", 1), "Another name", ToneBad, ""},
		{"nothing", "hello", "Not a name", ToneBad, ""},
		{"much", strings.Repeat("CN=a,", 5000), "Too long", ToneBad, ""},
	} {
		check := NewNames("", &c.Subject, tt.given).Check
		var reasons []string
		for _, r := range check.Reasons {
			head, _, _ := strings.Cut(r, ":")
			reasons = append(reasons, head)
		}
		if got := strings.Join(reasons, " "); check.Title != tt.title || check.Tone != tt.tone || got != tt.reasons {
			t.Errorf("%s: %q, %q, %q", tt.name, check.Title, check.Tone, check.Reasons)
		}
	}
}

func TestCheckRows(t *testing.T) {
	c := certinfo.Parse(testdata.DER("client-1"))
	given := strings.Replace(testdata.Facts("client-1")["subject"], "CN=client-1", "CN=client-9", 1)
	for _, r := range NewNames("", &c.Subject, given).Check.Rows {
		if r.Type != "CN" {
			if r.Tone != ToneNone {
				t.Errorf("%+v", r)
			}
			continue
		}
		if r.Note != "another value" || r.Given[1] != (Run{"9", Mark}) || r.Expected[1] != (Run{"1", Mark}) {
			t.Errorf("%+v", r)
		}
	}
}

func TestComparison(t *testing.T) {
	one := NewCertificate(read(testdata.DER("client-2")), testdata.Now)
	other := NewCertificate(read(testdata.DER("client-2-expired")), testdata.Now)
	if c := NewComparison(&one, &one); !strings.HasPrefix(c.Title, "All ") {
		t.Errorf("with itself: %s", c.Title)
	}
	differ := make(map[string]bool)
	for _, s := range NewComparison(&one, &other).Sections {
		for _, r := range s.Rows {
			if r.Differ {
				differ[r.Label] = true
			}
		}
	}
	for _, label := range []string{"Not after", "SHA-256"} {
		if !differ[label] {
			t.Errorf("%s does not differ: %v", label, differ)
		}
	}
}

// Each row of both lists is there once, in order, whatever they have in common.
func TestPair(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"abc", "abc", "aa bb cc"},
		{"ac", "abc", "aa .b cc"},
		{"abc", "c", "a. b. cc"},
		{"c", "abc", ".a .b cc"},
		{"ab", "cd", ".c .d a. b."},
		{"ab", "ba", "aa bb"},
		{"aa", "a", "aa a."},
		{"", "ab", ".a .b"},
		{"abx", "bya", "aa bb .y x."},
	} {
		var got []string
		at := func(s string, i int) string {
			if i < 0 {
				return "."
			}
			return s[i : i+1]
		}
		pair(len(tt.a), len(tt.b), func(i, j int) bool { return tt.a[i] == tt.b[j] }, func(i, j int) { got = append(got, at(tt.a, i)+at(tt.b, j)) })
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s, %s: %s, want %s", tt.a, tt.b, s, tt.want)
		}
	}
}
