package prose

import (
	"bytes"

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
	if n, _, ok := after(line, "depth="); ok {
		*depth = n
		return None, l, 0
	}
	if file, ok := bytes.CutSuffix(line, []byte(": OK")); ok && isFileName(file) {
		return VerifyOK, l, 0
	}
	if n, rest, ok := after(line, "error "); ok {
		if d, rest, ok := after(rest, " at "); ok && bytes.HasPrefix(rest, []byte(" depth lookup:")) {
			return VerifyError, refused(n, rest[len(" depth lookup:"):]), d
		}
	}
	n, rest, ok := after(line, "verify error:num=")
	if !ok {
		*depth = -1 // of the chain
		n, rest, ok = after(line, "Verify return code: ")
	}
	switch {
	case !ok:
		return None, l, 0
	case n == 0:
		return PeerOK, l, -1
	}
	return PeerError, refused(n, rest), *depth
}

// refused is what an error says: its number, and the text after it.
func refused(n int, text []byte) family.Line {
	l := family.Line{Result: family.Failed}
	l.Detail.Reason = string(bytes.Trim(text, ": ()"))
	if e, ok := family.VerifyErrorOf(n); ok {
		l.Detail.Error = e
	}
	return l
}

// after reads the number behind a word in b, and returns what follows it.
//
//go:noinline
func after(b []byte, word string) (n int, rest []byte, ok bool) {
	const most = 9999
	_, rest, ok = bytes.Cut(b, []byte(word))
	i := 0
	for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9' && n <= most; i++ {
		n = 10*n + int(rest[i]-'0')
	}
	return n, rest[i:], ok && i > 0
}
