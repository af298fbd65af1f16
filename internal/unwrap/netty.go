package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// nettyMarks are what Netty and Akka print before a list of headers: name, colon, value, and
// a comma before the next.
//
//	DefaultHttp2Headers[:method: GET, x-cert: …]      HttpRequest(HttpMethod(GET),http://a/,List(Host: a, x-cert: …
var nettyMarks = []string{"HttpHeaders[", "Http2Headers[", ",List("}

// withoutCommas makes header lines of such a list.
func withoutCommas(t source.Text, b []byte) (source.Text, int) {
	out := source.NewBuilder(t, len(b))
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		at := -1
		for _, mark := range nettyMarks {
			if i := bytes.Index(b[pos:end], []byte(mark)); i >= 0 && colonName(b, pos+i+len(mark)) > 0 {
				at = pos + i + len(mark)
				break
			}
		}
		if at < 0 {
			pos = nextLine(b, end)
			continue
		}
		closer := byte(']')
		if b[at-1] == '(' {
			closer = ')'
		}
		out.Copy(from, at)
		out.Replace(at, at, '\n')
		for from = at; at < end; at++ {
			if b[at] == closer {
				break
			}
			if b[at] == ',' && b[at+1] == ' ' && colonName(b[:end], at+len(", ")) > 0 {
				out.Copy(from, at)
				out.Replace(at, at+len(", "), '\n')
				from = at + len(", ")
				n++
			}
		}
		out.Copy(from, at)
		out.Replace(at, at, '\n')
		from, pos = at, nextLine(b, end)
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// colonName is the length of the name at b[i] that a colon and a blank follow; 0 if none does.
func colonName(b []byte, i int) int {
	n := bareName(b, i)
	if n == 0 || n+1 >= len(b) || b[n] != ':' || b[n+1] != ' ' {
		return 0
	}
	return n - i
}
