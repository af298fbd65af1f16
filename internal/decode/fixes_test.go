package decode

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/remedy"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// The original of what is damaged below: a certificate whose base64 has +, / and
// padding.
var (
	originalDER    = testdata.DER("client-2")
	originalPEM    = string(testdata.PEM("client-2"))
	originalBase64 = base64.StdEncoding.EncodeToString(originalDER)
	originalHeader = string(carrier.AppendCertificates(nil, carrier.PEMSafe, originalDER))
	// A chain whose header is longer than most limits.
	longHeader = strings.Repeat(string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-1")))+originalHeader, 20)
)

const headerName = "X-Amzn-Mtls-Clientcert"

func replaced(s string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(s) }

func armored(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func formDecoded(s string) string {
	out, err := url.QueryUnescape(s) // the wrong call
	if err != nil {
		panic(err)
	}
	return out
}

func eachLine(prefix, text string) string {
	return prefix + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+prefix) + "\n"
}

// damaged is what the causes make of the original, and what mtlens says of it.
// Those done by a shell, a log or a server are done for real in fixtools_test.go.
var damaged = []struct {
	name, paste string
	id          finding.ID
	fix         finding.Fix
}{
	{"header decoded as a form", headerName + ": " + strings.ReplaceAll(formDecoded(originalHeader), "\n", "\n\t"), finding.PlusBecameSpace, finding.FormDecoding},
	{"value decoded as a form", formDecoded(originalHeader), finding.PlusBecameSpace, finding.FormPosted},
	{"decoded as a form, and characters lost", formDecoded(originalHeader[:200] + originalHeader[203:]), finding.PlusUncertain, finding.FormPosted},
	{"encoded again", headerName + ": " + url.PathEscape(originalHeader), finding.PercentTwice, finding.EncodedAgain},
	{"cut inside an escape", headerName + ": " + originalHeader[:strings.LastIndex(originalHeader, "%0A-----END")+2], finding.PercentInvalid, finding.CutShort},
	{"cut", headerName + ": " + originalHeader[:500], finding.DERTruncated, finding.CutShort},
	{"cut, and END with it", headerName + ": " + originalHeader[:500], finding.ArmorEndMissing, finding.CutShort},
	{"END not copied", strings.TrimSuffix(originalPEM, "-----END CERTIFICATE-----\n"), finding.ArmorEndMissing, finding.ArmorByHand},
	{"BEGIN not copied", strings.TrimPrefix(originalPEM, "-----BEGIN CERTIFICATE-----\n"), finding.ArmorBeginMissing, finding.ArmorByHand},
	{"dashes of a word processor", replaced(originalPEM, "--", "–"), finding.ArmorDamaged, finding.ArmorByHand},
	{"dashes around a request", replaced(request(), "--", "–"), finding.ArmorDamaged, finding.CopiedText},
	{"a stray character", originalPEM[:100] + "*" + originalPEM[100:], finding.StrayCharacters, finding.CopiedText},
	{"a stray character in a header", headerName + ": " + originalHeader[:100] + "*" + originalHeader[100:], finding.StrayCharacters, finding.CopiedHeader},
	{"a character replaced", originalPEM[:100] + "?" + originalPEM[101:], finding.UnreadableChars, finding.CopiedText},
	{"zero-width spaces", replaced(originalPEM, "\n", "\u200B\n"), finding.InvisibleCharacter, finding.CopiedText},
	{"a character too many at the end", originalBase64[:len(originalBase64)-2] + "AAA", finding.Base64Tail, finding.CopiedText},
	{"padding too short", strings.TrimSuffix(originalBase64, "="), finding.Base64Tail, finding.PaddingCut},
	{"a break in the wrong place", originalPEM[:150] + "\n" + originalPEM[150:], finding.UnevenLines, finding.CopiedText},
	{"a blank came in", originalPEM[:150] + " " + originalPEM[150:], finding.BlanksInside, finding.CopiedText},
	{"one slash in the other alphabet", strings.Replace(originalPEM, "/", "_", 1), finding.AlphabetsMixed, finding.CopiedText},
	{"line breaks to blanks", replaced(originalPEM, "\n", " "), finding.LineBreaksLost, finding.BreaksLost},
	{"line breaks gone", replaced(originalPEM, "\n", ""), finding.LineBreaksLost, finding.BreaksLost},
	{"literal line breaks", "CERT=" + replaced(originalPEM, "\n", `\n`), finding.LineBreaksLiteral, finding.EscapesKept},
	{"Kubernetes secret", "data:\n  tls.crt: " + base64.StdEncoding.EncodeToString([]byte(originalPEM)) + "\n", finding.Base64OfPEM, finding.PEMEncoded},
	{"PEM taken for DER", armored("CERTIFICATE", []byte(originalPEM)), finding.Base64OfPEM, finding.ArmorByHand},
	{"base64url", base64.RawURLEncoding.EncodeToString(originalDER), finding.Base64URL, finding.URLAlphabet},
	{"base64url in armor", "-----BEGIN CERTIFICATE-----\n" + base64.RawURLEncoding.EncodeToString(originalDER) + "\n-----END CERTIFICATE-----\n", finding.Base64URL, finding.ArmorByHand},
	{"padding gone", base64.RawStdEncoding.EncodeToString(originalDER), finding.PaddingMissing, finding.PaddingCut},
	{"quoted in a mail", eachLine("> ", originalPEM), finding.LinesQuoted, finding.QuoteMarks},
	{"commented out", eachLine("# ", originalPEM), finding.LinesQuoted, finding.QuoteMarks},
	{"OpenSSL's trust settings", armored("TRUSTED CERTIFICATE", trusted()), finding.TrustedCertificate, finding.TrustSettings},
	{"a buffer written in full", armored("CERTIFICATE", padded()), finding.TrailingBytes, finding.BufferPadded},
	{"a long header", headerName + ": " + longHeader, finding.HeaderSize, finding.ServerLimit},
}

func request() string {
	text, _, _ := testdata.Neighbor("request")
	return string(text)
}

// trusted is what "openssl x509 -trustout -addtrust clientAuth" writes.
func trusted() []byte {
	aux, _ := hex.DecodeString("300c300a06082b06010505070302")
	return append(slices.Clone(originalDER), aux...)
}

// padded is the certificate in a buffer of 1 KB.
func padded() []byte {
	return append(slices.Clone(originalDER), make([]byte, 1024-len(originalDER))...)
}

// Each cause is told by what it does, and its snippets come with the finding.
func TestCauses(t *testing.T) {
	for _, d := range damaged {
		t.Run(d.name, func(t *testing.T) { carries(t, d.paste, d.id, d.fix) })
	}
}

// carries checks that the report on the paste has the finding with these snippets.
func carries(t *testing.T, paste string, id finding.ID, fix finding.Fix) {
	t.Helper()
	r := read([]byte(paste))
	want := remedy.Snippets(fix)
	if len(want) == 0 {
		t.Errorf("there are no snippets for %s", fix)
	}
	for _, f := range r.Findings {
		if f.ID == string(id) {
			if !slices.EqualFunc(f.Fixes, want, func(a report.Fix, b remedy.Snippet) bool { return a == report.Fix(b) }) {
				t.Errorf("%s carries %v, not what mends %s", id, f.Fixes, fix)
			}
			return
		}
	}
	t.Errorf("no finding %s: %s", id, ids(r))
}

// Rules about a paste that repair nothing, or whose repair has its snippets
// beside another finding.
var withoutSnippets = map[finding.ID]string{
	finding.InputTooLarge: "nothing was read",
	finding.TooMany:       "nothing was repaired: the paste is to be split",
	finding.BodyElided:    "the certificate is not there",
	finding.BodyNotBase64: "the certificate is not there",
	finding.BodyNotDER:    "what is there is no certificate",
	finding.TwoReadings:   "it doubts a repair that has them",
	finding.HexOdd:        "which digit it is cannot be told",
	finding.BytesUneven:   "what the bytes are cannot be told",
	finding.KeyFile:       "nothing is wrong with a key in its file",
	finding.PrivateKey:    "nothing is wrong with the key but where it is",
}

// Every repair of a paste carries snippets. The rules about pastes are the first
// ones, up to those about headers.
func TestRepairsCarrySnippets(t *testing.T) {
	has := make(map[finding.ID]bool)
	for _, d := range damaged {
		has[d.id] = true
	}
	for _, r := range finding.Rules() {
		if r.ID == finding.HeaderDiffers {
			break
		}
		if why := withoutSnippets[r.ID]; has[r.ID] == (why != "") {
			t.Errorf("%s: it has snippets in TestCauses: %v; the reason to have none: %q", r.ID, has[r.ID], why)
		}
	}
	for _, id := range []finding.ID{finding.DERTruncated, finding.TrailingBytes} {
		if !has[id] {
			t.Errorf("%s has no snippets", id)
		}
	}
}

// Text that is in order gets no advice.
func TestNoSnippetsWithoutDamage(t *testing.T) {
	for name, paste := range map[string]string{
		"PEM":            originalPEM,
		"header":         headerName + ": " + originalHeader,
		"base64":         originalBase64,
		"JSON":           `{"cert":"` + replaced(originalPEM, "\n", `\n`) + `"}`,
		"Go source":      `const cert = "` + replaced(originalPEM, "\n", `\n`) + `"`,
		"cut out of PHP": replaced(originalPEM, "\n", `\n`, "/", `\/`),
		"DER":            string(originalDER),
	} {
		for _, f := range read([]byte(paste)).Findings {
			if len(f.Fixes) > 0 {
				t.Errorf("%s: %s: %s", name, f.ID, f.Text)
			}
		}
	}
}
