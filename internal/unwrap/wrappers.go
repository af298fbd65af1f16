package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// wrappers are what programs print around each name or value beside its quotes: what stands
// there from begin to end is left out, and inner with it what closes it.
//
//	(string) (len=4) "Host": ([]string) (len=1 cap=1) {    Go's go-spew
//	AnyHashable("Host"): "a"                               Swift
//	$_SERVER['HTTP_HOST'] => a                             PHP's phpinfo
//	"host" => array:1 [▼                                   Symfony's and Laravel's dump
var wrappers = []struct {
	begin, end string
	closer     string // of what is kept, which begins behind end
}{
	{"(string) (len=", ") ", ""},
	{"([]string) (len=", ") ", ""},
	{"AnyHashable(", "", ")"},
	{"$_SERVER['", "", "']"},
	{"array:", " ", ""},
	{"▼", "", ""},
}

// withoutWrappers leaves them out.
func withoutWrappers(t source.Text, b []byte) (source.Text, int) {
	const longest = 200 // bytes of a name, with what is around it
	out := source.NewBuilder(t, len(b))
	from, n := 0, 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '(', 'A', '$', 'a', "▼"[0]:
		default:
			continue
		}
		for _, w := range wrappers {
			if !hasPrefix(b[i:], w.begin) {
				continue
			}
			rest := b[i+len(w.begin):]
			rest = rest[:min(len(rest), longest)]
			end := bytes.Index(rest, []byte(w.end))
			if end < 0 {
				break
			}
			out.Copy(from, i)
			from = i + len(w.begin) + end + len(w.end)
			if w.closer != "" {
				k := bytes.Index(rest, []byte(w.closer))
				if k < 0 {
					from = i
					break
				}
				out.Copy(from, from+k)
				from += k + len(w.closer)
			}
			i = from - 1
			n++
			break
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}
