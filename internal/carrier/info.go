package carrier

import "github.com/mtlens/mtlens/internal/words"

// Traefik's X-Forwarded-Tls-Client-Cert-Info (pkg/middlewares/passtlsclientcert):
// the whole is form-encoded (Go's url.QueryEscape: a space becomes +), and inside
//
//	info = cert *( "," cert )               since v2.0.7
//	cert = field *( ";" field )
//	info = cert *( ";" cert )               v1.7, v2.0.0 to v2.0.6: "…-Infos"
//	cert = field *( "," field )
//	field = key "=" DQUOTE text DQUOTE      the old form: NB, NA and SAN without quotes
//	key   = "Subject" / "Issuer" / "SerialNumber" / "NB" / "NA" / "SAN"
//
// Nothing inside the quotes is escaped, so a value ends only where a separator and
// a key follow. Fields that are empty are left out. Names are written in Traefik's
// own order, SN is the serialNumber attribute; NB and NA are Unix seconds.

// InfoKey is a field of Info, in Traefik's order.
type InfoKey uint8

const (
	InfoSubject InfoKey = iota
	InfoIssuer
	InfoSerial
	InfoNotBefore
	InfoNotAfter
	InfoSAN
	infoKeys = iota
)

var infoNames = [infoKeys]string{"Subject", "Issuer", "SerialNumber", "NB", "NA", "SAN"}

// String is the key as Traefik writes it.
func (k InfoKey) String() string { return infoNames[k] }

// InfoField is a field. Name and Value are ranges of the value as it was given,
// form-encoded or not; [Unform] gives the text.
type InfoField struct {
	Certificate int // counted from zero: the client's own comes first
	Key         InfoKey
	Quoted      bool
	Name, Value Range
}

// InfoValue is an Info as read.
type InfoValue struct {
	Fields  []InfoField
	Encoded bool // form-encoded, as Traefik sends it; else somebody has decoded it
	Old     bool // the form of v1.7 and of v2.0.0 to v2.0.6
}

// formAt decodes one character of form-encoding at b[i]: what it stands for, and
// how many bytes it takes.
func formAt(b []byte, i int, encoded bool) (byte, int) {
	if encoded {
		switch b[i] {
		case '+':
			return ' ', 1
		case '%':
			if c, ok := hexPair(b, i+1); ok {
				return c, 3
			}
		}
	}
	return b[i], 1
}

// Unform undoes form-encoding: %HH, and + for a space.
func Unform(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		c, n := formAt(b, i, true)
		out = append(out, c)
		i += n
	}
	return out
}

// infoKeyAt returns the key that stands at b[i] before an equals sign, and the
// offset after that; 0 if there is none.
func infoKeyAt(b []byte, i int, encoded bool) (InfoKey, int) {
	for k, name := range infoNames {
		if len(b)-i <= len(name) || b[i] != name[0] || string(b[i:i+len(name)]) != name {
			continue
		}
		if c, n := formAt(b, i+len(name), encoded); c == '=' {
			return InfoKey(k), i + len(name) + n
		}
	}
	return 0, 0
}

// infoEncoded reports whether b is form-encoded: the equals sign of its first key
// is. isInfo is false if it does not begin with a key.
func infoEncoded(b []byte) (encoded, isInfo bool) {
	if _, n := infoKeyAt(b, 0, false); n > 0 {
		return false, true
	}
	_, n := infoKeyAt(b, 0, true)
	return true, n > 0
}

// IsInfo reports whether b is an Info: it begins with one of its keys, form-encoded,
// or it is decoded and holds a key that no other syntax has.
func IsInfo(b []byte) bool {
	b, _ = trim(b)
	encoded, ok := infoEncoded(b)
	if !ok {
		return false
	}
	if encoded {
		return true
	}
	if k, at := infoKeyAt(b, 0, false); k != InfoSubject && k != InfoSAN {
		return b[at-1] == '=' && at < len(b) && (b[at] == '"' || b[at] >= '0' && b[at] <= '9')
	}
	for i := range b {
		if b[i] != ';' && b[i] != ',' {
			continue
		}
		if k, n := infoKeyAt(b, i+1, false); n > 0 && n < len(b) && k != InfoSubject && k != InfoSAN && (b[n] == '"' || b[n] >= '0' && b[n] <= '9') {
			return true
		}
	}
	return false
}

// ReadInfo reads an Info. ok is false if it does not begin with one of its keys.
func ReadInfo(b []byte) (v InfoValue, ok bool) {
	i := 0
	for i < len(b) && blank(b[i]) {
		i++
	}
	if v.Encoded, ok = infoEncoded(b[i:]); !ok {
		return v, false
	}
	var separators []byte // before each field but the first
	for {
		key, from := infoKeyAt(b, i, v.Encoded)
		if from == 0 {
			break
		}
		f := InfoField{Key: key, Name: Range{i, i + len(key.String())}}
		end, next, separator, closing := v.end(b, from)
		if c, n := at(b, from, v.Encoded); c == '"' {
			f.Quoted = true
			from += n
			if closing >= from {
				end = closing
			}
		} else if key >= InfoNotBefore {
			v.Old = true
		}
		f.Value = Range{min(from, end), end}
		v.Fields = append(v.Fields, f)
		if next == 0 {
			break
		}
		separators = append(separators, separator)
		i = next
	}
	v.number(separators)
	return v, true
}

// at is formAt that gives 0 behind the end.
func at(b []byte, i int, encoded bool) (byte, int) {
	if i >= len(b) {
		return 0, 0
	}
	return formAt(b, i, encoded)
}

// end finds where the value ends that begins at b[i]: before a separator that a key
// follows, or with b. next is where that key begins, 0 if there is none; closing is
// where a quote stands that ends the value, -1 if there is none.
func (v *InfoValue) end(b []byte, i int) (end, next int, separator byte, closing int) {
	closing = -1
	for i < len(b) {
		c, n := formAt(b, i, v.Encoded)
		if c == ';' || c == ',' {
			if _, key := infoKeyAt(b, i+n, v.Encoded); key > 0 {
				return i, i + n, c, closing
			}
		}
		if c == '"' {
			closing = i
		} else if !blank(c) {
			closing = -1
		}
		i += n
	}
	return len(b), 0, 0, closing
}

// number tells which certificate each field is of. A certificate has its fields in
// their order, so the first two in order tell which separator stands inside one.
func (v *InfoValue) number(separators []byte) {
	inside := byte(0)
	for i, s := range separators {
		if v.Fields[i].Key < v.Fields[i+1].Key {
			inside = s
			break
		}
	}
	switch {
	case v.Old:
		inside = ','
	case inside == ',':
		v.Old = true
	}
	n := 0
	for i, s := range separators {
		if v.Fields[i].Key >= v.Fields[i+1].Key || inside != 0 && s != inside {
			n++
		}
		v.Fields[i+1].Certificate = n
	}
}

// InfoFields are the fields of one certificate to be written; empty ones are left
// out.
type InfoFields [infoKeys]string

// AppendInfo writes an Info as Traefik does, in the old form if old is set.
func AppendInfo(dst []byte, old bool, certificates ...InfoFields) []byte {
	between, inside := byte(','), byte(';')
	if old {
		between, inside = inside, between
	}
	var b []byte
	for i := range certificates {
		if i > 0 {
			b = append(b, between)
		}
		first := true
		for k, value := range certificates[i] {
			if value == "" {
				continue
			}
			if !first {
				b = append(b, inside)
			}
			first = false
			b = append(append(b, infoNames[k]...), '=')
			if old && InfoKey(k) >= InfoNotBefore {
				b = append(b, value...)
			} else {
				b = append(append(append(b, '"'), value...), '"')
			}
		}
	}
	return AppendForm(dst, b)
}

// AppendForm form-encodes b as Go's url.QueryEscape does.
func AppendForm(dst, b []byte) []byte {
	for _, c := range b {
		switch {
		case unreserved(c):
			dst = append(dst, c)
		case c == ' ':
			dst = append(dst, '+')
		default:
			dst = append(dst, '%', words.UpperDigits[c>>4], words.UpperDigits[c&15])
		}
	}
	return dst
}

// unreserved are the characters that never need percent-encoding (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'z' || c == '-' || c == '_' || c == '.' || c == '~'
}
