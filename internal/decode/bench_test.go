package decode

import (
	"strconv"
	"strings"
	"testing"
)

// longLog is a connection log of n lines, each of another client and port.
func longLog(n int) []byte {
	line := strings.SplitAfter(logLines, "\n")[1]
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Replace(line, "203.0.113.1", "10.0."+strconv.Itoa(i>>8&255)+"."+strconv.Itoa(i&255), 1))
	}
	return []byte(b.String())
}

// BenchmarkLog reads a connection log as a busy load balancer writes it in a day.
func BenchmarkLog(b *testing.B) {
	paste := longLog(100_000)
	b.SetBytes(int64(len(paste)))
	b.ReportAllocs()
	for b.Loop() {
		if r := read(paste); r.Logs[0].Lines != 100_000 {
			b.Fatal(r.Logs[0].Lines)
		}
	}
}
