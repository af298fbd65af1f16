package decode

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// prefixes are what tools put around each line, as they write it.
var prefixes = []struct {
	name string
	line func(i int, l string) string
}{
	{"docker logs -t", func(i int, l string) string {
		return fmt.Sprintf("2026-11-02T08:00:01.%09dZ %s", 7919113*(i+1), l)
	}},
	{"docker compose logs", func(i int, l string) string { return "web-1  | " + l }},
	{"grep -n", func(i int, l string) string { return fmt.Sprintf("logs/app.log:%d:%s", i+1, l) }},
	{"cat -n", func(i int, l string) string { return fmt.Sprintf("%6d\t%s", i+1, l) }},
	{"git diff", func(i int, l string) string { return "+" + l }},
	{"git diff, taken away", func(i int, l string) string { return "-" + l }},
	{"journalctl", func(i int, l string) string { return fmt.Sprintf("Nov 02 08:00:%02d web1 app[311]: %s", i, l) }},
	{"Python's logging", func(i int, l string) string { return "INFO:app:" + l }},
	{"Spring Boot", func(i int, l string) string {
		return fmt.Sprintf("2026-11-02T08:00:01.123+01:00  INFO 1 --- [nio-8443-exec-%d] o.a.c.Filter : %s", i, l)
	}},
}

// A request in lines that a tool has put something before is the same request: one, of
// the same sender, with the same outcome and comparison, and nothing is lost.
func TestPrefixedRequests(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/families/*.txt")
	requests := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(strings.ReplaceAll(string(b), "\r", ""))
		lines := strings.Split(text, "\n")
		if len(lines) < 3 || !strings.HasPrefix(text, "GET ") {
			continue
		}
		requests++
		plain := summaryOf(read([]byte(text)))
		for _, p := range prefixes {
			var out strings.Builder
			for i, l := range lines {
				out.WriteString(p.line(i, l) + "\n")
			}
			if got := summaryOf(read([]byte(out.String()))); got != plain {
				t.Errorf("%s, %s:\n%s\nnot\n%s", filepath.Base(file), p.name, got, plain)
			}
		}
	}
	if requests < 40 {
		t.Errorf("only %d requests", requests)
	}
}

// summaryOf is what a report says of requests, without places.
func summaryOf(r *report.Report) string {
	var out strings.Builder
	for _, run := range r.Verdict.Text {
		out.WriteString(run.Text)
	}
	for i := range r.Groups {
		for _, h := range r.Groups[i].Headers {
			fmt.Fprintf(&out, "\n%s %s %s", h.Name, h.Agreement, h.Says)
		}
	}
	var ids []string
	for i := range r.Findings {
		ids = append(ids, r.Findings[i].ID)
	}
	slices.Sort(ids)
	j, _ := json.Marshal(ids)
	return out.String() + "\n" + string(j)
}

// Two requests one after the other stay two, behind timestamps too.
func TestPrefixedRequestsStayTwo(t *testing.T) {
	one := []string{"X-SSL-Client-Verify: SUCCESS", "X-SSL-Client-S-DN: CN=a,O=b", "X-SSL-Client-Serial: 0A01"}
	var out strings.Builder
	for i := range 2 * len(one) {
		fmt.Fprintf(&out, "2026-11-02T08:00:%02d.000000001Z %s\n", i, one[i%len(one)])
	}
	if r := read([]byte(out.String())); len(r.Groups) != 2 {
		t.Errorf("%d groups", len(r.Groups))
	}
}
