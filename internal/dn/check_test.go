package dn

import (
	"strings"
	"testing"
)

// TestReadPrinted reads back what the programs printed and finds the name in it:
// in the certificate's order or in reverse, with no attribute that differs. What
// is left out cannot be told from the string, for the reason given.
func TestReadPrinted(t *testing.T) {
	forward := map[string]bool{"openssl-oneline": true, "openssl-slash": true, "node": true}
	ambiguous := map[string]string{
		"string-types":            "wide characters are printed octet by octet, or a BIT STRING as text",
		"escapes openssl-slash":   "the backslash and the spaces at the ends are not escaped",
		"escapes openssl-oneline": "OpenSSL puts unescaped spaces into quotes, and a newline as \\0A",
		"escapes java-rfc1779":    "a value in quotes of its own is not escaped",
		"escapes java-string":     "likewise",
	}
	for key, text := range printed(t) {
		title, program := key[0], key[1]
		var n Name
		for _, one := range names {
			if one.title == title {
				n = read(t, one.encoded)
			}
		}
		w, ok := ReadWritten(text)
		if ok != (title != "empty") {
			t.Errorf("%s, %s: read %v", title, program, ok)
		}
		if !ok || ambiguous[title] != "" || ambiguous[title+" "+program] != "" {
			continue
		}
		c := n.Check(&w)
		want := Reversed
		if forward[program] {
			want = Same
		}
		if c.Relation != want && len(n.RDNs) > 1 {
			t.Errorf("%s, %s: relation %d, want %d\n%s", title, program, c.Relation, want, text)
		}
		for _, row := range c.Rows {
			if row.Difference != NoDifference {
				given, expected := "", ""
				if row.Given != nil {
					given = row.Given.Value
				}
				if row.Want != nil {
					expected = row.Want.Text
				}
				t.Errorf("%s, %s: difference %d: %q, %q", title, program, row.Difference, given, expected)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	example := read(t, names[0].encoded)
	repeated := read(t, names[7].encoded)
	multi := read(t, names[3].encoded)
	for _, tt := range []struct {
		name     string
		of       *Name
		given    string
		relation Relation
		rows     string // differences other than none, by the type as given or wanted
	}{
		{"as it is printed", &example, example.String(), Reversed, ""},
		{"Go", &example, example.Print(GoString), Shuffled, ""},
		{"Traefik", &example, example.Print(Traefik), Different, "SN:type emailAddress:missing"},
		{"Windows", &example, example.Print(Windows), Reversed, ""},
		{"HAProxy", &example, example.Print(SlashRaw), Same, ""},
		{"prefix and quotes", &example, `subject="` + example.Print(RFC2253UTF8) + `"`, Reversed, ""},
		{"letter case", &example, strings.ToLower(example.Print(RFC2253UTF8)), Reversed,
			"ou:case o:case l:case st:case c:case"},
		{"mojibake", &example, strings.ReplaceAll(example.Print(RFC2253UTF8), "ü", "Ã¼"), Reversed, "O:mojibake"},
		{"question marks", &example, strings.ReplaceAll(example.Print(RFC2253UTF8), "ü", "??"), Reversed, "O:lost"},
		{"escaped twice", &example, strings.ReplaceAll(example.String(), `\`, `\\`), Reversed, "OU:twice O:twice"},
		{"another value", &example, strings.Replace(example.String(), "client one", "client two", 1), Different, "CN:value"},
		{"one more", &example, "OU=x," + example.String(), Different, "OU:added"},
		{"repeated, Java", &repeated, repeated.Print(JavaString), Reversed, ""},
		{"repeated, Traefik", &repeated, repeated.Print(Traefik), Different, "SN:type street:missing postalCode:missing serialNumber:missing CN:missing SN:missing"},
		{"attributes of one RDN in another order", &multi, "OU=é,UID=x\\+y+CN=a b+serialNumber=1,C=EE", Reversed, ""},
		{"spaces", &multi, "OU=é,UID=x\\+y+CN=a  b+serialNumber=1,C=EE", Reversed, "CN:space"},
		{"rows out of a log", &multi, `C=EE\nCN=a b + serialNumber=1 + UID=x\+y\nOU=é`, Same, ""},
	} {
		w, _ := ReadWritten(tt.given)
		c := tt.of.Check(&w)
		var rows []string
		for _, row := range c.Rows {
			word := [...]string{"", "case", "space", "mojibake", "twice", "lost", "type", "value", "missing", "added"}[row.Difference]
			switch {
			case word == "":
			case row.Given != nil:
				rows = append(rows, row.Given.Type+":"+word)
			default:
				rows = append(rows, TypeName(row.Want.OID)+":"+word)
			}
		}
		got := strings.Join(rows, " ")
		if c.Relation != tt.relation || got != tt.rows {
			t.Errorf("%s: relation %d, %q; want %d, %q\n%s", tt.name, c.Relation, got, tt.relation, tt.rows, tt.given)
		}
	}
}

func TestGrouping(t *testing.T) {
	multi := read(t, names[3].encoded)
	for given, want := range map[string]bool{
		"OU=é,UID=x\\+y+serialNumber=1+CN=a b,C=EE": true,
		"OU=é,UID=x\\+y,serialNumber=1,CN=a b,C=EE": false,
	} {
		w, _ := ReadWritten(given)
		if c := multi.Check(&w); c.Grouped != want {
			t.Errorf("%s: grouped %v", given, c.Grouped)
		}
	}
}

func FuzzReadWritten(f *testing.F) {
	for _, n := range names {
		parsed := read(f, n.encoded)
		for s := RFC2253; s <= Lines; s++ {
			f.Add(parsed.Print(s))
		}
	}
	n := read(f, names[0].encoded)
	f.Fuzz(func(t *testing.T, s string) {
		w, ok := ReadWritten(s)
		c := n.Check(&w)
		if ok == (len(w.RDNs) == 0) || len(c.Rows) < 9 {
			t.Fatalf("%d RDNs, %d rows", len(w.RDNs), len(c.Rows))
		}
		for _, rdn := range w.RDNs {
			for _, p := range rdn {
				if p.Start < 0 || p.End < p.Start || p.End > len(s) {
					t.Fatalf("%q: %d to %d", s, p.Start, p.End)
				}
			}
		}
	})
}
