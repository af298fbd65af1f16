package unwrap

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// What is left out because a row of a dump or a TLS record says how long it is, is told with
// its place. What is whole is told nothing.
func TestUneven(t *testing.T) {
	der := testdata.DER("client-2")
	xxd, _, _ := testdata.Tool("xxd.txt")
	dump, _, _ := testdata.Tool("hexdump-C.txt")
	row := func(text []byte, n int, before, more string) string {
		lines := strings.SplitAfter(string(text), "\n")
		i := strings.LastIndex(lines[n], before)
		lines[n] = lines[n][:i] + more + lines[n][i:]
		return strings.Join(lines, "")
	}
	record := tlsRecord(tlsCertificate(der))
	for _, test := range []struct{ name, paste, left string }{
		{"xxd", string(xxd), ""},
		{"a row of xxd with a word more", row(xxd, 3, "  ", " dead"), "dead"},
		{"a row of xxd with a byte more", row(xxd, 7, "  ", " de"), "de"},
		{"a row of hexdump -C", row(dump, 5, "  |", " 7f"), "7f"},
		{"records", hex.EncodeToString(record), ""},
		{"records and another of an alert", hex.EncodeToString(record) + "15030300020100", ""},
		{"bytes after the last record", hex.EncodeToString(record) + "0102030405", "0102030405"},
	} {
		r := collect([]byte(test.paste))
		onlyThis(t, r, der)
		var told []string
		for _, f := range r.Findings {
			if f.ID == finding.BytesUneven {
				told = append(told, test.paste[f.Spans[0].Start:f.Spans[0].End])
			}
		}
		if got := strings.Join(told, " "); got != test.left || len(r.Findings) != len(told) {
			t.Errorf("%s: %q is told, want %q; findings %v", test.name, got, test.left, r.Findings)
		}
	}
}

// A TLS record that is cut off in the certificate gives what of the certificate is there.
func TestRecordCutOff(t *testing.T) {
	der := testdata.DER("client-2")
	message := tlsCertificate(der)
	record := append([]byte{0x16, 3, 3, byte(len(message) >> 8), byte(len(message))}, message...)
	for _, lost := range []int{1, 5, 200} {
		var found []string
		for _, u := range collect([]byte(hex.EncodeToString(record[:len(record)-lost]))).Units {
			for i := range u.Objects {
				found = append(found, u.Objects[i].Kind.String()+" "+strconv.Itoa(u.Objects[i].DER.Len()))
			}
		}
		if want := fmt.Sprintf("[certificate %d]", len(der)-lost); fmt.Sprint(found) != want {
			t.Errorf("without the last %d bytes: %v, want %s", lost, found, want)
		}
	}
}

// A dump stands in a header's value, in the quotes of XFCC, and in a string of JSON; a mail
// that was encoded is quoted: names and bytes are found all the same.
func TestDumpsInside(t *testing.T) {
	der := testdata.DER("client-2")
	xxd, _, _ := testdata.Tool("xxd.txt")
	dump, _, _ := testdata.Tool("hexdump-C.txt")
	list := "cert: [" + strings.ReplaceAll(strings.Trim(fmt.Sprint(der), "[]"), " ", ", ") + "]"
	for _, test := range []struct{ name, paste, field string }{
		{"XFCC", `X-Forwarded-Client-Cert: By=spiffe://a/b;Cert="` + string(dump) + `";URI=spiffe://c/d` + "\n", "URI"},
		{"a string", jsonString(string(xxd)), ""},
		{"a member", `{"dump":` + jsonString(string(xxd)) + "}", "dump"},
		{"a list that was wrapped with an indent", list[:72] + "\n    " + strings.Join(chunks(list[72:], 68), "\n    ") + "\n", "cert"},
	} {
		r := collect([]byte(test.paste))
		onlyThis(t, r, der)
		found := test.field == ""
		for _, u := range r.Units {
			for i := range u.Fields {
				found = found || u.Fields[i].Name == test.field
			}
		}
		if !found {
			t.Errorf("%s: there is no value %s", test.name, test.field)
		}
	}
}

// A bundle says how long it is: a line of it that stands twice leaves no other trace where it is
// one of a signature.
func TestUnevenBundle(t *testing.T) {
	der := testdata.DER("client-2")
	file, _, _ := testdata.Tool("openssl-crl2p7.txt")
	lines := strings.SplitAfter(string(file), "\n")
	for i := range lines {
		r := collect([]byte(strings.Join(lines[:i+1], "") + strings.Join(lines[i:], "")))
		for _, found := range wholeOf(r) {
			if found != string(der) && len(r.Findings) == 0 {
				t.Errorf("line %d twice: another certificate is whole, and nothing is told", i+1)
			}
		}
	}
	if r := collect(file); len(wholeOf(r)) != 1 || len(r.Findings) > 0 {
		t.Errorf("the bundle as it is: %d certificates, findings %v", len(wholeOf(r)), findingsOf(r))
	}
}

// Pairs with colons that go on behind the end of the structure are told, and so is what stands
// right after the last number of a list, where a digit may have stood.
func TestUnevenLists(t *testing.T) {
	der := testdata.DER("client-2")
	var lines []string
	for part := range slices.Chunk(der, 10) { // 55 of them
		lines = append(lines, strings.Join(chunks(hex.EncodeToString(part), 2), ":"))
	}
	decimal := strings.Trim(fmt.Sprint(der), "[]")
	for _, paste := range []string{
		strings.Join(lines, ":\n"), strings.Join(lines, "\n"), "[" + decimal + "]", decimal,
	} {
		if r := collect([]byte(paste)); len(findingsOf(r)) > 0 || len(wholeOf(r)) != 1 {
			t.Errorf("%.30s…: findings %v", paste, findingsOf(r))
		}
	}
	for i := 1; i < len(lines)-1; i++ {
		for _, between := range []string{"\n", ":\n"} {
			r := collect([]byte(strings.Join(lines[:i+1], between) + between + strings.Join(lines[i:], between)))
			for _, found := range wholeOf(r) {
				if found != string(der) && len(r.Findings) == 0 {
					t.Errorf("line %d twice: another certificate is whole", i+1)
				}
			}
		}
	}
	broken := decimal[:len(decimal)-1] + "*" + decimal[len(decimal)-1:]
	if r := collect([]byte("[" + broken + "]")); len(findingsOf(r)) == 0 {
		t.Error("a character in the last number is not told")
	}
}
