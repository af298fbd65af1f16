package alb

import (
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/moment"
)

// Comparison is the outcome of comparing a header's value with the leaf.
type Comparison struct {
	Equal    bool
	Expected string
	At       int    // bytes that both have in common at their start
	Tail     int    // and at their end, not counting those
	Why      string // what kind of difference it is, in a sentence; empty if nothing is known of it
}

// Compare compares the value of a header in verify mode with the leaf. It is
// false if there is nothing to compare: another role, or a field that could not
// be read.
func Compare(r Role, value string, leaf *certinfo.Certificate) (Comparison, bool) {
	if r == Leaf || r == Clientcert || r == NoRole {
		return Comparison{}, false
	}
	want, ok := Expected(r, []*certinfo.Certificate{leaf})
	if !ok {
		return Comparison{}, false
	}
	c := Comparison{Equal: value == want, Expected: want}
	if c.Equal {
		return c, true
	}
	c.At, c.Tail = CommonEnds(value, want)
	switch r {
	case SerialNumber:
		c.Why = whySerial(value, leaf)
	case Issuer:
		c.Why = whyName(value, want)
	case Subject:
		c.Why = whyName(value, want)
	case Validity:
		c.Why = whyValidity(value, want)
	}
	return c, true
}

// CommonEnds returns how many bytes two strings have in common at their start, and
// how many of the rest at their end.
func CommonEnds(a, b string) (start, end int) {
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return start, end
}

func whySerial(value string, leaf *certinfo.Certificate) string {
	want := leaf.Serial.Hex()
	bare := strings.NewReplacer(":", "", " ", "").Replace(value)
	trim := func(s string) string { return strings.TrimLeft(strings.TrimPrefix(strings.ToLower(s), "0x"), "0") }
	decimal, _ := leaf.Serial.Decimal()
	switch {
	case value == decimal:
		return "It is the same number in decimal."
	case trim(bare) == trim(want):
		return "It is the same number in another spelling; ALB writes capitals, whole bytes and no separators."
	}
	return "It is another number."
}

func whyName(value, want string) string {
	a, errA := dn.ParseString(value)
	b, errB := dn.ParseString(want)
	switch {
	case errA != nil:
		return "It cannot be read as a distinguished name: " + errA.Text + "."
	case errB != nil:
		return ""
	}
	switch dn.Relate(a, b) {
	case dn.Same:
		return "Both name the same: only the spelling differs (escapes, spaces or attribute names)."
	case dn.Reversed:
		return "It is the same name in the other order; ALB writes the last attribute of the certificate first."
	}
	return "It is another name."
}

func whyValidity(value, want string) string {
	a, okA := ReadValidity(value)
	b, okB := ReadValidity(want)
	switch {
	case !okA:
		return "It is not of the form NotBefore=…Z;NotAfter=…Z."
	case okB && a == b:
		return "Both mean the same times; only the spelling differs."
	case okB && a[0].Equal(b[0]):
		return "The time of NotAfter is another."
	case okB && a[1].Equal(b[1]):
		return "The time of NotBefore is another."
	}
	return "Both times are others."
}

// ReadValidity reads the value of a Validity header: NotBefore and NotAfter.
func ReadValidity(value string) (times [2]time.Time, ok bool) {
	rest, found := strings.CutPrefix(value, "NotBefore=")
	if !found {
		return times, false
	}
	before, after, found := strings.Cut(rest, ";NotAfter=")
	if !found {
		if before, after, found = strings.Cut(rest, ",NotAfter="); !found {
			return times, false
		}
	}
	for i, s := range []string{before, after} {
		t, ok := moment.Parse(strings.TrimSpace(s))
		if !ok {
			return times, false
		}
		times[i] = t
	}
	return times, true
}

// ModeOf tells the mode from the roles that a request carries. Mixed reports
// headers of both modes: no listener sends them in one request.
func ModeOf(roles []Role) (m Mode, mixed bool) {
	for _, r := range roles {
		info := InfoOf(r)
		if info == nil {
			continue
		}
		switch {
		case m == NoMode:
			m = info.Mode
		case m != info.Mode:
			mixed = true
		}
	}
	return m, mixed
}

// Infer tells which header a value without a name may be of: Validity,
// SerialNumber, or Subject for any distinguished name; NoRole if it looks like
// none of them.
func Infer(value string) Role {
	if _, ok := ReadValidity(value); ok {
		return Validity
	}
	if isSerial(value) {
		return SerialNumber
	}
	if rdns, err := dn.ParseString(value); err == nil && len(rdns) > 0 {
		for _, rdn := range rdns {
			for _, p := range rdn {
				if p.OID == "" {
					return NoRole
				}
			}
		}
		return Subject
	}
	return NoRole
}

// isSerial reports whether the value is a serial number as ALB writes it: whole
// bytes in capitals, at most the 20 of RFC 5280 and some more.
func isSerial(value string) bool {
	if len(value) < 2 || len(value) > 64 || len(value)%2 == 1 {
		return false
	}
	for i := 0; i < len(value); i++ {
		if c := value[i]; !(c >= '0' && c <= '9' || c >= 'A' && c <= 'F') {
			return false
		}
	}
	return true
}
