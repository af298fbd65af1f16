package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// "openssl s_client" prints what the server presented to it. No load balancer is asked
// to take that, and the client's own certificate is not in it.

// served marks the certificates of a unit that a server presented, and reports whether
// there are any.
func (j *Judge) served(u *Unit) bool {
	if j.binary || len(u.Fields) > 0 || u.Whose.Family != family.None {
		return false
	}
	first := -1
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		if j.belowServer(m.Object) {
			j.certificates[m.Certificate].Server = true
			if first < 0 || m.Presented < u.Chain.Members[first].Presented {
				first = i
			}
		}
	}
	if first < 0 {
		return false
	}
	m := &u.Chain.Members[first]
	j.find(u, finding.Finding{ID: finding.ServerCertificate, Spans: []source.Span{m.Object.Span}}, m.Certificate, About{})
	return true
}

// belowServer reports whether the line above a certificate is one of s_client's:
// "Server certificate", or the last of those about a certificate of the chain, whose
// issuer, key and validity it prints behind i:, a:PKEY: and v:NotBefore:.
func (j *Judge) belowServer(o *unwrap.Object) bool {
	const longest = 512 // a line about an issuer
	text := j.paste.Bytes[:min(o.Span.Start, len(j.paste.Bytes))]
	text, ok := bytes.CutSuffix(bytes.TrimRight(text, " \t"), []byte("\n"))
	if !ok {
		return false
	}
	text = text[max(0, len(text)-longest):]
	line := bytes.TrimSpace(text[bytes.LastIndexByte(text, '\n')+1:])
	if len(line) < len("i:") {
		return false
	}
	switch line[0] {
	case 'S':
		return string(line) == "Server certificate"
	case 'i':
		return line[1] == ':' && bytes.IndexByte(line, '=') > 0
	case 'a':
		return bytes.HasPrefix(line, []byte("a:PKEY: "))
	case 'v':
		return bytes.HasPrefix(line, []byte("v:NotBefore: "))
	}
	return false
}
