package prose

import (
	"bytes"
	"strconv"

	"github.com/mtlens/mtlens/internal/family"
)

// What the openssl command says of a verification:
//
//	verify    error 20 at 0 depth lookup: unable to get local issuer certificate
//	          client.pem: OK
//	s_client  depth=0 CN = a
//	s_server  verify error:num=20:unable to get local issuer certificate
//	          Verify return code: 20 (unable to get local issuer certificate)

// verifyLine reads such a line; None if it is none. depth is that of the line before it
// that has one, and is noted if this is such a line.
func verifyLine(line []byte, depth *int) (k Kind, l family.Line, at int) {
	line = bytes.TrimSpace(line)
	if rest, ok := bytes.CutPrefix(line, []byte("depth=")); ok {
		if n, _, ok := number(rest); ok {
			*depth = n
		}
		return None, l, 0
	}
	if bytes.HasSuffix(line, []byte(": OK")) && isFileName(line[:len(line)-len(": OK")]) {
		return VerifyOK, l, 0
	}
	if i := bytes.Index(line, []byte("error ")); i >= 0 {
		n, rest, ok := number(line[i+len("error "):])
		if rest, found := bytes.CutPrefix(rest, []byte(" at ")); ok && found {
			if d, rest, ok := number(rest); ok && bytes.HasPrefix(rest, []byte(" depth lookup:")) {
				return VerifyError, refused(n, rest[len(" depth lookup:"):]), d
			}
		}
	}
	for _, mark := range [...]string{"verify error:num=", "Verify return code: "} {
		i := bytes.Index(line, []byte(mark))
		if i < 0 {
			continue
		}
		n, rest, ok := number(line[i+len(mark):])
		if !ok {
			continue
		}
		if n == 0 {
			return PeerOK, l, -1
		}
		if mark[0] == 'V' { // of the chain
			return PeerError, refused(n, bytes.TrimRight(rest, ")")), -1
		}
		return PeerError, refused(n, rest), *depth
	}
	return None, l, 0
}

// refused is what an error says: its number, and the text after it.
func refused(n int, text []byte) family.Line {
	l := family.Line{Result: family.Failed}
	l.Detail.Reason = string(bytes.Trim(text, ": ("))
	if e, ok := family.VerifyErrorOf(n); ok {
		l.Detail.Error = e
	}
	return l
}

// number reads one at the start, and returns what follows it.
func number(b []byte) (n int, rest []byte, ok bool) {
	const longest = 4 // digits
	i := 0
	for i < len(b) && i < longest && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(string(b[:i]))
	return n, b[i:], err == nil
}
