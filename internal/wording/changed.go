package wording

import (
	"crypto/sha256"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// exchangedSentence speaks of a certificate in whose base64 + and / stand for each
// other: a signature proves it, or a BOOLEAN bears the mark.
func (w *Writer) exchangedSentence(f *judge.Finding, c *report.Certificate) (text, hint string) {
	back := f.About.Back
	sum := sha256.Sum256(back.DER)
	original := "The original has the serial number " + back.Serial.Hex() + " and the SHA-256 " + words.Hex(sum[:]) + "."
	if f.About.Mended == judge.MendedNot {
		return "In the base64 of " + words.Quote(c.Title) + " + and / seem to stand for each other: a BOOLEAN has another value than 0xFF, and has it no more when they are put back. If so: " + original,
			"%2F is the slash and %2B the plus: decode the value as percent-encoding, not by replacing."
	}
	return "In the base64 of " + words.Quote(c.Title) + " + and / stand for each other: when they are put back, " + w.between(f) + " verifies. " + original,
		"What is shown here is not the original. %2F is the slash and %2B the plus: decode the value as percent-encoding, not by replacing."
}

// between names the signature that proves a finding.
func (w *Writer) between(f *judge.Finding) string {
	switch f.About.Issuer {
	case f.Certificate:
		return "its signature by its own key"
	case -1:
		return "a signature made with its key"
	}
	return "its signature by " + words.Quote(w.report.Certificates[f.About.Issuer].Title)
}

// misreadSentence speaks of an issuer's name that differs from that of a certificate
// in one character.
func (w *Writer) misreadSentence(f *judge.Finding, c *report.Certificate) (text, hint string) {
	other := words.Quote(w.report.Certificates[f.About.Issuer].Title)
	text = "The issuer of " + words.Quote(c.Title) + ", " + words.Quote(c.By) + ", is the name of " + other + " but for one character of base64, which looks like another."
	if f.About.Issuer == f.Certificate {
		text = "The issuer of " + words.Quote(c.Title) + ", " + words.Quote(c.By) + ", is its own name but for one character of base64, which looks like another."
	}
	if f.About.Mended == judge.MendedNot {
		return text, "Compare the text with the original, character by character: O and 0, l, I and 1. A certificate that was read off a picture may be wrong elsewhere too."
	}
	sum := sha256.Sum256(f.About.Back.DER)
	return text + " With that name the signature verifies: the original has the SHA-256 " + words.Hex(sum[:]) + ".", "The name shown here is not the original's. Copy the certificate as text, not off a picture."
}
