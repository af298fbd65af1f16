package unwrap

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// A list of bytes that a window wrapped at its width is read, wherever the breaks are: of
// each width, as languages print it, with blanks at the ends of lines lost or not.
func TestNumbersWrapped(t *testing.T) {
	der := testdata.DER("client-2")
	signed := make([]int8, len(der))
	for i, c := range der {
		signed[i] = int8(c)
	}
	for name, text := range map[string]string{
		"Go, %v":         fmt.Sprint(der),
		"Go, %#v":        fmt.Sprintf("%#v", der),
		"Python, list":   strings.ReplaceAll(fmt.Sprint(der), " ", ", "),
		"Java, signed":   strings.ReplaceAll(fmt.Sprint(signed), " ", ", "),
		"C#, an array":   "new byte[] { 0x" + strings.Join(chunks(strings.ToUpper(fmt.Sprintf("%x", der)), 2), ", 0x") + " }",
		"PHP, no blanks": strings.ReplaceAll(fmt.Sprint(der), " ", ","),
	} {
		for width := minWrap; width < 140; width++ {
			wrapped := strings.Join(chunks(text, width), "\n")
			for _, paste := range []string{wrapped, "x\n" + strings.ReplaceAll(wrapped, " \n", "\n") + "\ny\n"} {
				found := false
				for _, u := range collect([]byte(paste)).Units {
					for i := range u.Objects {
						found = found || bytes.Equal(u.Objects[i].DER.Bytes, der)
					}
				}
				if !found {
					t.Errorf("%s, at %d: not read: %.90q", name, width, paste)
				}
			}
		}
	}
	// What is written in rows stays as it is.
	for name, text := range map[string]string{"pairs": strings.Join(chunks(strings.Join(chunks(fmt.Sprintf("%x", der), 2), " ")+" ", 48), "\n"), "od": odOctal(der)} {
		if stop, lines, broken := numberWrap([]byte(text), 0); lines > 1 && broken {
			t.Errorf("%s: %d lines up to %d are said to be wrapped", name, lines, stop)
		}
	}
}
