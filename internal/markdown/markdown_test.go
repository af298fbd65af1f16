package markdown

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/wording"
	"github.com/mtlens/mtlens/testdata"
)

var update = flag.Bool("update", false, "write the golden file anew")

// told is the report on a paste at the time of the fixtures.
func told(paste []byte) *report.Report {
	j := judge.New(judge.Options{Now: testdata.Now})
	p := unwrap.Open(paste)
	w := wording.New(paste, p.Binary, j)
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Report(j.Summary(p.Rest()))
}

// The golden file was read by a person, and its values are those of OpenSSL's that
// the facts of client-1 hold.
func TestMarkdown(t *testing.T) {
	got := Of(told(testdata.Paste("verify-mismatch.txt")))
	const name = "testdata/mismatch.md"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s", got)
	}
	for _, fact := range []string{"subject", "issuer", "serial", "sha256"} {
		if value := testdata.Facts("client-1")[fact]; !strings.Contains(got, "`"+value+"`") {
			t.Errorf("%s %q is not in it", fact, value)
		}
	}
}

// What is in a name does nothing: CommonMark 0.31.2, sections 2.4 and 6.1, and the
// mentions and bare addresses that trackers make links of.
func TestMarkdownIsInert(t *testing.T) {
	const nasty = "</code><script>alert(1)</script> ``` [x](javascript:1) @team ![i](http://e.example/i.png) | # \n\n# head"
	r := &report.Report{
		Verdict:      report.Verdict{Text: []report.Run{{Text: nasty}, {Text: nasty, Style: report.Code}}},
		Findings:     []report.Finding{{Title: nasty, Text: nasty, Hint: nasty, ID: "x"}},
		Groups:       []report.Group{{Title: nasty, Request: report.Request{Path: nasty}, Client: report.Client{}, Answers: []report.Answer{{Title: "t", Text: []report.Run{{Text: nasty}}}}}},
		Certificates: []report.Certificate{{Title: nasty, Subject: nasty, DNSNames: []string{nasty, "`", "``x", " y "}}},
	}
	for _, line := range strings.Split(Of(r), "\n") {
		for _, bad := range []string{"<script", "](", "![", "@team", "http://", "</"} {
			if strings.Contains(outsideCode(t, line), bad) {
				t.Errorf("%q acts in %q", bad, line)
			}
		}
		if strings.HasPrefix(line, "# ") {
			t.Errorf("a heading of a name: %q", line)
		}
	}
}

// outsideCode leaves out the code spans of a line, and what a backslash escapes.
func outsideCode(t *testing.T, line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		if line[i] == '\\' && i+1 < len(line) {
			i += 2
			continue
		}
		if line[i] != '`' {
			out.WriteByte(line[i])
			i++
			continue
		}
		n := 0
		for i+n < len(line) && line[i+n] == '`' {
			n++
		}
		end := -1
		for k := i + n; k < len(line); {
			run := 0
			for k+run < len(line) && line[k+run] == '`' {
				run++
			}
			if run == n {
				end = k + n
				break
			}
			k += max(1, run)
		}
		if end < 0 {
			t.Errorf("an open code span in %q", line)
			return out.String()
		}
		i = end
	}
	return out.String()
}

// A private key leaves nothing, nor does a value of a header.
func TestMarkdownWithoutSecrets(t *testing.T) {
	got := Of(told(testdata.Paste("private-key.pem")))
	for _, line := range strings.Split(string(testdata.Paste("private-key.pem")), "\n") {
		if len(line) > 20 && !strings.HasPrefix(line, "-----") && strings.Contains(got, line) {
			t.Errorf("%q is in it", line)
		}
	}
}
