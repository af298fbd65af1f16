package unwrap

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Bytes in memory as gdb 13.1 shows them, and as NASM's programs have them; lines as they were recorded of
// another certificate.
func TestMemory(t *testing.T) {
	der := testdata.DER("client-2")
	lines := func(each func(c byte) string) string {
		var b strings.Builder
		for i := 0; i < len(der); i += 8 {
			fmt.Fprintf(&b, "0x%x <cert+%d>:", 0x555555558020+i, i)
			for _, c := range der[i:min(i+8, len(der))] {
				b.WriteString("\t" + each(c))
			}
			b.WriteByte('\n')
		}
		return "Breakpoint 1, main () at gdbc.c:2\n" + b.String()
	}
	for name, text := range map[string]string{
		"x/ub": lines(func(c byte) string { return fmt.Sprint(c) }),
		"x/db": lines(func(c byte) string { return fmt.Sprint(int8(c)) }),
		"x/ob": lines(func(c byte) string { return fmt.Sprintf("%#o", c) }),
		"x/xb": lines(func(c byte) string { return fmt.Sprintf("0x%02x", c) }),
		"x/cb": lines(func(c byte) string { return fmt.Sprintf("%d %q", int8(c), rune(c)) }),
		"db":   "section .data\ncert:\n" + perLine(func(l string) string { return "    db " + l })(strings.Join(chunks(strings.TrimSuffix(strings.ReplaceAll(fmt.Sprintf("% #x", der), " ", ", "), ", "), 12*6), "\n")+"\n"),
	} {
		r := collect([]byte(text))
		if len(r.Units) != 1 || len(r.Units[0].Objects) != 1 || !bytes.Equal(r.Units[0].Objects[0].DER.Bytes, der) || len(r.Units[0].Objects[0].Findings) > 0 {
			t.Errorf("%s: not read; findings %v", name, findingsOf(r))
		}
	}
}
