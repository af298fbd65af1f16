package decode

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// View renders the certificates in input, each distinct one once, as "text", in
// the manner of openssl x509 -text, or as "pem". The text of requests, revocation
// lists and public keys is there too. It reports false for other views.
func View(input []byte, o Options, view string) (string, bool) {
	if view != "text" && view != "pem" {
		return "", false
	}
	if len(input) > MaxInput {
		return "", true
	}
	var out strings.Builder
	seen := make(map[string]bool)
	for _, u := range unwrap.Paste(input, unwrap.Options{Keep: keep}).Units {
		for i := range u.Objects {
			object := &u.Objects[i]
			if seen[string(object.DER.Bytes)] {
				continue
			}
			seen[string(object.DER.Bytes)] = true
			if !isCertificate(object) {
				if text, ok := report.OtherText(object.Kind, object.DER.Bytes); ok && view == "text" {
					out.WriteString(text)
				}
				continue
			}
			c := certinfo.Parse(object.DER.Bytes)
			if view == "text" {
				out.WriteString(report.Text(c))
			} else {
				out.WriteString(report.PEM(c))
			}
		}
	}
	return out.String(), true
}
