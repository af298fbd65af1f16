package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
)

// setting takes a line of a proxy's configuration that gives a header its name: its
// first word is the name, and the rest the value.
func (x *lines) setting() bool {
	const longest = 1000 // characters
	return x.fresh && x.end-x.pos <= longest && maySet(x.t.Bytes[x.pos:x.end]) && x.set()
}

// maySet reports whether a line may be a setting, by its first characters: most are not.
func maySet(b []byte) bool {
	switch {
	case len(b) < 3:
		return false
	case b[0] == '-':
		return b[1] == ' ' || b[1] == '-' && b[2] == 'c'
	case !nameByte(b[0]):
		return true
	}
	return strings.Contains("pr gr uw fa ht Re gc cu", string(b[:2])) || hasPrefix(b, "set req") || hasPrefix(b, "set bereq")
}

func (x *lines) set() bool {
	var word []byte
	from := 0
	x.meter.Pass(x.pos, func(b []byte, i int) int {
		from = skipBlank(b[:x.end], i)
		to := from
		for to < x.end && nameByte(b[to]) {
			to++
		}
		word = b[from:to]
		return to
	})
	switch string(word) {
	case "gcloud", "custom_request_headers", "-", "--custom-request-header", "":
		return x.customHeaders() && x.done()
	}
	if !carrier.IsSetting(string(word)) {
		return false
	}
	b, to := x.take(), from+len(word)
	rest := bytes.TrimSpace(b[to:x.end])
	if len(rest) == 0 || !blank(b[to]) {
		return false
	}
	at := to + bytes.Index(b[to:x.end], rest)
	x.u.plain(x.u.name(word), x.t.Span(from, to), x.t.Slice(at, at+len(rest)), false)
	return x.done()
}

// customHeaders takes the custom request headers of Google Cloud's load balancer in a
// line, of its command, its YAML or Terraform: X-Foo:{client_cert_subject_dn}.
func (x *lines) customHeaders() (found bool) {
	b := x.take()
	for i := x.pos; i < x.end; {
		j := bytes.Index(b[i:x.end], []byte(":{client_cert_"))
		if j < 0 {
			break
		}
		colon := i + j
		from, to := colon, colon+1
		for from > x.pos && nameByte(b[from-1]) {
			from--
		}
		for to < x.end && b[to-1] != '}' {
			to++
		}
		if from < colon {
			x.u.plain(x.u.name(b[from:colon]), x.t.Span(from, colon), x.t.Slice(colon+1, to), false)
			found = true
		}
		i = to
	}
	return found
}
