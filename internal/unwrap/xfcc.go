package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// xfccKeys are the keys of Envoy's x-forwarded-client-cert, and SAN of old ones.
var xfccKeys = []string{"By", "Hash", "Cert", "Chain", "Subject", "URI", "DNS", "SAN"}

// xfccKey returns the key that stands at b[i] with its "=", or "".
func xfccKey(b []byte, i int) string {
	for _, k := range xfccKeys {
		if i+len(k) < len(b) && b[i+len(k)] == '=' && strings.EqualFold(string(b[i:i+len(k)]), k) {
			return k
		}
	}
	return ""
}

// isXFCC reports whether b is the value of an x-forwarded-client-cert: it begins
// with a key, and another key follows, or it is a certificate in Envoy's encoding.
func isXFCC(b []byte) bool {
	k := xfccKey(b, 0)
	if k == "" {
		return false
	}
	if (k == "Cert" || k == "Chain") && bytes.HasPrefix(b[len(k)+1:], []byte(`"-----BEGIN%20`)) {
		return true
	}
	for i := len(k); i < len(b); i++ {
		if b[i] == ';' && xfccKey(b, i+1) != "" {
			return true
		}
	}
	return false
}

// xfcc reads a value of Envoy's x-forwarded-client-cert. Each pair becomes a
// named value.
//
//	value   = element *( "," element )     one for each proxy on the way
//	element = pair *( ";" pair )
//	pair    = key "=" ( text / quoted )    in quotes a backslash keeps the next character
//
// Envoy leaves URI and DNS unquoted whatever is in them, so a comma or semicolon
// separates only where a key follows.
func (u *unwrapper) xfcc(t source.Text, tr *trail, depth int) {
	b := t.Bytes
	u.look(len(b))
	element := 1
	outer := u.family
	u.family = "XFCC"
	defer func() { u.family = outer }()
	u.recognized("Envoy XFCC", depth)
	for i := 0; i < len(b); {
		key := xfccKey(b, i)
		if key == "" {
			u.runs(t.Slice(i, len(b)), tr, depth)
			return
		}
		name := t.Span(i, i+len(key))
		from := i + len(key) + 1
		to := from
		if from < len(b) && b[from] == '"' {
			from++
			for to = from; to < len(b) && b[to] != '"'; to++ {
				if b[to] == '\\' {
					to++
				}
			}
			to = min(to, len(b))
			i = min(to+1, len(b))
		} else {
			for to < len(b) && !((b[to] == ';' || b[to] == ',') && xfccKey(b, to+1) != "") {
				to++
			}
			i = to
		}
		u.named(key, name, t.Slice(from, to), false, tr.add(StepNamed, "XFCC element "+words.Number(element)+", "+key, name), depth)
		if i < len(b) && b[i] == ',' {
			element++
		}
		i++
	}
}
