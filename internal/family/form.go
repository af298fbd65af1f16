package family

import (
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/words"
)

// form is what can be seen of a value without a certificate: its syntax, and how it
// may be written as each kind. Kinds that are not asked for are not looked at.
type form struct {
	text    string // the beginning of the value
	whole   int    // its length
	carrier carrier.Kind
	absent  Absence
}

// longest is how much of a value is looked at beside its syntax: a name in an XFCC of
// several hops is longer, and is taken apart elsewhere.
const longestForm = 4096

func formOf(value []byte, text string) form {
	f := form{text: strings.Trim(strings.TrimSpace(text[:min(len(text), longestForm)]), `"`), whole: len(value), carrier: carrier.Of(value)}
	if len(value) <= 512 {
		f.absent = Absent(text)
	}
	return f
}

// What a form tells, in points. Forms that one sender alone has count most.
const (
	against  = -14
	nothing  = 0
	little   = 2
	some     = 6
	much     = 12
	nearSure = 20
)

// fits says how well a value fits what is known of an entry: below zero if the entry
// is never written so.
func (f *form) fits(h *Header) int {
	if f.absent != Something || h.Ways[0] == Unknown {
		return nothing
	}
	best := against
	known := false
	for _, w := range h.Ways {
		if w == Unknown {
			break
		}
		if points, ok := f.way(h.Kind, w); ok {
			known = true
			best = max(best, points)
		}
	}
	if !known {
		return nothing
	}
	return best
}

// way says how well a value fits one writing; ok is false if that cannot be seen.
func (f *form) way(k Kind, w Writing) (points int, ok bool) {
	switch {
	case k == Outcome || k == Present || k == Revoked || k == Error:
		return f.word(w)
	case w == bit:
		if f.text == "0" || f.text == "1" {
			return little, true
		}
		return against, true
	case w == jsonNode:
		return yes(strings.HasPrefix(f.text, "{") && strings.Contains(f.text, `"valid_from"`), nearSure)
	case w == jsonPython:
		return yes(strings.HasPrefix(f.text, "{") && strings.Contains(f.text, `[["`), nearSure)
	case w.Carrier() != carrier.None:
		return f.syntax(w.Carrier())
	case w.isName():
		return f.name(w)
	}
	switch k {
	case Serial:
		return f.serial(w)
	case NotBefore, NotAfter:
		return f.date(w)
	case Fingerprint:
		return f.hash(w)
	case DNSNames, URIs, Emails, Addresses, AllNames:
		if w == listGo {
			return yes(strings.HasPrefix(f.text, "[") && strings.HasSuffix(f.text, "]"), much)
		}
	}
	return nothing, false
}

func yes(fits bool, points int) (int, bool) {
	if fits {
		return points, true
	}
	return against, true
}

// syntax compares how certificates and bundles are written. What cannot be told
// apart fits both.
func (f *form) syntax(k carrier.Kind) (int, bool) {
	got := f.carrier
	switch {
	case k == carrier.XFCC && got == carrier.XFCC:
		return f.xfcc(), true
	case got == k:
		switch k {
		case carrier.PEMTabs, carrier.PEMApache, carrier.XFCCJSON, carrier.Info:
			return nearSure, true
		case carrier.PEMQuote, carrier.PEMPath, carrier.PEMSafe:
			return much, true
		case carrier.Base64, carrier.ByteSequence, carrier.ByteSequences:
			return some, true
		}
		return some + little, true
	case got == carrier.ByteSequence && k == carrier.ByteSequences, got == carrier.Base64 && (k == carrier.Base64List || k == carrier.Base64URL), got == carrier.Base64Escaped && k == carrier.Base64ListEscaped,
		got == carrier.Base64List && k == carrier.Base64ListEscaped:
		return some, true
	case got == carrier.PEMSafe && (k >= carrier.PEMPercent && k <= carrier.PEMPath) && !strings.ContainsAny(f.text, "+/"):
		return little, true // nothing in it tells
	}
	return against, true
}

// xfcc tells Envoy's own elements from those that others make by hand: By or Hash
// comes first, and certificates are percent-encoded in Envoy's way.
func (f *form) xfcc() int {
	b := []byte(f.text)
	elements, ok := carrier.ReadXFCC(b)
	if !ok {
		return against
	}
	e := &elements[0]
	if e.Find(carrier.XFCCHash) == nil && e.Find(carrier.XFCCBy) == nil {
		return against
	}
	for _, key := range [...]carrier.XFCCKey{carrier.XFCCCert, carrier.XFCCChain} {
		if p := e.Find(key); p != nil && p.Value.Len() > 0 && !Masked(string(p.Value.Of(b))) {
			if form := carrier.CertificateForm(p.Value.Of(b)); form != carrier.PEMPercent && form != carrier.PEMSafe {
				return against
			}
		}
	}
	return nearSure + much
}

// word compares words of the verification.
func (f *form) word(w Writing) (int, bool) {
	_, isNumber := small(f.text)
	reason, failed := cutFailed(f.text)
	_, byName := VerifyErrorNamed(strings.TrimPrefix(f.text, "FAILED:"))
	snake := byName && strings.ToUpper(f.text) == f.text
	switch w {
	case number:
		if isNumber {
			return much, true
		}
		return yes(strings.HasPrefix(f.text, "X509_V_"), nearSure)
	case words3, wordsApache:
		switch {
		case strings.HasPrefix(reason, "error:"):
			return little, true
		case failed && snake, !failed && f.text != "SUCCESS" && f.text != "NONE" && !(w == wordsApache && f.text == "GENEROUS"):
			return against, true
		}
		return some, true
	case nodeCode:
		switch {
		case snake:
			return nearSure, true
		case f.text == "SUCCESS":
			return little, true
		}
		return against, true
	case statusCode:
		return yes(f.text == "Success" || strings.HasPrefix(f.text, "Failed:"), much)
	case boolean:
		return yes(f.text == "true" || f.text == "false", little)
	case bit:
		return yes(f.text == "1" || f.text == "0", little)
	}
	return nothing, false
}

// shape is how a name is written, as far as its text tells.
type shape uint8

const (
	noName        shape = iota
	plainCommas         // CN=a,O=b: every style with commas writes simple names so
	escapedCommas       // with \C3\BC
	rawCommas           // with characters above ASCII
	goCommas            // with dotted types and #hex in small letters
	spacedCommas        // CN=a, O=b
	spacedEquals        // CN = a, O = b
	plainSlashes        // /O=b/CN=a
	escapedSlash        // with \xC3\xBC
	rawSlashes          // with characters above ASCII
	rows                // one to a line
)

// nameShape tells how a text is written as a name; noName if it is none.
func nameShape(s string) shape {
	equals := strings.IndexByte(s, '=')
	if equals < 1 || equals > 40 {
		return noName
	}
	above := false
	for i := 0; i < len(s); i++ {
		above = above || s[i] >= 0x80
	}
	if s[0] == '/' {
		switch {
		case above:
			return rawSlashes
		case strings.Contains(s, `\x`):
			return escapedSlash
		}
		return plainSlashes
	}
	for i := 0; i < equals; i++ {
		if c := s[i] | 0x20; !(c >= 'a' && c <= 'z' || s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == ' ' && i == equals-1) {
			return noName
		}
	}
	switch {
	case strings.Contains(s, "\n"):
		return rows
	case s[equals-1] == ' ':
		return spacedEquals
	case strings.Contains(s, "=#0c") || strings.Contains(s, "=#13"):
		return goCommas
	case escapes(s):
		return escapedCommas
	case strings.Contains(s, ", ") && !strings.Contains(s, `\, `) && spaced(s):
		return spacedCommas
	case above:
		return rawCommas
	}
	return plainCommas
}

// escapes reports whether an octet above ASCII is written \HH.
func escapes(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '\\' && words.HexValue(s[i+1]) >= 8 && words.HexValue(s[i+2]) >= 0 {
			return true
		}
	}
	return false
}

// spaced reports whether a type follows each comma and space.
func spaced(s string) bool {
	_, rest, _ := strings.Cut(s, ", ")
	equals := strings.IndexByte(rest, '=')
	return equals > 0 && equals < 40 && !strings.ContainsAny(rest[:equals], " ,")
}

// javaTypes reports whether a name with dotted types has some that Go has a name for, or
// names that Go has no type for: Java's X500Principal.getName writes it so.
//
//go:noinline
func javaTypes(s string) bool {
	for _, mark := range [...]string{"2.5.4.5=#", "DC=", "UID="} {
		if strings.HasPrefix(s, mark) || strings.Contains(s, ","+mark) || strings.Contains(s, "+"+mark) {
			return true
		}
	}
	return false
}

// name compares a name's shape with a style.
func (f *form) name(w Writing) (int, bool) {
	s := nameShape(f.text)
	if w == nameDER || w == nameSlashBase64 {
		_, isDER := derOf(f.text)
		_, isText := nameText(f.text)
		return yes(w == nameDER && isDER || w == nameSlashBase64 && isText && !isDER, nearSure)
	}
	if s == noName {
		return against, true
	}
	fits := func(plain, special shape) (int, bool) {
		switch s {
		case special:
			return much, true
		case plain:
			return little, true
		}
		return against, true
	}
	switch w {
	case nameRFC2253:
		return fits(plainCommas, escapedCommas)
	case nameUTF8:
		return fits(plainCommas, rawCommas)
	case nameGo:
		if s == rawCommas {
			return some, true
		}
		if s == goCommas && javaTypes(f.text) {
			return against, true
		}
		return fits(plainCommas, goCommas)
	case nameJava:
		if s == goCommas && javaTypes(f.text) { // it has fewer names of types than other programs, and not those of Go
			return much, true
		}
		return fits(plainCommas, rawCommas)
	case nameJavaString, nameWindows, nameSpace, nameForwardSpace:
		return fits(plainCommas, spacedCommas)
	case nameForward:
		return fits(escapedCommas, plainCommas)
	case nameOneLine:
		return fits(noName, spacedEquals)
	case nameSlash:
		if s == plainSlashes {
			return some, true
		}
		return fits(noName, escapedSlash)
	case nameSlashRaw:
		if s == plainSlashes {
			return some, true
		}
		return fits(noName, rawSlashes)
	case nameLines:
		return fits(plainCommas, rows)
	}
	return nothing, false
}

func (f *form) serial(w Writing) (int, bool) {
	s := f.text
	colons := strings.Contains(s, ":")
	letters, capitals := false, false
	for i := 0; i < len(s); i++ {
		letters = letters || s[i] >= 'a' && s[i] <= 'f'
		capitals = capitals || s[i] >= 'A' && s[i] <= 'F'
	}
	if w == serialBase64 {
		return yes(!hexadecimal(s) && strings.HasSuffix(s, "="), some)
	}
	if !hexadecimal(strings.ReplaceAll(strings.TrimPrefix(s, "-"), ":", "")) {
		return against, true
	}
	const long = 22 // digits: nearly all hexadecimal numbers of that length have a letter
	switch w {
	case serialUpper:
		return yes(!colons && !letters && len(s)%2 == 0 && (capitals || len(s) < long), little)
	case serialLower, serialTrimmed:
		return yes(!colons && !capitals && (letters || len(s) < long), little)
	case serialColons, serialColonsDER:
		return yes(colons || len(s) <= 2, some)
	case serialDecimal:
		if !digits(s) {
			return against, true
		}
		if len(s) >= long {
			return much, true
		}
		return nothing, true
	}
	return nothing, false
}

func (f *form) date(w Writing) (int, bool) {
	s := f.text
	switch w {
	case dateShort:
		return yes(len(s) >= 12 && len(s) <= 13 && digits(s[:12]), nearSure)
	case dateOpenSSL:
		return yes(strings.HasSuffix(s, " GMT"), some)
	case dateGo:
		return yes(strings.HasSuffix(s, " UTC") && strings.Contains(s, " +0000"), nearSure)
	case dateJava:
		return yes(strings.Contains(s, " UTC "), nearSure)
	case dateOffset:
		return yes(strings.HasSuffix(s, "+00:00"), much)
	case dateMillis:
		return yes(strings.HasSuffix(s, ".000Z"), some)
	case dateISO:
		return yes(strings.HasSuffix(s, "Z") && strings.Contains(s, "T"), some)
	case dateUnix:
		return yes(digits(s), some)
	}
	return nothing, false
}

func (f *form) hash(w Writing) (int, bool) {
	s := f.text
	upper, lower := strings.ToUpper(s) == s, strings.ToLower(s) == s
	switch w {
	case sha1Lower:
		return yes(len(s) == 40 && lower, some)
	case sha1Upper:
		return yes(len(s) == 40 && upper, some)
	case sha256Lower:
		return yes(len(s) == 64 && lower, some)
	case sha256Upper:
		return yes(len(s) == 64 && upper, some)
	case sha256Colons:
		return yes(len(s) == 95 && upper, much)
	case sha256Base64:
		return yes(len(s) == 44 && strings.HasSuffix(s, "="), much)
	case sha1Raw:
		return yes(f.whole >= 20 && f.whole <= 60 && !hexadecimal(s), little)
	}
	return nothing, false
}

// Reading is the writing of the entry in which a value is: the one that fits best, the
// usual one if nothing tells.
func (h *Header) Reading(value string) Writing {
	f := formOf([]byte(value), value)
	best, most := h.Ways[0], -1000
	for _, w := range h.Ways {
		if w == Unknown {
			break
		}
		if points, ok := f.way(h.Kind, w); ok && points > most {
			best, most = w, points
		}
	}
	return best
}
