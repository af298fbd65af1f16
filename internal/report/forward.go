package report

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/openssl"
	"github.com/mtlens/mtlens/internal/remedy"
	"github.com/mtlens/mtlens/internal/words"
)

// What stands in packages of its own, under the names that callers know.

// PEM is [openssl.PEM].
func PEM(c *certinfo.Certificate) string { return openssl.PEM(c) }

// Text is [openssl.Certificate].
func Text(c *certinfo.Certificate) string { return openssl.Certificate(c) }

// OtherText is [openssl.Text].
func OtherText(kind der.Kind, src []byte) (string, bool) { return openssl.Text(kind, src) }

// Fixes are the snippets of [remedy.Snippets].
func Fixes(f finding.Fix) []Fix {
	var list []Fix
	for _, s := range remedy.Snippets(f) {
		list = append(list, Fix(s))
	}
	return list
}

func hexOf(b []byte) string { return words.Hex(b) }

func first(b []byte) (der.Element, bool) { return der.First(b) }

// For callers that have a certificate.

func extensionSection(c *certinfo.Certificate, title string) Section {
	return extensionsOf(title, c.Extensions, c.Findings)
}

func signatureSection(c *certinfo.Certificate, _ string) Section { return signedSection(&c.Signed) }
