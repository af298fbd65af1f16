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

// verifyLine reads such a line; nil if it is none. depth is that of the line before it
// that has one, and is noted if this is such a line.
//
//go:noinline
func verifyLine(line []byte, depth *int) *Text {
	line = bytes.TrimSpace(line)
	if n, _ := after(line, "depth="); n >= 0 {
		*depth = n
	} else if file, ok := bytes.CutSuffix(line, []byte(": OK")); ok && isFileName(file) {
		return &Text{Kind: VerifyOK}
	}
	if n, rest := after(line, "error "); n >= 0 {
		d, rest := after(rest, " at ")
		if text, ok := bytes.CutPrefix(rest, []byte(" depth lookup:")); ok && d >= 0 {
			return refused(VerifyError, n, text, d)
		}
	}
	n, rest := after(line, "verify error:num=")
	if n < 0 {
		if n, rest = after(line, "Verify return code: "); n >= 0 {
			*depth = -1 // of the chain
		}
	}
	switch {
	case n < 0:
		return nil
	case n == 0:
		return &Text{Kind: PeerOK, Depth: -1}
	}
	return refused(PeerError, n, rest, *depth)
}

// refused is what an error says: its number, and the text after it.
func refused(k Kind, n int, text []byte, depth int) *Text {
	l := &family.Line{Result: family.Failed}
	l.Detail.Reason = string(bytes.Trim(text, ": ()"))
	l.Detail.Error, _ = family.VerifyErrorOf(n)
	return &Text{Kind: k, Line: l, Depth: depth}
}

// after reads the number behind a word in b, and returns what follows it; -1 if there is none.
//
//go:noinline
func after(b []byte, word string) (n int, rest []byte) {
	const most = 9999
	_, rest, _ = bytes.Cut(b, []byte(word))
	i := 0
	for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9' && n <= most; i++ {
		n = 10*n + int(rest[i]-'0')
	}
	if i == 0 {
		return -1, nil
	}
	return n, rest[i:]
}
