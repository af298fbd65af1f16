package carrier

import (
	"bytes"
	"encoding/base64"

	"github.com/mtlens/mtlens/internal/words"
)

// How proxies write certificates. PEM is made of letters, digits, - + / =, the space
// of its armor and line feeds; the syntaxes differ in what becomes of the last five.
// Two writers that leave - alone and encode those five give the same value, so nginx
// and Envoy cannot be told apart by it.

// written is how a syntax writes the characters of PEM that need care.
type written struct {
	kind                               Kind
	space, feed, plus, slash, equality string
}

var pemForms = [...]written{
	{PEMLines, " ", "\n", "+", "/", "="},
	{PEMTabs, " ", "\n\t", "+", "/", "="},
	{PEMBlanks, " ", " ", "+", "/", "="},
	{PEMOneLine, " ", "", "+", "/", "="},
	{PEMJoined, " ", "", "+", "/", "="},
	{PEMSafe, "%20", "%0A", "+", "/", "="},
	{PEMPercent, "%20", "%0A", "%2B", "%2F", "%3D"},
	{PEMApache, "%20", "%0a", "+", "/", "%3d"},
	{PEMQuote, "%20", "%0A", "%2B", "/", "%3D"},
	{PEMPath, "%20", "%0A", "+", "%2F", "="},
	{PEMForm, "+", "%0A", "%2B", "%2F", "%3D"},
}

func formOf(k Kind) *written {
	for i := range pemForms {
		if pemForms[i].kind == k {
			return &pemForms[i]
		}
	}
	return nil
}

// AppendPEM appends certificates as PEM with lines of 64 characters, one after the
// other, in one of the PEM syntaxes. The line feed at the end is written but for
// PEMTabs, which nginx leaves out; PEMBlanks ends with a blank, as Apache's does.
// It appends nothing for a kind that is no PEM.
func AppendPEM(dst []byte, k Kind, ders ...[]byte) []byte {
	if k == PEMBase64 {
		return base64.StdEncoding.AppendEncode(dst, AppendPEM(nil, PEMLines, ders...))
	}
	f := formOf(k)
	if f == nil {
		return dst
	}
	for _, der := range ders {
		dst = f.armor(dst, "BEGIN")
		if k == PEMOneLine {
			dst = append(dst, ' ')
		}
		const line = 48 // bytes that make 64 characters
		var encoded [64]byte
		for len(der) > 0 {
			n := min(line, len(der))
			base64.StdEncoding.Encode(encoded[:], der[:n])
			for _, c := range encoded[:base64.StdEncoding.EncodedLen(n)] {
				switch c {
				case '+':
					dst = append(dst, f.plus...)
				case '/':
					dst = append(dst, f.slash...)
				case '=':
					dst = append(dst, f.equality...)
				default:
					dst = append(dst, c)
				}
			}
			dst = append(dst, f.feed...)
			der = der[n:]
		}
		if k == PEMOneLine {
			dst = append(dst, ' ')
		}
		dst = f.armor(dst, "END")
	}
	if k == PEMTabs {
		dst = bytes.TrimSuffix(dst, []byte(f.feed))
	}
	return dst
}

func (f *written) armor(dst []byte, word string) []byte {
	dst = append(append(dst, "-----"...), word...)
	dst = append(append(dst, f.space...), "CERTIFICATE-----"...)
	return append(dst, f.feed...)
}

// AppendDER appends certificates as base64 of DER: one, or a list with commas.
func AppendDER(dst []byte, k Kind, ders ...[]byte) []byte {
	for i, der := range ders {
		if i > 0 {
			dst = append(dst, ',')
		}
		switch k {
		case Base64URL:
			dst = base64.RawURLEncoding.AppendEncode(dst, der)
		case Base64Escaped, Base64ListEscaped:
			dst = AppendPercent(dst, base64.StdEncoding.AppendEncode(nil, der))
		default:
			dst = base64.StdEncoding.AppendEncode(dst, der)
		}
	}
	return dst
}

// AppendCertificates appends certificates in whatever syntax holds certificates.
func AppendCertificates(dst []byte, k Kind, ders ...[]byte) []byte {
	switch {
	case k == ByteSequence || k == ByteSequences:
		return AppendByteSequences(dst, ders...)
	case k >= Base64:
		return AppendDER(dst, k, ders...)
	}
	return AppendPEM(dst, k, ders...)
}

// AppendPercent percent-encodes all that is not unreserved, as nginx's
// $ssl_client_escaped_cert and JavaScript's encodeURIComponent do.
func AppendPercent(dst, b []byte) []byte {
	for _, c := range b {
		if unreserved(c) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', words.UpperDigits[c>>4], words.UpperDigits[c&15])
		}
	}
	return dst
}

// CertificateForm says how a value writes certificates: one of the kinds from
// PEMLines on, None if it is no certificate. Values in which nothing tells them
// apart, such as a percent-encoded PEM without any + or /, are of the kind that
// encodes least: what could not be seen is not claimed.
func CertificateForm(b []byte) Kind {
	b, _ = trim(b)
	switch {
	case bytes.HasPrefix(b, []byte("-----BEGIN")):
		return pemForm(b)
	case len(b) < 16:
		return None
	case bytes.HasPrefix(b, []byte("LS0tLS1")): // "-----"
		return PEMBase64
	}
	return base64Form(b)
}

func pemForm(b []byte) Kind {
	rest := b[len("-----BEGIN"):]
	switch {
	case bytes.HasPrefix(rest, []byte("+")):
		return PEMForm
	case bytes.HasPrefix(rest, []byte("%20")):
		return percentForm(rest)
	}
	end := bytes.Index(rest, []byte("-----"))
	if end < 0 || end+6 >= len(rest) {
		return PEMLines
	}
	after := rest[end+5:]
	switch {
	case after[0] == ' ' && unbroken(after):
		return PEMOneLine
	case after[0] == ' ':
		return PEMBlanks
	case after[0] == '\n' && (after[1] == '\t' || after[1] == ' '), after[0] == '\r' && len(after) > 2 && (after[2] == '\t' || after[2] == ' '):
		return PEMTabs
	case after[0] == '\n' || after[0] == '\r' || after[0] == '\\':
		return PEMLines
	}
	return PEMJoined
}

// unbroken reports whether the body of a PEM, which begins at b, is one line and
// longer than one that OpenSSL would write.
func unbroken(b []byte) bool {
	body, _ := trim(b)
	n := 0
	for n < len(body) && base64Char(body[n]) && body[n] != '-' {
		n++
	}
	return n > 64 || n < len(body) && n > 0 && bytes.HasPrefix(bytes.TrimLeft(body[n:], " "), []byte("-----"))
}

// percentForm tells which of + / = are encoded in b, and in which letters.
func percentForm(b []byte) Kind {
	var bare, encoded [3]bool // of + / =
	small := false
	for i := 0; i < len(b); i++ {
		if b[i] > '/' && b[i] != '=' { // nearly all are letters and digits
			continue
		}
		switch b[i] {
		case '+':
			bare[0] = true
		case '/':
			bare[1] = true
		case '=':
			bare[2] = true
		case '%':
			if i+2 >= len(b) {
				continue
			}
			small = small || b[i+2] >= 'a' && b[i+2] <= 'f'
			switch c, _ := hexPair(b, i+1); c {
			case '+':
				encoded[0] = true
			case '/':
				encoded[1] = true
			case '=':
				encoded[2] = true
			}
			i += 2
		}
	}
	switch {
	case small && !encoded[0] && !encoded[1]:
		return PEMApache
	case !encoded[0] && !encoded[1] && !encoded[2]:
		return PEMSafe
	case encoded[1] && !encoded[0] && !encoded[2] && (bare[0] || bare[2]):
		return PEMPath
	case bare[1] && !bare[0] && !encoded[1]:
		return PEMQuote
	case !encoded[0] && !encoded[1] && (bare[0] || bare[1]): // = alone is encoded, as one of AWS's examples has it
		return PEMSafe
	}
	return PEMPercent
}

// base64Form tells base64 of DER, alone or in a list: each begins as a SEQUENCE of
// 128 bytes or more does.
func base64Form(b []byte) Kind {
	var comma, escaped, url bool
	start := true
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case start && c == ' ':
			continue
		case start && (c != 'M' || i+1 >= len(b) || b[i+1] != 'I'):
			return None
		case c == ',':
			comma, start = true, true
			continue
		case c == '%':
			if d, ok := hexPair(b, i+1); !ok || !base64Char(d) {
				return None
			}
			escaped = true
			i += 2
		case c == '-' || c == '_':
			url = true
		case !base64Char(c) && !blank(c):
			return None
		}
		start = false
	}
	switch {
	case start:
		return None
	case comma && escaped:
		return Base64ListEscaped
	case comma:
		return Base64List
	case escaped:
		return Base64Escaped
	case url:
		return Base64URL
	}
	return Base64
}

// ReadList gives the parts of a list with commas, without blanks around them.
func ReadList(b []byte) []Range {
	list := make([]Range, 0, 1+bytes.Count(b, []byte{','}))
	for from := 0; ; {
		end := len(b)
		if n := bytes.IndexByte(b[from:], ','); n >= 0 {
			end = from + n
		}
		text, skip := trim(b[from:end])
		list = append(list, Range{from + skip, from + skip + len(text)})
		if end == len(b) {
			return list
		}
		from = end + 1
	}
}

// ReadCertificates gives the DER of the certificates in a value whose syntax k holds
// certificates. It is strict, for what was written here: a value that was damaged
// is for unwrap. Base64 of several certificates one after the other is given whole.
func ReadCertificates(b []byte, k Kind) (ders [][]byte, ok bool) {
	b, _ = trim(b)
	switch {
	case k == ByteSequence || k == ByteSequences:
		items, whole := ReadByteSequences(b)
		return decodeAll(b, items, base64.StdEncoding, whole)
	case k == PEMBase64:
		text, err := base64.StdEncoding.AppendDecode(nil, b)
		if err != nil {
			return nil, false
		}
		return readPEM(text)
	case k == Base64URL:
		return decodeAll(b, []Range{{0, len(b)}}, base64.RawURLEncoding, true)
	case k >= Base64:
		if k == Base64Escaped || k == Base64ListEscaped {
			b = unpercent(b)
		}
		return decodeAll(b, ReadList(b), base64.StdEncoding, true)
	case k == PEMForm:
		return readPEM(Unform(b))
	case k >= PEMSafe:
		return readPEM(unpercent(b))
	case k >= PEMLines:
		return readPEM(b)
	}
	return nil, false
}

func decodeAll(b []byte, parts []Range, e *base64.Encoding, whole bool) (ders [][]byte, ok bool) {
	for _, p := range parts {
		der, err := e.AppendDecode(nil, p.Of(b))
		if err != nil || len(der) == 0 {
			return ders, false
		}
		ders = append(ders, der)
	}
	return ders, whole
}

// unpercent undoes percent-encoding and leaves + as it is.
func unpercent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' {
			if c, ok := hexPair(b, i+1); ok {
				out = append(out, c)
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

// readPEM reads PEM blocks with whatever blanks for line feeds, or none.
func readPEM(b []byte) (ders [][]byte, ok bool) {
	const begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
	for {
		b, _ = trim(b)
		if len(b) == 0 {
			return ders, len(ders) > 0
		}
		stop := bytes.Index(b, []byte(end))
		if !bytes.HasPrefix(b, []byte(begin)) || stop < len(begin) {
			return ders, false
		}
		body := make([]byte, 0, stop)
		for _, c := range b[len(begin):stop] {
			if !blank(c) {
				body = append(body, c)
			}
		}
		der, err := base64.StdEncoding.AppendDecode(nil, body)
		if err != nil || len(der) == 0 {
			return ders, false
		}
		ders = append(ders, der)
		b = b[stop+len(end):]
	}
}
