package alb

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
)

// What a listener asks for by name: with AdvertiseTrustStoreCaNames it lists the
// subjects of its trust store in the CertificateRequest (RFC 8446, section 4.2.4),
// and most clients send a certificate only if one of its issuers is among them.

// acceptableHead is the line above the names in what "openssl s_client" prints.
const acceptableHead = "Acceptable client certificate CA names"

// noneSent is what it prints where no names were sent.
const noneSent = "No client certificate CA names sent"

// ReadAcceptable reads the names out of what "openssl s_client" prints: the lines
// below "Acceptable client certificate CA names", as far as they are names. It is
// false if there is no such line; a listener that names nobody gives no names, and
// true.
func ReadAcceptable(text string) (names []dn.Written, ok bool) {
	_, rest, ok := strings.Cut(text, acceptableHead)
	if !ok {
		return nil, strings.Contains(text, noneSent)
	}
	_, rest, _ = strings.Cut(rest, "\n")
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		if !strings.Contains(line, "=") || strings.Contains(line, ": ") {
			break // "Client Certificate Types: …", "Requested Signature Algorithms: …"
		}
		name, ok := dn.ReadWritten(line)
		if !ok {
			break
		}
		names = append(names, name)
	}
	return names, true
}

// Acceptable returns for each certificate of a chain the index of the name that is
// its issuer's, -1 if none is. A client with this chain finds itself asked for if
// one of them is named, or if there are no names at all.
func Acceptable(names []dn.Written, chain []*certinfo.Certificate) []int {
	found := make([]int, len(chain))
	for i, c := range chain {
		found[i] = -1
		for k := range names {
			if r := c.Issuer.Check(&names[k]).Relation; r == dn.Same || r == dn.Reversed {
				found[i] = k
				break
			}
		}
	}
	return found
}
