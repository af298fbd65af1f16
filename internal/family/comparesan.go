package family

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// alternatives compares a list of names, or one, with the certificate's.
func (c *Comparison) alternatives(value string, have []certinfo.GeneralName, k Kind, w Writing) {
	if c.Exact || wholeList(value, have, k) {
		c.agree(0)
		return
	}
	given := listed(value, w)
	if slices.ContainsFunc(have, func(n certinfo.GeneralName) bool { return n.Text == value }) {
		given = []string{value}
	}
	if len(given) == 0 {
		c.Why = NotReadable
		return
	}
	how := Difference(0)
	used := make([]bool, len(have))
	for _, g := range given {
		best := Added
		for i := range have {
			switch sameAlternative(g, &have[i]) {
			case 0:
				best, used[i] = 0, true
			case Case:
				if best == Added {
					best = Case
				}
				used[i] = true
			}
			if best == 0 {
				break
			}
		}
		how |= best
	}
	if how&Added != 0 {
		c.differ(Added | Value)
		return
	}
	for i := range used {
		if !used[i] && w != plainText {
			how |= Missing
		}
	}
	c.agree(how)
}

// wholeList reports whether value is the list of all names in one of its writings:
// a name may have the very character that parts them, and then no list is taken apart
// as it was written.
func wholeList(value string, have []certinfo.GeneralName, k Kind) bool {
	for _, w := range [...]Writing{listGo, listComma, listOpenSSL} {
		if written, ok := writeNames(have, k, w); ok && written == value {
			return true
		}
	}
	return false
}

// listed takes a list apart.
func listed(value string, w Writing) []string {
	value = strings.TrimSpace(value)
	var parts []string
	switch {
	case w == listGo || strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]"):
		return strings.Fields(strings.Trim(value, "[]"))
	case w == plainText:
		return []string{value}
	case w == listBase64:
		for _, p := range strings.Split(value, ",") {
			raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(p))
			if err != nil {
				return nil
			}
			parts = append(parts, string(raw))
		}
		return parts
	}
	for _, p := range strings.Split(value, ",") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// sameAlternative compares one name: 0 if it is the same, Case if only letter case
// differs where that counts for nothing, Value otherwise. OpenSSL's word for its kind
// may stand in front.
func sameAlternative(given string, n *certinfo.GeneralName) Difference {
	for _, k := range nameKinds {
		if rest, ok := strings.CutPrefix(given, k.word+":"); ok {
			if k.name != n.Kind {
				return Value
			}
			given = rest
			break
		}
	}
	switch {
	case given == n.Text:
		return 0
	case n.Kind == certinfo.IPAddress && sameAddress(given, n.Raw):
		return 0
	case n.Kind == certinfo.DNSName && strings.EqualFold(strings.TrimSuffix(given, "."), n.Text):
		return Case
	}
	return Value
}

// sameAddress reads an IP address and compares its octets.
func sameAddress(s string, raw []byte) bool {
	if len(raw) == 4 {
		parts := strings.Split(s, ".")
		if len(parts) != 4 {
			return false
		}
		for i, p := range parts {
			if v, err := strconv.ParseUint(p, 10, 8); err != nil || byte(v) != raw[i] {
				return false
			}
		}
		return true
	}
	if len(raw) != 16 || len(s) > 45 {
		return false
	}
	head, tail, double := strings.Cut(s, "::")
	a, okA := groups(head)
	b, okB := groups(tail)
	if !okA || !okB || !double && len(a) != 16 || len(a)+len(b) > 16 {
		return false
	}
	var all [16]byte
	copy(all[:], a)
	copy(all[16-len(b):], b)
	return bytes.Equal(all[:], raw)
}

// groups reads groups of IPv6 as octets.
func groups(s string) (b []byte, ok bool) {
	if s == "" {
		return nil, true
	}
	for _, g := range strings.Split(s, ":") {
		v, err := strconv.ParseUint(g, 16, 16)
		if err != nil {
			return nil, false
		}
		b = append(b, byte(v>>8), byte(v))
	}
	return b, true
}
