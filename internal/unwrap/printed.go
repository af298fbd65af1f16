package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// printedOtherwise are the ways in which programs print headers that are header lines but
// for what stands around their names and values; each has a mark that only few texts have.
var printedOtherwise = []struct {
	marks []string
	undo  func(t source.Text, b []byte) (source.Text, int)
}{
	{[]string{"-> "}, withoutTypes},
	{[]string{endOfRequestLine}, withoutLiterals},
	{[]string{"\n--- ", "\n---- ", " : ", "@{"}, shellLines},
	{[]string{"(string) (len=", "AnyHashable(", "$_SERVER['", "[▼"}, withoutWrappers},
	{[]string{`{"log":"`}, withoutRecords},
	{nettyMarks, withoutCommas},
	{[]string{"], [", "{[", "Headers:\n{", "Headers:\r\n{", "headers {\n"}, netLines},
}

// undoPrinted undoes the first of them that t has.
func undoPrinted(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	for i := range printedOtherwise {
		p := &printedOtherwise[i]
		for _, mark := range p.marks {
			if !bytes.Contains(b, []byte(mark)) {
				continue
			}
			if out, n := p.undo(t.Text(), b); n > 0 {
				return out, n
			}
			break
		}
	}
	return source.Text{}, 0
}
