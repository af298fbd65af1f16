package unwrap

import (
	"bytes"
	"testing"

	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// What grep 3.8 --color=always and git 2.39.5 put around a line, tput sgr0 and ls --hyperlink write,
// and what is left of it in logs and on pages that do not show ESC.
func TestColors(t *testing.T) {
	der := testdata.DER("client-2")
	for name, around := range map[string][2]string{
		"grep":       {"\x1b[32m\x1b[K", "\x1b[m\x1b[K"},
		"git":        {"\x1b[32m", "\x1b[m"},
		"tput sgr0":  {"\x1b[1m", "\x1b(B\x1b[m"},
		"256 colors": {"\x1b[38;5;114m", "\x1b[39m"},
		"link":       {"\x1b]8;;https://a.example/\a", "\x1b]8;;\a"},
		"link, ST":   {"\x1b]8;;https://a.example/\x1b\\", "\x1b]8;;\x1b\\"},
		"cat -v":     {"^[[32m", "^[[0m"},
		"rsyslog":    {"#033[32m", "#033[0m"},
		"literal":    {`\x1b[32m`, `\x1b[0m`},
		"JSON":       {`\u001b[32m`, `\u001b[0m`},
		"octal":      {`\033[32m`, `\033[0m`},
		"lost":       {"[32m", "[0m"},
		"picture":    {"\u241b[32m", "\u241b[0m"},
	} {
		text := perLine(func(l string) string { return around[0] + l + around[1] })("X-SSL-Client-Verify: SUCCESS\n" + pemOf(der))
		r := collect([]byte(text))
		if len(r.Units) != 1 || len(r.Units[0].Objects) != 1 || !bytes.Equal(r.Units[0].Objects[0].DER.Bytes, der) {
			t.Errorf("%s: not read; findings %v", name, findingsOf(r))
			continue
		}
		if f := r.Units[0].Fields; len(f) == 0 || f[0].Name != "X-SSL-Client-Verify" || string(f[0].Value.Bytes) != "SUCCESS" {
			t.Errorf("%s: the header is %v", name, f)
		}
	}
	for _, text := range []string{"rate(http_requests_total[5m]) and x[0m]", `"\\x1b[0m"`, "a[m+1]"} {
		var m source.Meter
		if out, n := undoColors(m.Known(source.New([]byte(text)))); n > 0 {
			t.Errorf("%q becomes %q", text, out.Bytes)
		}
	}
}
