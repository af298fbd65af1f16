package unwrap

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// What real tools nest, in two or three layers that [TestLayers] does not have: it gives the
// certificate, to the byte, and no finding.
func TestNested(t *testing.T) {
	der := testdata.DER("client-2")
	pem := pemOf(der)
	lines := strings.Split(strings.TrimSpace(pem), "\n")
	timed := numbered("2026-01-04T10:00:00.%07dZ ")
	quoted := func(list []string, format, between string) string {
		out := make([]string, len(list))
		for i, l := range list {
			out[i] = fmt.Sprintf(format, l)
		}
		return strings.Join(out, between)
	}
	table := func(s string) string { // psql
		rows := strings.Split(strings.TrimSpace(s), "\n")
		var b strings.Builder
		fmt.Fprintf(&b, " id | %-64s \n----+-%s-\n", "cert", strings.Repeat("-", 64))
		for i, r := range rows {
			id, mark := "  ", "+"
			if i == 0 {
				id = " 1"
			}
			if i == len(rows)-1 {
				mark = ""
			}
			fmt.Fprintf(&b, " %s | %-64s%s\n", id, r, mark)
		}
		return b.String() + "(1 row)\n"
	}
	bare := strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 64), "\n") + "\n"
	digits := strings.Join(chunks(hex.EncodeToString(der), 60), "\n") + "\n"
	var pairs strings.Builder // 16 to a line, without a colon at its end
	for part := range slices.Chunk(der, 16) {
		pairs.WriteString(strings.Join(chunks(hex.EncodeToString(part), 2), ":") + "\n")
	}
	for _, test := range []struct{ name, paste string }{
		{"a literal of C in the log of a build", timed("const char cert[] =\n" + quoted(lines, `  "%s\n"`, "\n") + ";\n")},
		{"a literal of Python in comments", perLine(func(l string) string { return "# " + l })("CERT = (\n" + quoted(lines, `    "%s\n"`, "\n") + "\n)\n")},
		{"psql in the log of a build", timed(table(pem))},
		{"YAML with line breaks doubled, in docker's", timed("cert: '" + strings.ReplaceAll(pem, "\n", "\n\n  ") + "'\nx: 1\n")},
		{"YAML in quotes, folded, with file names", numbered("a.yaml:%d:")("\"cert\": \"-----BEGIN CERTIFICATE-----\\n" + strings.Join(lines[1:], "\\n\\\n  ") + "\\n\"\n\"x\": !!int \"1\"\n")},
		{"lines of s_client in a list of Ansible", `{"stdout_lines":["subject=CN = a",` + quoted(lines, `"%s"`, ",") + `,"---"]}`},
		{"lines of YAML in a list", `{"lines":["data:","  tls.crt: |",` + quoted(lines, `"    %s"`, ",") + `]}`},
		{"a log of Python's repr", "2026-01-04 10:00:00,123 INFO app: out='" + strings.ReplaceAll(timed(pem), "\n", `\n`) + "'\n"},
		{"a template with a log in it", "const log = `" + timed(pem) + "`;\n"},
		{"literals of C in HTML", "<pre>" + html.EscapeString("const char cert[] =\n"+quoted(lines, `  "%s\n"`, "\n")+";\n") + "</pre>\n"},
		{"a list of JSON in rsyslog's", "Jan  4 10:00:00 web1 app[1]: " + strings.ReplaceAll("{\n  \"lines\": [\n"+quoted(lines, `    "%s"`, ",\n")+"\n  ]\n}\n", "\n", "#012") + "\n"},
		{"JSON on many lines with grep's numbers", numbered("%d:")("{\n  \"tls\": {\n    \"crt\": " + jsonString(pem) + "\n  }\n}\n")},
		{"a record of logfmt in a heredoc of HCL", "resource \"x\" \"y\" {\n  cert = <<-EOT\n    time=2026-01-04T10:00:00Z level=info cert=" + jsonString(pem) + "\n  EOT\n}\n"},
		{"wrapped behind a timestamp, with an indentation", wrapWithin(72, "  ")(timed(pem))},
		{"base64 in literals of C", "const char cert[] =\n" + quoted(strings.Fields(bare), `  "%s\n"`, "\n") + ";\n"},
		{"base64 in literals of Java", `String cert = ` + quoted(strings.Fields(bare), `"%s\n"`, " +\n    ") + ";\n"},
		{"hexadecimal in literals of Python", "CERT = (\n" + quoted(strings.Fields(digits), `    "%s\n"`, "\n") + "\n)\n"},
		{"pairs with colons in docker's", timed(pairs.String())},
		{"pairs with colons and numbers of lines", numbered("%6d\t")(pairs.String())},
		{"pairs with colons, of file names", numbered("a.txt:%d: ")(pairs.String())},
		{"digits whose last line is as short as a number", numbered("%6d\t")(strings.Join(chunks(hex.EncodeToString(der), 122), "\n") + "\n")}, // 9 times 122, and 2
	} {
		t.Run(test.name, func(t *testing.T) {
			r := collect([]byte(test.paste))
			onlyThis(t, r, der)
			if list := wholeOf(r); len(list) == 0 {
				t.Errorf("it is not whole; findings %v", findingsOf(r))
			}
		})
	}
}
